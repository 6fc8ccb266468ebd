#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "yimen/feel/value.h"

namespace yimen::feel {

/// java.lang.String.format for %s, %d, %f, %b, %% and %n with flags - 0 + and comma, width and precision; nullopt where
/// Java throws: an unknown conversion, too few values, %d of a fraction.
std::optional<std::string> format_as_java(std::string_view format, std::span<const Value> values);

}  // namespace yimen::feel
