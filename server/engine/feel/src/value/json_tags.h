#pragma once
#include <optional>
#include <string_view>

#include "yimen/feel/value.h"

namespace yimen::feel {

/// The value of {"$number":"1.5"} and the like; nullopt when the tag is none of ours or its content is wrong.
std::optional<Value> untag(std::string_view tag, const Value& content);
bool is_tag(std::string_view name);

}  // namespace yimen::feel
