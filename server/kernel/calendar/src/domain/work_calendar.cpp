#include "yimen/calendar/calendar.h"

#include <algorithm>
#include <array>

namespace yimen::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;

bool is_weekend(sys_days day) {
  const auto number = weekday{day}.iso_encoding();
  return number == 6 || number == 7;
}

/// Mondays to Fridays from 1970-01-01 (a Thursday) until `day`; floors towards the past, so differences are exact.
int weekdays_until(sys_days day) {
  const int since_monday = static_cast<int>(day.time_since_epoch().count()) + 4;  // days since Monday 1969-12-29, inclusive
  const int weeks = since_monday >= 0 ? since_monday / 7 : -((6 - since_monday) / 7);
  return weeks * 5 + std::min(since_monday - weeks * 7, 5);
}

}  // namespace

struct WorkCalendar::Data {
  std::vector<DayOverride> overrides;  // ascending, one per day
  sys_days first{};                    // the day of slots[0]
  std::vector<std::uint16_t> slots;    // per day of the covered span: 1 + index of its override, or 0
  int first_year = 0;
  int last_year = 0;
};

WorkCalendar WorkCalendar::of(std::vector<DayOverride> overrides, int first_year, int last_year) {
  const auto by_day = [](const DayOverride& a, const DayOverride& b) { return a.day < b.day; };
  std::stable_sort(overrides.begin(), overrides.end(), by_day);
  auto data = std::make_shared<Data>();
  for (auto& entry : overrides) {
    if (!data->overrides.empty() && data->overrides.back().day == entry.day) data->overrides.back() = std::move(entry);
    else data->overrides.push_back(std::move(entry));
  }
  data->first_year = first_year;
  data->last_year = last_year;
  // One slot per day makes asking about a day one look-up; twenty years cost 15 KB.
  if (!data->overrides.empty() && data->overrides.size() < 60'000) {
    data->first = sys_days{data->overrides.front().day};
    data->slots.resize(static_cast<std::size_t>((sys_days{data->overrides.back().day} - data->first).count()) + 1);
    std::uint16_t number = 0;
    for (const auto& entry : data->overrides) data->slots[static_cast<std::size_t>((sys_days{entry.day} - data->first).count())] = ++number;
  }
  return WorkCalendar{std::move(data)};
}

const DayOverride* WorkCalendar::override_of(Date date) const {
  const auto offset = (sys_days{date} - data_->first).count();
  if (offset < 0 || static_cast<std::size_t>(offset) >= data_->slots.size()) return nullptr;
  const auto number = data_->slots[static_cast<std::size_t>(offset)];
  return number == 0 ? nullptr : &data_->overrides[number - 1u];
}

bool WorkCalendar::is_working(Date date) const {
  if (const auto* entry = override_of(date)) return entry->kind == DayKind::work;
  return !is_weekend(sys_days{date});
}

Date WorkCalendar::add_working(Date start, int n) const {
  const int step = n < 0 ? -1 : 1;
  auto day = sys_days{start};
  while (n != 0) {
    day += days{step};
    if (is_working(day)) n -= step;
  }
  return day;
}

int WorkCalendar::count_working(Date after, Date until) const {
  if (until < after) return -count_working(until, after);
  int count = weekdays_until(sys_days{until}) - weekdays_until(sys_days{after});
  const auto begin = std::upper_bound(data_->overrides.begin(), data_->overrides.end(), after,
                                      [](const Date& day, const DayOverride& entry) { return day < entry.day; });
  for (auto entry = begin; entry != data_->overrides.end() && entry->day <= until; ++entry) {
    const bool is_weekday = !is_weekend(sys_days{entry->day});
    count += (entry->kind == DayKind::work ? 1 : 0) - (is_weekday ? 1 : 0);
  }
  return count;
}

bool WorkCalendar::is_known(Date date) const {
  const int year = static_cast<int>(date.year());
  return data_->first_year <= year && year <= data_->last_year;
}

Date WorkCalendar::last_known() const { return Date{std::chrono::year{data_->last_year}, std::chrono::December, std::chrono::day{31}}; }

std::string WorkCalendar::day_name(Date date) const {
  static constexpr std::array weekend{"周六", "周日"};
  if (const auto* entry = override_of(date)) {
    if (entry->kind == DayKind::off) return entry->name.empty() ? "放假" : entry->name;
    if (is_weekend(sys_days{date})) return "调休上班";
    return "";  // a working day by weekday: the override only confirms it, or lifts a parent's holiday
  }
  if (is_weekend(sys_days{date})) return weekend[weekday{sys_days{date}}.iso_encoding() - 6];
  return "";
}

std::span<const DayOverride> WorkCalendar::overrides() const { return data_->overrides; }

}  // namespace yimen::calendar
