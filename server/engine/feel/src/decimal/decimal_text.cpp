#include <charconv>
#include <cmath>

#include "decimal/wide.h"
#include "yimen/feel/decimal.h"

namespace yimen::feel {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Reads digits and one point; more than 38 digits are rounded by what follows.
struct Mantissa {
  Uint128 value = 0;
  int kept = 0;  // digits in value, leading zeros aside
  int exponent = 0;
  int next_digit = -1;  // the first one dropped
  bool rest = false;    // something but zero after it
  bool any = false;

  void take(char c, bool behind_point) {
    any = true;
    const int digit = c - '0';
    if (kept < Decimal::max_digits) {
      value = value * 10 + static_cast<unsigned>(digit);
      if (value != 0) ++kept;
      if (behind_point) --exponent;
      return;
    }
    if (next_digit < 0)
      next_digit = digit;
    else
      rest = rest || digit != 0;
    if (!behind_point) ++exponent;
  }
  void round() {
    if (next_digit > 5 || (next_digit == 5 && (rest || value % 2 != 0))) ++value;
    if (value == wide::ten_to(Decimal::max_digits)) {
      value /= 10;
      ++exponent;
    }
  }
};

std::optional<int> read_exponent(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || !is_digit(text.back())) return std::nullopt;
  int exponent = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (end != text.data() + text.size() || problem != std::errc{} || exponent > 100'000 || exponent < -100'000)
    return std::nullopt;
  return exponent;
}

std::string digits_of(Uint128 value) {
  char buffer[40];
  int at = 40;
  do {
    buffer[--at] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  return {buffer + at, buffer + 40};
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  Mantissa mantissa;
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) mantissa.take(text[at++], false);
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (at >= text.size() || !is_digit(text[at])) return std::nullopt;
    while (at < text.size() && is_digit(text[at])) mantissa.take(text[at++], true);
  }
  if (!mantissa.any) return std::nullopt;
  mantissa.round();
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    const auto exponent = read_exponent(text.substr(at + 1));
    if (!exponent) return std::nullopt;
    mantissa.exponent += *exponent;
  }
  // Multiplying by one brings the exponent into its bounds, or says that it cannot be.
  return multiply(Decimal{negative, mantissa.value, mantissa.exponent}, Decimal{1});
}

std::optional<Decimal> Decimal::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  char buffer[64];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, value);
  return parse({buffer, static_cast<std::size_t>(written.ptr - buffer)});
}

std::string Decimal::text() const {
  auto digits = digits_of(coefficient_);
  const std::string sign = is_negative() ? "-" : "";
  const int size = static_cast<int>(digits.size()) + exponent_;
  constexpr int longest = 60;
  if (coefficient_ != 0 && (size > longest || size < -longest)) {
    const auto tail = digits.substr(1);
    return sign + digits.substr(0, 1) + (tail.empty() ? "" : "." + tail) + "E" + (size > 0 ? "+" : "") +
           std::to_string(size - 1);
  }
  if (exponent_ >= 0)
    return coefficient_ == 0 ? "0" : sign + digits + std::string(static_cast<std::size_t>(exponent_), '0');
  if (coefficient_ == 0 && -exponent_ > longest) return "0";
  const auto behind = static_cast<std::size_t>(-exponent_);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  digits.insert(digits.size() - behind, ".");
  return sign + digits;
}

double Decimal::to_double() const {
  const auto written = digits_of(coefficient_) + "e" + std::to_string(exponent_);
  double value = 0;
  std::from_chars(written.data(), written.data() + written.size(), value);
  return is_negative() ? -value : value;
}

}  // namespace yimen::feel
