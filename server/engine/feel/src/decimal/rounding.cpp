#include "decimal/rounding.h"

namespace yimen::feel {

namespace {

using wide::Uint256;

/// Whether a quotient cut off after `kept` moves away from zero. `last` is the kept part's last digit, `half` compares
/// what was cut with one half.
bool rounds_away(Rounding mode, bool negative, bool is_odd, int half, bool is_exact) {
  if (is_exact) return false;
  switch (mode) {
    case Rounding::half_even:
      return half > 0 || (half == 0 && is_odd);
    case Rounding::half_up:
      return half >= 0;
    case Rounding::half_down:
      return half > 0;
    case Rounding::up:
      return true;
    case Rounding::down:
      return false;
    case Rounding::ceiling:
      return !negative;
    case Rounding::floor:
      return negative;
  }
  return false;
}

}  // namespace

Uint256 drop_digits(const Uint256& value, int count, bool sticky, Rounding mode, bool negative) {
  if (count > 2 * wide::most_power || count >= wide::count_digits(value) + 1) {
    const bool is_exact = value.high == 0 && value.low == 0 && !sticky;
    return {0, rounds_away(mode, negative, false, -1, is_exact) ? Uint128{1} : Uint128{0}};
  }
  auto rest = value;
  bool below = sticky;
  if (count > wide::most_power) {
    const auto parts = wide::divide(rest, wide::ten_to(count - wide::most_power));
    below = below || parts.remainder != 0;
    rest = parts.quotient;
    count = wide::most_power;
  }
  const auto divisor = wide::ten_to(count);
  auto parts = wide::divide(rest, divisor);
  const auto middle = divisor / 2;
  const int half = parts.remainder < middle ? -1 : parts.remainder > middle ? 1 : below ? 1 : 0;
  const bool is_exact = parts.remainder == 0 && !below;
  if (rounds_away(mode, negative, (parts.quotient.low & 1) != 0, half, is_exact))
    parts.quotient = wide::add(parts.quotient, {0, 1});
  return parts.quotient;
}

std::optional<Decimal> finish(bool negative, Uint256 value, int exponent, bool sticky) {
  if (const int digits = wide::count_digits(value); digits > Decimal::max_digits) {
    value = drop_digits(value, digits - Decimal::max_digits, sticky, Rounding::half_even, negative);
    exponent += digits - Decimal::max_digits;
    if (wide::count_digits(value) > Decimal::max_digits) {  // 99…9 became 100…0
      value = {0, wide::ten_to(Decimal::max_digits - 1)};
      ++exponent;
    }
  }
  if (exponent < Decimal::min_exponent) {
    value = drop_digits(value, Decimal::min_exponent - exponent, sticky, Rounding::half_even, negative);
    exponent = Decimal::min_exponent;
  }
  if (exponent > Decimal::max_exponent) {
    const int room = Decimal::max_digits - wide::count_digits(value);
    if (value.low == 0) return Decimal{false, 0, Decimal::max_exponent};
    if (exponent - Decimal::max_exponent > room) return std::nullopt;
    value.low *= wide::ten_to(exponent - Decimal::max_exponent);
    exponent = Decimal::max_exponent;
  }
  return Decimal{negative, value.low, exponent};
}

}  // namespace yimen::feel
