#include "yimen/platform/log.h"

#include <atomic>
#include <stdexcept>

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "yimen/platform/time.h"

namespace yimen::platform {

namespace {

std::atomic<LogLevel> lowest_level{LogLevel::info};

std::atomic<std::shared_ptr<spdlog::logger>>& the_logger() {
  static std::atomic<std::shared_ptr<spdlog::logger>> logger{[] {
    auto made = std::make_shared<spdlog::logger>("yimen", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    return made;
  }()};
  return logger;
}

std::string_view word(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
    case LogLevel::off:
      return "off";
  }
  return "info";
}

bool is_secret_name(std::string_view name) {
  for (const std::string_view part :
       {"password", "token", "secret", "cookie", "authorization", "id_number", "private_key"})
    if (name.find(part) != std::string_view::npos) return true;
  return false;
}

}  // namespace

void open_log(const LogOptions& options) {
  lowest_level = options.level;
  std::shared_ptr<spdlog::sinks::sink> sink;
  if (options.file.empty()) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(options.file);
    spdlog::flush_every(std::chrono::seconds(1));
  }
  auto logger = std::make_shared<spdlog::logger>("yimen", std::move(sink));
  logger->set_pattern("%v");
  logger->flush_on(spdlog::level::err);
  spdlog::drop("yimen");
  spdlog::register_logger(logger);  // so that flush_every sees it
  the_logger().store(std::move(logger));
}

bool is_logged(LogLevel level) {
  return level >= lowest_level.load(std::memory_order_relaxed) && level != LogLevel::off;
}

void log(LogLevel level, std::string_view message, const boost::json::object& facts) {
  if (!is_logged(level)) return;
  const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  boost::json::object line{{"at", iso_instant(now)}, {"level", word(level)}, {"message", message}};
  for (const auto& fact : facts) {
    if (is_secret_name(fact.key()))
      line[fact.key()] = "***";
    else
      line[fact.key()] = fact.value();
  }
  the_logger().load()->log(level == LogLevel::error ? spdlog::level::err : spdlog::level::info,
                           spdlog::string_view_t{boost::json::serialize(line)});
}

void flush_log() {
  the_logger().load()->flush();
}

}  // namespace yimen::platform
