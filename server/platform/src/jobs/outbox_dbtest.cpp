#include "yimen/platform/outbox.h"

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include <boost/json.hpp>

#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;
using namespace std::chrono_literals;

namespace {

void publish(Database& db, std::string_view topic, std::string_view body) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    tx.publish(topic, body);
    return {};
  }));
}

std::int64_t left(Database& db) {
  return db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from outbox_event"); });
}

Subscriber note_in(std::vector<std::string>& heard) {
  return [&heard](const OutboxEvent& event, Database&) -> Result<void> {
    heard.push_back(event.topic + event.body);
    return {};
  };
}

}  // namespace

YIMEN_DB_TEST("each subscriber hears each event of its topic once and in order, then the event is gone") {
  std::vector<std::string> first, second;
  OutboxRunner runner{db};
  runner.subscribe("a", "first", note_in(first));
  runner.subscribe("a", "second", note_in(second));
  runner.subscribe("b", "second", note_in(second));
  for (const auto* body : {"1", "2", "3"}) publish(db, "a", body);
  publish(db, "b", "{\"n\":4}");
  publish(db, "nobody", "5");
  CHECK(runner.deliver_now() == 5);
  CHECK(first == std::vector<std::string>{"a1", "a2", "a3"});
  CHECK(second.size() == 4);
  CHECK(left(db) == 0);
  CHECK(runner.deliver_now() == 0);
}

YIMEN_DB_TEST("after a failure only the one who failed hears again, later and later, and nothing overtakes") {
  std::vector<std::string> good, bad;
  int refusals = 2;
  OutboxRunner runner{db};
  runner.subscribe("a", "good", note_in(good));
  runner.subscribe("a", "bad", [&](const OutboxEvent& event, Database&) -> Result<void> {
    if (refusals-- > 0) throw std::runtime_error("gateway gone");
    bad.push_back(event.body);
    return {};
  });
  publish(db, "a", "1");
  publish(db, "a", "2");
  CHECK(runner.deliver_now() == 0);
  CHECK(db.read([](Tx& tx) {
            return *tx.scalar<std::string>("select last_error from outbox_event order by id limit 1");
          }).find("gateway gone") != std::string::npos);
  CHECK(runner.deliver_now() == 0);  // not before a second has passed
  clock.advance(1s);
  CHECK(runner.deliver_now() == 0);
  clock.advance(1s);
  CHECK(runner.deliver_now() == 0);  // now two
  clock.advance(1s);
  CHECK(runner.deliver_now() == 2);
  CHECK(good == std::vector<std::string>{"a1", "a2"});
  CHECK(bad == std::vector<std::string>{"1", "2"});
}

YIMEN_DB_TEST("an event that fails for ever is parked, its topic goes on, and it can be revived") {
  bool is_broken = true;
  std::vector<std::string> heard;
  OutboxRunner runner{db, {.most_attempts = 3}};
  runner.subscribe("a", "one", [&](const OutboxEvent& event, Database&) -> Result<void> {
    if (event.body == "1" && is_broken) return fail(ErrorCode::upstream_failed, "test/down", "对方不可用");
    heard.push_back(event.body);
    return {};
  });
  publish(db, "a", "1");
  publish(db, "a", "2");
  for (int i = 0; i < 4; ++i) {
    runner.deliver_now();
    clock.advance(10min);
  }
  CHECK(heard == std::vector<std::string>{"2"});
  CHECK(db.read(count_parked_events) == 1);
  is_broken = false;
  CHECK(db.transact([](Tx& tx) -> Result<std::int64_t> { return revive_parked_events(tx); }) == 1);
  CHECK(runner.deliver_now() == 1);
  CHECK(left(db) == 0);
}

YIMEN_DB_TEST("a rolled back transaction publishes nothing") {
  std::vector<std::string> heard;
  OutboxRunner runner{db};
  runner.subscribe("a", "one", note_in(heard));
  CHECK_FALSE(db.transact([](Tx& tx) -> Result<void> {
    tx.publish("a", "1");
    return fail(ErrorCode::conflict, "test/no", "不");
  }));
  runner.deliver_now();
  CHECK(heard.empty());
}

YIMEN_DB_TEST("started runners of two instances deliver each event once, soon after the commit") {
  const auto other = place.open(clock);
  std::mutex mutex;
  std::vector<std::int64_t> heard;
  std::vector<std::unique_ptr<OutboxRunner>> runners;
  for (auto* instance : {&db, other.get()}) {
    runners.push_back(std::make_unique<OutboxRunner>(*instance));
    runners.back()->subscribe("a", "one", [&](const OutboxEvent& event, Database& database) -> Result<void> {
      const std::lock_guard lock(mutex);
      heard.push_back(event.id);
      if (event.body == "first") publish(database, "a", "follow-up");
      return {};
    });
    runners.back()->start();
  }
  publish(db, "a", "first");
  for (int i = 0; i < 50; ++i) publish(i % 2 == 0 ? db : *other, "a", "x");
  for (int i = 0; i < 500 && left(db) > 0; ++i) std::this_thread::sleep_for(10ms);
  CHECK(left(db) == 0);
  const std::lock_guard lock(mutex);
  CHECK(heard.size() == 52);
  CHECK(std::set<std::int64_t>(heard.begin(), heard.end()).size() == 52);
}
