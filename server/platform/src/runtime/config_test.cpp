#include "yimen/platform/config.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace yimen::platform;

namespace {

Settings sample() {
  Settings settings;
  settings
      .declare({.name = "http.port",
                .kind = Setting::Kind::integer,
                .fallback = "8080",
                .chinese = "端口",
                .english = "port",
                .min = 1,
                .max = 65535})
      .declare({.name = "http.address", .fallback = "127.0.0.1", .chinese = "地址", .english = "address"})
      .declare({.name = "http.is_secure",
                .kind = Setting::Kind::flag,
                .fallback = "false",
                .chinese = "安全",
                .english = "secure"})
      .declare({.name = "log.level",
                .kind = Setting::Kind::word,
                .fallback = "info",
                .chinese = "级别",
                .english = "level",
                .words = {"debug", "info"}})
      .declare(
          {.name = "database.password", .fallback = "", .chinese = "密码", .english = "password", .is_secret = true});
  return settings;
}

/// A file that is gone at the end of the test.
struct TextFile {
  std::string path;
  explicit TextFile(const std::string& text, const std::string& ending = ".toml")
      : path{(std::filesystem::temp_directory_path() / ("yimen-config-" + std::to_string(::getpid()) + ending))
                 .string()} {
    std::ofstream{path} << text;
  }
  ~TextFile() { std::remove(path.c_str()); }
};

std::string error_of(const std::string& toml, const Environment& environment = {}) {
  TextFile file{toml};
  auto settings = sample();
  try {
    settings.load(file.path, environment);
  } catch (const ConfigError& error) { return error.what(); }
  return {};
}

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("without a file every key has its default") {
  auto settings = sample();
  settings.load("", {});
  CHECK(settings.integer("http.port") == 8080);
  CHECK(settings.text("http.address") == "127.0.0.1");
  CHECK_FALSE(settings.flag("http.is_secure"));
  CHECK(settings.source("http.port") == "默认值");
}

TEST_CASE("the environment goes before the file, the file before the default") {
  TextFile file{"[http]\nport = 9000\naddress = \"0.0.0.0\"\nis_secure = true\n"};
  auto settings = sample();
  settings.load(file.path, {{"YIMEN_HTTP_PORT", "9001"}, {"HOME", "/"}, {"YIMEN_TEST_POSTGRES", "x"}});
  CHECK(settings.integer("http.port") == 9001);
  CHECK(settings.text("http.address") == "0.0.0.0");
  CHECK(settings.flag("http.is_secure"));
}

TEST_CASE("a JSON file is read like a TOML file") {
  TextFile file{R"({"http": {"port": 9000, "is_secure": true}, "log": {"level": "debug"}})", ".json"};
  auto settings = sample();
  settings.load(file.path, {});
  CHECK(settings.integer("http.port") == 9000);
  CHECK(settings.flag("http.is_secure"));
  CHECK(settings.text("log.level") == "debug");
}

TEST_CASE("an unknown key is named with its line and the key that was meant") {
  const auto error = error_of("[http]\n\nprot = 9000\n");
  CHECK(says(error, "第 3 行"));
  CHECK(says(error, "http.prot"));
  CHECK(says(error, "http.port？"));
  CHECK_FALSE(says(error, "\n"));
}

TEST_CASE("wrong kinds, values out of range and unknown words are refused with what is allowed") {
  CHECK(says(error_of("[http]\nport = \"9000\"\n"), "http.port 应为 1 到 65535 之间的整数"));
  CHECK(says(error_of("[http]\nport = 70000\n"), "70000"));
  CHECK(says(error_of("[http]\nport = 1.5\n"), "第 2 行"));
  CHECK(says(error_of("[http]\naddress = 5\n"), "文字"));
  CHECK(says(error_of("[http]\nis_secure = 1\n"), "true 或 false"));
  CHECK(says(error_of("[log]\nlevel = \"loud\"\n"), "debug、info"));
  CHECK(says(error_of("", {{"YIMEN_HTTP_PORT", "many"}}), "YIMEN_HTTP_PORT"));
}

TEST_CASE("text that is no TOML is refused with line and column") {
  const auto error = error_of("[http]\nport = = 3\n");
  CHECK(says(error, "第 2 行"));
  CHECK_FALSE(says(error, "\n"));
}

TEST_CASE("an environment variable of a known section that names no key is refused") {
  CHECK(says(error_of("", {{"YIMEN_HTTP_PROT", "1"}}), "YIMEN_HTTP_PROT"));
}

TEST_CASE("a file that is not there is one clear line") {
  auto settings = sample();
  try {
    settings.load("/nowhere/yimen.toml", {});
    FAIL("must throw");
  } catch (const ConfigError& error) { CHECK(says(error.what(), "/nowhere/yimen.toml")); }
}

TEST_CASE("a secret may come from a file, and its value is never shown") {
  TextFile secret{"geheim\n", ".secret"};
  auto settings = sample();
  settings.load("", {{"YIMEN_DATABASE_PASSWORD_FILE", secret.path}});
  CHECK(settings.text("database.password") == "geheim");
  CHECK_FALSE(says(settings.documented_file(), "geheim"));
  CHECK(says(error_of("", {{"YIMEN_DATABASE_PASSWORD", "\xff"}}), "database.password"));
}

TEST_CASE("the documented file is valid, names every key and changes nothing") {
  const auto text = sample().documented_file();
  CHECK(says(text, "# port = 8080"));
  CHECK(says(text, "[database]"));
  CHECK(error_of(text).empty());
  std::string opened;
  for (std::size_t at = 0; at < text.size(); ++at)  // every default taken out of its comment is accepted too
    if (text.compare(at, 7, "# port ") == 0) opened = "[http]\n" + text.substr(at + 2, text.find('\n', at) - at - 2);
  CHECK(error_of(opened).empty());
}
