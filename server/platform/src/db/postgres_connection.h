#pragma once
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/statement_cache.h"
#include "yimen/platform/db.h"

struct pg_conn;
struct pg_result;

namespace yimen::platform {

struct PgClear {
  void operator()(pg_result*) const;
};
using PgResult = std::unique_ptr<pg_result, PgClear>;

struct PgStatement {
  std::string name;
  bool is_in_use = false;  // never: results are read whole before a row is handed out
};

/// One session; used by one thread at a time. What begins a transaction travels with its first statement.
class PostgresConnection {
 public:
  enum class Role { writer, reader };
  /// @throws DbError{connection} with a Chinese message that says how to mend it.
  PostgresConnection(const DatabaseOptions&, Role);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  std::int64_t run(std::string_view sql, std::span<const Param>, const std::function<void(const Row&)>&);
  /// Sent, its answer is fetched with that of the next statement, of settle() or of commit().
  void post(Tx::Expect, std::string_view sql, std::span<const Param>);
  void settle();
  /// Without parameters, not prepared; may hold several statements.
  void execute(const std::string& sql);
  /// Sent with the first statement: a transaction that asks nothing costs nothing.
  void begin(std::string_view words) {
    pending_begin_ = words;
    statements_in_transaction_ = 0;
  }
  void commit();
  /// For reads: sent, but its answer is fetched when the connection is used next.
  void commit_unheard();
  void rollback() noexcept;
  /// False when the session is lost; looks at the socket, asks nothing.
  bool is_alive();
  /// How many statements were sent since begin().
  int statements_in_transaction() const { return statements_in_transaction_; }

 private:
  void set_up(const DatabaseOptions&, Role);
  void drain();
  /// A statement on its way, and which answer is its own: begin, deallocate and prepare have answers too.
  struct Sent {
    std::string sql;
    bool is_new;
    std::size_t answer;
    Tx::Expect expect;
  };
  void send_statement(std::string_view sql, std::span<const Param>, Tx::Expect);
  void send_plain(const std::string& sql);
  PgStatement& prepared(std::string_view sql, bool& is_new);
  std::vector<PgResult> synced();
  void check(const std::vector<PgResult>&);
  std::vector<PgResult> results_until_sync();
  PgResult next_result();
  void send(int ok) const;
  [[noreturn]] void throw_error(const pg_result*, std::string_view sql);
  [[noreturn]] void throw_lost() const;

  pg_conn* handle_ = nullptr;
  StatementCache<PgStatement> cache_;
  std::int64_t statements_made_ = 0;
  std::string pending_begin_;
  bool has_begun_ = false;
  int statements_in_transaction_ = 0;
  std::vector<Sent> sent_;         // since the last sync
  std::size_t answers_due_ = 0;
  bool has_unheard_commit_ = false;
  std::chrono::milliseconds patience_;  // for one answer; the server's own statement timeout comes first
};

class PostgresTx final : public Tx {
 public:
  PostgresTx(PostgresConnection& connection, Instant now) : connection_{&connection} { now_ = now; }
  Engine engine() const override { return Engine::postgres; }
  std::int64_t run(std::string_view sql, std::span<const Param> params,
                   const std::function<void(const Row&)>& on_row) override {
    return connection_->run(sql, params, on_row);
  }
  void run_posted(Expect expect, std::string_view sql, std::span<const Param> params) override { connection_->post(expect, sql, params); }
  void settle() override { connection_->settle(); }
  bool has_news() const { return has_news_; }
  std::vector<Signal>& signals() { return signals_; }

 private:
  PostgresConnection* connection_;
};

}  // namespace yimen::platform
