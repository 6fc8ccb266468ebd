#include "builtins/builtin.h"

namespace yimen::feel {

namespace {

std::optional<Date> date_of(const Value& value) {
  if (value.is(Kind::date)) return value.date();
  return value.is(Kind::date_time) ? std::optional{value.date_time().date} : std::nullopt;
}

DateTime moment_of(const Session& session) {
  const auto since = session.now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(since - seconds).count();
  const auto zone = Zone::named(session.zone());
  return from_utc(seconds.count(), static_cast<std::int32_t>(nanoseconds), zone ? *zone : Zone::offset(0));
}

Outcome now(Arguments, Session& session) {
  return Value{moment_of(session)};
}
Outcome today(Arguments, Session& session) {
  return Value{moment_of(session).date};
}

int day_number(const Date& date) {
  return static_cast<int>(days_from_civil(date) - days_from_civil({date.year, 1, 1})) + 1;
}

Outcome day_of_year(Arguments arguments, Session&) {
  const auto date = date_of(arguments[0]);
  return date ? Outcome{Value{day_number(*date)}} : std::nullopt;
}

Outcome day_of_week(Arguments arguments, Session&) {
  static constexpr const char* names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  const auto date = date_of(arguments[0]);
  return date ? Outcome{Value{names[weekday(*date) - 1]}} : std::nullopt;
}

Outcome month_of_year(Arguments arguments, Session&) {
  static constexpr const char* names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};
  const auto date = date_of(arguments[0]);
  return date ? Outcome{Value{names[date->month - 1]}} : std::nullopt;
}

/// ISO 8601: the week that holds the year's first Thursday is the first.
Outcome week_of_year(Arguments arguments, Session&) {
  const auto date = date_of(arguments[0]);
  if (!date) return std::nullopt;
  const auto thursday = civil_from_days(days_from_civil(*date) - weekday(*date) + 4);
  return Value{(day_number(thursday) - 1) / 7 + 1};
}

}  // namespace

std::vector<Builtin> temporal_builtins() {
  return {
      {"now", {{{}, 0, now}}, false, false},
      {"today", {{{}, 0, today}}, false, false},
      {"day of year", {{{"date"}, 1, day_of_year}}},
      {"day of week", {{{"date"}, 1, day_of_week}}},
      {"month of year", {{{"date"}, 1, month_of_year}}},
      {"week of year", {{{"date"}, 1, week_of_year}}},
  };
}

}  // namespace yimen::feel
