#include <boost/multiprecision/cpp_dec_float.hpp>

#include <cmath>

#include "decimal/rounding.h"

/// Roots, powers and logarithms are worked out with 60 digits and rounded to 34.
namespace yimen::feel {

namespace {

using Wide = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<60>, boost::multiprecision::et_off>;

/// A root may lie 10^-70 beside the middle between two numbers of 34 digits, so roots take more.
using WideForRoots =
    boost::multiprecision::number<boost::multiprecision::cpp_dec_float<100>, boost::multiprecision::et_off>;
constexpr int digits_of_roots = 90, digits_of_others = 50;

template <class Number>
Number widened(const Decimal& value) {
  static const Number two_to_64{"18446744073709551616"};
  Number wide{static_cast<unsigned long long>(value.coefficient())};
  if (const auto high = static_cast<unsigned long long>(value.coefficient() >> 64); high != 0)
    wide += Number{high} * two_to_64;
  if (value.exponent() < 0) wide /= boost::multiprecision::pow(Number{10}, -value.exponent());
  if (value.exponent() > 0) wide *= boost::multiprecision::pow(Number{10}, value.exponent());
  return value.is_negative() ? -wide : wide;
}

Wide widen(const Decimal& value) {
  return widened<Wide>(value);
}

template <class Number>
std::optional<Decimal> narrow(const Number& value, int digits = digits_of_others) {
  if (!boost::multiprecision::isfinite(value)) return std::nullopt;
  const auto decimal = Decimal::parse(value.str(digits, std::ios_base::scientific));
  return decimal ? std::optional{decimal->stripped()} : std::nullopt;
}

constexpr int most_exponent = 15'000;  // e^15000 passes what a number may be

std::optional<Decimal> whole_power(const Decimal& base, std::int64_t exponent) {
  if (exponent == 0) return Decimal{1};
  if (base.is_zero()) return exponent > 0 ? std::optional{Decimal{0}} : std::nullopt;
  if (exponent <= most_quick_power && exponent >= -most_quick_power) return quick_power(base, exponent);
  const auto magnitude =
      (std::log10(static_cast<double>(base.coefficient())) + base.exponent()) * static_cast<double>(exponent);
  if (magnitude > 7'000) return std::nullopt;
  if (magnitude < -7'000) return Decimal{0};
  return narrow(boost::multiprecision::pow(widen(base), exponent));
}

}  // namespace

std::optional<Decimal> power(const Decimal& base, const Decimal& exponent) {
  if (const auto whole = exponent.to_int()) return whole_power(base, *whole);
  if (base.is_zero()) return exponent.is_negative() ? std::nullopt : std::optional{Decimal{0}};
  if (base.is_negative()) return std::nullopt;
  const Wide product = boost::multiprecision::log(widen(base)) * widen(exponent);
  if (product > most_exponent) return std::nullopt;
  if (product < -most_exponent) return Decimal{0};
  return narrow(boost::multiprecision::exp(product));
}

std::optional<Decimal> square_root(const Decimal& value) {
  if (value.is_negative()) return std::nullopt;
  return narrow(boost::multiprecision::sqrt(widened<WideForRoots>(value)), digits_of_roots);
}

std::optional<Decimal> natural_logarithm(const Decimal& value) {
  if (value.is_zero() || value.is_negative()) return std::nullopt;
  return narrow(boost::multiprecision::log(widen(value)));
}

std::optional<Decimal> exponential(const Decimal& value) {
  if (value > Decimal{most_exponent}) return std::nullopt;
  if (value < Decimal{-most_exponent}) return Decimal{0};
  return narrow(boost::multiprecision::exp(widen(value)));
}

}  // namespace yimen::feel
