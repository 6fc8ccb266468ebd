#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "db/native_sql.h"
#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;
using namespace std::chrono_literals;

namespace {

void on_postgres(testing::TestBody body) {
  if (testing::test_postgres()) testing::run_on(Engine::postgres, {}, body);
}

void make_table(Database& db) {
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    tx.exec(native_sql(
        "create table account (id {id} not null, total {int} not null, constraint pk_account primary key (id))",
        tx.engine()));
    tx.exec("insert into account (id, total) values (1, 0), (2, 0)");
    return {};
  }));
}

std::int64_t total(Database& db, int id) {
  return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select total from account where id = ?", id); });
}

Result<void> add(Tx& tx, int id) {
  tx.exec("update account set total = total + 1 where id = ?", id);
  return {};
}

void kill(Database& by, std::int64_t backend) {
  REQUIRE(by.transact([&](Tx& tx) -> Result<void> {
    tx.exec("select pg_terminate_backend(cast(? as int))", backend);
    return {};
  }));
  std::this_thread::sleep_for(50ms);
}

}  // namespace

TEST_CASE("PostgreSQL: idle sessions that the server closed are replaced without anybody noticing") {
  on_postgres([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    const auto other = place.open(clock);
    std::vector<std::int64_t> backends;
    db.read([&](Tx& tx) { backends.push_back(*tx.scalar<std::int64_t>("select pg_backend_pid()")); });
    REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
      backends.push_back(*tx.scalar<std::int64_t>("select pg_backend_pid()"));
      return {};
    }));
    for (const auto backend : backends) kill(*other, backend);
    CHECK(db.transact([](Tx& tx) { return add(tx, 1); }));
    CHECK(total(db, 1) == 1);
    CHECK(db.healthy());
  });
}

TEST_CASE("PostgreSQL: a session killed in the middle of a work loses nothing and doubles nothing") {
  on_postgres([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    const auto other = place.open(clock);
    int runs = 0;
    CHECK(db.transact([&](Tx& tx) -> Result<void> {
      TRY(add(tx, 1));
      if (++runs == 1) {
        const auto backend = *tx.scalar<std::int64_t>("select pg_backend_pid()");
        std::jthread([&] { kill(*other, backend); }).join();
      }
      return add(tx, 2);
    }));
    CHECK(runs == 2);
    CHECK(total(db, 1) == 1);
    CHECK(total(db, 2) == 1);
  });
}

TEST_CASE("PostgreSQL: when the session is lost while committing the caller is told, and the work does not run again") {
  on_postgres([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    make_table(db);
    const auto other = place.open(clock);
    int runs = 0;
    try {
      (void)db.transact([&](Tx& tx) -> Result<void> {
        ++runs;
        TRY(add(tx, 1));
        const auto backend = *tx.scalar<std::int64_t>("select pg_backend_pid()");
        std::jthread([&] { kill(*other, backend); }).join();
        return {};
      });
      FAIL("was not told");
    } catch (const DbError& error) {
      CHECK(error.fault() == DbFault::connection);
      CHECK(error.state() == "08007");
    }
    CHECK(runs == 1);
    CHECK(db.transact([](Tx& tx) { return add(tx, 1); }));
    CHECK(total(db, 1) == 1);
  });
}

TEST_CASE("PostgreSQL: works that lock each other out run again until all are done") {
  on_postgres([](Database& db, ManualClock&, testing::TestPlace&) {
    make_table(db);
    std::vector<std::jthread> writers;
    for (int thread = 0; thread < 2; ++thread)
      writers.emplace_back([&, thread] {
        for (int i = 0; i < 4; ++i)
          CHECK(db.transact([&](Tx& tx) -> Result<void> {
            TRY(add(tx, thread % 2 + 1));
            std::this_thread::sleep_for(2ms);
            return add(tx, 2 - thread % 2);
          }));
      });
    writers.clear();
    CHECK(total(db, 1) == 8);
    CHECK(total(db, 2) == 8);
  });
}

TEST_CASE("PostgreSQL: a statement beyond its time is stopped and the session goes on") {
  on_postgres([](Database&, ManualClock& clock, testing::TestPlace& place) {
    auto options = place.options();
    options.statement_timeout_ms = 200;
    const auto db = Database::open(options, clock);
    try {
      db->read([](Tx& tx) { tx.exec("select pg_sleep(5)"); });
      FAIL("was not stopped");
    } catch (const DbError& error) { CHECK(error.fault() == DbFault::cancelled); }
    CHECK(db->healthy());
  });
}

TEST_CASE("PostgreSQL: a prepared statement outlives a change of its table") {
  on_postgres([](Database& db, ManualClock&, testing::TestPlace&) {
    make_table(db);
    const auto all = [&] {
      return db.transact([](Tx& tx) -> Result<std::int64_t> { return tx.exec("select * from account"); });
    };
    CHECK(all() == 2);
    REQUIRE(db.transact([](Tx& tx) -> Result<void> {
      tx.exec("alter table account add column note text");
      return {};
    }));
    CHECK(all() == 2);
  });
}

TEST_CASE("PostgreSQL: a server that is not there is named with what to check, and never the password") {
  ManualClock clock{Instant{}};
  try {
    (void)Database::open({.url = "host=/nowhere dbname=x user=y password=geheim"}, clock);
    FAIL("was opened");
  } catch (const DbError& error) {
    CHECK(error.fault() == DbFault::connection);
    const std::string text = error.what();
    CHECK(text.find("无法连接 PostgreSQL") != std::string::npos);
    CHECK(text.find("geheim") == std::string::npos);
  }
}

TEST_CASE("PostgreSQL: a schema with a strange name is used as it is") {
  on_postgres([](Database& db, ManualClock& clock, testing::TestPlace& place) {
    auto options = place.options();
    const auto name = options.schema + " \"x\"";
    REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
      tx.exec(fmt::format("create schema \"{} \"\"x\"\"\"", options.schema));
      return {};
    }));
    options.schema = name;
    const auto odd = Database::open(options, clock);
    make_table(*odd);
    CHECK(total(*odd, 1) == 0);
    REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
      tx.exec(fmt::format("drop schema \"{} \"\"x\"\"\" cascade", place.options().schema));
      return {};
    }));
  });
}
