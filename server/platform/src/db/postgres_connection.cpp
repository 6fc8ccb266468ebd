#include "db/postgres_connection.h"

#include <array>
#include <charconv>

#include <libpq-fe.h>
#include <poll.h>

#include <fmt/format.h>

#include "db/postgres_sql.h"
#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_{result}, row_{row} {}
  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  std::int64_t i64(int column) const override {
    const auto word = text(column);
    if (word == "t" || word == "f") return word == "t";
    std::int64_t value = 0;
    std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
  }
  double f64(int column) const override { return std::strtod(PQgetvalue(result_, row_, column), nullptr); }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  std::string bytes(int column) const override {
    const auto word = text(column);
    return word.starts_with("\\x") ? from_hex(word.substr(2)) : std::string(word);
  }

 private:
  const PGresult* result_;
  int row_;
};

/// Parameters as libpq wants them: text, but bytes as they are. Types are left to the server to infer.
class PgParams {
 public:
  explicit PgParams(std::span<const Param> params) : texts_(params.size()) {
    for (std::size_t i = 0; i < params.size(); ++i) add(params[i], texts_[i]);
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Param& param, std::string& text) {
    if (const auto* blob = std::get_if<Blob>(&param)) {
      values_.push_back(blob->empty() ? "" : reinterpret_cast<const char*>(blob->data()));
      lengths_.push_back(static_cast<int>(blob->size()));
      formats_.push_back(1);
      return;
    }
    if (const auto* number = std::get_if<std::int64_t>(&param)) text = std::to_string(*number);
    if (const auto* real = std::get_if<double>(&param)) text = fmt::format("{}", *real);
    if (const auto* word = std::get_if<std::string>(&param)) text = *word;
    if (text.find('\0') != std::string::npos)
      throw DbError(DbFault::other, "22021", "text holds U+0000, which PostgreSQL cannot store");
    values_.push_back(std::holds_alternative<std::monostate>(param) ? nullptr : text.c_str());
    lengths_.push_back(0);
    formats_.push_back(0);
  }

  std::vector<std::string> texts_;
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
};

bool is_good(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

void PgClear::operator()(pg_result* result) const {
  PQclear(result);
}

PostgresConnection::PostgresConnection(const DatabaseOptions& options, Role role)
    : patience_{options.statement_timeout_ms > 0 ? options.statement_timeout_ms + 10'000 : 3'600'000} {
  // Those before dbname are defaults that the address may override, those behind it hold always. After a failover the
  // address list may still name the old primary: writers look for the one that takes writes.
  const char* const session = role == Role::writer ? "read-write" : "any";
  const std::array keys{
      "connect_timeout", "target_session_attrs",           "keepalives_idle", "application_name", "dbname",
      "client_encoding", static_cast<const char*>(nullptr)};
  const std::array values{"5", session, "30", "yimen", options.url.c_str(), "UTF8", static_cast<const char*>(nullptr)};
  handle_ = PQconnectdbParams(keys.data(), values.data(), 1);
  try {
    if (PQstatus(handle_) != CONNECTION_OK) throw_lost();
    PQsetNoticeProcessor(
        handle_, [](void*, const char*) {}, nullptr);
    set_up(options, role);
  } catch (const DbError& error) {
    const std::string reason = trim(error.what());
    const auto state = error.state();
    PQfinish(handle_);
    throw DbError(
        DbFault::connection, state,
        fmt::format("无法连接 PostgreSQL：{}。请检查数据库服务是否启动，以及配置中的地址、库名、账号和密码。", reason));
  }
}

PostgresConnection::~PostgresConnection() {
  PQfinish(handle_);
}

void PostgresConnection::set_up(const DatabaseOptions& options, Role role) {
  auto settings = fmt::format(
      "set statement_timeout = {}; set idle_in_transaction_session_timeout = '120s'; "
      "set datestyle = 'ISO'; set standard_conforming_strings = on; ",
      options.statement_timeout_ms);
  if (!options.schema.empty()) settings += fmt::format("set search_path to {}; ", quoted_name(options.schema));
  if (role == Role::reader) settings += "set default_transaction_read_only = on; ";
  execute(settings);
}

void PostgresConnection::send(int ok) const {
  if (ok != 1) throw_lost();
}

/// Waits for the server, but not for ever: a machine that vanished must not hold a worker until TCP gives up.
PgResult PostgresConnection::next_result() {
  const auto give_up_at = std::chrono::steady_clock::now() + patience_;
  while (PQisBusy(handle_) != 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(give_up_at - std::chrono::steady_clock::now());
    if (left.count() <= 0) throw DbError(DbFault::connection, "08006", "PostgreSQL does not answer");
    pollfd socket{.fd = PQsocket(handle_), .events = POLLIN, .revents = 0};
    PQflush(handle_);
    poll(&socket, 1, static_cast<int>(left.count()));
    if (PQconsumeInput(handle_) != 1) break;
  }
  return PgResult{PQgetResult(handle_)};
}

void PostgresConnection::drain() {
  if (!has_unheard_commit_) return;
  has_unheard_commit_ = false;
  while (next_result()) {}
}

void PostgresConnection::execute(const std::string& sql) {
  drain();
  send(PQsendQuery(handle_, sql.c_str()));
  PgResult failed;
  while (auto result = next_result())
    if (!is_good(result.get()) && !failed) failed = std::move(result);
  if (failed) throw_error(failed.get(), sql);
  if (PQstatus(handle_) != CONNECTION_OK) throw_lost();
}

PgStatement& PostgresConnection::prepared(std::string_view sql, bool& is_new) {
  if (auto* known = cache_.find(sql)) return *known;
  is_new = true;
  PgStatement oldest;
  if (cache_.make_room(oldest))
    send(PQsendQueryParams(handle_, ("deallocate " + oldest.name).c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  return cache_.add(sql, PgStatement{.name = fmt::format("s{}", ++statements_made_)});
}

/// One round trip for everything: begin, prepare and execute travel together.
/// @returns true when the statement is prepared on the way.
bool PostgresConnection::send_statement(std::string_view sql, std::span<const Param> params) {
  const PgParams bound{params};
  send(PQenterPipelineMode(handle_));
  if (!pending_begin_.empty()) {
    send(PQsendQueryParams(handle_, pending_begin_.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
    pending_begin_.clear();
    has_begun_ = true;
  }
  bool is_new = false;
  const auto& statement = prepared(sql, is_new);
  if (is_new) send(PQsendPrepare(handle_, statement.name.c_str(), numbered_params(sql).c_str(), 0, nullptr));
  send(PQsendQueryPrepared(handle_, statement.name.c_str(), bound.count(), bound.values(), bound.lengths(),
                           bound.formats(), 0));
  send(PQpipelineSync(handle_));
  return is_new;
}

std::vector<PgResult> PostgresConnection::results_until_sync() {
  std::vector<PgResult> results;
  for (int empty_in_a_row = 0; empty_in_a_row < 2;) {
    auto result = next_result();
    empty_in_a_row = result ? 0 : empty_in_a_row + 1;
    if (!result) continue;  // between two commands
    if (PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC) {
      if (PQexitPipelineMode(handle_) != 1) throw_lost();
      return results;
    }
    results.push_back(std::move(result));
  }
  if (results.empty() || PQstatus(handle_) != CONNECTION_OK) throw_lost();
  return results;
}

std::int64_t PostgresConnection::run(std::string_view sql, std::span<const Param> params,
                                     const std::function<void(const Row&)>& on_row) {
  drain();
  ++statements_in_transaction_;
  const bool is_new = send_statement(sql, params);
  const auto results = results_until_sync();
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (is_good(results[i].get())) continue;
    if (is_new && i + 1 < results.size()) cache_.remove(sql);  // refused before it was executed: it is not prepared
    throw_error(results[i].get(), sql);
  }
  const auto* answer = results.back().get();
  if (PQresultStatus(answer) == PGRES_TUPLES_OK) {
    const int rows = PQntuples(answer);
    for (int row = 0; on_row && row < rows; ++row) on_row(PostgresRow{answer, row});
    return rows;
  }
  return std::strtoll(PQcmdTuples(const_cast<PGresult*>(answer)), nullptr, 10);
}

void PostgresConnection::commit() {
  pending_begin_.clear();
  if (!has_begun_) return;
  has_begun_ = false;
  // The server answers "commit" of a spoiled transaction with a rollback and no error.
  if (PQtransactionStatus(handle_) == PQTRANS_INERROR) {
    rollback();
    throw DbError(DbFault::other, "25P02", "an earlier statement of this transaction failed; use Tx::attempt to go on");
  }
  try {
    execute("commit");
  } catch (const DbError& error) {
    if (error.fault() != DbFault::connection) throw;
    throw DbError(DbFault::connection, "08007",
                  fmt::format("connection lost while committing, the outcome is unknown: {}", error.what()));
  }
}

void PostgresConnection::commit_unheard() {
  pending_begin_.clear();
  if (!has_begun_) return;
  has_begun_ = false;
  send(PQsendQuery(handle_, "commit"));
  PQflush(handle_);
  has_unheard_commit_ = true;
}

void PostgresConnection::rollback() noexcept {
  pending_begin_.clear();
  has_begun_ = false;
  try {
    if (PQtransactionStatus(handle_) != PQTRANS_IDLE) execute("rollback");
  } catch (const DbError&) {  // the session is lost, and the transaction with it
  }
}

bool PostgresConnection::is_alive() {
  // A server that went away has left its farewell or the end of the stream in the socket.
  return PQconsumeInput(handle_) == 1 && PQstatus(handle_) == CONNECTION_OK &&
         PQtransactionStatus(handle_) != PQTRANS_UNKNOWN && PQpipelineStatus(handle_) == PQ_PIPELINE_OFF;
}

void PostgresConnection::throw_error(const pg_result* result, std::string_view sql) {
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = field ? field : "08006";
  const std::string message = PQresultErrorMessage(result);
  auto fault = postgres_fault(state, message);
  if (PQstatus(handle_) != CONNECTION_OK) fault = DbFault::connection;
  if (state == "0A000") cache_.clear();
  throw DbError(fault, state, fmt::format("{} [{}]", trim(message), sql));
}

void PostgresConnection::throw_lost() const {
  throw DbError(DbFault::connection, "08006", trim(PQerrorMessage(handle_)));
}

}  // namespace yimen::platform
