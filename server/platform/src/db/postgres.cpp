#include <random>
#include <thread>

#include <fmt/format.h>

#include "db/database.h"
#include "db/migrate.h"
#include "db/pool.h"
#include "db/postgres_connection.h"
#include "db/postgres_sql.h"

namespace yimen::platform {
namespace {

constexpr std::chrono::seconds longest_wait_for_connection{10};
constexpr int most_attempts = 6;  // the first and five more after serialization failures and deadlocks
// "yimen" in ASCII: whoever migrates a schema of this database holds it.
constexpr std::string_view migration_lock = "521662817646";

void pause_before_attempt(int attempt) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const int longest_ms = 5 << attempt;
  std::this_thread::sleep_for(std::chrono::milliseconds{std::uniform_int_distribution{1, longest_ms}(random)});
}

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const DatabaseOptions& options, const Clock& clock)
      : clock_{clock},
        schema_{options.schema},
        writers_{options.write_connections,
                 [options] { return std::make_unique<PostgresConnection>(options, PostgresConnection::Role::writer); }},
        readers_{options.read_connections, [options] {
                   return std::make_unique<PostgresConnection>(options, PostgresConnection::Role::reader);
                 }} {
    borrow(readers_);
    borrow(writers_);
  }

  Engine engine() const override { return Engine::postgres; }
  const Clock& clock() const override { return clock_; }

  std::vector<std::string> migrate(std::span<const Migration> migrations) override {
    const MigrationTarget target{
        .engine = Engine::postgres,
        .in_transaction =
            [&](const std::function<void(Tx&)>& work) {
              write([&](Tx& tx) {
                tx.exec("set local statement_timeout = 0");
                tx.exec("set local lock_timeout = '30s'");
                tx.exec(fmt::format("select pg_advisory_xact_lock({})", migration_lock));
                work(tx);
                return true;
              });
            },
        .outside_transaction = [&](const std::function<void(Tx&)>& work) { work_outside_transaction(work); }};
    // A city's schema is made with its first migration; one that is there already costs a look only.
    if (!schema_.empty())
      target.in_transaction([&](Tx& tx) { tx.exec(fmt::format("create schema if not exists {}", quoted_name(schema_))); });
    return apply_migrations(target, migrations);
  }

  bool healthy() override {
    try {
      auto reader = borrow(readers_, std::chrono::seconds{1});
      try {
        return reader->run("select 1", {}, {}) == 1;
      } catch (...) {
        reader.discard();
        throw;
      }
    } catch (const DbError&) { return false; }
  }

  void copy_to(const std::string&) override {
    throw DbError(DbFault::other, "copy", "PostgreSQL 数据库请用 pg_dump 或 pg_basebackup 备份。");
  }

 protected:
  void write(const std::function<bool(Tx&)>& work) override {
    const NoNesting no_nesting;
    bool was_lost = false;
    for (int attempt = 1;; ++attempt) try {
        write_once(work);
        return;
      } catch (const DbError& error) {
        // 08007: the commit was on its way, so nobody knows whether it counts; running again could do it twice.
        const bool is_first_loss = error.fault() == DbFault::connection && error.state() != "08007" && !was_lost;
        was_lost |= is_first_loss;
        if (!is_first_loss && !(error.retryable() && attempt < most_attempts)) throw;
        if (!is_first_loss) pause_before_attempt(attempt);
      }
  }

  /// A snapshot for all statements of the work, as on SQLite. `begin` travels with the first statement and the answer
  /// to `commit` is not waited for, so the snapshot costs no round trip.
  void read_only(const std::function<void(Tx&)>& work) override {
    const NoNesting no_nesting;
    for (int attempt = 1;; ++attempt) {
      auto reader = borrow(readers_);
      PostgresTx tx{*reader, clock_.now()};
      try {
        reader->begin("begin isolation level repeatable read read only");
        work(tx);
        reader->commit_unheard();
        return;
      } catch (const DbError& error) {
        const bool is_first_statement =
            error.fault() == DbFault::connection && reader->statements_in_transaction() <= 1;
        give_up(reader, readers_, error);
        if (is_first_statement && attempt == 1) continue;
        throw;
      } catch (...) {
        reader->rollback();
        throw;
      }
    }
  }

 private:
  using Connections = Pool<PostgresConnection>;

  static Connections::Lease borrow(Connections& pool, std::chrono::milliseconds at_most = longest_wait_for_connection) {
    for (;;) {
      auto lease = pool.borrow(at_most);
      if (lease->is_alive()) return lease;
      lease.discard();
    }
  }

  static void give_up(Connections::Lease& lease, Connections& pool, const DbError& error) {
    if (error.fault() == DbFault::connection || !lease->is_alive()) {
      lease.discard();
      pool.drop_idle();
    } else {
      lease->rollback();
    }
  }

  void write_once(const std::function<bool(Tx&)>& work) {
    auto writer = borrow(writers_);
    PostgresTx tx{*writer, clock_.now()};
    try {
      writer->begin("begin");
      if (work(tx)) {
        writer->commit();
        note_commit();
        if (tx.has_news()) tell_news();
        tell_signals(tx.signals());
      } else {
        writer->rollback();
      }
    } catch (const DbError& error) {
      give_up(writer, writers_, error);
      throw;
    } catch (...) {
      writer->rollback();
      throw;
    }
  }

  void work_outside_transaction(const std::function<void(Tx&)>& work) {
    const NoNesting no_nesting;
    auto writer = borrow(writers_);
    PostgresTx tx{*writer, clock_.now()};
    // Asked for again and again rather than waited for: `create index concurrently` of the holder would wait for the
    // snapshot of a waiting statement, and each for the other.
    while (tx.scalar<bool>(fmt::format("select pg_try_advisory_lock({})", migration_lock)) != true)
      std::this_thread::sleep_for(std::chrono::milliseconds{200});
    try {
      writer->execute("set statement_timeout = 0");
      work(tx);
    } catch (...) {
      writer.discard();  // frees the lock and the setting with the session
      throw;
    }
    writer.discard();
  }

  const Clock& clock_;
  const std::string schema_;
  Connections writers_;
  Connections readers_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const DatabaseOptions& options, const Clock& clock) {
  return std::make_unique<PostgresDatabase>(options, clock);
}

}  // namespace yimen::platform
