#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yimen::feel {

__extension__ using Uint128 = unsigned __int128;

enum class Rounding { half_even, half_up, half_down, up, down, ceiling, floor };

/// A decimal number of up to 34 digits as FEEL asks (IEEE 754 decimal128: coefficient × 10^exponent, rounded half to
/// even); it keeps the digits it was written with: 12.50 prints as 12.50. Operations without a result (division by
/// zero, overflow) give nullopt.
class Decimal {
 public:
  static constexpr int max_digits = 34;
  static constexpr int min_exponent = -6176;
  static constexpr int max_exponent = 6111;

  constexpr Decimal() = default;
  constexpr Decimal(std::int64_t whole)
      : coefficient_{whole < 0 ? Uint128{0} - static_cast<Uint128>(static_cast<__int128_t>(whole))
                               : static_cast<Uint128>(whole)},
        negative_{whole < 0} {}
  /// `coefficient` has at most 34 digits, `exponent` lies in the bounds above.
  constexpr Decimal(bool negative, Uint128 coefficient, int exponent)
      : coefficient_{coefficient}, exponent_{exponent}, negative_{negative} {}

  /// FEEL's and JSON's number text: -12.5, .5, 1e3. nullopt for anything else or out of bounds.
  static std::optional<Decimal> parse(std::string_view text);
  /// The shortest decimal that reads back as this double; nullopt for infinity and NaN.
  static std::optional<Decimal> from_double(double);

  bool is_zero() const { return coefficient_ == 0; }
  bool is_negative() const { return negative_ && coefficient_ != 0; }
  bool is_integer() const;
  Uint128 coefficient() const { return coefficient_; }
  int exponent() const { return exponent_; }
  int digits() const;

  /// Without exponent: 1000000, 0.00001. Very large or small numbers (beyond 10^60) are written as 1E+100.
  std::string text() const;
  double to_double() const;
  /// The value when it is whole and fits.
  std::optional<std::int64_t> to_int() const;

  Decimal negated() const { return {!negative_, coefficient_, exponent_}; }
  Decimal abs() const { return {false, coefficient_, exponent_}; }
  /// Without trailing zeros behind the point (1.50 → 1.5, 100 stays).
  Decimal stripped() const;
  /// Rounded to `scale` digits behind the point (may be negative); nullopt when 34 digits cannot hold the result.
  std::optional<Decimal> rescaled(int scale, Rounding) const;

  friend std::optional<Decimal> add(const Decimal&, const Decimal&);
  friend std::optional<Decimal> subtract(const Decimal&, const Decimal&);
  friend std::optional<Decimal> multiply(const Decimal&, const Decimal&);
  friend std::optional<Decimal> divide(const Decimal&, const Decimal&);
  /// FEEL's modulo: dividend - divisor*floor(dividend/divisor); the sign is the divisor's.
  friend std::optional<Decimal> modulo(const Decimal&, const Decimal&);

  friend bool operator==(const Decimal& a, const Decimal& b) { return compare(a, b) == 0; }
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) { return compare(a, b) <=> 0; }
  friend int compare(const Decimal&, const Decimal&);

 private:
  Uint128 coefficient_ = 0;
  int exponent_ = 0;
  bool negative_ = false;
};

std::optional<Decimal> add(const Decimal&, const Decimal&);
std::optional<Decimal> subtract(const Decimal&, const Decimal&);
std::optional<Decimal> multiply(const Decimal&, const Decimal&);
std::optional<Decimal> divide(const Decimal&, const Decimal&);
std::optional<Decimal> modulo(const Decimal&, const Decimal&);
/// Whole powers by repeated multiplication, others over logarithms; correct to 34 digits bar the last.
std::optional<Decimal> power(const Decimal& base, const Decimal& exponent);
std::optional<Decimal> square_root(const Decimal&);
std::optional<Decimal> natural_logarithm(const Decimal&);
std::optional<Decimal> exponential(const Decimal&);

}  // namespace yimen::feel
