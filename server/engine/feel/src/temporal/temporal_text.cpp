#include <fmt/format.h>

#include "yimen/feel/temporal.h"

namespace yimen::feel {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

/// ".5" for 500,000,000; nothing for 0.
std::string fraction_text(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return {};
  auto digits = fmt::format(".{:09}", nanoseconds);
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

std::string zone_text(Zone zone) {
  if (zone.is_local()) return {};
  if (zone.is_named()) return fmt::format("@{}", zone.name());
  if (zone.code() == 0) return "Z";
  const int size = zone.code() < 0 ? -zone.code() : zone.code();
  const auto seconds = size % 60 == 0 ? std::string{} : fmt::format(":{:02}", size % 60);
  return fmt::format("{}{:02}:{:02}{}", zone.code() < 0 ? '-' : '+', size / 3600, size / 60 % 60, seconds);
}

}  // namespace

std::string text(const Date& date) {
  const auto year = date.year < 0 ? -date.year : date.year;
  return fmt::format("{}{:04}-{:02}-{:02}", date.year < 0 ? "-" : "", year, int{date.month}, int{date.day});
}

std::string text(const Time& time) {
  const auto seconds = time.nanoseconds / nanoseconds_per_second;
  return fmt::format("{:02}:{:02}:{:02}{}{}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                     fraction_text(time.nanoseconds % nanoseconds_per_second), zone_text(time.zone));
}

std::string text(const DateTime& moment) {
  return text(moment.date) + "T" + text(moment.time);
}

std::string text(const DaysDuration& duration) {
  const bool negative = duration.seconds < 0;
  // Unsigned, since the smallest number has no positive counterpart.
  auto seconds =
      negative ? 0 - static_cast<std::uint64_t>(duration.seconds) : static_cast<std::uint64_t>(duration.seconds);
  std::int64_t nanoseconds = duration.nanoseconds;
  if (negative && nanoseconds != 0) {
    --seconds;
    nanoseconds = nanoseconds_per_second - nanoseconds;
  }
  if (seconds == 0 && nanoseconds == 0) return "PT0S";
  std::string result = negative ? "-P" : "P";
  if (const auto days = seconds / 86'400; days != 0) result += fmt::format("{}D", days);
  const auto hours = seconds / 3'600 % 24, minutes = seconds / 60 % 60;
  if (seconds % 86'400 == 0 && nanoseconds == 0) return result;
  result += "T";
  if (hours != 0) result += fmt::format("{}H", hours);
  if (minutes != 0) result += fmt::format("{}M", minutes);
  if (seconds % 60 != 0 || nanoseconds != 0) result += fmt::format("{}{}S", seconds % 60, fraction_text(nanoseconds));
  return result;
}

std::string text(const MonthsDuration& duration) {
  const auto months = duration.months < 0 ? 0 - static_cast<std::uint64_t>(duration.months)
                                          : static_cast<std::uint64_t>(duration.months);
  if (months == 0) return "P0M";
  std::string result = duration.months < 0 ? "-P" : "P";
  if (months >= 12) result += fmt::format("{}Y", months / 12);
  if (months % 12 != 0) result += fmt::format("{}M", months % 12);
  return result;
}

}  // namespace yimen::feel
