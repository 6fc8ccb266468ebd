#include "data/calendar_file.h"

#include <algorithm>
#include <array>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::calendar {
namespace {

namespace json = boost::json;
using platform::ErrorCode;
using platform::Result;

constexpr std::size_t most_rows = 20'000;

std::optional<DayKind> kind_of(std::string_view word) {
  for (const auto text : {"off", "休", "休息", "放假"})
    if (word == text) return DayKind::off;
  for (const auto text : {"work", "班", "上班", "调休上班", "补班"})
    if (word == text) return DayKind::work;
  return std::nullopt;
}

/// 2026-01-04, 2026/1/4 and 2026年1月4日 are all seen in notices and spreadsheets.
std::optional<Date> day_of(std::string text) {
  for (const auto separator : {"年", "月", "/", "."}) text = platform::replace_all(text, separator, "-");
  text = platform::replace_all(text, "日", "");
  const auto parts = platform::split(text, '-');
  if (parts.size() != 3) return std::nullopt;
  std::array<std::string, 3> padded;
  for (std::size_t i = 0; i < 3; ++i) {
    padded[i] = platform::trim(parts[i]);
    if (i > 0 && padded[i].size() == 1) padded[i].insert(0, "0");
  }
  const auto date = platform::parse_date(padded[0] + "-" + padded[1] + "-" + padded[2]);
  return date ? std::optional{*date} : std::nullopt;
}

class RowReader {
 public:
  explicit RowReader(CalendarFile& file) : file_{file} {}

  void add(int row, std::string_view day, std::string_view kind, std::string_view name, std::string_view source) {
    const auto date = day_of(platform::trim(day));
    const auto found = kind_of(platform::trim(kind));
    if (!date) return complain(row, "day", fmt::format("“{}”不是日期，请写成 2026-01-01 的样子。", day));
    const int year = static_cast<int>(date->year());
    if (year < 1990 || year > 2100) return complain(row, "day", fmt::format("{}不在1990年至2100年之间。", platform::iso_date(*date)));
    if (!found) return complain(row, "kind", fmt::format("“{}”不是日期类型，请写 off（休）或 work（班）。", kind));
    if (!seen_.insert(*date).second) return complain(row, "day", fmt::format("{}在文件中出现了两次，以前一行为准。", platform::iso_date(*date)));
    for (const auto& [field, text] : {std::pair{"name", name}, std::pair{"source", source}})
      if (!platform::is_utf8(text) || platform::count_characters(text) > 200) return complain(row, field, "文字不能超过200个字。");
    file_.rows.push_back(row);
    file_.days.push_back({*date, *found, platform::trim(name), platform::trim(source)});
  }
  void complain(int row, std::string field, std::string detail) { file_.problems.push_back({row, std::move(field), std::move(detail)}); }

 private:
  CalendarFile& file_;
  std::set<Date> seen_;
};

void read_days(const json::array& rows, CalendarFile& file) {
  RowReader reader{file};
  int row = 0;
  for (const auto& value : rows) {
    ++row;
    if (!value.is_object()) {
      reader.complain(row, "", "这一项不是对象。");
      continue;
    }
    const auto& object = value.get_object();
    reader.add(row, platform::text_or(object, "day"), platform::text_or(object, "kind"), platform::text_or(object, "name"),
               platform::text_or(object, "source"));
  }
}

void read_years(const json::object& object, CalendarFile& file) {
  const auto* years = platform::array_at(object, "years");
  if (years == nullptr) return;
  for (const auto& value : *years) {
    if (!value.is_object()) continue;
    const auto& entry = value.get_object();
    const auto year = platform::int_or(entry, "year");
    if (year >= 1990 && year <= 2100)
      file.years.push_back({static_cast<int>(year), platform::bool_or(entry, "is_official"), platform::text_or(entry, "source")});
  }
}

Result<CalendarFile> read_json(std::string_view text) {
  const auto value = TRY(platform::parse_json(text));
  CalendarFile file;
  if (value.is_array()) {
    read_days(value.get_array(), file);
    return file;
  }
  const auto* object = value.if_object();
  const auto* days = object == nullptr ? nullptr : platform::array_at(*object, "days");
  if (days == nullptr) return platform::fail(ErrorCode::malformed, "calendar/no-days", "文件里没有“days”列表，请对照说明检查文件格式。");
  file.region_code = platform::id_or_zero(*object, "region_code");
  file.name = platform::text_or(*object, "name");
  read_years(*object, file);
  read_days(*days, file);
  return file;
}

/// One CSV line into cells; quotes as RFC 4180, without line breaks inside a cell.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (is_quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
    else if (c == '"') is_quoted = !is_quoted;
    else if (!is_quoted && (c == ',' || c == '\t')) cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

std::array<int, 4> columns_of(const std::vector<std::string>& heading) {
  static constexpr std::array<std::array<std::string_view, 3>, 4> names{
      {{"day", "日期", "date"}, {"kind", "类型", "类别"}, {"name", "名称", "节日"}, {"source", "来源", "依据"}}};
  std::array<int, 4> columns{-1, -1, -1, -1};
  for (std::size_t i = 0; i < heading.size(); ++i)
    for (std::size_t column = 0; column < names.size(); ++column)
      if (std::ranges::find(names[column], platform::trim(heading[i])) != names[column].end()) columns[column] = static_cast<int>(i);
  return columns;
}

Result<CalendarFile> read_csv(std::string_view text) {
  const auto lines = platform::split(text, '\n');
  const auto columns = columns_of(cells_of(platform::trim(lines.front())));
  if (columns[0] < 0 || columns[1] < 0)
    return platform::fail(ErrorCode::malformed, "calendar/no-heading", "第一行应为表头，至少有“日期”和“类型”两列。");
  CalendarFile file;
  RowReader reader{file};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (platform::trim(lines[i]).empty()) continue;
    const auto cells = cells_of(platform::trim(lines[i]));
    const auto cell = [&](int column) {
      const auto index = static_cast<std::size_t>(column);
      return column >= 0 && index < cells.size() ? std::string_view{cells[index]} : std::string_view{};
    };
    reader.add(static_cast<int>(i) + 1, cell(columns[0]), cell(columns[1]), cell(columns[2]), cell(columns[3]));
  }
  return file;
}

}  // namespace

Result<CalendarFile> read_calendar_file(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return platform::fail(ErrorCode::malformed, "calendar/empty-file", "文件是空的。");
  text.remove_prefix(begin);
  if (!platform::is_utf8(text)) return platform::fail(ErrorCode::malformed, "calendar/not-utf8", "文件不是 UTF-8 编码，请另存为 UTF-8 后再试。");
  if (static_cast<std::size_t>(std::ranges::count(text, '\n')) > most_rows)
    return platform::fail(ErrorCode::too_large, "calendar/too-many-rows", fmt::format("文件超过{}行，请按年份分开导入。", most_rows));
  return text.front() == '{' || text.front() == '[' ? read_json(text) : read_csv(text);
}

}  // namespace yimen::calendar
