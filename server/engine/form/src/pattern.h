#pragma once
#include <string>
#include <string_view>

namespace yimen::form {

/// Can the regular expression be read (ICU's syntax, which JavaScript's shares as far as forms need it)?
bool is_pattern(const std::string& pattern);
/// Does it match somewhere in the text? A match that takes too long counts as none.
bool matches(const std::string& pattern, std::string_view text);

}  // namespace yimen::form
