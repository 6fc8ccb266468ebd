#include "decimal/wide.h"

#include <array>
#include <bit>

namespace yimen::feel::wide {

namespace {

using Word = std::uint64_t;

constexpr auto powers = [] {
  std::array<Uint128, most_power + 1> table{};
  for (int i = 0; i <= most_power; ++i) table[static_cast<std::size_t>(i)] = power_of_ten(i);
  return table;
}();

int bit_width(Uint128 value) {
  const auto high = static_cast<Word>(value >> 64);
  return high != 0 ? 64 + std::bit_width(high) : std::bit_width(static_cast<Word>(value));
}

/// Knuth's algorithm D for a divisor of two words whose highest bit is set; `numerator` has five words, lowest first.
void divide_normalized(Word* numerator, Word divisor_high, Word divisor_low, Word* quotient) {
  for (int j = 2; j >= 0; --j) {
    const auto top = static_cast<Uint128>(numerator[j + 2]) << 64 | numerator[j + 1];
    auto guess = top / divisor_high;
    auto rest = top % divisor_high;
    while (guess >> 64 != 0 || guess * divisor_low > (rest << 64 | numerator[j])) {
      --guess;
      rest += divisor_high;
      if (rest >> 64 != 0) break;
    }
    const auto low = guess * divisor_low;
    const auto high = static_cast<Uint128>(static_cast<Word>(guess)) * divisor_high + (low >> 64);
    const Word parts[3] = {static_cast<Word>(low), static_cast<Word>(high), static_cast<Word>(high >> 64)};
    Word borrow = 0;
    for (int i = 0; i < 3; ++i) {
      const auto difference = static_cast<Uint128>(numerator[j + i]) - parts[i] - borrow;
      numerator[j + i] = static_cast<Word>(difference);
      borrow = static_cast<Word>(difference >> 64) != 0 ? 1 : 0;
    }
    if (borrow != 0) {
      --guess;
      const auto sum = static_cast<Uint128>(numerator[j]) + divisor_low;
      numerator[j] = static_cast<Word>(sum);
      const auto next = static_cast<Uint128>(numerator[j + 1]) + divisor_high + static_cast<Word>(sum >> 64);
      numerator[j + 1] = static_cast<Word>(next);
      numerator[j + 2] += static_cast<Word>(next >> 64);
    }
    quotient[j] = static_cast<Word>(guess);
  }
}

Division divide_by_word(const Uint256& value, Word divisor) {
  const Word words[4] = {static_cast<Word>(value.low), static_cast<Word>(value.low >> 64),
                         static_cast<Word>(value.high), static_cast<Word>(value.high >> 64)};
  Word quotient[4];
  Uint128 rest = 0;
  for (int i = 3; i >= 0; --i) {
    const auto part = rest << 64 | words[i];
    quotient[i] = static_cast<Word>(part / divisor);
    rest = part % divisor;
  }
  return {
      {static_cast<Uint128>(quotient[3]) << 64 | quotient[2], static_cast<Uint128>(quotient[1]) << 64 | quotient[0]},
      rest};
}

}  // namespace

Uint128 ten_to(int exponent) {
  return powers[static_cast<std::size_t>(exponent)];
}

int count_digits(Uint128 value) {
  if (value == 0) return 1;
  const int guess = bit_width(value) * 1233 >> 12;  // log10(2) ≈ 1233 / 4096
  return guess + (guess <= most_power && value >= ten_to(guess) ? 1 : 0);
}

int count_digits(const Uint256& value) {
  if (value.high == 0) return count_digits(value.low);
  const auto parts = divide(value, ten_to(most_power));
  return most_power + count_digits(parts.quotient);
}

Uint256 multiply(Uint128 a, Uint128 b) {
  const auto a0 = static_cast<Word>(a), a1 = static_cast<Word>(a >> 64);
  const auto b0 = static_cast<Word>(b), b1 = static_cast<Word>(b >> 64);
  const auto low = static_cast<Uint128>(a0) * b0;
  if (a1 == 0 && b1 == 0) return {0, low};
  const auto cross = static_cast<Uint128>(a1) * b0;
  const auto other = static_cast<Uint128>(a0) * b1;
  const auto middle = (low >> 64) + static_cast<Word>(cross) + static_cast<Word>(other);
  return {static_cast<Uint128>(a1) * b1 + (cross >> 64) + (other >> 64) + (middle >> 64),
          middle << 64 | static_cast<Word>(low)};
}

Uint256 multiply(const Uint256& a, Uint128 b) {
  auto product = multiply(a.low, b);
  product.high += a.high * b;
  return product;
}

Uint256 add(const Uint256& a, const Uint256& b) {
  const auto low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1 : 0), low};
}

Uint256 subtract(const Uint256& a, const Uint256& b) {
  return {a.high - b.high - (a.low < b.low ? 1 : 0), a.low - b.low};
}

int compare(const Uint256& a, const Uint256& b) {
  if (a.high != b.high) return a.high < b.high ? -1 : 1;
  if (a.low != b.low) return a.low < b.low ? -1 : 1;
  return 0;
}

Uint256 scale(Uint128 value, int power) {
  if (power <= most_power) return multiply(value, ten_to(power));
  return multiply(multiply(value, ten_to(most_power)), ten_to(power - most_power));
}

Division divide(const Uint256& value, Uint128 divisor) {
  if (value.high == 0) return {{0, value.low / divisor}, value.low % divisor};
  if (divisor >> 64 == 0) return divide_by_word(value, static_cast<Word>(divisor));
  const int shift = 128 - bit_width(divisor);
  const auto shifted = divisor << shift;
  Word words[5] = {static_cast<Word>(value.low), static_cast<Word>(value.low >> 64), static_cast<Word>(value.high),
                   static_cast<Word>(value.high >> 64), 0};
  if (shift > 0) {
    Word carry = 0;
    for (auto& word : words) {
      const auto next = word >> (64 - shift);
      word = word << shift | carry;
      carry = next;
    }
  }
  Word quotient[3];
  divide_normalized(words, static_cast<Word>(shifted >> 64), static_cast<Word>(shifted), quotient);
  const auto remainder = (static_cast<Uint128>(words[1]) << 64 | words[0]) >> shift;
  return {{quotient[2], static_cast<Uint128>(quotient[1]) << 64 | quotient[0]}, remainder};
}

}  // namespace yimen::feel::wide
