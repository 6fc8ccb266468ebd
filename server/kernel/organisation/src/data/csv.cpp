#include "data/csv.h"

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::organisation::data {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Cells of all lines; quotes may hold separators, line ends and doubled quotes.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  platform::Result<std::vector<std::vector<std::string>>> read() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (is_quoted_) take_quoted(c);
      else if (c == '"' && cell_.empty()) is_quoted_ = true;
      else if (c == ',') end_cell();
      else if (c == '\n') end_line();
      else if (c != '\r') cell_ += c;
    }
    if (is_quoted_)
      return platform::fail(platform::ErrorCode::invalid_input, "organisation/bad-csv", fmt::format("第{}行之后的引号没有成对，请核对文件。", lines_.size() + 1));
    if (!cell_.empty() || !line_.empty()) end_line();
    return std::move(lines_);
  }

 private:
  void take_quoted(char c) {
    if (c != '"') cell_ += c;
    else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') cell_ += text_[++at_];
    else is_quoted_ = false;
  }
  void end_cell() {
    line_.push_back(platform::trim(cell_));
    cell_.clear();
  }
  void end_line() {
    end_cell();
    if (line_.size() > 1 || !line_.front().empty()) lines_.push_back(std::move(line_));
    line_.clear();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool is_quoted_ = false;
  std::string cell_;
  std::vector<std::string> line_;
  std::vector<std::vector<std::string>> lines_;
};

std::string cell_text(const std::string& value) {
  const bool is_formula = !value.empty() && std::string_view("=+-@\t").find(value.front()) != std::string_view::npos;
  const auto safe = is_formula ? "'" + value : value;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return '"' + platform::replace_all(safe, "\"", "\"\"") + '"';
}

std::string line_text(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) line += (line.empty() ? "" : ",") + cell_text(cell);
  return line + "\r\n";
}

}  // namespace

platform::Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const auto lines = TRY(Reader(text).read());
  std::vector<CsvRow> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].size() > lines[0].size())
      return platform::fail(platform::ErrorCode::invalid_input, "organisation/bad-csv", fmt::format("第{}行的列数多于表头，请核对逗号和引号。", i + 1));
    CsvRow row;
    for (std::size_t cell = 0; cell < lines[i].size(); ++cell) row[lines[0][cell]] = lines[i][cell];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string write_csv(const std::vector<std::string>& heading, const std::vector<std::vector<std::string>>& rows) {
  std::string text{byte_order_mark};
  text += line_text(heading);
  for (const auto& row : rows) text += line_text(row);
  return text;
}

}  // namespace yimen::organisation::data
