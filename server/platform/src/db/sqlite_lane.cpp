#include "db/sqlite_lane.h"

#include "db/database.h"

namespace yimen::platform {
namespace {

constexpr std::size_t most_works_per_commit = 128;
// Waiting callers are answered together, so a batch must not grow until the first of them grows impatient.
constexpr std::chrono::milliseconds longest_batch{3};

bool is_loss_of_storage(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const DbError& db) { return db.fault() == DbFault::full || db.fault() == DbFault::other; } catch (...) {
    return false;
  }
}

}  // namespace

SqliteLane::SqliteLane(Options options, const Clock& clock) : options_{std::move(options)}, clock_{clock} {
  open_if_needed();
  thread_ = std::jthread([this] { loop(); });
}

SqliteLane::~SqliteLane() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  arrived_.notify_all();
}

void SqliteLane::submit(const Work& work) {
  enqueue(work, false);
}

void SqliteLane::submit_unlimited(const Work& work) {
  enqueue(work, true);
}

void SqliteLane::enqueue(const Work& work, bool is_unlimited) {
  std::future<void> answer;
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_) throw DbError(DbFault::connection, "closed", "database is being closed");
    queue_.push_back(Entry{&work, is_unlimited, {}});
    answer = queue_.back().answer.get_future();
  }
  arrived_.notify_one();
  answer.get();
}

void SqliteLane::loop() {
  for (;;) {
    auto waiting = take_waiting();
    if (waiting.empty()) return;
    run_batch(waiting);
    put_back(std::move(waiting));
  }
}

SqliteLane::Batch SqliteLane::take_waiting() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return !queue_.empty() || is_stopping_; });
  Batch taken;
  while (!queue_.empty() && taken.size() < most_works_per_commit) {
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return taken;
}

void SqliteLane::put_back(Batch&& rest) {
  const std::lock_guard lock(mutex_);
  for (; !rest.empty(); rest.pop_back()) queue_.push_front(std::move(rest.back()));
}

void SqliteLane::open_if_needed() {
  if (!connection_)
    connection_ = std::make_unique<SqliteConnection>(options_.path, SqliteConnection::Role::writer,
                                                     options_.statement_timeout_ms);
}

/// Leaves in `waiting` what did not come to its turn.
void SqliteLane::run_batch(Batch& waiting) {
  try {
    open_if_needed();
    connection_->run("begin immediate");
  } catch (const DbError& error) {
    if (error.fault() != DbFault::busy) connection_.reset();
    fail_all(waiting, error);
    return;
  }
  auto done = run_works(waiting);
  if (!connection_->in_transaction()) {
    recover_from_lost_transaction(done);
    for (; !done.empty(); done.pop_back()) waiting.push_front(std::move(done.back()));
    return;
  }
  try {
    connection_->run("commit");
  } catch (const DbError& error) {
    connection_.reset();  // opened anew for the next batch: whatever state it is in, nobody builds on it
    fail_all(done, error);
    return;
  }
  bool has_news = false;
  std::vector<Signal> signals;
  for (auto& entry : done) {
    has_news |= entry.has_news;
    std::move(entry.signals.begin(), entry.signals.end(), std::back_inserter(signals));
    if (entry.error)
      entry.answer.set_exception(entry.error);
    else
      entry.answer.set_value();
  }
  if (has_news) options_.on_news();
  if (options_.on_signals) options_.on_signals(signals);
}

SqliteLane::Batch SqliteLane::run_works(Batch& waiting) {
  const auto started = std::chrono::steady_clock::now();
  Batch done;
  while (!waiting.empty() && connection_->in_transaction()) {
    if (!done.empty() && std::chrono::steady_clock::now() - started > longest_batch) break;
    done.push_back(std::move(waiting.front()));
    waiting.pop_front();
    run_one(done.back());
  }
  return done;
}

void SqliteLane::run_one(Entry& entry) {
  entry.error = nullptr;
  entry.has_news = false;
  entry.signals.clear();
  connection_->set_statement_timeout(entry.is_unlimited ? 0 : options_.statement_timeout_ms);
  try {
    connection_->run("savepoint work");
    SqliteTx tx{*connection_, clock_.now()};
    const NoNesting no_nesting;
    const bool is_wanted = (*entry.work)(tx);
    if (is_wanted)
      tx.require_unspoiled();
    else
      connection_->run("rollback to savepoint work");
    connection_->run("release savepoint work");
    entry.has_news = is_wanted && tx.has_news();
    if (is_wanted) entry.signals = std::move(tx.signals());
  } catch (...) {
    entry.error = std::current_exception();
    if (!connection_->in_transaction()) return;
    try {
      connection_->run("rollback to savepoint work");
      connection_->run("release savepoint work");
    } catch (const DbError&) { connection_->rollback(); }
  }
}

/// The engine rolled back everything because of the last work. Those before it were not answered yet and have no
/// effects outside the database, so they run again, unless the storage itself is the trouble.
void SqliteLane::recover_from_lost_transaction(Batch& done) {
  auto guilty = std::move(done.back());
  done.pop_back();
  if (!guilty.error) guilty.error = std::make_exception_ptr(DbError(DbFault::other, "lost", "transaction was lost"));
  if (is_loss_of_storage(guilty.error)) {
    for (auto& entry : done) entry.answer.set_exception(guilty.error);
    done.clear();
    connection_.reset();
  }
  guilty.answer.set_exception(guilty.error);
}

void SqliteLane::fail_all(Batch& batch, const DbError& error) {
  for (auto& entry : batch) entry.answer.set_exception(std::make_exception_ptr(error));
  batch.clear();
}

}  // namespace yimen::platform
