#include <atomic>
#include <thread>
#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;

namespace yimen::migrations {
std::vector<platform::Migration> platform();
}

namespace {

constexpr Migration first{"m", "0001_create_a",
                          "-- a\ncreate table a (id {id} not null, constraint pk_a primary key (id));\n"};
constexpr Migration second{"m", "0002_fill_a",
                           "insert into a (id) values (1);\ninsert into a (id) values (2); -- two\n"};
constexpr Migration broken{"m", "0003_broken",
                           "insert into a (id) values (3);\ninsert into nowhere (id) values (1);\n"};
constexpr Migration outside{"m", "0003_index", "-- no-transaction\ncreate index ix_a_id on a (id);\n"};

std::vector<Migration> with_platform(std::vector<Migration> more) {
  auto all = yimen::migrations::platform();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

DbError error_of(Database& db, const std::vector<Migration>& migrations) {
  try {
    db.migrate(migrations);
  } catch (const DbError& error) { return error; }
  FAIL("was not refused");
  return {DbFault::other, "", ""};
}

std::int64_t rows_of_a(Database& db) {
  return db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from a"); });
}

}  // namespace

YIMEN_DB_TEST("migrations run once, in order, and only what is new") {
  CHECK(db.migrate(with_platform({first})) == std::vector<std::string>{"m/0001_create_a"});
  CHECK(db.migrate(with_platform({first, second})) == std::vector<std::string>{"m/0002_fill_a"});
  CHECK(db.migrate(with_platform({first, second})).empty());
  CHECK(rows_of_a(db) == 2);
  CHECK(db.migrate(with_platform({first, second, outside})).size() == 1);
}

YIMEN_DB_TEST("a database with a migration that the program does not know is refused") {
  db.migrate(with_platform({first, second}));
  const auto error = error_of(db, with_platform({first}));
  CHECK(error.fault() == DbFault::too_new);
  CHECK(std::string(error.what()).find("m/0002_fill_a") != std::string::npos);
  CHECK(std::string(error.what()).find("数据库比本程序新") != std::string::npos);
}

YIMEN_DB_TEST("a migration that was changed after it ran is refused") {
  db.migrate(with_platform({first}));
  auto changed = first;
  changed.sql = "create table a (id {id} not null, name {text}, constraint pk_a primary key (id));\n";
  CHECK(error_of(db, with_platform({changed})).fault() == DbFault::too_new);
}

YIMEN_DB_TEST("a migration that fails leaves nothing behind and names its statement") {
  db.migrate(with_platform({first}));
  const auto error = error_of(db, with_platform({first, broken}));
  CHECK(std::string(error.what()).find("m/0003_broken") != std::string::npos);
  CHECK(std::string(error.what()).find("insert into nowhere") != std::string::npos);
  CHECK(rows_of_a(db) == 0);
  CHECK(db.migrate(with_platform({first, second})).size() == 1);
}

YIMEN_DB_TEST("two instances that start at once migrate once") {
  const auto other = place.open(clock);
  const auto all = with_platform({first, second, outside});
  std::atomic<std::size_t> applied{0};
  {
    std::vector<std::jthread> starters;
    for (auto* instance : {&db, other.get()})
      starters.emplace_back([&, instance] { applied += instance->migrate(all).size(); });
  }
  CHECK(applied == 3);
  CHECK(rows_of_a(db) == 2);
}

TEST_CASE("SQLite: every table is strict") {
  testing::run_on(Engine::sqlite, {}, [](Database& db, ManualClock&, testing::TestPlace&) {
    db.read([](Tx& tx) {
      const auto lax = tx.all(
          "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not "
          "like 'sqlite_%'",
          [](const Row& row) { return row.get<std::string>(0); });
      CHECK(lax.empty());
    });
  });
}
