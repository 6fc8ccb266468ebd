#include "yimen/platform/plain_words.h"

#include <array>
#include <charconv>

#include <boost/json.hpp>

namespace yimen::platform {

namespace json = boost::json;

namespace {

std::string in_full(double number) {
  std::array<char, 400> digits;  // the largest has 309 before the point, the smallest 1074 behind it: that one stays with its exponent
  const auto fixed = std::to_chars(digits.begin(), digits.end(), number, std::chars_format::fixed);
  if (fixed.ec == std::errc{}) return {digits.begin(), fixed.ptr};
  return {digits.begin(), std::to_chars(digits.begin(), digits.end(), number).ptr};
}

}  // namespace

std::string plain_words(const json::value& value) {
  std::string words;
  switch (value.kind()) {
    case json::kind::null: break;
    case json::kind::bool_: return value.get_bool() ? "是" : "否";
    case json::kind::int64: return std::to_string(value.get_int64());
    case json::kind::uint64: return std::to_string(value.get_uint64());
    case json::kind::double_: return in_full(value.get_double());
    case json::kind::string: return std::string(std::string_view(value.get_string()));
    case json::kind::array:
      for (const auto& item : value.get_array()) words += (words.empty() ? "" : "、") + plain_words(item);
      break;
    case json::kind::object:
      for (const auto& member : value.get_object()) words += (words.empty() ? "" : "；") + std::string(std::string_view(member.key())) + "：" + plain_words(member.value());
      break;
  }
  return words;
}

}  // namespace yimen::platform
