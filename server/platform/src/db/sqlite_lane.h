#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "db/sqlite_connection.h"
#include "yimen/platform/db.h"

namespace yimen::platform {

/// The one writer of a SQLite database. Runs what waits, one work after the other, commits all of them durably at once and
/// only then answers: many writers share the price of one sync to disk and nobody waits for a lock.
/// A work that refuses before it has written leaves nothing behind. One that refuses after it has written takes the whole
/// transaction with it; those before it run again, and for a while each work gets a savepoint of its own. Savepoints are
/// not the rule because the engine then copies each page a work changes to a temporary file.
class SqliteLane {
 public:
  using Work = std::function<bool(Tx&)>;
  struct Options {
    std::string path;
    int statement_timeout_ms;
    std::function<void()> on_commit = {};  // before anybody is answered
    std::function<void()> on_news;  // after a commit that published or announced
    std::function<void(std::span<const Signal>)> on_signals;
  };
  SqliteLane(Options, const Clock&);
  ~SqliteLane();

  /// Returns after the commit that holds the work (or after its rollback when it returned false).
  /// @throws what the work threw, or DbError when the commit failed.
  void submit(const Work&);
  /// Migrations: without statement timeout.
  void submit_unlimited(const Work&);

 private:
  struct Entry {
    const Work* work;
    bool is_unlimited;
    std::promise<void> answer;
    std::exception_ptr error = nullptr;  // of the work itself
    bool has_news = false;
    std::vector<Signal> signals = {};
    bool is_settled = false;  // refused, its writes are undone: waits for its answer only
  };
  using Batch = std::deque<Entry>;
  using Steady = std::chrono::steady_clock;

  void enqueue(const Work&, bool is_unlimited);
  void loop();
  bool wait_for_work();
  bool draw_more(std::size_t have);
  void run_batch();
  Batch run_works();
  void run_one(Entry&);
  void run_plain(Entry&, SqliteTx&);
  void run_in_savepoint(Entry&, SqliteTx&);
  bool commit(Batch& done);
  void recover_from_lost_transaction(Batch& done);
  void fail_all(Batch&, const DbError&);
  void open_if_needed();

  Options options_;
  const Clock& clock_;
  std::unique_ptr<SqliteConnection> connection_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Entry> queue_;
  bool is_stopping_ = false;
  // Of the lane's thread.
  Batch waiting_;                 // drawn from the queue, not yet run
  int works_in_savepoints_ = 0;   // so many more, since one took a transaction with it
  std::size_t last_answered_ = 0; // callers of the last commit
  Steady::duration commit_takes_{};
  std::jthread thread_;
};

}  // namespace yimen::platform
