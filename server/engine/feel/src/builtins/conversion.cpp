#include "builtins/builtin.h"
#include "eval/arithmetic.h"
#include "parse/parser.h"

/// date, time, date and time, number, string, duration, years and months duration, range; not, is.
namespace yimen::feel {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

Outcome found(const auto& parsed) {
  return parsed ? Outcome{Value{*parsed}} : std::nullopt;
}

Outcome date_from(Arguments arguments, Session&) {
  const auto& from = arguments[0];
  if (from.is(Kind::string)) return found(parse_date(from.string()));
  if (from.is(Kind::date_time)) return Value{from.date_time().date};
  return from.is(Kind::date) ? Outcome{from} : std::nullopt;
}

std::optional<Date> date_of(const Value& year, const Value& month, const Value& day) {
  const auto y = whole(year), m = whole(month), d = whole(day);
  if (!y || !m || !d || *y > max_year || *y < -max_year || *m < 1 || *m > 12 || *d < 1 || *d > 31) return std::nullopt;
  const Date date{static_cast<std::int32_t>(*y), static_cast<std::int8_t>(*m), static_cast<std::int8_t>(*d)};
  return is_valid(date) ? std::optional{date} : std::nullopt;
}

Outcome date_of_parts(Arguments arguments, Session&) {
  return found(date_of(arguments[0], arguments[1], arguments[2]));
}

Outcome time_from(Arguments arguments, Session&) {
  const auto& from = arguments[0];
  if (from.is(Kind::string)) return found(parse_time(from.string()));
  if (from.is(Kind::date_time)) return Value{from.date_time().time};
  if (from.is(Kind::date)) return Value{Time{0, Zone::offset(0)}};
  return from.is(Kind::time) ? Outcome{from} : std::nullopt;
}

std::optional<Time> time_of(const Value& hour, const Value& minute, const Value& second, const Value& offset) {
  const auto h = whole(hour), m = whole(minute);
  if (!h || !m || !second.is(Kind::number) || *h < 0 || *h > 23 || *m < 0 || *m > 59) return std::nullopt;
  const auto nanoseconds = multiply(second.number(), Decimal{nanoseconds_per_second});
  const auto rounded = nanoseconds ? nanoseconds->rescaled(0, Rounding::down) : std::nullopt;
  const auto n = rounded ? rounded->to_int() : std::nullopt;
  if (!n || *n < 0 || *n >= 60 * nanoseconds_per_second) return std::nullopt;
  Zone zone;
  if (offset.is(Kind::days_duration)) {
    if (offset.days().seconds > 18 * 3'600 || offset.days().seconds < -18 * 3'600) return std::nullopt;
    zone = Zone::offset(static_cast<int>(offset.days().seconds));
  } else if (!offset.is_null()) {
    return std::nullopt;
  }
  return Time{(*h * 3'600 + *m * 60) * nanoseconds_per_second + *n, zone};
}

Outcome time_of_parts(Arguments arguments, Session&) {
  return found(time_of(arguments[0], arguments[1], arguments[2], argument(arguments, 3)));
}

Outcome moment_from(Arguments arguments, Session&) {
  const auto& from = arguments[0];
  if (from.is(Kind::string)) return found(parse_date_time(from.string()));
  if (from.is(Kind::date)) return Value{DateTime{from.date(), {0, Zone::offset(0)}}};
  return from.is(Kind::date_time) ? Outcome{from} : std::nullopt;
}

Outcome moment_of_date_and_time(Arguments arguments, Session&) {
  const auto& date = arguments[0];
  const auto& time = arguments[1];
  if (!time.is(Kind::time) || !(date.is(Kind::date) || date.is(Kind::date_time))) return std::nullopt;
  return Value{DateTime{date.is(Kind::date) ? date.date() : date.date_time().date, time.time()}};
}

Outcome moment_of_parts(Arguments arguments, Session&) {
  const auto date = date_of(arguments[0], arguments[1], arguments[2]);
  const auto time = time_of(arguments[3], arguments[4], arguments[5], argument(arguments, 6));
  if (!date || !time) return std::nullopt;
  return Value{DateTime{*date, *time}};
}

bool is_separator(const Value& value, std::string_view allowed) {
  return value.is_null() || (value.is(Kind::string) && value.string().size() == 1 &&
                             allowed.find(value.string()) != std::string_view::npos);
}

Outcome number_from(Arguments arguments, Session&) {
  const auto& from = arguments[0];
  const auto& grouping = argument(arguments, 1);
  const auto& point = argument(arguments, 2);
  if (!from.is(Kind::string) || !is_separator(grouping, " ,.") || !is_separator(point, ",.")) return std::nullopt;
  if (!grouping.is_null() && !point.is_null() && grouping.string() == point.string()) return std::nullopt;
  std::string text;
  for (const char c : from.string()) {
    if (!grouping.is_null() && c == grouping.string().front()) continue;
    if (!point.is_null() && c == point.string().front())
      text += '.';
    else if (c == '.' && !point.is_null())
      return std::nullopt;
    else
      text += c;
  }
  return found(Decimal::parse(text));
}

Outcome string_from(Arguments arguments, Session& session) {
  const auto& from = arguments[0];
  if (from.is(Kind::string)) return from;
  if (from.is_null()) return Value{};
  auto text = plain_text(from);
  if (!session.allocate(static_cast<std::int64_t>(text.size())) ||
      !session.steps(static_cast<std::int64_t>(text.size() / 16)))
    return Value{};
  return Value{std::move(text)};
}

Outcome duration_from(Arguments arguments, Session&) {
  const auto& from = arguments[0];
  if (from.is(Kind::days_duration) || from.is(Kind::months_duration)) return from;
  if (!from.is(Kind::string)) return std::nullopt;
  if (const auto days = parse_days_duration(from.string())) return Value{*days};
  return found(parse_months_duration(from.string()));
}

std::optional<DateTime> moment(const Value& value) {
  if (value.is(Kind::date)) return DateTime{value.date(), {}};
  return value.is(Kind::date_time) ? std::optional{value.date_time()} : std::nullopt;
}

/// Whole months from one day to the other, cut towards zero.
Outcome months_between(Arguments arguments, Session&) {
  const auto from = moment(arguments[0]), to = moment(arguments[1]);
  if (!from || !to) return std::nullopt;
  auto months = (std::int64_t{to->date.year} - from->date.year) * 12 + (to->date.month - from->date.month);
  const auto rest = [](const DateTime& moment) { return std::pair{moment.date.day, moment.time.nanoseconds}; };
  if (months > 0 && rest(*to) < rest(*from)) --months;
  if (months < 0 && rest(*to) > rest(*from)) ++months;
  return Value{MonthsDuration{months}};
}

Outcome range_from(Arguments arguments, Session&) {
  return arguments[0].is(Kind::string) ? Parser{arguments[0].string(), {}}.parse_range_literal() : std::nullopt;
}

Outcome negation(Arguments arguments, Session&) {
  if (arguments[0].is_null()) return Value{};
  return arguments[0].is(Kind::boolean) ? Outcome{Value{!arguments[0].boolean()}} : std::nullopt;
}

bool same_time(const Time& a, const Time& b) {
  return a.nanoseconds == b.nanoseconds && a.zone == b.zone;
}

/// The very same value: other than =, a time keeps its zone and its fractions.
Outcome is_same(Arguments arguments, Session&) {
  const auto& a = arguments[0];
  const auto& b = arguments[1];
  if (a.kind() != b.kind()) return Value{false};
  if (a.is(Kind::time)) return Value{same_time(a.time(), b.time())};
  if (a.is(Kind::date_time))
    return Value{a.date_time().date == b.date_time().date && same_time(a.date_time().time, b.date_time().time)};
  return Value{same(a, b)};
}

}  // namespace

std::vector<Builtin> conversion_builtins() {
  return {
      {"date", {{{"from"}, 1, date_from}, {{"year", "month", "day"}, 3, date_of_parts}}},
      {"time", {{{"from"}, 1, time_from}, {{"hour", "minute", "second", "offset"}, 3, time_of_parts}}},
      {"date and time",
       {{{"from"}, 1, moment_from},
        {{"date", "time"}, 2, moment_of_date_and_time},
        {{"year", "month", "day", "hour", "minute", "second", "offset"}, 6, moment_of_parts}}},
      {"number", {{{"from"}, 1, number_from}, {{"from", "grouping separator", "decimal separator"}, 3, number_from}}},
      {"string", {{{"from"}, 1, string_from}}},
      {"duration", {{{"from"}, 1, duration_from}}},
      {"years and months duration", {{{"from", "to"}, 2, months_between}}},
      {"range", {{{"from"}, 1, range_from}}},
  };
}

std::vector<Builtin> boolean_builtins() {
  return {{"not", {{{"negand"}, 1, negation}}}, {"is", {{{"value1", "value2"}, 2, is_same}}}};
}

}  // namespace yimen::feel
