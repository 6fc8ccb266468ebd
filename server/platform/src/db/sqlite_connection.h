#pragma once
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "db/statement_cache.h"
#include "yimen/platform/db.h"

struct sqlite3;
struct sqlite3_stmt;

namespace yimen::platform {

struct SqliteFinalize {
  void operator()(sqlite3_stmt*) const;
};
struct SqliteStatement {
  std::unique_ptr<sqlite3_stmt, SqliteFinalize> handle;
  bool is_in_use = false;
};

/// One connection to the database file; used by one thread at a time.
class SqliteConnection {
 public:
  enum class Role { writer, reader };
  /// @throws DbError{connection} with a Chinese message that says how to mend it.
  SqliteConnection(const std::string& path, Role, int statement_timeout_ms);
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  std::int64_t run(std::string_view sql, std::span<const Param>, const std::function<void(const Row&)>&);
  std::int64_t run(std::string_view sql) { return run(sql, {}, {}); }
  /// How many statements have run that may write.
  std::int64_t writes() const { return writes_; }
  /// False after the engine has thrown the whole transaction away by itself (disk full, I/O error, interrupt).
  bool in_transaction() const;
  void rollback() noexcept;
  /// 0 switches the timeout off.
  void set_statement_timeout(int ms) { timeout_ms_ = ms; }
  /// A consistent copy of the whole database, made within one read snapshot.
  void copy_to(const std::string& path);

 private:
  std::unique_ptr<sqlite3_stmt, SqliteFinalize> prepare(std::string_view sql);
  std::int64_t step_all(sqlite3_stmt*, std::span<const Param>, const std::function<void(const Row&)>&);
  void configure(Role);
  [[noreturn]] void throw_error(int code, std::string_view sql) const;
  static int past_deadline(void* self);

  sqlite3* handle_ = nullptr;
  StatementCache<SqliteStatement> cache_;
  int timeout_ms_;
  std::int64_t writes_ = 0;
  std::chrono::steady_clock::time_point deadline_{};
};

class SqliteTx final : public Tx {
 public:
  SqliteTx(SqliteConnection& connection, Instant now) : connection_{&connection}, writes_before_{connection.writes()} { now_ = now; }
  Engine engine() const override { return Engine::sqlite; }
  std::int64_t run(std::string_view sql, std::span<const Param>, const std::function<void(const Row&)>&) override;
  /// @throws DbError when a statement had failed and the work wants to commit all the same.
  void require_unspoiled() const;
  bool has_news() const { return has_news_; }
  std::vector<Signal>& signals() { return signals_; }
  bool has_written() const { return connection_->writes() != writes_before_; }

 private:
  SqliteConnection* connection_;
  std::int64_t writes_before_;
  bool is_spoiled_ = false;
};

}  // namespace yimen::platform
