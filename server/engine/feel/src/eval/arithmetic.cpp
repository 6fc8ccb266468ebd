#include "eval/arithmetic.h"

namespace yimen::feel {

namespace {

constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
// One day more than the years FEEL has: a sum stays far below what 64 bits hold.
constexpr std::int64_t most_seconds = 400LL * max_year * seconds_per_day;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

DaysDuration sum(const DaysDuration& a, const DaysDuration& b) {
  const auto nanoseconds = a.nanoseconds + b.nanoseconds;
  const bool carries = nanoseconds >= nanoseconds_per_second;
  return {a.seconds + b.seconds + (carries ? 1 : 0),
          static_cast<std::int32_t>(carries ? nanoseconds - nanoseconds_per_second : nanoseconds)};
}

DaysDuration negated(const DaysDuration& duration) {
  return duration.nanoseconds == 0
             ? DaysDuration{-duration.seconds, 0}
             : DaysDuration{-duration.seconds - 1,
                            static_cast<std::int32_t>(nanoseconds_per_second - duration.nanoseconds)};
}

bool is_moderate(const DaysDuration& duration) {
  return duration.seconds < most_seconds && duration.seconds > -most_seconds;
}

/// Wall clock plus seconds; for a moment with a zone the zone's offset is looked up anew.
Value plus(const DateTime& moment, const DaysDuration& duration) {
  if (!is_moderate(duration)) return {};
  const auto nanoseconds = moment.time.nanoseconds % nanoseconds_per_second + duration.nanoseconds;
  const auto seconds = (moment.time.zone.is_named() ? utc_seconds(moment) : local_seconds(moment)) + duration.seconds +
                       nanoseconds / nanoseconds_per_second;
  auto result = from_utc(seconds, static_cast<std::int32_t>(nanoseconds % nanoseconds_per_second),
                         moment.time.zone.is_named() ? moment.time.zone : Zone{});
  result.time.zone = moment.time.zone;
  return is_valid(result.date) ? Value{result} : Value{};
}

Value plus(const Date& date, const DaysDuration& duration) {
  if (!is_moderate(duration)) return {};
  const auto result = civil_from_days(days_from_civil(date) + floor_divide(duration.seconds, seconds_per_day));
  return is_valid(result) ? Value{result} : Value{};
}

Value plus(const Time& time, const DaysDuration& duration) {
  constexpr auto day = seconds_per_day * nanoseconds_per_second;
  const auto seconds = duration.seconds - floor_divide(duration.seconds, seconds_per_day) * seconds_per_day;
  return Time{(time.nanoseconds + seconds * nanoseconds_per_second + duration.nanoseconds) % day, time.zone};
}

Value plus_months(const Value& moment, std::int64_t months) {
  if (moment.is(Kind::date)) {
    const auto date = add_months(moment.date(), months);
    return date ? Value{*date} : Value{};
  }
  auto result = moment.date_time();
  const auto date = add_months(result.date, months);
  if (!date) return {};
  result.date = *date;
  return result;
}

Value plus_duration(const Value& moment, const DaysDuration& duration) {
  switch (moment.kind()) {
    case Kind::date:
      return plus(moment.date(), duration);
    case Kind::time:
      return plus(moment.time(), duration);
    case Kind::date_time:
      return plus(moment.date_time(), duration);
    default:
      return {};
  }
}

bool has_date(const Value& value) {
  return value.is(Kind::date) || value.is(Kind::date_time);
}
bool is_moment(const Value& value) {
  return has_date(value) || value.is(Kind::time);
}

/// A date counts as midnight in UTC.
DateTime moment_of(const Value& value) {
  return value.is(Kind::date) ? DateTime{value.date(), {0, Zone::offset(0)}} : value.date_time();
}

Value difference(const DateTime& a, const DateTime& b) {
  if (a.time.zone.is_local() != b.time.zone.is_local()) return {};
  const DaysDuration left{utc_seconds(a), static_cast<std::int32_t>(a.time.nanoseconds % nanoseconds_per_second)};
  const DaysDuration right{utc_seconds(b), static_cast<std::int32_t>(b.time.nanoseconds % nanoseconds_per_second)};
  return sum(left, negated(right));
}

Value difference_of_times(const Time& a, const Time& b) {
  constexpr Date day{};
  return difference({day, a}, {day, b});
}

Value months_value(const std::optional<Decimal>& months) {
  if (!months) return {};
  const auto whole = months->rescaled(0, Rounding::down);
  const auto count = whole ? whole->to_int() : std::nullopt;
  return count ? Value{MonthsDuration{*count}} : Value{};
}

Value days_value(const std::optional<Decimal>& seconds) {
  const auto duration = seconds ? to_days_duration(*seconds) : std::nullopt;
  return duration ? Value{*duration} : Value{};
}

/// Quotients of small numbers that come out even within few digits, as most do.
std::optional<Value> quick_quotient(const Value& a, const Value& b) {
  if (!a.is_small_number() || !b.is_small_number() || b.word() == 0 || b.word() == -1) return std::nullopt;
  auto dividend = a.word();
  int exponent = a.small_exponent() - b.small_exponent();
  if (exponent > 18 || exponent < -100) return std::nullopt;
  for (int tries = 0; tries < 5; ++tries) {
    if (dividend % b.word() == 0) return Value::small_number(dividend / b.word(), exponent);
    if (__builtin_mul_overflow(dividend, 10, &dividend)) return std::nullopt;
    --exponent;
  }
  return std::nullopt;
}

Value add_other(const Value& a, const Value& b) {
  if (a.is(Kind::string) && b.is(Kind::string)) return a.string() + b.string();
  if (a.is(Kind::months_duration) && b.is(Kind::months_duration)) {
    std::int64_t months = 0;
    return __builtin_add_overflow(a.months().months, b.months().months, &months) ? Value{}
                                                                                 : Value{MonthsDuration{months}};
  }
  if (a.is(Kind::days_duration) && b.is(Kind::days_duration))
    return is_moderate(a.days()) && is_moderate(b.days()) ? Value{sum(a.days(), b.days())} : Value{};
  if (is_moment(a) && b.is(Kind::days_duration)) return plus_duration(a, b.days());
  if (is_moment(b) && a.is(Kind::days_duration)) return plus_duration(b, a.days());
  if (has_date(a) && b.is(Kind::months_duration)) return plus_months(a, b.months().months);
  if (has_date(b) && a.is(Kind::months_duration)) return plus_months(b, a.months().months);
  return {};
}

}  // namespace

Value from(const std::optional<Decimal>& decimal) {
  return decimal ? Value{*decimal} : Value{};
}

Decimal to_decimal(const DaysDuration& duration) {
  return *add(Decimal{duration.seconds}, Decimal{false, static_cast<Uint128>(duration.nanoseconds), -9});
}

std::optional<DaysDuration> to_days_duration(const Decimal& seconds) {
  const auto rounded = seconds.rescaled(9, Rounding::half_even);
  if (!rounded) return std::nullopt;
  const auto floor = rounded->rescaled(0, Rounding::floor);
  const auto whole = floor ? floor->to_int() : std::nullopt;
  if (!whole) return std::nullopt;
  const auto rest = subtract(*rounded, *floor);
  const auto nanoseconds = rest ? multiply(*rest, Decimal{nanoseconds_per_second}) : std::nullopt;
  return DaysDuration{*whole, static_cast<std::int32_t>(nanoseconds->to_int().value_or(0))};
}

std::optional<Date> add_months(const Date& date, std::int64_t months) {
  if (months > 12LL * 2 * max_year || months < -12LL * 2 * max_year) return std::nullopt;
  const auto count = date.year * 12LL + (date.month - 1) + months;
  const auto year = floor_divide(count, 12);
  if (year > max_year || year < -max_year) return std::nullopt;
  const auto month = static_cast<int>(count - year * 12) + 1;
  const auto day = std::min<int>(date.day, days_in_month(static_cast<std::int32_t>(year), month));
  return Date{static_cast<std::int32_t>(year), static_cast<std::int8_t>(month), static_cast<std::int8_t>(day)};
}

Value add_values(const Value& a, const Value& b) {
  if (a.is_small_number() && b.is_small_number() && a.small_exponent() == b.small_exponent()) {
    std::int64_t total = 0;
    if (!__builtin_add_overflow(a.word(), b.word(), &total) && total != INT64_MIN)
      return Value::small_number(total, a.small_exponent());
  }
  if (a.is(Kind::number) && b.is(Kind::number)) return from(add(a.number(), b.number()));
  return add_other(a, b);
}

Value subtract_values(const Value& a, const Value& b) {
  if (a.is_small_number() && b.is_small_number() && a.small_exponent() == b.small_exponent()) {
    std::int64_t total = 0;
    if (!__builtin_sub_overflow(a.word(), b.word(), &total) && total != INT64_MIN)
      return Value::small_number(total, a.small_exponent());
  }
  if (a.is(Kind::number) && b.is(Kind::number)) return from(subtract(a.number(), b.number()));
  if (has_date(a) && has_date(b)) {
    if (a.is(Kind::date) && b.is(Kind::date))
      return DaysDuration{(days_from_civil(a.date()) - days_from_civil(b.date())) * seconds_per_day, 0};
    return difference(moment_of(a), moment_of(b));
  }
  if (a.is(Kind::time) && b.is(Kind::time)) return difference_of_times(a.time(), b.time());
  if ((b.is(Kind::days_duration) || b.is(Kind::months_duration)) && (is_moment(a) || a.kind() == b.kind()))
    return add_other(a, negated_value(b));
  return {};
}

Value multiply_values(const Value& a, const Value& b) {
  if (a.is_small_number() && b.is_small_number()) {
    std::int64_t product = 0;
    const int exponent = a.small_exponent() + b.small_exponent();
    if (!__builtin_mul_overflow(a.word(), b.word(), &product) && product != INT64_MIN && exponent > -100 &&
        exponent < 100)
      return Value::small_number(product, exponent);
  }
  if (a.is(Kind::number) && b.is(Kind::number)) return from(multiply(a.number(), b.number()));
  if (b.is(Kind::number) && a.is(Kind::days_duration)) return days_value(multiply(to_decimal(a.days()), b.number()));
  if (b.is(Kind::number) && a.is(Kind::months_duration))
    return months_value(multiply(Decimal{a.months().months}, b.number()));
  if (a.is(Kind::number) && (b.is(Kind::days_duration) || b.is(Kind::months_duration))) return multiply_values(b, a);
  return {};
}

Value divide_values(const Value& a, const Value& b) {
  if (const auto quick = quick_quotient(a, b)) return *quick;
  if (a.is(Kind::number) && b.is(Kind::number)) return from(divide(a.number(), b.number()));
  if (a.is(Kind::days_duration)) {
    if (b.is(Kind::number))
      return b.number().is_zero() ? Value{} : days_value(divide(to_decimal(a.days()), b.number()));
    if (b.is(Kind::days_duration)) return from(divide(to_decimal(a.days()), to_decimal(b.days())));
  }
  if (a.is(Kind::months_duration)) {
    if (b.is(Kind::number)) return months_value(divide(Decimal{a.months().months}, b.number()));
    if (b.is(Kind::months_duration)) return from(divide(Decimal{a.months().months}, Decimal{b.months().months}));
  }
  return {};
}

Value power_of_values(const Value& a, const Value& b) {
  if (!a.is(Kind::number) || !b.is(Kind::number)) return {};
  if (a.is_small_number() && b.is_small_number() && b.small_exponent() == 0 && b.word() >= 0 && b.word() < 64) {
    std::int64_t product = 1;
    bool fits = a.small_exponent() > -10 && a.small_exponent() <= 0;
    for (std::int64_t i = 0; i < b.word() && fits; ++i) fits = !__builtin_mul_overflow(product, a.word(), &product);
    const auto exponent = static_cast<int>(a.small_exponent() * b.word());
    if (fits && product != INT64_MIN && exponent > -100) return Value::small_number(product, exponent);
  }
  return from(power(a.number(), b.number()));
}

Value negated_value(const Value& value) {
  switch (value.kind()) {
    case Kind::number:
      return value.is_small_number() ? Value::small_number(-value.word(), value.small_exponent())
                                     : Value{value.number().negated()};
    case Kind::days_duration:
      return is_moderate(value.days()) ? Value{negated(value.days())} : Value{};
    case Kind::months_duration:
      return value.months().months == INT64_MIN ? Value{} : Value{MonthsDuration{-value.months().months}};
    default:
      return {};
  }
}

}  // namespace yimen::feel
