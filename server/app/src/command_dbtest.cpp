#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "command.h"
#include "program_run.h"
#include "wiring.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen;
using testing::ProgramRun;
using testing::run_program;

namespace {

namespace fs = std::filesystem;

/// A data directory of its own; every run of the program uses it.
struct Place {
  fs::path path = fs::temp_directory_path() / fmt::format("yimen-app-{}-{}", ::getpid(), platform::next_id());
  Place() { fs::create_directories(path); }
  ~Place() { fs::remove_all(path); }
  std::string options() const {
    return fmt::format(" --set data.directory={} --set log.level=off", (path / "data").string());
  }
};

struct Run : ProgramRun {  // standard output and error
  bool says(std::string_view part) const { return out.find(part) != std::string::npos; }
  std::size_t lines() const { return static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n')); }
};

Run run(const std::string& arguments, const std::string& environment = {}) {
  return {run_program(arguments + " 2>&1", environment)};
}

}  // namespace

TEST_CASE("help lists every command in Chinese and English") {
  const auto help = run("--help");
  CHECK(help.code == 0);
  for (const auto& command : app::all_commands()) {
    CHECK(help.says(command.usage));
    const auto own = run(command.name + " --help");
    CHECK(own.code == 0);
    CHECK(own.says(command.chinese));
    CHECK(own.says(command.english));
  }
  CHECK(run("version").out == fmt::format("yimen {}\n", app::program_version()));
}

TEST_CASE("wrong arguments and wrong configuration are one line and exit code 2") {
  const Place place;
  const auto file = (place.path / "yimen.toml").string();
  std::ofstream{file} << "[http]\nprot = 80\n";
  for (const auto& [arguments, part] :
       std::vector<std::pair<std::string, std::string>>{{"serv", "serv"},
                                                        {"serve --port", "--port"},
                                                        {"serve --config", "--config"},
                                                        {"serve --config /nowhere.toml", "/nowhere.toml"},
                                                        {"serve --config " + file, "第 2 行"},
                                                        {"serve --set http.port=x", "http.port"},
                                                        {"serve --set http.port", "--set"}}) {
    const auto result = run(arguments);
    CHECK(result.code == 2);
    CHECK(result.lines() == 1);
    CHECK_MESSAGE(result.says(part), result.out);
  }
  CHECK(run("serve", "YIMEN_HTTP_PORT=99999999").code == 2);
  CHECK(run("demo --cases many").says("--cases 应为 0 至 1000000 的整数"));
}

TEST_CASE("the printed configuration is accepted as it is") {
  const Place place;
  const auto file = (place.path / "yimen.toml").string();
  CHECK(run("config > " + file).code == 0);
  CHECK(run("version --config " + file).code == 0);
}

TEST_CASE("a busy port is named with the way out") {
  const Place place;
  platform::Routes routes;
  platform::ManualClock clock{platform::from_millis(0)};
  const auto database = platform::Database::open({.url = "sqlite:" + (place.path / "other.db").string()}, clock);
  platform::testing::TestServer server{routes, *database};
  const auto result = run(fmt::format("serve --set http.port={}{}", server.port(), place.options()));
  CHECK(result.code == 1);
  CHECK(result.lines() == 1);
  CHECK(result.says(fmt::format("端口 {} 已被占用", server.port())));
}

TEST_CASE("a database from a newer program is left alone") {
  const Place place;
  CHECK(run("migrate" + place.options()).code == 0);
  CHECK(run("migrate" + place.options()).says("已是最新"));
  platform::ManualClock clock{platform::from_millis(0)};
  {
    const auto database =
        platform::Database::open({.url = "sqlite:" + (place.path / "data" / "yimen.db").string()}, clock);
    const platform::Migration future{
        "platform", "9999_from_the_future",
        "create table future_thing (\n  id {id} not null,\n  constraint pk_future_thing primary key (id)\n);\n"};
    auto all = app::all_migrations();
    all.push_back(future);
    CHECK(database->migrate(all).size() == 1);
  }
  const auto result = run("serve --set http.port=0" + place.options());
  CHECK(result.code == 1);
  CHECK(result.lines() == 1);
  CHECK_MESSAGE(result.says("版本"), result.out);
}

TEST_CASE("a database that cannot be read is one line") {
  const Place place;
  fs::create_directories(place.path / "data");
  std::ofstream{place.path / "data" / "yimen.db"} << std::string(5000, 'x');
  const auto result = run("serve --set http.port=0" + place.options());
  CHECK(result.code == 1);
  CHECK_MESSAGE(result.lines() == 1, result.out);
  CHECK(run("serve --set http.port=0 --set database.url=postgresql://nobody@127.0.0.1:1/nothing" + place.options())
            .code == 1);
}

TEST_CASE("a backup goes into an empty folder only and holds the database") {
  const Place place;
  CHECK(run("migrate" + place.options()).code == 0);
  const auto folder = (place.path / "backup").string();
  CHECK(run("backup " + folder + place.options()).code == 0);
  CHECK(fs::file_size(folder + "/yimen.db") > 0);
  CHECK(run("backup " + folder + place.options()).code == 2);
  CHECK(run("backup" + place.options()).code == 2);
}

TEST_CASE("every route of the product is fit for the document") {
  const Place place;
  auto settings = app::declared_settings();
  settings.load("", {});
  settings.set("data.directory", (place.path / "data").string(), "test");
  settings.set("log.level", "off", "test");
  const auto application = app::Application::open(settings);
  application->add_routes();
  const auto faults = platform::testing::route_faults(application->routes);
  CHECK_MESSAGE(faults.empty(), fmt::format("{}", fmt::join(faults, "\n")));
  CHECK(application->routes.openapi("0").at("paths").as_object().size() > 10);
}

TEST_CASE("the committed API document is what the program's routes declare") {
  std::ifstream in(YIMEN_SOURCE_DIR "/api/openapi.json");
  const std::string committed{std::istreambuf_iterator<char>(in), {}};
  const auto printed = run(fmt::format("openapi --set data.reference={}/data", YIMEN_SOURCE_DIR));
  CHECK(printed.code == 0);
  const bool is_fresh = printed.out == committed;
  CHECK_MESSAGE(is_fresh, "api/openapi.json is stale: build/release/bin/yimen openapi > api/openapi.json");
}
