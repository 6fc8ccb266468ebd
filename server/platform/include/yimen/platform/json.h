#pragma once
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "yimen/platform/result.h"

namespace yimen::platform {

namespace json = boost::json;

/// Strict reading at the edge: UTF-8 checked, duplicate keys refused, nesting <= 32, no trailing text.
/// @returns malformed with line and column in the Chinese detail.
Result<json::value> parse_json(std::string_view text);
std::string to_text(const json::value&);

/// Lenient readers for JSON the program itself wrote; absent or of another kind gives the fallback.
std::string text_or(const json::object&, std::string_view key, std::string_view fallback = {});
std::int64_t int_or(const json::object&, std::string_view key, std::int64_t fallback = 0);
bool bool_or(const json::object&, std::string_view key, bool fallback = false);
/// An id member written as a decimal string (or a number); 0 when absent.
std::int64_t id_or_zero(const json::object&, std::string_view key);
const json::object* object_at(const json::object&, std::string_view key);
const json::array* array_at(const json::object&, std::string_view key);

}  // namespace yimen::platform
