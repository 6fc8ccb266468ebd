#include "floor.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <array>
#include <atomic>
#include <stdexcept>

#include <fmt/format.h>

namespace yimen::bench {

namespace {

constexpr const char* hash = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
constexpr std::int64_t first_new_id = 4'000'000'000'000'000'000;
/// The next case of a floor lies far from the last one. Prime, so that every case gets its turn.
constexpr std::size_t stride = 7919;

/// The texts of a step the program has made.
struct Sample {
  std::string checks, opinion, process_state, text, facts;
};
constexpr const char* sample_sql =
    "select t.checks, t.opinion, c.process_state, e.text, e.facts from case_task t join service_case c on c.id = t.case_id "
    "join trail_event e on e.subject_kind = 'case' and e.subject_id = c.id and e.action = 'cases.forward' where t.outcome = 'forwarded' order by t.id limit 1";
constexpr const char* cases_sql = "select case_id, min(id) from case_task where is_open = 1 group by case_id";

enum Statement { read_case, end_task, open_task, save_case, append_event, count_from, count_to, statement_count };

/// $n on both engines: SQLite takes ?n.
std::array<std::string, statement_count> statements(char mark) {
  auto with = [&](std::string sql) {
    for (auto& c : sql)
      if (c == '$') c = mark;
    return sql;
  };
  const auto count = [&](int by) {
    return with(fmt::format("insert into case_counter (department_id, region_code, state, slot, amount) values (1, 450900000000, $1, $2, {0}) "
                            "on conflict (department_id, region_code, state, slot) do update set amount = case_counter.amount + {0}", by));
  };
  return {with("select * from service_case where id = $1"),
          with("update case_task set is_open = 0, done_at = $2, done_by = 1, done_by_name = '承办人', outcome = 'forwarded', opinion = $3, checks = $4 where id = $1"),
          with("insert into case_task (id, case_id, region_code, department_id, kind, name, role, node, token, checks, is_open, assignee_id, assignee_name, opened_at, done_by, "
               "done_by_name, substitute_for_name, outcome, opinion) values ($1, $2, 450900000000, 1, 'review', '审核', 'reviewer', 'check', 1, $3, 1, 0, '', 1, 0, '', '', '', '')"),
          with("update service_case set state = $4, process_state = $2, version = version + 1, changed_at = $3 where id = $1"),
          with("insert into trail_event (id, subject_kind, subject_id, seq, region_code, action, text, facts, actor_kind, actor_id, actor_name, post_id, post_name, substitute_for_id, "
               "substitute_for_name, happened_at, captured_at, ip, request_id, previous_hash, hash) values ($1, 'floor', $2, $3, 450900000000, 'cases.forward', $7, $4, 'staff', 1, '承办人', 1, "
               "'承办岗（一）', 0, '', $5, $5, '127.0.0.1', 'bench', $6, $6)"),
          count(-1), count(1)};
}

struct OpenCase {
  std::int64_t id = 0, task = 0;
  int seq = 0;
  const char* from() const { return seq % 2 == 0 ? "in_review" : "in_approval"; }
  const char* to() const { return seq % 2 == 0 ? "in_approval" : "in_review"; }
};

class SqliteFloor final : public Floor {
 public:
  explicit SqliteFloor(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw std::runtime_error("floor: cannot open");
    for (const auto* pragma : {"pragma journal_mode = wal", "pragma synchronous = full", "pragma wal_autocheckpoint = 15000", "pragma cache_size = -65536", "pragma mmap_size = 0"}) run(pragma);
    const auto all = statements('?');
    for (std::size_t i = 0; i < all.size(); ++i)
      if (sqlite3_prepare_v2(handle_, all[i].c_str(), -1, &prepared_[i], nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
    each(sample_sql, [&](sqlite3_stmt* row) { sample_ = {text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)}; });
    each(cases_sql, [&](sqlite3_stmt* row) { cases_.push_back({sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1), 0}); });
  }
  ~SqliteFloor() override {
    for (auto* statement : prepared_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }

  Measured steps(int together, Seconds longest, Sending) override {
    std::size_t done = 0;
    auto measured = run_threads(1, longest, [&](int) {
      run("begin immediate");
      for (int i = 0; i < together; ++i, ++done) step(cases_[turn_++ * stride % cases_.size()]);
      run("commit");
      return true;
    });
    measured.ms.resize(done, 0);  // counts steps; the time of one is of no interest here
    return measured;
  }

 private:
  static std::string text(sqlite3_stmt* row, int column) { return reinterpret_cast<const char*>(sqlite3_column_text(row, column)); }
  template <class OnRow>
  void each(const char* sql, OnRow on_row) {
    sqlite3_stmt* list = nullptr;
    sqlite3_prepare_v2(handle_, sql, -1, &list, nullptr);
    while (sqlite3_step(list) == SQLITE_ROW) on_row(list);
    sqlite3_finalize(list);
  }
  void run(const char* sql) {
    if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(handle_));
  }
  void numbers(Statement which, std::initializer_list<std::pair<int, std::int64_t>> values) {
    for (const auto& [at, value] : values) sqlite3_bind_int64(prepared_[which], at, value);
  }
  void texts(Statement which, std::initializer_list<std::pair<int, std::string_view>> values) {
    for (const auto& [at, value] : values) sqlite3_bind_text(prepared_[which], at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  }
  void finish(Statement which) {
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(prepared_[which])) == SQLITE_ROW) {
      for (int column = 0; column < sqlite3_column_count(prepared_[which]); ++column) bytes_ += sqlite3_column_bytes(prepared_[which], column);
    }
    sqlite3_reset(prepared_[which]);
    if (code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
  }
  void step(OpenCase& c) {
    numbers(read_case, {{1, c.id}});
    finish(read_case);
    numbers(end_task, {{1, c.task}, {2, next_}});
    texts(end_task, {{3, sample_.opinion}, {4, sample_.checks}});
    finish(end_task);
    c.task = next_++;
    numbers(open_task, {{1, c.task}, {2, c.id}});
    texts(open_task, {{3, "[]"}});
    finish(open_task);
    numbers(save_case, {{1, c.id}, {3, next_}});
    texts(save_case, {{2, sample_.process_state}, {4, c.to()}});
    finish(save_case);
    texts(count_from, {{1, c.from()}});
    texts(count_to, {{1, c.to()}});
    numbers(count_from, {{2, 0}});
    numbers(count_to, {{2, 0}});
    numbers(append_event, {{1, next_++}, {2, c.id}, {3, ++c.seq}, {5, next_}});
    texts(append_event, {{4, sample_.facts}, {6, hash}, {7, sample_.text}});
    finish(append_event);
    finish(count_from);
    finish(count_to);
  }

  sqlite3* handle_ = nullptr;
  std::array<sqlite3_stmt*, statement_count> prepared_{};
  Sample sample_;
  std::vector<OpenCase> cases_;
  std::size_t turn_ = 0;
  std::int64_t next_ = first_new_id, bytes_ = 0;
};

class PostgresFloor final : public Floor {
 public:
  PostgresFloor(const std::string& conninfo, const std::string& schema) {
    const auto all = statements('$');
    for (auto& connection : connections_) {
      connection = PQconnectdb(conninfo.c_str());
      if (PQstatus(connection) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection));
      if (connection == connections_.front()) copy_tables(connection, schema);
      run(connection, fmt::format("set search_path = {}_floor", schema).c_str());
      for (std::size_t i = 0; i < all.size(); ++i) expect(connection, PQprepare(connection, std::to_string(i).c_str(), all[i].c_str(), 0, nullptr));
    }
    auto* row = PQexec(connections_[0], sample_sql);
    if (PQntuples(row) != 1) throw std::runtime_error("floor: the program has made no step yet");
    const auto text = [&](int column) { return std::string(PQgetvalue(row, 0, column)); };
    sample_ = {text(0), text(1), text(2), text(3), text(4)};
    PQclear(row);
    auto* list = PQexec(connections_[0], cases_sql);
    for (int i = 0; i < PQntuples(list); ++i) cases_.push_back({std::stoll(PQgetvalue(list, i, 0)), std::stoll(PQgetvalue(list, i, 1)), 0});
    PQclear(list);
  }
  ~PostgresFloor() override {
    for (auto* connection : connections_) PQfinish(connection);
  }

  Measured steps(int, Seconds longest, Sending sending) override {
    const auto share = cases_.size() / connections_.size();
    return run_threads(static_cast<int>(connections_.size()), longest, [&](int thread) {
      const auto t = static_cast<std::size_t>(thread);
      step(connections_[t], cases_[t * share + turn_[t]++ * stride % share], sending);
      return true;
    });
  }

 private:
  static void expect(PGconn* connection, PGresult* result) {
    const auto status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_PIPELINE_SYNC) throw std::runtime_error(PQerrorMessage(connection));
  }
  /// The floor has tables of its own, with the same rows and indexes.
  static void copy_tables(PGconn* connection, const std::string& schema) {
    run(connection, fmt::format("create schema {}_floor", schema).c_str());
    for (const auto* table : {"service_case", "case_task", "trail_event", "case_counter"}) {
      run(connection, fmt::format("create table {0}_floor.{1} (like {0}.{1} including all)", schema, table).c_str());
      run(connection, fmt::format("insert into {0}_floor.{1} select * from {0}.{1}", schema, table).c_str());
    }
  }
  static void run(PGconn* connection, const char* sql) { expect(connection, PQexec(connection, sql)); }

  struct Call {
    Statement which;
    std::vector<std::string> values;
    std::vector<const char*> raw() const {
      std::vector<const char*> pointers;
      for (const auto& value : values) pointers.push_back(value.c_str());
      return pointers;
    }
  };
  static void run(PGconn* connection, const Call& call) {
    const auto raw = call.raw();
    expect(connection, PQexecPrepared(connection, std::to_string(call.which).c_str(), static_cast<int>(raw.size()), raw.data(), nullptr, nullptr, 0));
  }
  static void send(PGconn* connection, const char* sql) { PQsendQueryParams(connection, sql, 0, nullptr, nullptr, nullptr, nullptr, 0); }
  static void send(PGconn* connection, const Call& call) {
    const auto raw = call.raw();
    PQsendQueryPrepared(connection, std::to_string(call.which).c_str(), static_cast<int>(raw.size()), raw.data(), nullptr, nullptr, 0);
  }
  static void receive(PGconn* connection, int answers) {
    PQpipelineSync(connection);
    for (int i = 0; i < answers; ++i) {
      expect(connection, PQgetResult(connection));
      PQclear(PQgetResult(connection));  // the end of this answer
    }
    expect(connection, PQgetResult(connection));
  }

  void step(PGconn* connection, OpenCase& c, Sending sending) {
    const auto id = std::to_string(c.id);
    const Call reading{read_case, {id}};
    const auto ended = std::to_string(c.task), slot = std::to_string(c.id % 8);
    c.task = next_++;
    const std::string from = c.from(), to = c.to();
    std::array<Call, 6> writing{Call{end_task, {ended, std::to_string(next_), sample_.opinion, sample_.checks}},
                                      {open_task, {std::to_string(c.task), id, "[]"}},
                                      {save_case, {id, sample_.process_state, std::to_string(next_), to}},
                                      {append_event, {std::to_string(next_++), id, std::to_string(++c.seq), sample_.facts, std::to_string(next_), hash, sample_.text}},
                                      {count_from, {from, slot}},
                                      {count_to, {to, slot}}};
    if (to < from) std::swap(writing[4], writing[5]);  // in one order, as the program: opposite moves would wait for each other for ever
    if (sending == Sending::one_by_one) {
      run(connection, "begin");
      run(connection, reading);
      for (const auto& call : writing) run(connection, call);
      run(connection, "commit");
      return;
    }
    PQenterPipelineMode(connection);
    send(connection, "begin");
    send(connection, reading);
    receive(connection, 2);
    for (const auto& call : writing) send(connection, call);
    send(connection, "commit");
    receive(connection, static_cast<int>(writing.size()) + 1);
    PQexitPipelineMode(connection);
  }

  std::array<PGconn*, 16> connections_{};
  std::array<std::size_t, 16> turn_{};
  Sample sample_;
  std::vector<OpenCase> cases_;
  std::atomic<std::int64_t> next_{first_new_id};
};

}  // namespace

std::unique_ptr<Floor> open_sqlite_floor(const std::string& path) { return std::make_unique<SqliteFloor>(path); }
std::unique_ptr<Floor> open_postgres_floor(const std::string& conninfo, const std::string& schema) { return std::make_unique<PostgresFloor>(conninfo, schema); }

}  // namespace yimen::bench
