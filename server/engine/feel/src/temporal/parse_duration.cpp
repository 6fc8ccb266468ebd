#include <charconv>

#include "temporal/reader.h"
#include "yimen/feel/temporal.h"

namespace yimen::feel {

namespace {

/// `value` grows by digits × unit; false when there are no digits or the sum leaves 64 bits.
bool add_part(std::string_view digits, std::int64_t unit, std::int64_t& value) {
  std::int64_t count = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (digits.empty() || problem != std::errc{} || end != digits.data() + digits.size()) return false;
  std::int64_t product = 0;
  return !__builtin_mul_overflow(count, unit, &product) && !__builtin_add_overflow(value, product, &value);
}

struct Unit {
  char letter;
  std::int64_t size;
};

/// Parts in their order, each at most once: 1D, 2H30M. False on anything else; true also when there is none.
bool take_parts(Reader& reader, std::initializer_list<Unit> units, std::int64_t& value, bool& any) {
  for (const auto& unit : units) {
    auto ahead = reader;
    const auto digits = ahead.take_digits();
    if (digits.empty() || !ahead.take(unit.letter)) continue;
    if (!add_part(digits, unit.size, value)) return false;
    reader = ahead;
    any = true;
  }
  return true;
}

bool take_seconds(Reader& reader, DaysDuration& duration, bool& any) {
  if (reader.at_end()) return true;
  if (!add_part(reader.take_digits(), 1, duration.seconds)) return false;
  if (reader.take('.')) {
    const auto digits = reader.take_digits();
    if (digits.empty()) return false;
    for (std::size_t i = 0; i < 9; ++i)
      duration.nanoseconds = duration.nanoseconds * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  }
  any = true;
  return reader.take('S');
}

DaysDuration negated(const DaysDuration& duration) {
  constexpr std::int32_t second = 1'000'000'000;
  return duration.nanoseconds == 0 ? DaysDuration{-duration.seconds, 0}
                                   : DaysDuration{-duration.seconds - 1, second - duration.nanoseconds};
}

}  // namespace

std::optional<DaysDuration> parse_days_duration(std::string_view text) {
  Reader reader{text};
  const bool negative = reader.take('-');
  if (!reader.take('P')) return std::nullopt;
  DaysDuration duration;
  bool any_day = false, any_time = false;
  if (!take_parts(reader, {{'D', 86'400}}, duration.seconds, any_day)) return std::nullopt;
  if (reader.take('T')) {
    if (!take_parts(reader, {{'H', 3'600}, {'M', 60}}, duration.seconds, any_time) ||
        !take_seconds(reader, duration, any_time) || !any_time)
      return std::nullopt;
  }
  if (!reader.at_end() || (!any_day && !any_time)) return std::nullopt;
  return negative ? negated(duration) : duration;
}

std::optional<MonthsDuration> parse_months_duration(std::string_view text) {
  Reader reader{text};
  const bool negative = reader.take('-');
  if (!reader.take('P')) return std::nullopt;
  MonthsDuration duration;
  bool any = false;
  if (!take_parts(reader, {{'Y', 12}, {'M', 1}}, duration.months, any) || !any || !reader.at_end()) return std::nullopt;
  if (negative) duration.months = -duration.months;
  return duration;
}

}  // namespace yimen::feel
