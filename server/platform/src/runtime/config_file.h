#pragma once
#include <string>
#include <vector>

namespace yimen::platform {

/// One value of a TOML file with the line it stands in.
struct FileValue {
  enum class Kind { text, integer, flag, other };
  std::string name;  // "http.port"
  Kind kind = Kind::other;
  std::string text;
  int line = 0;
};

/// @throws ConfigError when the text is no TOML.
std::vector<FileValue> read_toml(const std::string& file, const std::string& text);

}  // namespace yimen::platform
