#include "yimen/feel/functions.h"
#include "yimen/feel/value.h"

namespace yimen::feel {

namespace {

constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;

template <class T>
Order order_of(const T& a, const T& b) {
  return a < b ? Order::less : b < a ? Order::greater : Order::equal;
}

Order compare_numbers(const Value& a, const Value& b) {
  if (a.is_small_number() && b.is_small_number() && a.small_exponent() == b.small_exponent())
    return order_of(a.word(), b.word());
  return order_of(a.number(), b.number());
}

/// A time of day has no date to ask a named zone with: the first day of 1970 stands for it.
std::int64_t utc_nanoseconds(const Time& time) {
  return time.nanoseconds -
         time.zone.offset_at_local(time.nanoseconds / nanoseconds_per_second) * nanoseconds_per_second;
}

/// Where only one has an offset the other borrows it (DMN 1.5, table 54).
Order compare_times(Time a, Time b) {
  if (a.zone.is_local()) a.zone = b.zone;
  if (b.zone.is_local()) b.zone = a.zone;
  return order_of(utc_nanoseconds(a), utc_nanoseconds(b));
}

Order compare_moments(DateTime a, DateTime b) {
  if (a.time.zone.is_local()) a.time.zone = b.time.zone;
  if (b.time.zone.is_local()) b.time.zone = a.time.zone;
  const auto seconds = order_of(utc_seconds(a), utc_seconds(b));
  return seconds != Order::equal
             ? seconds
             : order_of(a.time.nanoseconds % nanoseconds_per_second, b.time.nanoseconds % nanoseconds_per_second);
}

/// FEEL's equality of times looks at hours, minutes and whole seconds.
bool equal_times(const Time& a, const Time& b) {
  if (a.zone.is_local() != b.zone.is_local()) return false;
  return utc_nanoseconds(a) / nanoseconds_per_second == utc_nanoseconds(b) / nanoseconds_per_second;
}

bool equal_moments(const DateTime& a, const DateTime& b) {
  return a.time.zone.is_local() == b.time.zone.is_local() && utc_seconds(a) == utc_seconds(b);
}

bool equal_lists(const List& a, const List& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!equal(a[i], b[i]).is_true()) return false;
  return true;
}

bool equal_contexts(const Value& a, const Value& b) {
  if (a.entries().size() != b.entries().size()) return false;
  for (const auto& entry : a.entries()) {
    const auto* other = b.find(entry.name);
    if (other == nullptr || !equal(entry.value, *other).is_true()) return false;
  }
  return true;
}

bool equal_ranges(const Range& a, const Range& b) {
  return a.form == b.form && a.start_included == b.start_included && a.end_included == b.end_included &&
         equal(a.start, b.start).is_true() && equal(a.end, b.end).is_true();
}

/// Is `value` on the wanted side of `bound`? null when they cannot be compared.
Value is_within(Order order, Order wanted, bool included) {
  if (order == Order::none) return {};
  return order == wanted || (included && order == Order::equal);
}

}  // namespace

Order compare(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return Order::none;
  switch (a.kind()) {
    case Kind::number:
      return compare_numbers(a, b);
    case Kind::string:
      return order_of(a.string(), b.string());  // UTF-8 sorts as code points do
    case Kind::date:
      return order_of(a.date(), b.date());
    case Kind::time:
      return compare_times(a.time(), b.time());
    case Kind::date_time:
      return compare_moments(a.date_time(), b.date_time());
    case Kind::days_duration:
      return order_of(a.days(), b.days());
    case Kind::months_duration:
      return order_of(a.months(), b.months());
    case Kind::null:
    case Kind::boolean:
    case Kind::list:
    case Kind::context:
    case Kind::range:
    case Kind::function:
      break;
  }
  return Order::none;
}

Value equal(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return {};
  switch (a.kind()) {
    case Kind::boolean:
      return a.boolean() == b.boolean();
    case Kind::number:
      return compare_numbers(a, b) == Order::equal;
    case Kind::string:
      return a.string() == b.string();
    case Kind::date:
      return a.date() == b.date();
    case Kind::time:
      return equal_times(a.time(), b.time());
    case Kind::date_time:
      return equal_moments(a.date_time(), b.date_time());
    case Kind::days_duration:
      return a.days() == b.days();
    case Kind::months_duration:
      return a.months() == b.months();
    case Kind::list:
      return equal_lists(a.list(), b.list());
    case Kind::context:
      return equal_contexts(a, b);
    case Kind::range:
      return equal_ranges(a.range(), b.range());
    case Kind::function:
      return &a.function() == &b.function();
    case Kind::null:
      break;
  }
  return {};
}

bool same(const Value& a, const Value& b) {
  return equal(a, b).is_true();
}

Value contains(const Range& range, const Value& value) {
  if (range.form == RangeForm::equal) return equal(value, range.start);
  if (range.form == RangeForm::not_equal) {
    const auto is_equal = equal(value, range.start);
    return is_equal.is_null() ? is_equal : Value{!is_equal.boolean()};
  }
  Value result{true};
  if (range.has_start()) {
    result = is_within(compare(value, range.start), Order::greater, range.start_included);
    if (result.is_false() || !range.has_end()) return result;
  }
  const auto below = is_within(compare(value, range.end), Order::less, range.end_included);
  return below.is_true() ? result : below;
}

}  // namespace yimen::feel
