#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "yimen/calendar/calendar.h"

/// The file format of data/calendars and of an imported notice.
namespace yimen::calendar {

struct CalendarYear {
  int year = 0;
  bool is_official = false;
  std::string source;
};

struct RowProblem {
  int row = 0;  // counted from 1: the line of a CSV, the entry of a JSON list
  std::string field;
  std::string detail;
};

/// What a file says; rows that cannot be read are in `problems` and the good ones stay.
struct CalendarFile {
  std::int64_t region_code = 0;  // 0 when the file does not name one
  std::string name;
  std::vector<CalendarYear> years;
  std::vector<DayOverride> days;
  std::vector<int> rows;  // of `days`, same order
  std::vector<RowProblem> problems;
};

/// JSON {region_code, name, years, days} or a plain JSON list of days, or CSV with a heading day,kind,name,source
/// (Chinese headings 日期,类型,名称,来源 and kinds 休/班 too). @returns malformed when it is neither.
platform::Result<CalendarFile> read_calendar_file(std::string_view text);

}  // namespace yimen::calendar
