#pragma once
#include <fstream>
#include <string>
#include <string_view>

namespace yimen::app {

/// The bytes of a model or of what goes with it, without the mark editors put before UTF-8. `-` is standard input.
/// @throws StartError that names the file when it cannot be opened or is a directory.
std::string read_whole(const std::string& path);

/// The lines of a file (or of standard input, `-`) as they come: blank ones are passed over, ends of lines of any system are taken off.
/// A file of one JSON object over several lines, as editors lay it out, counts as one line.
class InputLines {
 public:
  /// @throws StartError as read_whole.
  explicit InputLines(const std::string& path);
  bool next(std::string& line);
  /// What is wrong with the line read last, with its number in the file: "第 7 行第 3 列：…".
  std::string at_line(std::string_view detail) const;

 private:
  void take_laid_out(std::string& first);

  std::ifstream file_;
  std::istream& in_;
  int number_ = 0;
  bool has_begun_ = false;
};

}  // namespace yimen::app
