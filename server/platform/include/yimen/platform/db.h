#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "yimen/platform/id.h"
#include "yimen/platform/result.h"
#include "yimen/platform/time.h"

/// One database layer over SQLite and PostgreSQL. Only server/platform/src/db/*.cpp know sqlite3.h and libpq-fe.h.
namespace yimen::platform {

enum class DbFault { other, unique, foreign_key, not_null, check, busy, serialization, connection, syntax, cancelled, full, too_new };

/// A lost resource or a bug. Business code does not catch it, except `unique` where a race is expected.
class DbError : public std::runtime_error {
 public:
  DbError(DbFault fault, std::string state, const std::string& message)
      : std::runtime_error(message), fault_{fault}, state_{std::move(state)} {}
  DbFault fault() const { return fault_; }
  const std::string& state() const { return state_; }
  bool retryable() const { return fault_ == DbFault::busy || fault_ == DbFault::serialization; }

 private:
  DbFault fault_;
  std::string state_;
};

using Blob = std::span<const std::byte>;
using Param = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

/// How a C++ type is stored. Enums that are stored as words specialise `EnumText`.
/// `static std::string_view to(E)` and `static std::optional<E> from(std::string_view)`.
template <class E>
struct EnumText;
template <class E>
concept WordEnum = std::is_enum_v<E> && requires(E e) { EnumText<E>::to(e); };

template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_id : std::false_type {};
template <class Tag> struct is_id<Id<Tag>> : std::true_type {};

template <class T>
Param to_param(const T& v) {
  using V = std::decay_t<T>;
  if constexpr (std::is_same_v<V, std::nullopt_t> || std::is_same_v<V, std::nullptr_t>) return {};
  else if constexpr (is_optional<V>::value) return v ? to_param(*v) : Param{};
  else if constexpr (is_id<V>::value) return v.value();
  else if constexpr (std::is_same_v<V, Date>) return iso_date(v);
  else if constexpr (std::is_same_v<V, Instant>) return millis(v);
  else if constexpr (WordEnum<V>) return std::string(EnumText<V>::to(v));
  else if constexpr (std::is_same_v<V, Blob>) return v;
  else if constexpr (std::is_convertible_v<const T&, std::string_view>) return std::string(std::string_view(v));
  else if constexpr (std::is_floating_point_v<V>) return static_cast<double>(v);
  else return static_cast<std::int64_t>(v);  // integers, bool, plain enums
}

/// One result row; columns are counted from 0 in the order of the select list.
class Row {
 public:
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t i64(int column) const = 0;
  virtual double f64(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual std::string bytes(int column) const = 0;

  /// T: integers, bool, double, std::string, Id<>, Date, Instant, word enums, std::optional of those.
  template <class T>
  T get(int column) const {
    if constexpr (is_optional<T>::value) {
      if (is_null(column)) return std::nullopt;
      return get<typename T::value_type>(column);
    } else if constexpr (is_id<T>::value) return T{i64(column)};
    else if constexpr (std::is_same_v<T, std::string>) return std::string(text(column));
    else if constexpr (std::is_same_v<T, Instant>) return from_millis(i64(column));
    else if constexpr (std::is_same_v<T, Date>) return stored_date(text(column));
    else if constexpr (WordEnum<T>) {
      auto word = EnumText<T>::from(text(column));
      if (!word) throw DbError(DbFault::other, "word", "stored word not known: " + std::string(text(column)));
      return *word;
    } else if constexpr (std::is_floating_point_v<T>) return static_cast<T>(f64(column));
    else return static_cast<T>(i64(column));
  }
  /// All columns in order: `auto [id, name] = row.as<CaseId, std::string>();`
  template <class... T>
  std::tuple<T...> as() const {
    return as_at<T...>(std::index_sequence_for<T...>{});
  }

 protected:
  ~Row() = default;
  static Date stored_date(std::string_view);

 private:
  template <class... T, std::size_t... Column>
  std::tuple<T...> as_at(std::index_sequence<Column...>) const {
    return std::tuple<T...>{get<T>(static_cast<int>(Column))...};
  }
};

enum class Engine { sqlite, postgres };

/// Something changed that people may be looking at: a topic ("messages") and whose (an account, a department).
struct Signal {
  std::string topic;
  std::int64_t key = 0;
};

/// One open transaction (or read snapshot). It lives inside Database::transact / read and nowhere else.
/// SQL uses `?` on both engines ('??' is a literal question mark); statements are prepared once per connection.
/// Every call may throw DbError.
class Tx {
 public:
  virtual ~Tx() = default;
  virtual Engine engine() const = 0;
  /// The program's clock: the database's own is never asked. Stands still within a transaction.
  Instant now() const { return now_; }
  Date today() const { return shanghai_date(now_); }

  /// Rows changed (or returned).
  template <class... Args>
  std::int64_t exec(std::string_view sql, const Args&... args) {
    const Param params[sizeof...(Args) + 1] = {to_param(args)...};
    return run(sql, {params, sizeof...(Args)}, {});
  }
  template <class F, class... Args>
  void each(std::string_view sql, F&& on_row, const Args&... args) {
    const Param params[sizeof...(Args) + 1] = {to_param(args)...};
    run(sql, {params, sizeof...(Args)}, std::ref(on_row));
  }
  /// First row mapped by `map(const Row&)`, or nothing.
  template <class Map, class... Args>
  auto find(std::string_view sql, Map map, const Args&... args) -> std::optional<std::invoke_result_t<Map, const Row&>> {
    std::optional<std::invoke_result_t<Map, const Row&>> found;
    each(sql, [&](const Row& row) { if (!found) found.emplace(map(row)); }, args...);
    return found;
  }
  /// Like find; not_found with the given Chinese name of the thing ("办件") when there is none.
  template <class Map, class... Args>
  auto one(std::string_view what, std::string_view sql, Map map, const Args&... args)
      -> Result<std::invoke_result_t<Map, const Row&>> {
    auto found = find(sql, map, args...);
    if (!found) return fail(ErrorCode::not_found, "platform/not-found", "没有找到" + std::string(what) + "，可能已被删除或您无权查看。");
    return std::move(*found);
  }
  template <class Map, class... Args>
  auto all(std::string_view sql, Map map, const Args&... args) -> std::vector<std::invoke_result_t<Map, const Row&>> {
    std::vector<std::invoke_result_t<Map, const Row&>> rows;
    each(sql, [&](const Row& row) { rows.push_back(map(row)); }, args...);
    return rows;
  }
  /// First column of the first row.
  template <class T, class... Args>
  std::optional<T> scalar(std::string_view sql, const Args&... args) {
    return find(sql, [](const Row& row) { return row.get<T>(0); }, args...);
  }
  /// Appended to a select by key that must hold the row until commit: " for update" on PostgreSQL, "" on SQLite,
  /// where the one writer lane already takes turns.
  std::string_view lock_words() const { return engine() == Engine::postgres ? " for update" : ""; }
  /// Dynamic list queries: parameters collected in a vector.
  virtual std::int64_t run(std::string_view sql, std::span<const Param> params, const std::function<void(const Row&)>& on_row) = 0;

  /// Runs `part()` in a savepoint: when it throws, only its own changes are undone and the transaction goes on. Outside of
  /// attempt() a statement that failed spoils the whole transaction, on both engines (as PostgreSQL has it).
  template <class Part>
  void attempt(Part&& part) {
    run("savepoint attempt", {}, {});
    try {
      part();
    } catch (...) {
      run("rollback to savepoint attempt", {}, {});
      run("release savepoint attempt", {}, {});
      throw;
    }
    run("release savepoint attempt", {}, {});
  }

  /// Leaves through the outbox after commit, exactly once per subscriber that acknowledges. `body` is JSON text.
  void publish(std::string_view topic, std::string_view body);
  /// Wakes runners of this process that wait for background work (outbox, jobs) as soon as this transaction is committed.
  void announce() { has_news_ = true; }
  /// Tells the listeners of this process once this transaction is committed. A hint, never the only way to learn something:
  /// other instances do not hear it, and a process that dies says nothing.
  void tell(std::string_view topic, std::int64_t key) { signals_.push_back({std::string(topic), key}); }

 protected:
  Instant now_{};
  bool has_news_ = false;
  std::vector<Signal> signals_;
};

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
  /// Hears Tx::tell after the commit, on the thread that committed: it only takes note. One listener; empty to stop.
  void listen(std::function<void(std::span<const Signal>)> listener);

 protected:
  virtual void write(const std::function<bool(Tx&)>& work) = 0;
  virtual void read_only(const std::function<void(Tx&)>& work) = 0;
  void tell_news();
  void tell_signals(std::span<const Signal>);

 private:
  std::mutex news_mutex_;
  std::condition_variable news_arrived_;
  std::uint64_t news_ = 0;
  std::mutex listener_mutex_;
  std::function<void(std::span<const Signal>)> listener_;
};

/// Replaces {id} {int} {text} {date} {instant} {region} {money} {bool} {json} {bytes} {real} by the engine's types and makes
/// every `create table` STRICT on SQLite. {clustered} behind a table's closing bracket keeps its rows in the order of the
/// primary key where the engine can (SQLite: without rowid).
std::string native_sql(std::string_view sql, Engine);

}  // namespace yimen::platform
