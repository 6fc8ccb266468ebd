#include "yimen/platform/outbox.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "jobs/lease.h"
#include "yimen/platform/log.h"

namespace yimen::platform {
namespace {

constexpr int events_per_pass = 100;
constexpr std::chrono::seconds lease_length{30};
constexpr std::chrono::seconds longest_pause{300};

struct Pending {
  OutboxEvent event;
  Instant next_attempt_at;
  std::string delivered_to;
};

struct Topic {
  std::string name;
  std::vector<std::pair<std::string, Subscriber>> subscribers;
};

std::chrono::milliseconds pause_after(int attempts) {
  return std::min<std::chrono::milliseconds>(longest_pause, std::chrono::seconds{1LL << std::min(attempts - 1, 20)});
}

Result<void> call(const Subscriber& subscriber, const OutboxEvent& event, Database& database) {
  try {
    return subscriber(event, database);
  } catch (const std::exception& error) { return fail(ErrorCode::internal, "platform/subscriber-threw", error.what()); }
}

std::vector<Pending> pending_of(Database& database, const std::string& topic) {
  return database.read([&](Tx& tx) {
    return tx.all(R"sql(
        select id, topic, body, created_at, attempts, next_attempt_at, delivered_to
          from outbox_event
         where is_parked = 0 and topic = ?
         order by id
         limit ?)sql",
                  [](const Row& row) {
                    return Pending{{row.i64(0), row.get<std::string>(1), row.get<std::string>(2), row.get<Instant>(3),
                                    row.get<int>(4)},
                                   row.get<Instant>(5),
                                   row.get<std::string>(6)};
                  },
                  topic, events_per_pass);
  });
}

void forget(Database& database, std::vector<std::int64_t>& finished) {
  if (finished.empty()) return;
  (void)database.transact([&](Tx& tx) -> Result<void> {
    for (const auto id : finished) tx.exec("delete from outbox_event where id = ?", id);
    return {};
  });
  finished.clear();
}

}  // namespace

struct OutboxRunner::Impl {
  Impl(Database& of, Options how) : database{of}, options{how} {}

  Database& database;
  Options options;
  std::map<std::string, Topic> topics;
  std::atomic<bool> is_stopping{false};
  std::vector<std::jthread> threads;

  /// Calls those who have not acknowledged yet; true when nobody is left. What is known so far is kept on failure.
  bool deliver(const Topic& topic, Pending& pending) {
    std::string problem;
    for (const auto& [name, subscriber] : topic.subscribers) {
      if (pending.delivered_to.find("," + name + ",") != std::string::npos) continue;
      const auto done = call(subscriber, pending.event, database);
      if (done)
        pending.delivered_to += "," + name + ",";
      else
        problem = fmt::format("{}: {} {}", name, done.error().slug, done.error().detail);
    }
    if (problem.empty()) return true;
    note_failure(pending, problem);
    return false;
  }

  void note_failure(const Pending& pending, const std::string& problem) {
    const int attempts = pending.event.attempts + 1;
    const bool is_parked = attempts >= options.most_attempts;
    log_warning(is_parked ? "outbox event parked" : "outbox event not delivered",
                {{"event_id", std::to_string(pending.event.id)},
                 {"topic", pending.event.topic},
                 {"attempts", attempts},
                 {"problem", problem}});
    (void)database.transact([&](Tx& tx) -> Result<void> {
      tx.exec(R"sql(
          update outbox_event
             set attempts = ?, next_attempt_at = ?, last_error = ?, delivered_to = ?, is_parked = ?
           where id = ?)sql",
              attempts, tx.now() + pause_after(attempts), problem, pending.delivered_to, is_parked, pending.event.id);
      return {};
    });
  }

  /// The order of the topic holds: behind an event that waits for its next attempt nothing overtakes.
  int deliver_topic(const Topic& topic) {
    std::vector<std::int64_t> finished;
    int count = 0;
    auto last_kept = std::chrono::steady_clock::now();
    for (auto& pending : pending_of(database, topic.name)) {
      if (is_stopping || pending.next_attempt_at > database.clock().now() || !deliver(topic, pending)) break;
      finished.push_back(pending.event.id);
      ++count;
      if (std::chrono::steady_clock::now() - last_kept < std::chrono::seconds{1}) continue;
      forget(database, finished);
      last_kept = std::chrono::steady_clock::now();
    }
    forget(database, finished);
    return count;
  }

  std::vector<std::string> waiting_topics() {
    return database.read([](Tx& tx) {
      return tx.all("select distinct topic from outbox_event where is_parked = 0",
                    [](const Row& row) { return row.get<std::string>(0); });
    });
  }

  int drop_unwanted(const std::string& topic) {
    const auto dropped = database.transact(
        [&](Tx& tx) -> Result<std::int64_t> { return tx.exec("delete from outbox_event where topic = ?", topic); });
    return static_cast<int>(dropped.value_or(0));
  }

  /// What belongs to one of `threads` workers.
  int pass(std::size_t worker, std::size_t workers) {
    int count = 0;
    for (const auto& name : waiting_topics()) {
      if (std::hash<std::string>{}(name) % workers != worker) continue;
      const auto found = topics.find(name);
      count += found == topics.end() ? drop_unwanted(name) : deliver_topic(found->second);
    }
    return count;
  }

  void work(std::size_t worker) {
    Lease lease{database, fmt::format("outbox/{}", worker), lease_length};
    std::uint64_t seen = 0;
    while (!is_stopping) {
      int count = 0;
      try {
        count = lease.hold() ? pass(worker, static_cast<std::size_t>(options.threads)) : 0;
      } catch (const std::exception& error) {
        log_error("outbox pass failed", {{"problem", error.what()}});
        std::this_thread::sleep_for(options.poll);
      }
      if (count == 0) seen = database.wait_for_news(seen, options.poll);
    }
    try {
      lease.release();
    } catch (const std::exception& error) { log_warning("outbox lease not released", {{"problem", error.what()}}); }
  }
};

boost::json::object OutboxEvent::object() const {
  boost::json::error_code ec;
  auto value = boost::json::parse(body, ec);
  return !ec && value.is_object() ? std::move(value.get_object()) : boost::json::object{};
}

OutboxRunner::OutboxRunner(Database& database) : OutboxRunner{database, Options{}} {}

OutboxRunner::OutboxRunner(Database& database, Options options) : impl_{std::make_unique<Impl>(database, options)} {}

OutboxRunner::~OutboxRunner() {
  stop();
}

void OutboxRunner::subscribe(std::string topic, std::string name, Subscriber subscriber) {
  auto& entry = impl_->topics[topic];
  entry.name = std::move(topic);
  entry.subscribers.emplace_back(std::move(name), std::move(subscriber));
}

void OutboxRunner::start() {
  for (int worker = 0; worker < impl_->options.threads; ++worker)
    impl_->threads.emplace_back([this, worker] { impl_->work(static_cast<std::size_t>(worker)); });
}

void OutboxRunner::stop() {
  impl_->is_stopping = true;
  impl_->threads.clear();
  impl_->is_stopping = false;
}

int OutboxRunner::deliver_now() {
  int total = 0;
  while (const int count = impl_->pass(0, 1)) total += count;
  return total;
}

std::int64_t count_parked_events(Tx& tx) {
  return tx.scalar<std::int64_t>("select count(*) from outbox_event where is_parked = 1").value_or(0);
}

std::int64_t revive_parked_events(Tx& tx) {
  tx.announce();
  return tx.exec("update outbox_event set is_parked = 0, attempts = 0, next_attempt_at = ? where is_parked = 1",
                 tx.now());
}

}  // namespace yimen::platform
