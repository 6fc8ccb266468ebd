#include "db/sqlite_connection.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fmt/format.h>

namespace yimen::platform {
namespace {

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_{statement} {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t i64(int column) const override { return sqlite3_column_int64(statement_, column); }
  double f64(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return start ? std::string_view(start, size(column)) : std::string_view{};
  }
  std::string bytes(int column) const override {
    const auto* start = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return start ? std::string(start, size(column)) : std::string{};
  }

 private:
  std::size_t size(int column) const { return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)); }
  sqlite3_stmt* statement_;
};

DbFault fault_of(int code, int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return DbFault::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return DbFault::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL:
      return DbFault::not_null;
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_DATATYPE:
      return DbFault::check;
    default:
      break;
  }
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DbFault::busy;
    case SQLITE_INTERRUPT:
      return DbFault::cancelled;
    case SQLITE_FULL:
      return DbFault::full;
    case SQLITE_CANTOPEN:
      return DbFault::connection;
    case SQLITE_ERROR:
    case SQLITE_RANGE:
      return DbFault::syntax;
    default:
      return DbFault::other;
  }
}

void bind(sqlite3_stmt* statement, int at, const Param& param) {
  if (const auto* number = std::get_if<std::int64_t>(&param)) {
    sqlite3_bind_int64(statement, at, *number);
  } else if (const auto* real = std::get_if<double>(&param)) {
    sqlite3_bind_double(statement, at, *real);
  } else if (const auto* text = std::get_if<std::string>(&param)) {
    sqlite3_bind_text64(statement, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  } else if (const auto* blob = std::get_if<Blob>(&param)) {
    const void* start = blob->empty() ? static_cast<const void*>("") : blob->data();
    sqlite3_bind_blob64(statement, at, start, blob->size(), SQLITE_STATIC);
  } else {
    sqlite3_bind_null(statement, at);
  }
}

void check_params(sqlite3_stmt* statement, std::span<const Param> params, std::string_view sql) {
  if (sqlite3_bind_parameter_count(statement) != static_cast<int>(params.size()))
    throw DbError(DbFault::syntax, "params",
                  fmt::format("SQL takes {} parameters, {} were given: {}", sqlite3_bind_parameter_count(statement),
                              params.size(), sql));
  for (const auto& param : params) {
    const auto* text = std::get_if<std::string>(&param);
    if (text && text->find('\0') != std::string::npos)
      throw DbError(DbFault::other, "22021", "text holds U+0000, which PostgreSQL cannot store");
  }
}

/// The engine's count of its own memory takes one lock for all threads at each allocation, and nobody asks for it.
void switch_off_memory_statistics() {
  static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)once;  // refused when the process has used the engine before: then it stays as it is
}

/// Personal data: nobody but the owner may read the file. SQLite gives its side files the same mode.
/// A file that is there must not be opened here: closing any descriptor of it drops every lock this process holds on it
/// (POSIX), and then the next process that ends beside us takes itself for the last and deletes the log we write to.
void create_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

void SqliteFinalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteConnection::SqliteConnection(const std::string& path, Role role, int statement_timeout_ms)
    : timeout_ms_{statement_timeout_ms} {
  switch_off_memory_statistics();
  create_private_file(path);
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  try {
    if (const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr); code != SQLITE_OK)
      throw_error(code, "open");
    configure(role);
  } catch (const DbError& error) {
    const std::string reason = error.what();
    const auto state = error.state();
    const auto fault = error.fault() == DbFault::full ? DbFault::full : DbFault::connection;
    sqlite3_close_v2(handle_);
    throw DbError(
        fault, state,
        fmt::format("无法打开数据库文件 "
                    "{}：{}。请检查目录是否存在、磁盘是否已满、运行账号是否有读写权限，以及文件是否为 SQLite 数据库。",
                    path, reason));
  }
}

SqliteConnection::~SqliteConnection() {
  cache_.clear();
  sqlite3_close_v2(handle_);
}

void SqliteConnection::configure(Role role) {
  // A second process on the same file (an import beside the server) is allowed: its writes and ours take turns by
  // waiting.
  sqlite3_busy_timeout(handle_, 10'000);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  const auto set = [&](const char* pragma) {
    if (const int code = sqlite3_exec(handle_, pragma, nullptr, nullptr, nullptr); code != SQLITE_OK)
      throw_error(code, pragma);
  };
  set("pragma journal_mode = wal");
  set("pragma foreign_keys = on");
  set("pragma trusted_schema = off");
  set("pragma mmap_size = 0");  // an I/O error must be an error code, not a signal
  if (role == Role::reader) {
    set("pragma query_only = on");
    set("pragma temp_store = memory");
    set("pragma cache_size = -16384");
  } else {
    // Temporary things of the writer stay files: in memory the journal behind savepoints is walked from its start at
    // each statement, which makes a work of many statements quadratic.
    set("pragma synchronous = full");
    set("pragma wal_autocheckpoint = 15000");
    set("pragma journal_size_limit = 67108864");
    set("pragma cache_size = -65536");
    set("pragma secure_delete = fast");
  }
  sqlite3_progress_handler(handle_, 20'000, &SqliteConnection::past_deadline, this);
}

int SqliteConnection::past_deadline(void* self) {
  const auto* connection = static_cast<const SqliteConnection*>(self);
  return connection->deadline_ != std::chrono::steady_clock::time_point{} &&
         std::chrono::steady_clock::now() > connection->deadline_;
}

void SqliteConnection::throw_error(int code, std::string_view sql) const {
  const int extended = handle_ ? sqlite3_extended_errcode(handle_) : code;
  const auto fault = fault_of(code, extended);
  throw DbError(fault, std::to_string(extended),
                fmt::format("{} [{}]", handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code), sql));
}

std::unique_ptr<sqlite3_stmt, SqliteFinalize> SqliteConnection::prepare(std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int code =
      sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, &rest);
  if (code != SQLITE_OK) throw_error(code, sql);
  std::unique_ptr<sqlite3_stmt, SqliteFinalize> statement{raw};
  const std::string_view tail{rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)};
  if (!raw || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos)
    throw DbError(DbFault::syntax, "one", fmt::format("exactly one statement per call: {}", sql));
  return statement;
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const Param> params,
                                   const std::function<void(const Row&)>& on_row) {
  auto* cached = cache_.find(sql);
  if (cached && cached->is_in_use) return step_all(prepare(sql).get(), params, on_row);  // a row of itself asks again
  if (!cached) {
    SqliteStatement oldest;
    cache_.make_room(oldest);
    cached = &cache_.add(sql, SqliteStatement{prepare(sql)});
  }
  struct InUse {
    SqliteStatement* statement;
    explicit InUse(SqliteStatement* used) : statement{used} { statement->is_in_use = true; }
    ~InUse() {
      sqlite3_reset(statement->handle.get());
      sqlite3_clear_bindings(statement->handle.get());
      statement->is_in_use = false;
    }
  } in_use{cached};
  return step_all(cached->handle.get(), params, on_row);
}

std::int64_t SqliteConnection::step_all(sqlite3_stmt* statement, std::span<const Param> params,
                                        const std::function<void(const Row&)>& on_row) {
  const std::string_view sql = sqlite3_sql(statement);
  if (sqlite3_stmt_readonly(statement) == 0) ++writes_;
  check_params(statement, params, sql);
  for (std::size_t i = 0; i < params.size(); ++i) bind(statement, static_cast<int>(i) + 1, params[i]);
  struct RestoreDeadline {
    std::chrono::steady_clock::time_point& deadline;
    std::chrono::steady_clock::time_point outer;
    ~RestoreDeadline() { deadline = outer; }
  } restore{deadline_, deadline_};
  if (timeout_ms_ > 0) deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms_);
  const SqliteRow row{statement};
  std::int64_t rows = 0;
  int code = SQLITE_OK;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    ++rows;
    if (on_row) on_row(row);
  }
  if (code != SQLITE_DONE) throw_error(code, sql);
  return sqlite3_column_count(statement) > 0 ? rows : sqlite3_changes64(handle_);
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

void SqliteConnection::rollback() noexcept {
  if (in_transaction()) sqlite3_exec(handle_, "rollback", nullptr, nullptr, nullptr);
}

void SqliteConnection::copy_to(const std::string& path) {
  create_private_file(path);
  sqlite3* target = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (code == SQLITE_OK) {
    auto* backup = sqlite3_backup_init(target, "main", handle_, "main");
    if (backup) sqlite3_backup_step(backup, -1);  // all pages in one go: one snapshot, writers go on in the WAL
    code = backup ? sqlite3_backup_finish(backup) : sqlite3_errcode(target);
  }
  const std::string reason = sqlite3_errmsg(target);
  sqlite3_close_v2(target);
  if (code != SQLITE_OK)
    throw DbError((code & 0xFF) == SQLITE_FULL ? DbFault::full : DbFault::other, std::to_string(code),
                  fmt::format("备份到 {} 失败：{}。请检查磁盘空间和目录权限。", path, reason));
}

std::int64_t SqliteTx::run(std::string_view sql, std::span<const Param> params,
                           const std::function<void(const Row&)>& on_row) {
  if (sql.starts_with("rollback to savepoint")) is_spoiled_ = false;
  require_unspoiled();
  try {
    return connection_->run(sql, params, on_row);
  } catch (const DbError&) {
    is_spoiled_ = true;
    throw;
  }
}

void SqliteTx::require_unspoiled() const {
  if (is_spoiled_)
    throw DbError(DbFault::other, "25P02", "an earlier statement of this transaction failed; use Tx::attempt to go on");
}

}  // namespace yimen::platform
