#include "yimen/feel/temporal.h"

namespace yimen::feel {

namespace {
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool is_leap(std::int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
}  // namespace

int days_in_month(std::int32_t year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool is_valid(const Date& date) {
  return date.year >= -max_year && date.year <= max_year && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

// Counting years from March puts the leap day at a year's end; eras of 400 years repeat exactly.
std::int64_t days_from_civil(const Date& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

Date civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = floor_divide(days, 146'097);
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<std::int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), static_cast<std::int8_t>(month),
          static_cast<std::int8_t>(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

int weekday(const Date& date) {
  const auto days = days_from_civil(date) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(days - floor_divide(days, 7) * 7) + 1;
}

std::int64_t local_seconds(const DateTime& moment) {
  return days_from_civil(moment.date) * seconds_per_day + moment.time.nanoseconds / nanoseconds_per_second;
}

std::int64_t utc_seconds(const DateTime& moment) {
  const auto seconds = local_seconds(moment);
  return seconds - moment.time.zone.offset_at_local(seconds);
}

DateTime from_utc(std::int64_t seconds, std::int32_t nanoseconds, Zone zone) {
  seconds += zone.offset_at_utc(seconds);
  const auto days = floor_divide(seconds, seconds_per_day);
  return {civil_from_days(days), {(seconds - days * seconds_per_day) * nanoseconds_per_second + nanoseconds, zone}};
}

}  // namespace yimen::feel
