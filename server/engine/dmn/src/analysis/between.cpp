#include "between.h"

namespace yimen::dmn {
namespace {

constexpr std::int64_t day_nanoseconds = 86'400'000'000'000;

feel::Value number_between(const feel::Value& start, const feel::Value& end) {
  const feel::Decimal one{1};
  if (start.is_null()) return subtract(end.number(), one).value_or(end.number());
  if (end.is_null()) return add(start.number(), one).value_or(start.number());
  const auto sum = add(start.number(), end.number());
  const auto half = sum ? divide(*sum, feel::Decimal{2}) : std::nullopt;
  return half.value_or(start.number());
}

/// The middle of two whole numbers, or one beside the only one.
std::int64_t whole_between(const std::int64_t* start, const std::int64_t* end) {
  if (start == nullptr) return *end - 1;
  if (end == nullptr) return *start + 1;
  return *start + (*end - *start + 1) / 2;
}

feel::Value date_between(const feel::Value& start, const feel::Value& end) {
  const auto first = start.is_null() ? 0 : feel::days_from_civil(start.date());
  const auto last = end.is_null() ? 0 : feel::days_from_civil(end.date());
  return feel::civil_from_days(whole_between(start.is_null() ? nullptr : &first, end.is_null() ? nullptr : &last));
}

feel::Value time_between(const feel::Value& start, const feel::Value& end) {
  const auto first = start.is_null() ? 0 : start.time().nanoseconds;
  const auto last = end.is_null() ? day_nanoseconds : end.time().nanoseconds;
  return feel::Time{first + (last - first) / 2, start.is_null() ? end.time().zone : start.time().zone};
}

feel::Value moment_between(const feel::Value& start, const feel::Value& end) {
  constexpr std::int64_t day_seconds = 86'400;
  const auto zone = start.is_null() ? end.date_time().time.zone : start.date_time().time.zone;
  const auto first = start.is_null() ? feel::utc_seconds(end.date_time()) - 2 * day_seconds : feel::utc_seconds(start.date_time());
  const auto last = end.is_null() ? feel::utc_seconds(start.date_time()) + 2 * day_seconds : feel::utc_seconds(end.date_time());
  return feel::from_utc(first + (last - first) / 2, last - first < 2 ? 500'000'000 : 0, zone);
}

feel::Value days_between(const feel::Value& start, const feel::Value& end) {
  const auto first = start.is_null() ? 0 : start.days().seconds;
  const auto last = end.is_null() ? 0 : end.days().seconds;
  const auto middle = whole_between(start.is_null() ? nullptr : &first, end.is_null() ? nullptr : &last);
  const auto is_narrow = !start.is_null() && !end.is_null() && last - first < 2;
  return feel::DaysDuration{is_narrow ? first : middle, is_narrow ? 500'000'000 : 0};
}

feel::Value months_between(const feel::Value& start, const feel::Value& end) {
  const auto first = start.is_null() ? 0 : start.months().months;
  const auto last = end.is_null() ? 0 : end.months().months;
  return feel::MonthsDuration{whole_between(start.is_null() ? nullptr : &first, end.is_null() ? nullptr : &last)};
}

}  // namespace

bool has_between(const feel::Value& start, const feel::Value& end) {
  if (start.is(feel::Kind::date)) return feel::days_from_civil(end.date()) - feel::days_from_civil(start.date()) > 1;
  if (start.is(feel::Kind::months_duration)) return end.months().months - start.months().months > 1;
  return true;
}

feel::Value between(const feel::Value& start, const feel::Value& end) {
  switch ((start.is_null() ? end : start).kind()) {
    case feel::Kind::number: return number_between(start, end);
    case feel::Kind::date: return date_between(start, end);
    case feel::Kind::time: return time_between(start, end);
    case feel::Kind::date_time: return moment_between(start, end);
    case feel::Kind::days_duration: return days_between(start, end);
    case feel::Kind::months_duration: return months_between(start, end);
    case feel::Kind::string: return start.is_null() ? feel::Value{""} : feel::Value{start.string() + "!"};
    default: return {};
  }
}

}  // namespace yimen::dmn
