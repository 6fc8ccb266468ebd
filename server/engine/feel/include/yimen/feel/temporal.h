#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yimen::feel {

/// A day of the proleptic Gregorian calendar; years from -999,999,999 to 999,999,999.
struct Date {
  std::int32_t year = 1970;
  std::int8_t month = 1;
  std::int8_t day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
};
inline constexpr std::int32_t max_year = 999'999'999;

/// The offset a time carries: none (local), a fixed one in seconds, or an IANA zone by its number in zone_name().
class Zone {
 public:
  constexpr Zone() = default;
  static constexpr Zone offset(int seconds) { return Zone{seconds}; }
  /// An IANA name (Europe/Paris); nullopt when nobody knows it.
  static std::optional<Zone> named(std::string_view);
  static constexpr Zone from_code(std::int32_t code) { return Zone{code}; }

  constexpr bool is_local() const { return code_ == local; }
  constexpr bool is_named() const { return code_ >= first_named; }
  constexpr bool is_offset() const { return !is_local() && !is_named(); }
  constexpr std::int32_t code() const { return code_; }
  std::string_view name() const;
  /// Seconds east of UTC: at that local second (counted from 1970-01-01T00:00) for a named zone. Local counts as UTC.
  int offset_at_local(std::int64_t local_seconds) const;
  int offset_at_utc(std::int64_t utc_seconds) const;
  friend bool operator==(const Zone&, const Zone&) = default;

 private:
  static constexpr std::int32_t local = INT32_MIN;
  static constexpr std::int32_t first_named = 1'000'000;
  constexpr explicit Zone(std::int32_t code) : code_{code} {}
  std::int32_t code_ = local;
};

struct Time {
  std::int64_t nanoseconds = 0;  ///< since midnight
  Zone zone;
};

struct DateTime {
  Date date;
  Time time;
};

/// A days and time duration, in whole seconds (rounded down) and nanoseconds of the next (0…999,999,999).
struct DaysDuration {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  friend auto operator<=>(const DaysDuration&, const DaysDuration&) = default;
};

/// A years and months duration.
struct MonthsDuration {
  std::int64_t months = 0;
  friend auto operator<=>(const MonthsDuration&, const MonthsDuration&) = default;
};

std::int64_t days_from_civil(const Date&);  ///< 1970-01-01 is 0
Date civil_from_days(std::int64_t);
bool is_valid(const Date&);
int days_in_month(std::int32_t year, int month);
int weekday(const Date&);  ///< 1 Monday … 7 Sunday
/// Seconds since 1970-01-01T00:00 of the wall clock, and of UTC.
std::int64_t local_seconds(const DateTime&);
std::int64_t utc_seconds(const DateTime&);
DateTime from_utc(std::int64_t seconds, std::int32_t nanoseconds, Zone);

// FEEL's text forms (XML Schema, ISO 8601 years of more digits, `@Europe/Paris` behind a time). Strict: nullopt for
// anything else.
std::optional<Date> parse_date(std::string_view);
std::optional<Time> parse_time(std::string_view);
std::optional<DateTime> parse_date_time(std::string_view);
std::optional<DaysDuration> parse_days_duration(std::string_view);
std::optional<MonthsDuration> parse_months_duration(std::string_view);
std::string text(const Date&);
std::string text(const Time&);
std::string text(const DateTime&);
std::string text(const DaysDuration&);
std::string text(const MonthsDuration&);

}  // namespace yimen::feel
