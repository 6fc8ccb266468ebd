#include <atomic>
#include <thread>

#include "db/native_sql.h"
#include "yimen/platform/testing/db_fixture.h"

using namespace yimen::platform;
using namespace std::chrono_literals;

namespace {

enum class Colour { red, light_green };
using ThingId = Id<struct ThingIdTag>;

Result<void> make_tables(Tx& tx) {
  tx.exec(
      native_sql("create table thing (id {id} not null, name {text} not null, on_day {date}, at {instant}, "
                 "is_big {bool}, size {real}, colour {text}, body {bytes}, constraint pk_thing primary key (id), "
                 "constraint ck_thing_name check (name <> 'bad'))",
                 tx.engine()));
  tx.exec(native_sql("create unique index ux_thing_name on thing (name)", tx.engine()));
  tx.exec(native_sql(
      "create table counter (id {id} not null, total {int} not null, constraint pk_counter primary key (id))",
      tx.engine()));
  tx.exec("insert into counter (id, total) values (1, 0)");
  return {};
}

void insert_thing(Tx& tx, std::int64_t id, std::string_view name) {
  tx.exec("insert into thing (id, name) values (?, ?)", id, name);
}

std::int64_t count_things(Database& db) {
  return db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from thing"); });
}

DbFault fault_of(Database& db, const std::function<void(Tx&)>& work) {
  try {
    (void)db.transact([&](Tx& tx) -> Result<void> {
      work(tx);
      return {};
    });
  } catch (const DbError& error) { return error.fault(); }
  FAIL("no DbError was thrown");
  return DbFault::other;
}

}  // namespace

template <>
struct yimen::platform::EnumText<Colour> {
  static std::string_view to(Colour colour) { return colour == Colour::red ? "red" : "light_green"; }
  static std::optional<Colour> from(std::string_view word) {
    if (word == "red") return Colour::red;
    if (word == "light_green") return Colour::light_green;
    return std::nullopt;
  }
};

YIMEN_DB_TEST("every kind of value comes back as it was stored") {
  REQUIRE(db.transact(make_tables));
  const std::string bytes("\0\x01\xFF'\\", 5);
  const auto blob = std::as_bytes(std::span(bytes));
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    constexpr auto insert =
        "insert into thing (id, name, on_day, at, is_big, size, colour, body) values (?, ?, ?, ?, ?, ?, ?, ?)";
    tx.exec(insert, ThingId{9007199254740993}, "𠮷'\\\n张", Date{2024y, std::chrono::February, 29d}, tx.now(), true,
            0.1, Colour::light_green, blob);
    tx.exec(insert, 2, "空", std::nullopt, std::optional<Instant>{}, std::optional<bool>{}, std::nullopt,
            std::optional<Colour>{}, std::nullopt);
    return {};
  }));
  db.read([&](Tx& tx) {
    tx.each(
        "select id, name, on_day, at, is_big, size, colour, body from thing where id > ? order by id",
        [&](const Row& row) {
          CHECK(row.get<ThingId>(0) == ThingId{9007199254740993});
          CHECK(row.get<std::string>(1) == "𠮷'\\\n张");
          CHECK(row.get<Date>(2) == Date{2024y, std::chrono::February, 29d});
          CHECK(row.get<Instant>(3) == clock.now());
          CHECK(row.get<bool>(4));
          CHECK(row.get<double>(5) == 0.1);
          CHECK(row.get<Colour>(6) == Colour::light_green);
          CHECK(row.bytes(7) == bytes);
        },
        2);
    tx.each(
        "select on_day, at, is_big, size, colour, id, name from thing where id = ?",
        [&](const Row& row) {
          CHECK_FALSE(row.get<std::optional<Date>>(0));
          CHECK_FALSE(row.get<std::optional<Instant>>(1));
          CHECK_FALSE(row.get<std::optional<bool>>(2));
          CHECK(row.is_null(3));
          CHECK_FALSE(row.get<std::optional<Colour>>(4));
          CHECK(row.get<std::optional<ThingId>>(5) == ThingId{2});
          CHECK(row.get<std::optional<std::string>>(6) == "空");
        },
        2);
    CHECK(tx.scalar<std::int64_t>("select sum(id) from thing") == 9007199254740995);
    CHECK(tx.all("select name from thing order by name", [](const Row& row) { return row.get<std::string>(0); }) ==
          std::vector<std::string>{"空", "𠮷'\\\n张"});
    CHECK(tx.one(
                "东西", "select 1 from thing where id = ?", [](const Row&) { return 1; }, 99)
              .error()
              .detail == "没有找到东西，可能已被删除或您无权查看。");
  });
}

YIMEN_DB_TEST("each broken constraint has its own fault") {
  REQUIRE(db.transact(make_tables));
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    insert_thing(tx, 1, "a");
    return {};
  }));
  CHECK(fault_of(db, [](Tx& tx) { insert_thing(tx, 1, "b"); }) == DbFault::unique);
  CHECK(fault_of(db, [](Tx& tx) { insert_thing(tx, 2, "a"); }) == DbFault::unique);
  CHECK(fault_of(db, [](Tx& tx) { insert_thing(tx, 2, "bad"); }) == DbFault::check);
  CHECK(fault_of(db, [](Tx& tx) { tx.exec("insert into thing (id, name) values (3, null)"); }) == DbFault::not_null);
  CHECK(fault_of(db, [](Tx& tx) { tx.exec("insert into nothing (id) values (3)"); }) == DbFault::syntax);
  CHECK(fault_of(db, [](Tx& tx) { insert_thing(tx, 4, std::string_view("a\0b", 3)); }) == DbFault::other);
  CHECK(count_things(db) == 1);
}

YIMEN_DB_TEST("an error or an exception of the work undoes the work and nothing else") {
  REQUIRE(db.transact(make_tables));
  CHECK_FALSE(db.transact([](Tx& tx) -> Result<int> {
    insert_thing(tx, 1, "a");
    return fail(ErrorCode::conflict, "test/conflict", "冲突");
  }));
  CHECK_THROWS_AS((void)db.transact([](Tx& tx) -> Result<int> {
    insert_thing(tx, 2, "b");
    throw std::runtime_error("bug");
  }),
                  std::runtime_error);
  CHECK(db.transact([](Tx& tx) -> Result<int> {
    insert_thing(tx, 3, "c");
    return 3;
  }) == 3);
  CHECK(count_things(db) == 1);
}

YIMEN_DB_TEST("a failed statement spoils its transaction, but inside attempt only its own part") {
  REQUIRE(db.transact(make_tables));
  CHECK(fault_of(db, [](Tx& tx) {
          insert_thing(tx, 1, "a");
          try {
            insert_thing(tx, 1, "b");
          } catch (const DbError&) {}
        }) == DbFault::other);
  CHECK(count_things(db) == 0);
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    insert_thing(tx, 1, "a");
    try {
      tx.attempt([&] {
        insert_thing(tx, 2, "b");
        insert_thing(tx, 1, "c");
      });
    } catch (const DbError& error) { CHECK(error.fault() == DbFault::unique); }
    tx.attempt([&] { insert_thing(tx, 3, "c"); });
    return {};
  }));
  CHECK(count_things(db) == 2);
}

YIMEN_DB_TEST("what was posted stands before the next statement sees the table, and is committed") {
  REQUIRE(db.transact(make_tables));
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    for (int i = 1; i <= 3; ++i) tx.post(Tx::Expect::no_twin, "insert into thing (id, name) values (?, ?)", i, std::to_string(i));
    tx.post(Tx::Expect::one_row, "update thing set name = ? where id = ?", "drei", 3);
    CHECK(tx.scalar<std::int64_t>("select count(*) from thing") == 3);
    CHECK(tx.scalar<std::string>("select name from thing where id = ?", 3) == "drei");
    tx.post(Tx::Expect::one_row, "update thing set name = ? where id = ?", "zwei", 2);
    tx.post(Tx::Expect::nothing, "insert into thing (id, name) values (?, ?)", 4, "vier");
    return {};
  }));
  db.read([](Tx& tx) {
    CHECK(tx.all("select name from thing order by id", [](const Row& row) { return row.get<std::string>(0); }) == std::vector<std::string>{"1", "zwei", "drei", "vier"});
  });
}

YIMEN_DB_TEST("a posted statement that fails undoes its transaction, whether another statement or only the commit follows") {
  REQUIRE(db.transact(make_tables));
  constexpr auto insert = "insert into thing (id, name) values (?, ?)";
  CHECK(fault_of(db, [&](Tx& tx) {
          tx.post(Tx::Expect::nothing, insert, 1, "a");
          tx.post(Tx::Expect::nothing, insert, 2, "bad");
          tx.post(Tx::Expect::nothing, "update thing set name = ? where id = ?", "c", 1);
        }) == DbFault::check);
  CHECK(fault_of(db, [&](Tx& tx) {
          tx.post(Tx::Expect::nothing, insert, 1, "a");
          tx.post(Tx::Expect::nothing, insert, 1, "b");
          (void)tx.scalar<std::int64_t>("select count(*) from thing");
        }) == DbFault::unique);
  CHECK(fault_of(db, [&](Tx& tx) { tx.post(Tx::Expect::nothing, "insert into nothing (id) values (?)", 1); }) == DbFault::syntax);
  CHECK(count_things(db) == 0);
  REQUIRE(db.transact([&](Tx& tx) -> Result<void> {
    tx.post(Tx::Expect::nothing, insert, 1, "a");
    tx.post(Tx::Expect::nothing, "update thing set name = ? where id = ?", "c", 1);
    return {};
  }));
  CHECK_FALSE(db.transact([&](Tx& tx) -> Result<int> {
    tx.post(Tx::Expect::nothing, insert, 2, "b");
    return fail(ErrorCode::conflict, "test/conflict", "冲突");
  }));
  CHECK(count_things(db) == 1);
}

YIMEN_DB_TEST("a posted statement that misses its one row, or meets its twin, counts as lost against another transaction") {
  REQUIRE(db.transact(make_tables));
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    insert_thing(tx, 1, "a");
    return {};
  }));
  const auto fault = [&](Tx::Expect expect, std::string_view sql) {
    int runs = 0;
    const auto seen = fault_of(db, [&](Tx& tx) {
      ++runs;
      insert_thing(tx, 5, "b");
      tx.post(expect, sql, 1, "c");
    });
    CHECK(runs == (db.engine() == Engine::postgres ? 6 : 1));
    return seen;
  };
  CHECK(fault(Tx::Expect::one_row, "update thing set id = ? where name = ?") == DbFault::serialization);
  CHECK(fault(Tx::Expect::no_twin, "insert into thing (id, name) values (?, ?)") == DbFault::serialization);
  CHECK(count_things(db) == 1);
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    try {
      tx.attempt([&] {
        tx.post(Tx::Expect::nothing, "insert into thing (id, name) values (?, ?)", 2, "b");
        tx.post(Tx::Expect::no_twin, "insert into thing (id, name) values (?, ?)", 1, "c");
      });
    } catch (const DbError& error) { CHECK(error.fault() == DbFault::serialization); }
    insert_thing(tx, 3, "c");
    return {};
  }));
  CHECK(count_things(db) == 2);
}

YIMEN_DB_TEST("the count of commits grows with every transaction that was committed, before its caller goes on") {
  REQUIRE(db.transact(make_tables));
  const auto before = db.commits();
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    insert_thing(tx, 1, "a");
    return {};
  }));
  CHECK(db.commits() > before);
  const auto after = db.commits();
  (void)count_things(db);
  CHECK(db.commits() == after);
}

YIMEN_DB_TEST("sixteen threads count together without losing one") {
  REQUIRE(db.transact(make_tables));
  constexpr int threads = 16;
  constexpr int each = 40;
  std::atomic<int> refused{0};
  {
    std::vector<std::jthread> writers;
    for (int thread = 0; thread < threads; ++thread)
      writers.emplace_back([&, thread] {
        for (int i = 0; i < each; ++i) {
          const auto done = db.transact([&](Tx& tx) -> Result<void> {
            const auto total = *tx.scalar<std::int64_t>(
                std::string("select total from counter where id = ?") + std::string(tx.lock_words()), 1);
            tx.exec("update counter set total = ? where id = 1", total + 1);
            insert_thing(tx, thread * 1000 + i + 1, std::to_string(thread) + "-" + std::to_string(i));
            if (i % 10 == 9) return fail(ErrorCode::conflict, "test/tenth", "每第十个退回");
            return {};
          });
          if (!done) ++refused;
        }
      });
  }
  CHECK(refused == threads * each / 10);
  CHECK(count_things(db) == threads * each * 9 / 10);
  CHECK(db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select total from counter"); }) ==
        threads * each * 9 / 10);
}

YIMEN_DB_TEST("a read connection refuses to write") {
  REQUIRE(db.transact(make_tables));
  CHECK_THROWS_AS(db.read([](Tx& tx) { insert_thing(tx, 1, "a"); }), DbError);
  CHECK(count_things(db) == 0);
}

YIMEN_DB_TEST("a read sees one state of the database from its first to its last statement") {
  REQUIRE(db.transact(make_tables));
  db.read([&](Tx& tx) {
    const auto before = *tx.scalar<std::int64_t>("select count(*) from thing");
    std::jthread([&] {
      CHECK(db.transact([](Tx& other) -> Result<void> {
        insert_thing(other, 1, "a");
        return {};
      }));
    }).join();
    CHECK(*tx.scalar<std::int64_t>("select count(*) from thing") == before);
  });
  CHECK(count_things(db) == 1);
}

YIMEN_DB_TEST("a transaction inside another one is refused instead of waiting for ever") {
  const auto inner = [&] { return db.transact([](Tx&) -> Result<void> { return {}; }); };
  CHECK_THROWS_AS((void)db.transact([&](Tx&) { return inner(); }), std::logic_error);
  CHECK_THROWS_AS(db.read([&](Tx&) { (void)inner(); }), std::logic_error);
  CHECK_THROWS_AS((void)db.transact([&](Tx&) -> Result<void> {
    db.read([](Tx&) {});
    return {};
  }),
                  std::logic_error);
  CHECK(inner());
}

YIMEN_DB_TEST("a statement may run again while its own rows are being read") {
  REQUIRE(db.transact(make_tables));
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    for (int i = 1; i <= 3; ++i) insert_thing(tx, i, std::to_string(i));
    return {};
  }));
  constexpr auto below = "select id from thing where id < ? order by id";
  int seen = 0;
  db.read([&](Tx& tx) {
    tx.each(
        below,
        [&](const Row& outer) {
          tx.each(
              below, [&](const Row&) { ++seen; }, outer.i64(0));
        },
        4);
  });
  CHECK(seen == 0 + 1 + 2);
}

YIMEN_DB_TEST("more different statements than the cache holds are all answered") {
  db.read([&](Tx& tx) {
    for (int round = 0; round < 2; ++round)
      for (int i = 0; i < 700; ++i) {
        const auto sql = "select cast(? as bigint) + " + std::to_string(i);
        if (tx.scalar<std::int64_t>(sql, 1) != i + 1) FAIL("wrong answer");
      }
  });
}

YIMEN_DB_TEST("a commit that published wakes who waits for news, a rollback does not") {
  const auto seen = db.wait_for_news(0, 0ms);
  CHECK_FALSE(db.transact([](Tx& tx) -> Result<void> {
    tx.publish("test", "{}");
    return fail(ErrorCode::conflict, "test/no", "不");
  }));
  CHECK(db.wait_for_news(seen, 1ms) == seen);
  REQUIRE(db.transact([](Tx& tx) -> Result<void> {
    tx.publish("test", "{}");
    return {};
  }));
  CHECK(db.wait_for_news(seen, 1s) != seen);
  CHECK(db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from outbox_event"); }) == 1);
}

YIMEN_DB_TEST("two instances of the program share one database") {
  REQUIRE(db.transact(make_tables));
  const auto other = place.open(clock);
  {
    std::vector<std::jthread> writers;
    for (auto* instance : {&db, other.get()})
      for (int thread = 0; thread < 4; ++thread)
        writers.emplace_back([instance] {
          for (int i = 0; i < 20; ++i)
            CHECK(instance->transact([](Tx& tx) -> Result<void> {
              tx.exec("update counter set total = total + 1 where id = 1");
              return {};
            }));
        });
  }
  CHECK(db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select total from counter"); }) == 160);
  CHECK(other->healthy());
}
