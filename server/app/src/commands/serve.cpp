#include <chrono>
#include <iostream>
#include <thread>

#include "commands/commands.h"
#include "wiring.h"
#include "yimen/platform/log.h"
#include "yimen/platform/search.h"

namespace yimen::app {

namespace {

int serve(Arguments& arguments) {
  arguments.finish();
  const auto began = std::chrono::steady_clock::now();
  const auto& settings = arguments.settings();
  // ICU reads its tables at the first transliteration of a process, 0.1 s that the first search would wait for.
  const std::jthread readings{[] { platform::pinyin("门"); }};
  auto application = Application::open(settings);
  application->add_routes();
  auto server = application->open_server();
  platform::OutboxRunner outbox(*application->database);
  platform::JobRunner jobs(*application->database);
  application->product->add_work(jobs, outbox);
  auto& live = application->product->live;
  outbox.start();
  jobs.start();
  live.start([&authenticator = application->product->identity->authenticator()](const platform::Actor& actor) { return authenticator.is_signed_in(actor); });
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  std::cout << fmt::format("一门已启动：http://{}:{}（按 Ctrl+C 停止）", settings.text("http.address"), server->port()) << std::endl;
  platform::log_info("started", {{"port", server->port()}, {"version", program_version()}, {"ms", took.count()}});
  server->run();
  live.stop();
  jobs.stop();
  outbox.stop();
  platform::log_info("stopped");
  platform::flush_log();
  return 0;
}

}  // namespace

Command serve_command() {
  return {.name = "serve", .usage = "serve", .chinese = "启动服务；数据库结构会先自动升级到本版本",
          .english = "Start the server; the database schema is brought up to date first",
          .details = "收到 SIGTERM 或 Ctrl+C 后不再接收新请求，办完手上的再退出。", .run = serve};
}

}  // namespace yimen::app
