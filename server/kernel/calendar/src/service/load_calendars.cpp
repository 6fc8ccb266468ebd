#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "service/change.h"
#include "store/calendar_store.h"

namespace yimen::calendar {
namespace {

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A year is written when the calendar has nothing of it, or only computed days where the file now has the notice.
bool wants(Tx& tx, CalendarId id, const CalendarYear& offered) {
  const auto kept = store::year(tx, id, offered.year);
  return !kept || (offered.is_official && !kept->is_official);
}

void remove_computed(Tx& tx, CalendarId id, int year) {
  for (const auto& day : store::days_of_notice(tx, id, year))
    if (day.source.find("推算") != std::string::npos) store::remove_day(tx, id, day.day);
}

Result<int> load(Tx& tx, const CalendarFile& file) {
  const auto head = store::lock_or_create(tx, file.region_code, file.name);
  int added = 0;
  Date first{};
  for (const auto& year : file.years) {
    if (!wants(tx, head.id, year)) continue;
    remove_computed(tx, head.id, year.year);
    store::put_year(tx, head.id, year);
    for (const auto& day : file.days) {
      if (notice_year_of(day) != year.year || store::day(tx, head.id, day.day)) continue;  // what a person entered stays
      store::put_day(tx, head.id, day, year.year);
      if (added == 0 || day.day < first) first = day.day;
      ++added;
    }
  }
  if (added != 0) record(tx, platform::system_actor(), head, {first, fmt::format("装入{}，共{}天", file.name, added), {}});
  return added;
}

}  // namespace

Result<int> load_calendars(platform::Database& database, const std::string& data_dir) {
  const auto folder = std::filesystem::path{data_dir} / "calendars";
  std::error_code problem;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{folder, problem})
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  if (problem)
    return platform::fail(platform::ErrorCode::not_found, "calendar/no-data-folder",
                          fmt::format("找不到工作日历数据目录 {}，请检查配置的数据目录。", folder.string()));
  std::ranges::sort(paths);
  int added = 0;
  for (const auto& path : paths) {
    const auto file = TRY(read_calendar_file(slurp(path)));
    if (!file.problems.empty())
      return platform::fail(platform::ErrorCode::invalid_input, "calendar/bad-data-file",
                            fmt::format("{} 第{}项：{}", path.string(), file.problems.front().row, file.problems.front().detail));
    added += TRY(database.transact([&](Tx& tx) { return load(tx, file); }));
  }
  return added;
}

}  // namespace yimen::calendar
