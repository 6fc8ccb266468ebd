#include "db/native_sql.h"

#include <doctest/doctest.h>

#include "db/postgres_sql.h"

using namespace yimen::platform;

TEST_CASE("type words become the engine's types and tables become strict on SQLite") {
  constexpr auto sql = "create table t (a {id} not null, b {text} default '{}', c {date}, d {bool});\n";
  CHECK(native_sql(sql, Engine::sqlite) ==
        "create table t (a integer not null, b text default '{}', c text, d integer) strict");
  CHECK(native_sql(sql, Engine::postgres) ==
        "create table t (a bigint not null, b text collate \"C\" default '{}', c date, d smallint)");
  CHECK(native_sql("create table t (a {id}) strict", Engine::sqlite) == "create table t (a integer) strict");
  CHECK(native_sql("create table t (a {id}) {clustered}", Engine::sqlite) ==
        "create table t (a integer) strict, without rowid");
  CHECK(native_sql("create table t (a {id}) {clustered}", Engine::postgres) == "create table t (a bigint)");
  CHECK_THROWS_AS(native_sql("create table t (a {integer})", Engine::sqlite), std::logic_error);
}

TEST_CASE("statements end with a semicolon at the end of a line and comments are dropped") {
  const auto statements = split_statements(
      "-- one; two;\ncreate table t (\n  a int, -- why; so;\n  b text default '--;'\n);\ninsert into t values (';', "
      "1);  \n\nselect 1");
  REQUIRE(statements.size() == 3);
  CHECK(statements[0] == "create table t (\n  a int,\n  b text default '--;'\n)");
  CHECK(statements[1] == "insert into t values (';', 1)");
  CHECK(statements[2] == "select 1");
}

TEST_CASE("question marks become numbered parameters outside of literals, names and comments") {
  CHECK(numbered_params("a = ? and b = '?' and \"c?\" = ? -- ?\n and d ?? e") ==
        "a = $1 and b = '?' and \"c?\" = $2 -- ?\n and d ? e");
  CHECK(quoted_name("a\"b") == "\"a\"\"b\"");
}
