#include "yimen/feel/decimal.h"

#include "decimal/rounding.h"

namespace yimen::feel {

namespace {

using wide::Uint256;

std::optional<Decimal> add_signed(const Decimal& a, const Decimal& b, bool b_negative);

/// a has the larger exponent by far: b only decides the rounding.
std::optional<Decimal> add_aligned(const Decimal& a, bool a_negative, const Decimal& b, bool b_negative) {
  const int gap = a.exponent() - b.exponent();
  constexpr int room = 2 * Decimal::max_digits;
  if (wide::count_digits(a.coefficient()) + gap > room) {
    if (a.is_zero()) return finish(b_negative, {0, b.coefficient()}, b.exponent());
    const int shift = room - wide::count_digits(a.coefficient());
    const Decimal trace{b_negative, b.is_zero() ? Uint128{0} : Uint128{1}, a.exponent() - shift};
    return add_aligned(a, a_negative, trace, b_negative);
  }
  const auto left = wide::scale(a.coefficient(), gap);
  const Uint256 right{0, b.coefficient()};
  if (a_negative == b_negative) return finish(a_negative, wide::add(left, right), b.exponent());
  const int order = wide::compare(left, right);
  if (order == 0) return finish(false, {}, b.exponent());
  return order > 0 ? finish(a_negative, wide::subtract(left, right), b.exponent())
                   : finish(b_negative, wide::subtract(right, left), b.exponent());
}

std::optional<Decimal> add_signed(const Decimal& a, const Decimal& b, bool b_negative) {
  return a.exponent() >= b.exponent() ? add_aligned(a, a.is_negative(), b, b_negative)
                                      : add_aligned(b, b_negative, a, a.is_negative());
}

/// Takes zeros off the end while the exponent lies below `ideal`.
Decimal strip_to(bool negative, Uint128 coefficient, int exponent, int ideal) {
  while (exponent < ideal && coefficient != 0 && coefficient % 10 == 0) {
    coefficient /= 10;
    ++exponent;
  }
  return {negative, coefficient, coefficient == 0 ? std::max(exponent, ideal) : exponent};
}

/// (value × 10^power) mod divisor
Uint128 scaled_remainder(Uint128 value, int power, Uint128 divisor) {
  auto rest = value % divisor;
  while (power > 0 && rest != 0) {
    const int step = std::min(power, wide::most_power);
    rest = wide::divide(wide::multiply(rest, wide::ten_to(step)), divisor).remainder;
    power -= step;
  }
  return rest;
}

}  // namespace

int Decimal::digits() const {
  return wide::count_digits(coefficient_);
}

bool Decimal::is_integer() const {
  if (exponent_ >= 0 || coefficient_ == 0) return true;
  return -exponent_ <= wide::most_power && coefficient_ % wide::ten_to(-exponent_) == 0;
}

std::optional<std::int64_t> Decimal::to_int() const {
  if (coefficient_ == 0) return 0;
  if (!is_integer() || digits() + exponent_ > 19) return std::nullopt;
  const auto whole = exponent_ >= 0 ? coefficient_ * wide::ten_to(exponent_) : coefficient_ / wide::ten_to(-exponent_);
  if (whole > static_cast<Uint128>(INT64_MAX)) return std::nullopt;
  return negative_ ? -static_cast<std::int64_t>(whole) : static_cast<std::int64_t>(whole);
}

Decimal Decimal::stripped() const {
  if (coefficient_ == 0) return {};
  return exponent_ >= 0 ? *this : strip_to(negative_, coefficient_, exponent_, 0);
}

std::optional<Decimal> Decimal::rescaled(int scale, Rounding mode) const {
  const int target = -scale;
  if (exponent_ >= target) {
    const int padding = exponent_ - target;
    if (coefficient_ == 0) return Decimal{false, 0, std::max(target, min_exponent)};
    if (padding > max_digits - digits()) return *this;  // the value is exact already
    return Decimal{negative_, coefficient_ * wide::ten_to(padding), target};
  }
  const auto kept = drop_digits({0, coefficient_}, target - exponent_, false, mode, is_negative());
  return finish(negative_, kept, target);
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
  return add_signed(a, b, b.is_negative());
}
std::optional<Decimal> subtract(const Decimal& a, const Decimal& b) {
  return add_signed(a, b, !b.is_negative());
}

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
  return finish(a.negative_ != b.negative_, wide::multiply(a.coefficient_, b.coefficient_), a.exponent_ + b.exponent_);
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  const bool negative = a.is_negative() != b.is_negative();
  const int ideal = a.exponent_ - b.exponent_;
  if (a.is_zero()) return finish(false, {}, ideal);
  if (a.coefficient_ % b.coefficient_ == 0) return finish(negative, {0, a.coefficient_ / b.coefficient_}, ideal);
  const int shift = Decimal::max_digits + 1 + b.digits() - a.digits();
  const auto parts = wide::divide(wide::scale(a.coefficient_, shift), b.coefficient_);
  if (parts.remainder != 0) return finish(negative, parts.quotient, ideal - shift, true);
  const auto exact = strip_to(negative, parts.quotient.low, ideal - shift, ideal);
  return finish(negative, {0, exact.coefficient_}, exact.exponent_);
}

std::optional<Decimal> modulo(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return std::nullopt;
  const int gap = a.exponent_ - b.exponent_;
  Decimal rest = a.abs();
  if (gap >= 0) {
    rest = {false, scaled_remainder(a.coefficient_, gap, b.coefficient_), b.exponent_};
  } else if (-gap + b.digits() <= wide::most_power) {
    rest = {false, a.coefficient_ % (b.coefficient_ * wide::ten_to(-gap)), a.exponent_};
  }  // else b's smallest multiple passes a
  if (rest.is_zero() || a.is_negative() == b.is_negative()) return b.is_negative() ? rest.negated() : rest;
  const auto gap_to_divisor = subtract(b.abs(), rest);
  return gap_to_divisor && b.is_negative() ? gap_to_divisor->negated() : gap_to_divisor;
}

int compare(const Decimal& a, const Decimal& b) {
  const bool a_negative = a.is_negative(), b_negative = b.is_negative();
  if (a.is_zero() || b.is_zero())
    return (a.is_zero() ? 0 : a_negative ? -1 : 1) - (b.is_zero() ? 0 : b_negative ? -1 : 1);
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  const int sign = a_negative ? -1 : 1;
  const int a_size = a.digits() + a.exponent_, b_size = b.digits() + b.exponent_;
  if (a_size != b_size) return a_size < b_size ? -sign : sign;
  const int gap = a.exponent_ - b.exponent_;
  return sign *
         wide::compare(wide::scale(a.coefficient_, std::max(gap, 0)), wide::scale(b.coefficient_, std::max(-gap, 0)));
}

}  // namespace yimen::feel
