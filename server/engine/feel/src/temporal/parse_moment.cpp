#include "temporal/reader.h"
#include "yimen/feel/temporal.h"

/// Dates and times from text; strict as XML Schema, with years of up to nine digits and zones by name.
namespace yimen::feel {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
constexpr int seconds_per_hour = 3'600;

std::optional<std::int32_t> take_year(Reader& reader) {
  const bool negative = reader.take('-');
  const auto digits = reader.take_digits();
  // More than four digits carry no leading zero: 01211 is no year.
  if (digits.size() < 4 || digits.size() > 9 || (digits.size() > 4 && digits.front() == '0')) return std::nullopt;
  std::int32_t year = 0;
  for (const char digit : digits) year = year * 10 + (digit - '0');
  return negative ? -year : year;
}

std::optional<Date> take_date(Reader& reader) {
  const auto year = take_year(reader);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.take_pair();
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.take_pair();
  if (!day) return std::nullopt;
  const Date date{*year, static_cast<std::int8_t>(*month), static_cast<std::int8_t>(*day)};
  return is_valid(date) ? std::optional{date} : std::nullopt;
}

std::optional<std::int64_t> take_fraction(Reader& reader) {
  if (!reader.take('.')) return 0;
  const auto digits = reader.take_digits();
  if (digits.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < 9; ++i) value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

std::optional<Zone> take_zone(Reader& reader) {
  if (reader.at_end()) return Zone{};
  if (reader.take('Z') || reader.take('z')) return Zone::offset(0);
  if (reader.take('@')) {
    const auto zone = Zone::named(reader.rest());
    reader = Reader{{}};
    return zone;
  }
  const bool negative = reader.front() == '-';
  if (!reader.take('-') && !reader.take('+')) return std::nullopt;
  const auto hours = reader.take_pair();
  if (!hours || !reader.take(':')) return std::nullopt;
  const auto minutes = reader.take_pair();
  std::optional<int> seconds = 0;
  if (reader.take(':')) seconds = reader.take_pair();
  if (!minutes || !seconds || *minutes > 59 || *seconds > 59) return std::nullopt;
  const int offset = *hours * seconds_per_hour + *minutes * 60 + *seconds;
  if (offset > 18 * seconds_per_hour) return std::nullopt;
  return Zone::offset(negative ? -offset : offset);
}

/// 24:00:00 is the end of the day; the caller decides which day midnight belongs to.
std::optional<Time> take_time(Reader& reader) {
  const auto hour = reader.take_pair();
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.take_pair();
  if (!minute || !reader.take(':')) return std::nullopt;
  const auto second = reader.take_pair();
  if (!second || *hour > 24 || *minute > 59 || *second > 59) return std::nullopt;
  const auto fraction = take_fraction(reader);
  if (!fraction || (*hour == 24 && (*minute != 0 || *second != 0 || *fraction != 0))) return std::nullopt;
  const auto zone = take_zone(reader);
  if (!zone || !reader.at_end()) return std::nullopt;
  return Time{(std::int64_t{*hour} * seconds_per_hour + *minute * 60 + *second) * nanoseconds_per_second + *fraction,
              *zone};
}

constexpr std::int64_t nanoseconds_per_day = 24LL * seconds_per_hour * nanoseconds_per_second;

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  Reader reader{text};
  const auto date = take_date(reader);
  return reader.at_end() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text) {
  Reader reader{text};
  auto time = take_time(reader);
  if (time) time->nanoseconds %= nanoseconds_per_day;
  return time;
}

std::optional<DateTime> parse_date_time(std::string_view text) {
  Reader reader{text};
  const auto date = take_date(reader);
  if (!date) return std::nullopt;
  if (reader.at_end()) return DateTime{*date, {}};
  if (!reader.take('T')) return std::nullopt;
  const auto time = take_time(reader);
  if (!time) return std::nullopt;
  DateTime moment{*date, *time};
  if (moment.time.nanoseconds == nanoseconds_per_day) {
    moment.time.nanoseconds = 0;
    moment.date = civil_from_days(days_from_civil(*date) + 1);
    if (!is_valid(moment.date)) return std::nullopt;
  }
  return moment;
}

}  // namespace yimen::feel
