#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "service/change.h"
#include "store/calendar_store.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/platform/text.h"

namespace yimen::calendar {
namespace {

using platform::ErrorCode;

int busiest_year(const std::vector<DayOverride>& days) {
  std::map<int, int> counts;
  for (const auto& day : days) ++counts[static_cast<int>(day.day.year())];
  const auto most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? 0 : most->first;
}

/// A notice speaks of its year and of the last days of the year before.
void drop_foreign_days(CalendarFile& file, int year) {
  const Date first{std::chrono::year{year - 1}, std::chrono::December, std::chrono::day{15}};
  const Date last{std::chrono::year{year}, std::chrono::December, std::chrono::day{31}};
  std::vector<DayOverride> kept;
  for (std::size_t i = 0; i < file.days.size(); ++i) {
    auto& day = file.days[i];
    if (first <= day.day && day.day <= last) kept.push_back(std::move(day));
    else file.problems.push_back({file.rows[i], "day", fmt::format("{}不属于{}年的通知。", platform::iso_date(day.day), year)});
  }
  file.days = std::move(kept);
}

bool is_same(const DayOverride& a, const DayOverride& b) {
  return a.day == b.day && a.kind == b.kind && a.name == b.name && a.source == b.source;
}

/// Writes the days of one notice. @returns (changed, unchanged).
std::pair<int, int> write_days(Tx& tx, const CalendarHead& head, const CalendarFile& file, int year) {
  std::map<Date, DayOverride> before;
  for (auto& day : store::days_of_notice(tx, head.id, year)) before.emplace(day.day, day);
  // A file with bad rows only adds: what it would remove may be just what could not be read.
  if (file.problems.empty())
    for (const auto& [day, entry] : before)
      if (std::ranges::none_of(file.days, [&, wanted = day](const DayOverride& kept) { return kept.day == wanted; }))
        store::remove_day(tx, head.id, day);
  int changed = 0, unchanged = 0;
  for (const auto& day : file.days) {
    const auto found = before.find(day.day);
    if (found != before.end() && is_same(found->second, day)) {
      ++unchanged;
      continue;
    }
    store::put_day(tx, head.id, day, year);
    ++changed;
  }
  return {changed, unchanged};
}

}  // namespace

Result<NoticeReport> CalendarService::import_year_notice(Tx& tx, const Actor& actor, const Notice& notice) {
  TRY(require_scope(actor, notice.region_code));
  auto file = TRY(read_calendar_file(notice.text));
  const int year = notice.year != 0 ? notice.year : busiest_year(file.days);
  if (notice.year != 0) drop_foreign_days(file, year);
  NoticeReport report;
  report.year = year;
  for (const auto& problem : file.problems) report.problems.push_back({problem.row, problem.field, problem.detail});
  if (file.days.empty()) {
    std::vector<platform::FieldProblem> fields;
    for (const auto& problem : file.problems) fields.push_back({"/text", fmt::format("第{}行：{}", problem.row, problem.detail)});
    return platform::fail(ErrorCode::invalid_input, "calendar/no-good-row", "文件里没有一行可以读入，请按标出的问题修改后再导入。", fields);
  }
  const auto source = platform::trim(notice.source).empty() ? fmt::format("{}年节假日安排的通知", year) : platform::trim(notice.source);
  for (auto& day : file.days)
    if (day.source.empty()) day.source = source;

  const auto head = store::lock_or_create(tx, notice.region_code, file.name.empty() ? "本级工作日历" : file.name);
  std::tie(report.loaded, report.unchanged) = write_days(tx, head, file, year);
  const bool is_whole = notice.region_code == 0 || notice.is_national;
  const auto known = store::year(tx, head.id, year);
  report.is_official = (is_whole && file.problems.empty()) || (!is_whole && known && known->is_official);
  store::put_year(tx, head.id, {year, report.is_official, source});
  const Date first = std::ranges::min_element(file.days, {}, &DayOverride::day)->day;
  record(tx, actor, head, {first, fmt::format("导入{}年节假日安排，共{}天", year, file.days.size()), {}});
  return report;
}

}  // namespace yimen::calendar
