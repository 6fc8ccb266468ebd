#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "yimen/platform/result.h"
#include "yimen/platform/row.h"

/// One open transaction; included through db.h.
namespace yimen::platform {

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
  /// A statement whose result nobody waits for. On PostgreSQL it travels with the next statement that is waited for, or with
  /// the commit, which spares a round trip; its error comes from that call. On SQLite it runs at once.
  enum class Expect {
    nothing,
    one_row,  // anything else is DbError{serialization}: somebody was faster, the whole transaction runs again
    no_twin,  // a broken unique constraint is DbError{serialization} likewise
  };
  template <class... Args>
  void post(Expect expect, std::string_view sql, const Args&... args) {
    const Param params[sizeof...(Args) + 1] = {to_param(args)...};
    run_posted(expect, sql, {params, sizeof...(Args)});
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

  virtual void run_posted(Expect expect, std::string_view sql, std::span<const Param> params);
  /// Waits for what was posted.
  virtual void settle() {}

  /// Runs `part()` in a savepoint: when it throws, only its own changes are undone and the transaction goes on. Outside of
  /// attempt() a statement that failed spoils the whole transaction, on both engines (as PostgreSQL has it).
  template <class Part>
  void attempt(Part&& part) {
    run("savepoint attempt", {}, {});
    try {
      part();
      settle();
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

}  // namespace yimen::platform
