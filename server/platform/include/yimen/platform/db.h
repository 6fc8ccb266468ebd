#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "yimen/platform/transaction.h"

/// One database layer over SQLite and PostgreSQL: values and rows (row.h), the transaction (transaction.h), the database (here).
/// Only server/platform/src/db/*.cpp know sqlite3.h and libpq-fe.h.
namespace yimen::platform {

struct Migration {
  std::string_view module;   // "cases"
  std::string_view name;     // "0001_create_service_case"
  std::string_view sql;      // type words in braces, statements separated by ';' at line end
};

struct DatabaseOptions {
  std::string url;            // "sqlite:/path/yimen.db" or "postgresql://…" / libpq conninfo
  std::string schema;         // PostgreSQL only: search_path; empty = public
  int read_connections = 4;
  int write_connections = 8;  // PostgreSQL only; SQLite has one writer lane
  int statement_timeout_ms = 30000;
};

class Database {
 public:
  /// Opens and pings. @throws DbError{connection} with a message that says how to mend it.
  static std::unique_ptr<Database> open(const DatabaseOptions&, const Clock&);
  virtual ~Database() = default;
  virtual Engine engine() const = 0;
  virtual const Clock& clock() const = 0;

  /// Runs `work(Tx&)` in one durable transaction; work returns Result<T> (or any type testable as bool): commits when it
  /// is true, rolls back on an error or an exception. On SQLite the work runs on the writer lane, many works share one
  /// durable commit, each in a savepoint, and the caller is answered after that commit. Retries on serialization
  /// failures, so work must not have effects outside the transaction. Never nest.
  template <class Work>
  auto transact(Work&& work) -> std::invoke_result_t<Work, Tx&> {
    using R = std::invoke_result_t<Work, Tx&>;
    std::optional<R> result;
    write([&](Tx& tx) {
      result.reset();
      result.emplace(work(tx));
      return static_cast<bool>(*result);
    });
    return std::move(*result);
  }
  /// Runs `work(Tx&)` on a read connection; writing there is refused by the engine.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work, Tx&> {
    using R = std::invoke_result_t<Work, Tx&>;
    if constexpr (std::is_void_v<R>) {
      read_only([&](Tx& tx) { work(tx); });
    } else {
      std::optional<R> result;
      read_only([&](Tx& tx) { result.emplace(work(tx)); });
      return std::move(*result);
    }
  }

  /// Brings the schema up to date; each migration in its own transaction, checksums kept in schema_migration.
  /// @throws DbError{too_new} when the database holds migrations this program does not know, or one has changed.
  /// @returns names of those applied now.
  virtual std::vector<std::string> migrate(std::span<const Migration>) = 0;
  /// True when a trivial read answers within a second.
  virtual bool healthy() = 0;
  /// SQLite: a consistent copy while running. PostgreSQL: not offered (pg_dump does it), throws.
  virtual void copy_to(const std::string& path) = 0;

  /// Waits until a transaction of this process that published or announced was committed after `seen`, at most that long.
  /// @returns the number to hand in as `seen` next time; begin with 0.
  std::uint64_t wait_for_news(std::uint64_t seen, std::chrono::milliseconds at_most);
  /// How many transactions of this process that may have written were committed. A number read before a read transaction
  /// began and still the same now says: nothing this process did has changed what was read.
  std::uint64_t commits() const { return commits_.load(std::memory_order_acquire); }
  /// Hears Tx::tell after the commit, on the thread that committed: it only takes note. One listener; empty to stop.
  void listen(std::function<void(std::span<const Signal>)> listener);

 protected:
  virtual void write(const std::function<bool(Tx&)>& work) = 0;
  virtual void read_only(const std::function<void(Tx&)>& work) = 0;
  /// After each commit, before its callers are answered.
  void note_commit() { commits_.fetch_add(1, std::memory_order_acq_rel); }
  void tell_news();
  void tell_signals(std::span<const Signal>);

 private:
  std::mutex news_mutex_;
  std::condition_variable news_arrived_;
  std::uint64_t news_ = 0;
  std::atomic<std::uint64_t> commits_{0};
  std::mutex listener_mutex_;
  std::function<void(std::span<const Signal>)> listener_;
};

/// Replaces {id} {int} {text} {date} {instant} {region} {money} {bool} {json} {bytes} {real} by the engine's types and makes
/// every `create table` STRICT on SQLite. {clustered} behind a table's closing bracket keeps its rows in the order of the
/// primary key where the engine can (SQLite: without rowid).
std::string native_sql(std::string_view sql, Engine);

}  // namespace yimen::platform
