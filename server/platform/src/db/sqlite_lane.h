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

/// The one writer of a SQLite database. Takes what waits, runs each work in a savepoint, commits all of them durably at
/// once and only then answers: many writers share the price of one sync to disk and nobody waits for a lock.
class SqliteLane {
 public:
  using Work = std::function<bool(Tx&)>;
  struct Options {
    std::string path;
    int statement_timeout_ms;
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
  };
  using Batch = std::deque<Entry>;

  void enqueue(const Work&, bool is_unlimited);
  void loop();
  Batch take_waiting();
  void put_back(Batch&& rest);
  void run_batch(Batch&);
  Batch run_works(Batch& waiting);
  void run_one(Entry&);
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
  std::jthread thread_;
};

}  // namespace yimen::platform
