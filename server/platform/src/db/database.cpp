#include "db/database.h"

#include "yimen/platform/db.h"

namespace yimen::platform {
namespace {
thread_local int open_transactions = 0;
}

Date Row::stored_date(std::string_view text) {
  const auto date = parse_date(text);
  if (!date) throw DbError(DbFault::other, "date", "stored date is none: " + std::string(text));
  return *date;
}

void Tx::publish(std::string_view topic, std::string_view body) {
  exec(R"sql(
      insert into outbox_event (id, topic, body, created_at, attempts, next_attempt_at, last_error)
      values (?, ?, ?, ?, 0, ?, null))sql",
       next_id(), topic, body, now(), now());
  announce();
}

void Tx::run_posted(Expect expect, std::string_view sql, std::span<const Param> params) {
  std::int64_t rows = 0;
  try {
    rows = run(sql, params, {});
  } catch (const DbError& error) {
    if (expect != Expect::no_twin || error.fault() != DbFault::unique) throw;
    throw DbError(DbFault::serialization, error.state(), error.what());
  }
  if (expect == Expect::one_row && rows != 1) throw DbError(DbFault::serialization, "rows", "another transaction changed the row first");
}

std::uint64_t Database::wait_for_news(std::uint64_t seen, std::chrono::milliseconds at_most) {
  std::unique_lock lock(news_mutex_);
  news_arrived_.wait_for(lock, at_most, [&] { return news_ != seen; });
  return news_;
}

void Database::tell_news() {
  {
    const std::lock_guard lock(news_mutex_);
    ++news_;
  }
  news_arrived_.notify_all();
}

void Database::listen(std::function<void(std::span<const Signal>)> listener) {
  const std::lock_guard lock(listener_mutex_);
  listener_ = std::move(listener);
}

void Database::tell_signals(std::span<const Signal> signals) {
  if (signals.empty()) return;
  const std::lock_guard lock(listener_mutex_);
  if (listener_) listener_(signals);
}

std::unique_ptr<Database> Database::open(const DatabaseOptions& options, const Clock& clock) {
  constexpr std::string_view sqlite = "sqlite:";
  if (options.url.starts_with(sqlite)) return open_sqlite(options.url.substr(sqlite.size()), options, clock);
  return open_postgres(options, clock);
}

NoNesting::NoNesting() {
  if (open_transactions > 0)
    throw std::logic_error(
        "nested transaction: Database::transact or read was called inside another one of the same thread; hand the Tx& "
        "down instead, or collect first and write afterwards");
  ++open_transactions;
}

NoNesting::~NoNesting() {
  --open_transactions;
}

}  // namespace yimen::platform
