#pragma once
#include <string>
#include <string_view>

namespace yimen::feel {

/// As a FEEL string literal.
std::string quoted(std::string_view text);
/// One word of letters, digits and underscores that is no keyword.
bool is_simple_word(std::string_view text);

}  // namespace yimen::feel
