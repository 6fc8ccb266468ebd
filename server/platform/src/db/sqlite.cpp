#include <cstdio>

#include "db/database.h"
#include "db/migrate.h"
#include "db/pool.h"
#include "db/sqlite_connection.h"
#include "db/sqlite_lane.h"

namespace yimen::platform {
namespace {

constexpr std::chrono::seconds longest_wait_for_reader{10};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& path, const DatabaseOptions& options, const Clock& clock)
      : clock_{clock},
        lane_{{.path = path, .statement_timeout_ms = options.statement_timeout_ms, .on_commit = [this] { note_commit(); }, .on_news = [this] { tell_news(); },
               .on_signals = [this](std::span<const Signal> signals) { tell_signals(signals); }},
              clock},
        readers_{options.read_connections, [path, timeout = options.statement_timeout_ms] {
                   return std::make_unique<SqliteConnection>(path, SqliteConnection::Role::reader, timeout);
                 }} {}

  Engine engine() const override { return Engine::sqlite; }
  const Clock& clock() const override { return clock_; }

  std::vector<std::string> migrate(std::span<const Migration> migrations) override {
    const MigrationTarget target{.engine = Engine::sqlite,
                                 .in_transaction =
                                     [&](const std::function<void(Tx&)>& work) {
                                       const NoNesting no_nesting;
                                       lane_.submit_unlimited([&](Tx& tx) {
                                         work(tx);
                                         return true;
                                       });
                                     },
                                 .outside_transaction = {}};
    return apply_migrations(target, migrations);
  }

  bool healthy() override {
    try {
      const auto reader = readers_.borrow(std::chrono::seconds{1});
      return reader->run("select 1") == 1;
    } catch (const DbError&) { return false; }
  }

  /// Written beside the target and renamed, so that a copy that broke off never looks like a whole one.
  void copy_to(const std::string& path) override {
    const auto unfinished = path + ".unfinished";
    std::remove(unfinished.c_str());
    readers_.borrow(longest_wait_for_reader)->copy_to(unfinished);
    if (std::rename(unfinished.c_str(), path.c_str()) != 0)
      throw DbError(DbFault::other, "rename", "无法写入备份文件 " + path + "，请检查目录权限。");
  }

 protected:
  void write(const std::function<bool(Tx&)>& work) override {
    const NoNesting no_nesting;
    lane_.submit(work);
  }

  void read_only(const std::function<void(Tx&)>& work) override {
    const NoNesting no_nesting;
    auto reader = readers_.borrow(longest_wait_for_reader);
    try {
      reader->run("begin");  // one snapshot for all statements of the work
      SqliteTx tx{*reader, clock_.now()};
      work(tx);
      reader->run("commit");
    } catch (...) {
      reader->rollback();
      throw;
    }
  }

 private:
  const Clock& clock_;
  SqliteLane lane_;
  Pool<SqliteConnection> readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, const DatabaseOptions& options, const Clock& clock) {
  return std::make_unique<SqliteDatabase>(path, options, clock);
}

}  // namespace yimen::platform
