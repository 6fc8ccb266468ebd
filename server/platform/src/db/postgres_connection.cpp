#include "db/postgres_connection.h"

#include <algorithm>
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
  if (cache_.make_room(oldest)) send_plain("deallocate " + oldest.name);
  return cache_.add(sql, PgStatement{.name = fmt::format("s{}", ++statements_made_)});
}

void PostgresConnection::send_plain(const std::string& sql) {
  send(PQsendQueryParams(handle_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  ++answers_due_;
}

/// Everything since the last sync shares one round trip: begin, what was posted, prepare, execute.
void PostgresConnection::send_statement(std::string_view sql, std::span<const Param> params, Tx::Expect expect) {
  const PgParams bound{params};
  drain();
  ++statements_in_transaction_;
  if (PQpipelineStatus(handle_) == PQ_PIPELINE_OFF) send(PQenterPipelineMode(handle_));
  if (!pending_begin_.empty()) {
    send_plain(pending_begin_);
    pending_begin_.clear();
    has_begun_ = true;
  }
  bool is_new = false;
  const auto& statement = prepared(sql, is_new);
  if (is_new) {
    send(PQsendPrepare(handle_, statement.name.c_str(), numbered_params(sql).c_str(), 0, nullptr));
    ++answers_due_;
  }
  send(PQsendQueryPrepared(handle_, statement.name.c_str(), bound.count(), bound.values(), bound.lengths(),
                           bound.formats(), 0));
  sent_.push_back({std::string(sql), is_new, answers_due_++, expect});
}

std::vector<PgResult> PostgresConnection::synced() {
  send(PQpipelineSync(handle_));
  answers_due_ = 0;
  return results_until_sync();
}

/// The first statement that was refused names the error; those behind it were skipped by the server.
void PostgresConnection::check(const std::vector<PgResult>& results) {
  const auto sent = std::exchange(sent_, {});
  const auto refused = std::find_if(results.begin(), results.end(), [](const PgResult& r) { return !is_good(r.get()); });
  const auto at = static_cast<std::size_t>(refused - results.begin());
  for (const auto& statement : sent) {
    if (statement.answer < at) continue;
    // Refused or skipped before it was prepared. One that failed when it was executed is prepared.
    if (statement.is_new && (statement.answer != at)) cache_.remove(statement.sql);
  }
  const auto guilty = std::find_if(sent.begin(), sent.end(), [&](const Sent& s) { return s.answer >= at; });
  if (refused != results.end()) try {
      throw_error(refused->get(), guilty == sent.end() ? std::string_view("begin") : std::string_view(guilty->sql));
    } catch (const DbError& error) {
      const bool is_twin = guilty != sent.end() && guilty->expect == Tx::Expect::no_twin && error.fault() == DbFault::unique;
      if (is_twin) throw DbError(DbFault::serialization, error.state(), error.what());
      throw;
    }
  for (const auto& statement : sent) {
    if (statement.expect != Tx::Expect::one_row) continue;
    if (std::string_view(PQcmdTuples(results[statement.answer].get())) != "1")
      throw DbError(DbFault::serialization, "rows", "another transaction changed the row first: " + statement.sql);
  }
}

void PostgresConnection::post(Tx::Expect expect, std::string_view sql, std::span<const Param> params) {
  send_statement(sql, params, expect);
}

void PostgresConnection::settle() {
  if (!sent_.empty()) check(synced());
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
  send_statement(sql, params, Tx::Expect::nothing);
  const auto own = sent_.back().answer;
  const auto results = synced();
  check(results);
  const auto* answer = results[own].get();
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
  // The server answers "commit" of a spoiled transaction with a rollback and no error.
  if (sent_.empty() && PQtransactionStatus(handle_) == PQTRANS_INERROR) {
    rollback();
    throw DbError(DbFault::other, "25P02", "an earlier statement of this transaction failed; use Tx::attempt to go on");
  }
  // How many rows a statement has changed is known only when it has been answered, and then it must not be committed yet.
  if (std::any_of(sent_.begin(), sent_.end(), [](const Sent& s) { return s.expect == Tx::Expect::one_row; })) settle();
  has_begun_ = false;
  try {
    if (sent_.empty()) return execute("commit");
    send_plain("commit");
    check(synced());
  } catch (const DbError& error) {
    if (error.fault() != DbFault::connection) throw;
    throw DbError(DbFault::connection, "08007",
                  fmt::format("connection lost while committing, the outcome is unknown: {}", error.what()));
  }
}

void PostgresConnection::commit_unheard() {
  pending_begin_.clear();
  if (!has_begun_) return;
  settle();
  has_begun_ = false;
  send(PQsendQuery(handle_, "commit"));
  PQflush(handle_);
  has_unheard_commit_ = true;
}

void PostgresConnection::rollback() noexcept {
  pending_begin_.clear();
  has_begun_ = false;
  try {
    if (PQpipelineStatus(handle_) != PQ_PIPELINE_OFF) {
      // What was posted and never asked for: its answers are fetched, whatever they say.
      for (const auto& statement : sent_)
        if (statement.is_new) cache_.remove(statement.sql);
      sent_.clear();
      (void)synced();
    }
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
