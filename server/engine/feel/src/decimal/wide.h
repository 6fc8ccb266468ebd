#pragma once
#include "yimen/feel/decimal.h"

/// 256-bit whole numbers, as far as products and quotients of two 34-digit coefficients need them.
namespace yimen::feel::wide {

struct Uint256 {
  Uint128 high = 0, low = 0;
};

inline constexpr int most_power = 38;  // 10^38 < 2^128

constexpr Uint128 power_of_ten(int exponent) {
  Uint128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}
/// 10^exponent for 0 <= exponent <= 38.
Uint128 ten_to(int exponent);
int count_digits(Uint128);
int count_digits(const Uint256&);
Uint256 multiply(Uint128, Uint128);
/// The product's lower 256 bits.
Uint256 multiply(const Uint256&, Uint128);
Uint256 add(const Uint256&, const Uint256&);
Uint256 subtract(const Uint256&, const Uint256&);  // a >= b
int compare(const Uint256&, const Uint256&);
/// value × 10^power, for results below 2^256.
Uint256 scale(Uint128 value, int power);
struct Division {
  Uint256 quotient;
  Uint128 remainder;
};
Division divide(const Uint256&, Uint128 divisor);

}  // namespace yimen::feel::wide
