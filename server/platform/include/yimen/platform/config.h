#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Typed configuration: every key is declared once, read from a TOML (or JSON) file and overridden by the environment.
namespace yimen::platform {

/// One line in Chinese: file, line, key and how to mend it.
class ConfigError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Setting {
  enum class Kind { text, integer, flag, word };
  std::string name;  // "http.port": section and key
  Kind kind = Kind::text;
  std::string fallback;  // as text; flags "true" or "false"
  std::string chinese, english;
  std::int64_t min = 0, max = 0;        // integers
  std::vector<std::string> words = {};  // for Kind::word
  bool is_secret = false;               // never shown; may come from the file that YIMEN_SECTION_KEY_FILE names
};

/// Asked for an environment variable; tests pass their own.
using Environment = std::map<std::string, std::string>;
Environment process_environment();

class Settings {
 public:
  /// @throws std::logic_error when the name is declared twice or the fallback does not fit: a mistake of the program.
  Settings& declare(Setting setting);

  /// Reads `file` (none when empty), then YIMEN_SECTION_KEY and, for secrets, YIMEN_SECTION_KEY_FILE.
  /// @throws ConfigError for an unknown key, a wrong type, a value out of range, a file that cannot be read.
  void load(const std::string& file, const Environment& environment);
  /// One value from the command line, as strictly checked as from the file.
  void set(const std::string& name, const std::string& value, const std::string& source);

  const std::string& text(std::string_view name) const;
  std::int64_t integer(std::string_view name) const;
  bool flag(std::string_view name) const;
  /// Where the value in force was written, for messages: "配置文件 … 第 3 行", "环境变量 …" or "默认值".
  const std::string& source(std::string_view name) const;

  /// A file with every key, its default and what it does, ready to be edited.
  std::string documented_file() const;

 private:
  struct Entry {
    Setting setting;
    std::string value, source;
  };
  const Entry& entry(std::string_view name) const;
  Entry& known_entry(const std::string& name, const std::string& source);
  void load_toml(const std::string& file, const std::string& text);
  void load_json(const std::string& file, const std::string& text);
  void load_environment(const Environment&);

  std::vector<Entry> entries_;  // in the order of declaration
};

}  // namespace yimen::platform
