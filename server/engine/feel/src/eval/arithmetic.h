#pragma once
#include "yimen/feel/value.h"

/// FEEL's operators on values, without warnings: null where FEEL knows no result.
namespace yimen::feel {

Value add_values(const Value&, const Value&);
Value subtract_values(const Value&, const Value&);
Value multiply_values(const Value&, const Value&);
Value divide_values(const Value&, const Value&);
Value power_of_values(const Value&, const Value&);
/// What logarithms, exponentials and powers of many factors take from the steps of a session: each takes the time of hundreds of others.
inline constexpr std::int64_t steps_of_series = 200, steps_of_root = 20;
Value negated_value(const Value&);

Value from(const std::optional<Decimal>&);
Decimal to_decimal(const DaysDuration&);  ///< seconds
std::optional<DaysDuration> to_days_duration(const Decimal& seconds);
/// Date plus months; the day is cut to the month's length.
std::optional<Date> add_months(const Date&, std::int64_t months);

}  // namespace yimen::feel
