#include "wiring.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "command.h"
#include "yimen/platform/log.h"
#include "yimen/platform/site.h"

namespace yimen::migrations {
std::vector<platform::Migration> platform();
std::vector<platform::Migration> trail();
std::vector<platform::Migration> calendar();
std::vector<platform::Migration> region();
std::vector<platform::Migration> organisation();
std::vector<platform::Migration> party();
std::vector<platform::Migration> identity();
std::vector<platform::Migration> sms();
std::vector<platform::Migration> catalogue();
std::vector<platform::Migration> document();
std::vector<platform::Migration> cases();
std::vector<platform::Migration> approval();
std::vector<platform::Migration> appraisal();
std::vector<platform::Migration> designs();
std::vector<platform::Migration> processes();
std::vector<platform::Migration> portal();
}

namespace yimen::app {

namespace {

namespace fs = std::filesystem;

platform::LogLevel level_of(const std::string& word) {
  if (word == "debug") return platform::LogLevel::debug;
  if (word == "warning") return platform::LogLevel::warning;
  if (word == "error") return platform::LogLevel::error;
  if (word == "off") return platform::LogLevel::off;
  return platform::LogLevel::info;
}

platform::DatabaseOptions database_options(const platform::Settings& settings) {
  platform::DatabaseOptions options;
  options.url = settings.text("database.url");
  if (options.url.empty()) options.url = "sqlite:" + (fs::path(settings.text("data.directory")) / "yimen.db").string();
  options.schema = settings.text("database.schema");
  options.read_connections = static_cast<int>(settings.integer("database.read_connections"));
  options.write_connections = static_cast<int>(settings.integer("database.write_connections"));
  options.statement_timeout_ms = static_cast<int>(settings.integer("database.statement_timeout_ms"));
  return options;
}

platform::HttpOptions http_options(const platform::Settings& settings) {
  const auto number = [&](std::string_view name) { return static_cast<int>(settings.integer(name)); };
  platform::HttpOptions options;
  options.address = settings.text("http.address");
  options.port = number("http.port");
  options.io_threads = number("http.io_threads");
  options.worker_threads = number("http.worker_threads");
  options.queue = number("http.queue");
  options.max_connections = number("http.max_connections");
  options.max_connections_per_address = number("http.max_connections_per_address");
  options.header_seconds = number("http.header_seconds");
  options.body_seconds = number("http.body_seconds");
  options.idle_seconds = number("http.idle_seconds");
  options.upload_limit = static_cast<std::uint64_t>(settings.integer("http.upload_limit_mb")) << 20;
  options.requests_per_minute = number("http.requests_per_minute");
  options.max_streams = number("http.max_streams");
  options.stop_seconds = number("http.stop_seconds");
  options.is_secure_cookie = settings.flag("http.is_secure_cookie");
  options.trust_forwarded_for = settings.flag("http.trust_forwarded_for");
  return options;
}

/// Which page answers an address that the browser's router knows.
const std::vector<platform::StaticSite::Application> browser_applications{
    {"/apply", "apps/portal/index.html"},
    {"/my", "apps/portal/index.html"},
    {"/sign-in", "apps/portal/index.html"},
    {"/register", "apps/portal/index.html"},
    {"/reset-password", "apps/portal/index.html"},
    {"/bench", "apps/workbench/index.html"},
};

}  // namespace

std::vector<platform::Migration> all_migrations() {
  std::vector<platform::Migration> all;
  const auto add = [&](std::vector<platform::Migration> list) { all.insert(all.end(), list.begin(), list.end()); };
  add(migrations::platform());
  add(migrations::trail());
  add(migrations::calendar());
  add(migrations::region());
  add(migrations::organisation());
  add(migrations::party());
  add(migrations::identity());
  add(migrations::sms());
  add(migrations::catalogue());
  add(migrations::document());
  add(migrations::cases());
  add(migrations::approval());
  add(migrations::appraisal());
  add(migrations::designs());
  add(migrations::processes());
  add(migrations::portal());
  return all;
}

std::unique_ptr<Application> Application::open(const platform::Settings& settings, Schema schema, std::unique_ptr<platform::Clock> clock) {
  try {
    platform::open_log({.level = level_of(settings.text("log.level")), .file = settings.text("log.file")});
  } catch (const std::exception& error) {
    throw StartError(fmt::format("无法写日志文件 {}（{}）：请检查目录是否存在、当前用户是否有写权限，或修改配置 log.file。",
                                 settings.text("log.file"), error.what()));
  }
  platform::set_node_number(static_cast<int>(settings.integer("data.node")));
  std::error_code error;
  fs::create_directories(settings.text("data.directory"), error);
  if (error)
    throw StartError(fmt::format("无法建立数据目录 {}（{}）：请检查上级目录的权限和剩余空间，或修改配置 data.directory。",
                                 settings.text("data.directory"), error.message()));

  auto application = std::unique_ptr<Application>(new Application{.settings = settings});
  application->clock = clock ? std::move(clock) : std::make_unique<platform::SystemClock>();
  application->database = platform::Database::open(database_options(settings), *application->clock);
  if (schema == Schema::leave_as_is) return application;
  for (const auto& name : application->database->migrate(all_migrations())) platform::log_info("migration applied", {{"name", name}});
  application->product = std::make_unique<Product>(settings, *application->database);
  return application;
}

void Application::add_routes() {
  product->add_routes(routes);
  platform::add_probe_routes(routes, *database, {.are_metrics_public = settings.flag("http.are_metrics_public")});
  platform::add_static_routes(routes, {.root = settings.text("web.root"), .applications = browser_applications});
  platform::add_document_routes(routes, std::string(program_version()));
}

std::unique_ptr<platform::HttpServer> Application::open_server() {
  const auto options = http_options(settings);
  try {
    return platform::HttpServer::open(options, routes, *database, product->identity->authenticator());
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::address_in_use)
      throw StartError(fmt::format("端口 {} 已被占用：请先停止占用它的程序，或换一个端口，例如 --set http.port={}。", options.port, options.port + 1));
    if (error.code() == std::errc::permission_denied)
      throw StartError(fmt::format("没有权限监听端口 {}：请改用 1024 以上的端口（配置 http.port），或由代理转发。", options.port));
    throw StartError(fmt::format("无法在 {}:{} 上监听（{}）：请检查配置 http.address 和 http.port。", options.address, options.port,
                                 error.code().message()));
  }
}

}  // namespace yimen::app
