#include <unistd.h>

#include <filesystem>
#include <iostream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "commands/commands.h"
#include "wiring.h"
#include "yimen/platform/json.h"

namespace yimen::app {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// What fits on a line stays on it; the rest is one member a line, so that a changed contract reads well in a diff.
void print(std::string& out, const json::value& value, std::size_t indent) {
  constexpr std::size_t widest = 140;
  const auto text = platform::to_text(value);
  if (text.size() + indent <= widest || !(value.is_object() || value.is_array())) {
    out += text;
    return;
  }
  const std::string margin(indent + 1, ' ');
  bool is_first = true;
  const auto line = [&](std::string_view name, const json::value& member) {
    out += is_first ? "\n" : ",\n";
    out += margin;
    if (!name.empty()) out += platform::to_text(json::string(name)) + ": ";
    print(out, member, indent + 1);
    is_first = false;
  };
  out += value.is_object() ? "{" : "[";
  if (value.is_object())
    for (const auto& member : value.get_object()) line(member.key(), member.value());
  else
    for (const auto& item : value.get_array()) line({}, item);
  out += "\n" + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

/// Gone when the program ends.
struct ScratchFolder {
  fs::path path = fs::temp_directory_path() / fmt::format("yimen-openapi-{}", ::getpid());
  ~ScratchFolder() { fs::remove_all(path); }
};

int print_openapi(Arguments& arguments) {
  arguments.finish();
  // Routes are declared by services, and services want data: these get a folder of their own, no city is touched.
  const ScratchFolder scratch;
  auto settings = arguments.settings();
  settings.set("data.directory", scratch.path.string(), "yimen openapi");
  settings.set("database.url", "", "yimen openapi");
  settings.set("log.level", "error", "yimen openapi");
  const auto application = Application::open(settings);
  application->add_routes();
  std::string out;
  print(out, application->routes.openapi(program_version()), 0);
  std::cout << out << "\n";
  return 0;
}

}  // namespace

Command openapi_command() {
  return {.name = "openapi", .usage = "openapi", .chinese = "打印接口文档（OpenAPI 3.1）",
          .english = "Print the API document (OpenAPI 3.1)", .details = "例：yimen openapi > api/openapi.json", .run = print_openapi};
}

}  // namespace yimen::app
