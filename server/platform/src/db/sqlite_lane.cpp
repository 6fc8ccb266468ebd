#include "db/sqlite_lane.h"

#include "db/database.h"

namespace yimen::platform {
namespace {

constexpr std::size_t most_works_per_commit = 256;
// Waiting callers are answered together, so a batch must not grow until the first of them grows impatient.
constexpr std::chrono::milliseconds longest_batch{10};
constexpr std::chrono::microseconds longest_pause{1000};
constexpr int works_until_trust = 256;

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
  while (wait_for_work()) run_batch();
}

/// False when the lane is closed and everybody is answered.
bool SqliteLane::wait_for_work() {
  if (!waiting_.empty()) return true;
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return !queue_.empty() || is_stopping_; });
  waiting_.swap(queue_);
  return !waiting_.empty();
}

/// Those who were answered together come back together, and a commit costs a sync to disk: so a batch that is smaller
/// than the last one waits for stragglers, each time for half of what a commit takes. @returns false when nobody came.
bool SqliteLane::draw_more(std::size_t have) {
  const auto pause = std::min<Steady::duration>(commit_takes_ / 2, longest_pause);
  std::unique_lock lock(mutex_);
  if (queue_.empty() && have < last_answered_)
    arrived_.wait_for(lock, pause, [&] { return !queue_.empty() || is_stopping_; });
  waiting_.swap(queue_);
  return !waiting_.empty();
}

void SqliteLane::open_if_needed() {
  if (!connection_)
    connection_ = std::make_unique<SqliteConnection>(options_.path, SqliteConnection::Role::writer,
                                                     options_.statement_timeout_ms);
}

/// Leaves in `waiting_` what did not come to its turn.
void SqliteLane::run_batch() {
  try {
    open_if_needed();
    connection_->run("begin immediate");
  } catch (const DbError& error) {
    if (error.fault() != DbFault::busy) connection_.reset();
    fail_all(waiting_, error);
    return;
  }
  auto done = run_works();
  if (!connection_->in_transaction()) {
    recover_from_lost_transaction(done);
    for (; !done.empty(); done.pop_back()) waiting_.push_front(std::move(done.back()));
    return;
  }
  if (!commit(done)) return;
  bool has_news = false;
  std::vector<Signal> signals;
  for (auto& entry : done) {
    has_news |= entry.has_news;
    std::move(entry.signals.begin(), entry.signals.end(), std::back_inserter(signals));
  }
  // Before the answers: who has its answer may rely on others having been told, as on PostgreSQL.
  if (options_.on_signals) options_.on_signals(signals);
  for (auto& entry : done) {
    if (entry.error)
      entry.answer.set_exception(entry.error);
    else
      entry.answer.set_value();
  }
  last_answered_ = done.size();
  if (has_news) options_.on_news();
}

bool SqliteLane::commit(Batch& done) {
  const auto began = Steady::now();
  try {
    connection_->run("commit");
  } catch (const DbError& error) {
    connection_.reset();  // opened anew for the next batch: whatever state it is in, nobody builds on it
    fail_all(done, error);
    return false;
  }
  if (options_.on_commit) options_.on_commit();
  commit_takes_ = (commit_takes_ * 3 + (Steady::now() - began)) / 4;
  return true;
}

SqliteLane::Batch SqliteLane::run_works() {
  const auto started = Steady::now();
  Batch done;
  while (connection_->in_transaction() && done.size() < most_works_per_commit) {
    if (!done.empty() && Steady::now() - started > longest_batch) break;
    if (waiting_.empty() && !draw_more(done.size())) break;
    done.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
    run_one(done.back());
  }
  return done;
}

void SqliteLane::run_one(Entry& entry) {
  if (entry.is_settled) return;
  entry.error = nullptr;
  entry.has_news = false;
  entry.signals.clear();
  connection_->set_statement_timeout(entry.is_unlimited ? 0 : options_.statement_timeout_ms);
  SqliteTx tx{*connection_, clock_.now()};
  const NoNesting no_nesting;
  if (works_in_savepoints_ > 0)
    run_in_savepoint(entry, tx);
  else
    run_plain(entry, tx);
}

void SqliteLane::run_plain(Entry& entry, SqliteTx& tx) {
  bool is_wanted = false;
  try {
    is_wanted = (*entry.work)(tx);
    if (is_wanted) tx.require_unspoiled();
  } catch (...) {
    is_wanted = false;
    entry.error = std::current_exception();
  }
  entry.has_news = is_wanted && tx.has_news();
  if (is_wanted) entry.signals = std::move(tx.signals());
  if (is_wanted || !tx.has_written() || !connection_->in_transaction()) return;
  entry.is_settled = true;
  connection_->rollback();
}

void SqliteLane::run_in_savepoint(Entry& entry, SqliteTx& tx) {
  --works_in_savepoints_;
  try {
    connection_->run("savepoint work");
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

/// The last work took the transaction with it: it refused after it had written, or the engine rolled everything back.
/// Those before it were not answered yet and have no effects outside the database, so they run again, unless the storage
/// itself is the trouble.
void SqliteLane::recover_from_lost_transaction(Batch& done) {
  if (done.back().is_settled) {
    // Alone it has harmed nobody. Otherwise its answer waits for the commit of those whose work it may have seen.
    if (done.size() > 1) works_in_savepoints_ = works_until_trust;
    return;
  }
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
