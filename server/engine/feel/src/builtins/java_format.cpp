#include "builtins/java_format.h"

#include <algorithm>
#include <optional>

namespace yimen::feel {

namespace {

constexpr std::size_t widest = 200;

struct Conversion {
  std::string flags;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char letter = '\0';
  bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// nullopt when it is too large or there is none.
std::optional<std::size_t> take_number(std::string_view format, std::size_t& at) {
  std::optional<std::size_t> number;
  while (at < format.size() && is_digit(format[at]) && number.value_or(0) <= widest)
    number = number.value_or(0) * 10 + static_cast<std::size_t>(format[at++] - '0');
  return number.value_or(0) <= widest ? number : std::nullopt;
}

/// What stands behind a %.
std::optional<Conversion> take_conversion(std::string_view format, std::size_t& at) {
  Conversion conversion;
  while (at < format.size() && std::string_view{"-0+, "}.find(format[at]) != std::string_view::npos)
    conversion.flags += format[at++];
  conversion.width = take_number(format, at).value_or(0);
  if (at < format.size() && format[at] == '.') {
    conversion.precision = take_number(format, ++at);
    if (!conversion.precision) return std::nullopt;
  }
  if (at >= format.size()) return std::nullopt;
  conversion.letter = format[at++];
  return conversion;
}

std::string grouped(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::optional<std::string> number_text(const Conversion& conversion, const Value& value) {
  if (!value.is(Kind::number)) return std::nullopt;
  const bool is_whole = conversion.letter == 'd';
  if (is_whole && !value.number().is_integer()) return std::nullopt;
  const auto scale = is_whole ? 0 : static_cast<int>(conversion.precision.value_or(6));
  const auto number = value.number().rescaled(scale, Rounding::half_up);
  if (!number) return std::nullopt;
  auto digits = number->abs().text();
  if (conversion.has(',')) digits = grouped(std::move(digits));
  const std::string sign = number->is_negative() ? "-" : conversion.has('+') ? "+" : conversion.has(' ') ? " " : "";
  if (conversion.has('0') && digits.size() + sign.size() < conversion.width)
    digits.insert(0, conversion.width - digits.size() - sign.size(), '0');
  return sign + digits;
}

std::optional<std::string> text_of(const Conversion& conversion, const Value& value) {
  switch (conversion.letter) {
    case 's':
      return plain_text(value).substr(0, conversion.precision.value_or(std::string::npos));
    case 'b':
      return value.is(Kind::boolean) ? plain_text(value) : value.is_null() ? "false" : "true";
    case 'd':
    case 'f':
      return number_text(conversion, value);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> format_as_java(std::string_view format, std::span<const Value> values) {
  std::string result;
  std::size_t used = 0;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] != '%') {
      result += format[at++];
      continue;
    }
    const auto conversion = take_conversion(format, ++at);
    if (!conversion) return std::nullopt;
    if (conversion->letter == '%' || conversion->letter == 'n') {
      result += conversion->letter == '%' ? '%' : '\n';
      continue;
    }
    auto text = used < values.size() ? text_of(*conversion, values[used++]) : std::nullopt;
    if (!text) return std::nullopt;
    if (text->size() < conversion->width)
      text->insert(conversion->has('-') ? text->size() : 0, conversion->width - text->size(), ' ');
    result += *text;
  }
  return result;
}

}  // namespace yimen::feel
