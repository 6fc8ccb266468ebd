#pragma once
#include <string>
#include <string_view>

#include <boost/json.hpp>

/// One JSON object per line: {"at", "level", "message", …facts}. Members whose name speaks of a password, token,
/// secret, cookie, key or identity number are blotted out. A sign-off by the caller that facts hold no personal data is
/// still needed.
namespace yimen::platform {

enum class LogLevel { debug, info, warning, error, off };

struct LogOptions {
  LogLevel level = LogLevel::info;
  std::string file;  // empty: standard error
};

/// Until it is called, lines go to standard error from level info on. @throws std::runtime_error when the file cannot
/// be written.
void open_log(const LogOptions&);
bool is_logged(LogLevel);
void log(LogLevel, std::string_view message, const boost::json::object& facts = {});
void flush_log();

inline void log_info(std::string_view message, const boost::json::object& facts = {}) {
  log(LogLevel::info, message, facts);
}
inline void log_warning(std::string_view message, const boost::json::object& facts = {}) {
  log(LogLevel::warning, message, facts);
}
inline void log_error(std::string_view message, const boost::json::object& facts = {}) {
  log(LogLevel::error, message, facts);
}

}  // namespace yimen::platform
