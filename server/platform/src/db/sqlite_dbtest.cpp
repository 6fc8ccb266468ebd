#include <atomic>
#include <cstdio>
#include <filesystem>
#include <latch>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include "db/native_sql.h"
#include "db/sqlite_lane.h"
#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;
using namespace std::chrono_literals;

namespace {

void make_table(Database& db) {
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    tx.exec(native_sql("create table thing (id {id} not null, body {text}, constraint pk_thing primary key (id))",
                       tx.engine()));
    return {};
  }));
}

Result<void> insert_thing(Tx& tx, std::int64_t id, std::size_t size = 1) {
  tx.exec("insert into thing (id, body) values (?, ?)", id, std::string(size, 'x'));
  return {};
}

std::int64_t count_things(Database& db) {
  return db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from thing"); });
}

void on_sqlite(testing::TestBody body) {
  testing::run_on(Engine::sqlite, {}, body);
}

/// No file may grow beyond that: nearly what a full disk looks like to a program, without filling one. (The engine
/// calls this an I/O error; a disk that is really full it calls full.)
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

/// What another process sees: does somebody hold the engine's shared lock on the file?
bool is_locked_by_us(const std::string& path) {
  const int child = fork();
  if (child == 0) {
    constexpr off_t shared_first = 0x40000002, shared_size = 510;  // SQLite file format, locking
    struct flock lock {};
    lock.l_type = F_WRLCK, lock.l_whence = SEEK_SET, lock.l_start = shared_first, lock.l_len = shared_size;
    const int file = ::open(path.c_str(), O_RDWR);
    _exit(file >= 0 && fcntl(file, F_GETLK, &lock) == 0 && lock.l_type == F_RDLCK ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("SQLite: connections opened later leave the locks of earlier ones, so that nobody beside us deletes the log") {
  on_sqlite([](Database& db, ManualClock&, testing::TestPlace& place) {
    make_table(db);
    CHECK(count_things(db) == 0);
    const auto path = place.options().url.substr(7);
    CHECK(is_locked_by_us(path));
    { const SqliteConnection later(path, SqliteConnection::Role::reader, 0); }
    // The engine itself keeps a closed connection's descriptor until the last lock is gone.
    CHECK(is_locked_by_us(path));
  });
}

TEST_CASE("SQLite: works that wait together share one commit, and each keeps to itself") {
  on_sqlite([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    std::atomic<int> commits{0};
    {
      SqliteLane lane{{.path = place.options().url.substr(7), .statement_timeout_ms = 0, .on_news = [&] { ++commits; }},
                      clock};
      std::latch is_held{1};
      std::vector<std::jthread> writers;
      // The first work holds the lane until all others wait; so they fall into one batch.
      writers.emplace_back([&] {
        lane.submit([&](Tx& tx) {
          tx.announce();
          is_held.wait();
          return true;
        });
      });
      std::this_thread::sleep_for(50ms);
      std::atomic<int> refused{0};
      std::atomic<int> thrown{0};
      for (int i = 1; i <= 60; ++i)
        writers.emplace_back([&, i] {
          try {
            lane.submit([&](Tx& tx) {
              tx.announce();
              (void)insert_thing(tx, i);
              if (i % 3 == 0) throw std::runtime_error("bug");
              if (i % 3 == 1) (void)insert_thing(tx, i + 1000);
              if (i % 3 == 2) ++refused;
              return i % 3 != 2;
            });
          } catch (const std::runtime_error&) { ++thrown; }
        });
      std::this_thread::sleep_for(100ms);
      is_held.count_down();
      writers.clear();
      CHECK(thrown == 20);
      CHECK(refused == 20);
    }
    CHECK(count_things(db) == 40);
    CHECK(commits <= 10);
    MESSAGE("61 works took " << commits.load() << " commits");
  });
}

TEST_CASE("SQLite: a work that refuses after it has written takes nothing of its neighbours with it, and they count once") {
  on_sqlite([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    std::atomic<int> runs{0};
    {
      SqliteLane lane{{.path = place.options().url.substr(7), .statement_timeout_ms = 0, .on_news = [] {}}, clock};
      std::latch is_held{1};
      std::vector<std::jthread> writers;
      writers.emplace_back([&] {
        lane.submit([&](Tx&) {
          is_held.wait();
          return true;
        });
      });
      std::this_thread::sleep_for(50ms);
      for (int i = 1; i <= 30; ++i)
        writers.emplace_back([&, i] {
          lane.submit([&](Tx& tx) {
            ++runs;
            const auto before = *tx.scalar<std::int64_t>("select count(*) from thing where id = ?", i);
            CHECK(before == 0);  // what it wrote when it ran first is gone when it runs again
            (void)insert_thing(tx, i);
            return i != 20;
          });
        });
      std::this_thread::sleep_for(100ms);
      is_held.count_down();
      writers.clear();
      // Alone it costs nobody anything, and the next one is as good as ever.
      lane.submit([](Tx& tx) {
        (void)insert_thing(tx, 100);
        return false;
      });
      lane.submit([](Tx& tx) { return static_cast<bool>(insert_thing(tx, 101)); });
    }
    CHECK(count_things(db) == 30);
    CHECK(db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from thing where id in (20, 100)"); }) == 0);
    CHECK(runs < 61);
  });
}

TEST_CASE("SQLite: a work that refuses before it has written leaves the transaction to its neighbours") {
  on_sqlite([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    std::atomic<int> runs{0}, refused{0};
    {
      SqliteLane lane{{.path = place.options().url.substr(7), .statement_timeout_ms = 0, .on_news = [] {}}, clock};
      std::vector<std::jthread> writers;
      for (int i = 1; i <= 40; ++i)
        writers.emplace_back([&, i] {
          try {
            lane.submit([&](Tx& tx) {
              ++runs;
              if (i % 4 == 0) return false;
              if (i % 4 == 1) (void)tx.scalar<std::int64_t>("select nothing from nowhere");
              (void)insert_thing(tx, i);
              return true;
            });
          } catch (const DbError& error) { refused += error.fault() == DbFault::syntax; }
        });
    }
    CHECK(runs == 40);
    CHECK(refused == 10);
    CHECK(count_things(db) == 20);
  });
}

TEST_CASE("SQLite: a disk that takes no more loses nothing that was acknowledged, and is recovered from without help") {
  on_sqlite([](Database& db, ManualClock&, testing::TestPlace&) {
    make_table(db);
    int stored = 0;
    std::optional<DbFault> fault;
    {
      const SmallDisk disk{3 << 20};
      while (stored < 200 && !fault) try {
          const auto done = db.transact([&](Tx& tx) { return insert_thing(tx, stored + 1, 100'000); });
          stored += done.has_value();
        } catch (const DbError& error) {
          fault = error.fault();
        }
      CHECK((fault == DbFault::full || fault == DbFault::other));  // a disk that is really full is always `full`
      CHECK(count_things(db) == stored);
      CHECK_THROWS_AS((void)db.transact([&](Tx& tx) { return insert_thing(tx, 1000, 8'000'000); }), DbError);
    }
    CHECK(db.transact([&](Tx& tx) { return insert_thing(tx, 2000, 100'000); }));
    CHECK(count_things(db) == stored + 1);
    CHECK(db.read([](Tx& tx) { return *tx.scalar<std::string>("pragma integrity_check"); }) == "ok");
  });
}

TEST_CASE("SQLite: a statement beyond its time is stopped, and the works beside it are not lost") {
  on_sqlite([](Database&, ManualClock& clock, testing::TestPlace& place) {
    auto options = place.options();
    options.statement_timeout_ms = 200;
    const auto db = Database::open(options, clock);
    make_table(*db);
    constexpr auto endless = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n";
    CHECK_THROWS_AS(db->read([&](Tx& tx) { tx.exec(endless); }), DbError);
    CHECK(count_things(*db) == 0);
    std::vector<std::jthread> writers;
    std::atomic<int> stopped{0};
    std::atomic<int> stored{0};
    for (int i = 1; i <= 9; ++i)
      writers.emplace_back([&, i] {
        try {
          (void)db->transact([&](Tx& tx) -> Result<void> {
            if (i == 5)
              tx.exec(
                  "insert into thing (id) with recursive n (i) as (select 100 union all select i + 1 from n) select i "
                  "from n");
            return insert_thing(tx, i);
          });
          ++stored;
        } catch (const DbError& error) { stopped += error.fault() == DbFault::cancelled; }
      });
    writers.clear();
    CHECK(stopped == 1);
    CHECK(stored == 8);
    CHECK(count_things(*db) == 8);
  });
}

TEST_CASE("SQLite: a copy made while others write is whole") {
  on_sqlite([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    const auto copy = place.options().url.substr(7) + ".copy";
    {
      std::jthread writer([&](const std::stop_token& stop) {
        for (int i = 1; !stop.stop_requested(); ++i)
          if (!db.transact([&](Tx& tx) { return insert_thing(tx, i, 1000); })) return;
      });
      std::this_thread::sleep_for(100ms);
      db.copy_to(copy);
    }
    const auto copied = Database::open({.url = "sqlite:" + copy}, clock);
    CHECK(count_things(*copied) > 0);
    CHECK(copied->read([](Tx& tx) { return *tx.scalar<std::string>("pragma integrity_check"); }) == "ok");
    for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(copy + suffix);
  });
}

TEST_CASE("SQLite: a file that cannot be opened is refused with a sentence that says what to check") {
  ManualClock clock{Instant{}};
  const auto problem_of = [&](const std::string& path) -> std::string {
    try {
      (void)Database::open({.url = "sqlite:" + path}, clock);
    } catch (const DbError& error) {
      CHECK(error.fault() == DbFault::connection);
      return error.what();
    }
    return {};
  };
  CHECK(problem_of("/nowhere/at/all.db").find("请检查目录是否存在") != std::string::npos);
  const auto no_database = (std::filesystem::temp_directory_path() / "yimen_test_no_database").string();
  if (auto* file = std::fopen(no_database.c_str(), "w")) {
    std::fputs("This is a text file and certainly no database of any kind, however long one looks at it.", file);
    std::fclose(file);
  }
  CHECK(problem_of(no_database).find("无法打开数据库文件") != std::string::npos);
  std::filesystem::remove(no_database);
}

TEST_CASE("SQLite: when all read connections are busy the next reader waits and then gets one") {
  on_sqlite([](Database&, ManualClock& clock, testing::TestPlace& place) {
    auto options = place.options();
    options.read_connections = 1;
    const auto db = Database::open(options, clock);
    std::jthread holder([&] { db->read([](Tx&) { std::this_thread::sleep_for(200ms); }); });
    std::this_thread::sleep_for(50ms);
    CHECK(db->healthy());
  });
}
