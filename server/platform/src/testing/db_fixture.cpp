#include "yimen/platform/testing/db_fixture.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "db/postgres_connection.h"

namespace yimen::migrations {
std::vector<platform::Migration> platform();
}

namespace yimen::platform::testing {
namespace {

std::string fresh_name() {
  return fmt::format("yimen_test_{}_{}", ::getpid(), next_id());
}

std::string template_file(const std::vector<Migration>& migrations) {
  std::string key;
  for (const auto& migration : migrations) key += fmt::format("{}/{} ", migration.module, migration.name);
  return (std::filesystem::temp_directory_path() /
          fmt::format("yimen_test_{}_template_{:016x}.db", ::getpid(), std::hash<std::string>{}(key)))
      .string();
}

void remove_files(const std::string& path) {
  std::error_code ignored;
  for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix, ignored);
}

/// Files that live as long as the test program; each list of migrations runs once and is copied afterwards.
class Templates {
 public:
  ~Templates() {
    for (const auto& path : made_) remove_files(path);
  }
  const std::string& of(const std::vector<Migration>& migrations) {
    const auto path = template_file(migrations);
    for (const auto& made : made_)
      if (made == path) return made;
    made_.reserve(64);
    SystemClock clock;
    Database::open({.url = "sqlite:" + path}, clock)->migrate(migrations);
    return made_.emplace_back(path);
  }

 private:
  std::vector<std::string> made_;
};

void on_postgres(const std::string& sql) {
  const DatabaseOptions options{.url = test_postgres().value_or("")};
  PostgresConnection{options, PostgresConnection::Role::writer}.execute(sql);
}

}  // namespace

TestPlace::TestPlace(Engine engine) : engine_{engine}, name_{fresh_name()} {
  if (engine_ == Engine::postgres)
    on_postgres(fmt::format("create schema {}", name_));
  else
    name_ = (std::filesystem::temp_directory_path() / (name_ + ".db")).string();
}

TestPlace::~TestPlace() {
  if (engine_ == Engine::sqlite) {
    remove_files(name_);
    return;
  }
  try {
    on_postgres(fmt::format("drop schema {} cascade", name_));
  } catch (const DbError& error) { std::printf("test schema %s was left behind: %s\n", name_.c_str(), error.what()); }
}

DatabaseOptions TestPlace::options() const {
  if (engine_ == Engine::sqlite) return {.url = "sqlite:" + name_};
  return {.url = test_postgres().value_or(""), .schema = name_};
}

std::unique_ptr<Database> TestPlace::open(const Clock& clock) const {
  return Database::open(options(), clock);
}

std::optional<std::string> test_postgres() {
  if (const char* conninfo = std::getenv("YIMEN_TEST_POSTGRES"); conninfo && *conninfo) {
    // A hundred schemas come and go; what a power cut would leave of them is of no interest.
    static const int was_set = ::setenv("PGOPTIONS", "-c synchronous_commit=off", 0);
    (void)was_set;
    return conninfo;
  }
  static const bool was_told = [] {
    std::puts("PostgreSQL tests are skipped: YIMEN_TEST_POSTGRES is not set (tools/private-postgres run … sets it).");
    return true;
  }();
  (void)was_told;
  return std::nullopt;
}

void run_on(Engine engine, const MigrationLists& lists, TestBody body) {
  auto migrations = yimen::migrations::platform();
  for (const auto& list : lists)
    if (list.empty() || list.front().module != "platform")
      migrations.insert(migrations.end(), list.begin(), list.end());
  TestPlace place{engine};
  if (engine == Engine::sqlite) {
    static Templates templates;
    std::filesystem::copy_file(templates.of(migrations), place.options().url.substr(7));
  }
  using namespace std::chrono_literals;
  ManualClock clock{shanghai_instant(Date{2025y, std::chrono::June, 2d}, 9)};
  const auto db = place.open(clock);
  if (engine == Engine::postgres) db->migrate(migrations);
  body(*db, clock, place);
}

}  // namespace yimen::platform::testing
