#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "yimen/platform/db.h"
#include "yimen/platform/time.h"

/// One test body, two engines, each time an empty database of its own:
///
///   YIMEN_DB_TEST("a case keeps its number", yimen::migrations::region(), yimen::migrations::cases()) {
///     db.transact([&](yimen::platform::Tx& tx) -> yimen::platform::Result<void> { … });
///     clock.advance(std::chrono::hours{24});
///     CHECK(…);
///   }
///
/// In the body stand `db` (Database&), `clock` (ManualClock&, 2025-06-02 09:00 in Asia/Shanghai) and `place` (TestPlace&,
/// for a second Database on the same data). Platform's own migrations come first by themselves. PostgreSQL takes part when
/// the environment variable YIMEN_TEST_POSTGRES holds a conninfo: `tools/private-postgres run build/debug/…/x_dbtest`.
namespace yimen::platform::testing {

/// A place for one database: a temporary file or a schema, gone when the test ends.
class TestPlace {
 public:
  explicit TestPlace(Engine);
  ~TestPlace();
  TestPlace(const TestPlace&) = delete;
  TestPlace& operator=(const TestPlace&) = delete;

  DatabaseOptions options() const;
  /// Another Database on the same data, as a second instance of the program would open it.
  std::unique_ptr<Database> open(const Clock&) const;

 private:
  Engine engine_;
  std::string name_;  // file path or schema
};

/// The conninfo of YIMEN_TEST_POSTGRES; nothing when it is not set, which is said once on standard output.
std::optional<std::string> test_postgres();

using MigrationLists = std::vector<std::vector<Migration>>;
using TestBody = void (*)(Database& db, ManualClock& clock, TestPlace& place);
void run_on(Engine, const MigrationLists&, TestBody);

}  // namespace yimen::platform::testing

#define YIMEN_DB_TEST(sentence, ...) YIMEN_DB_TEST_BODY(DOCTEST_ANONYMOUS(yimen_db_test_), sentence, __VA_ARGS__)
#define YIMEN_DB_TEST_BODY(body, sentence, ...)                                                                      \
  static void body(::yimen::platform::Database&, ::yimen::platform::ManualClock&,                                   \
                   ::yimen::platform::testing::TestPlace&);                                                         \
  TEST_CASE("SQLite: " sentence) {                                                                                  \
    ::yimen::platform::testing::run_on(::yimen::platform::Engine::sqlite, {__VA_ARGS__}, body);                     \
  }                                                                                                                 \
  TEST_CASE("PostgreSQL: " sentence) {                                                                              \
    if (::yimen::platform::testing::test_postgres())                                                                \
      ::yimen::platform::testing::run_on(::yimen::platform::Engine::postgres, {__VA_ARGS__}, body);                 \
  }                                                                                                                 \
  static void body([[maybe_unused]] ::yimen::platform::Database& db,                                                \
                   [[maybe_unused]] ::yimen::platform::ManualClock& clock,                                          \
                   [[maybe_unused]] ::yimen::platform::testing::TestPlace& place)
