#pragma once
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/config.h"

/// `yimen <command> [arguments]`: each command is one entry of all_commands().
namespace yimen::app {

/// Ends the program with one line for the person at the terminal: what happened and how to mend it.
class StartError : public std::runtime_error {
 public:
  explicit StartError(const std::string& message, int exit_code = 1)
      : std::runtime_error(message), exit_code_{exit_code} {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};
/// Wrong arguments, wrong configuration.
inline constexpr int usage_exit_code = 2;

class Arguments {
 public:
  /// Takes `--config FILE` and `--set section.key=value` out; what remains belongs to the command.
  explicit Arguments(std::vector<std::string> words);

  const platform::Settings& settings() const { return settings_; }
  const std::vector<std::string>& words() const { return words_; }
  /// The word after `--name`, taken out of words(). @throws StartError when it is the last word.
  std::optional<std::string> take_option(std::string_view name);
  bool take_flag(std::string_view name);
  /// The next plain word, taken out. @throws StartError that names `what` when there is none.
  std::string take_word(std::string_view what);
  /// @throws StartError when words remain that nobody understands.
  void finish() const;

 private:
  platform::Settings settings_;
  std::vector<std::string> words_;
};

struct Command {
  std::string name;
  std::string usage;             // "backup 目录"
  std::string chinese, english;  // one line each
  std::string details;           // further lines of `yimen <name> --help`, may be empty
  std::function<int(Arguments&)> run;
};

const std::vector<Command>& all_commands();
int run_program(const std::vector<std::string>& words);

/// Every configuration key of the program.
platform::Settings declared_settings();
std::string_view program_version();

}  // namespace yimen::app
