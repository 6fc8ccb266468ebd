#include "decimal/rounding.h"

namespace yimen::feel {

namespace {

// Four digits more than a number has: a thousand factors cost three of them.
constexpr int working_digits = 38;

struct Factor {
  Uint128 coefficient;
  int exponent;
};

Factor multiply(const Factor& a, const Factor& b) {
  auto product = wide::multiply(a.coefficient, b.coefficient);
  int exponent = a.exponent + b.exponent;
  if (const int excess = wide::count_digits(product) - working_digits; excess > 0) {
    product = drop_digits(product, excess, false, Rounding::half_even, false);
    exponent += excess;
  }
  return {product.low, exponent};
}

std::optional<Decimal> reciprocal(bool negative, const Factor& factor) {
  const int shift = wide::count_digits(factor.coefficient) + Decimal::max_digits + 1;
  const auto parts = wide::divide(wide::scale(1, shift), factor.coefficient);
  const auto result = finish(negative, parts.quotient, -shift - factor.exponent, parts.remainder != 0);
  if (!result) return result;
  // 2 ** -2 is 0.25, not 0.25000…
  auto coefficient = result->coefficient();
  int exponent = result->exponent();
  for (; exponent < 0 && coefficient != 0 && coefficient % 10 == 0; ++exponent) coefficient /= 10;
  return Decimal{negative, coefficient, exponent};
}

}  // namespace

std::optional<Decimal> quick_power(const Decimal& base, std::int64_t exponent) {
  const bool negative = base.is_negative() && exponent % 2 != 0;
  Factor result{1, 0}, square{base.coefficient(), base.exponent()};
  for (auto rest = exponent < 0 ? -exponent : exponent; rest != 0; rest /= 2) {
    if (rest % 2 != 0) result = multiply(result, square);
    if (rest > 1) square = multiply(square, square);
  }
  return exponent < 0 ? reciprocal(negative, result) : finish(negative, {0, result.coefficient}, result.exponent);
}

}  // namespace yimen::feel
