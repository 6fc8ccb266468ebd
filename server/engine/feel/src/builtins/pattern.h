#pragma once
#include <memory>
#include <string>
#include <string_view>

#include <unicode/regex.h>

namespace yimen::feel {

/// An XPath regular expression (flags s, m, i, x, q) ready to be matched; nullptr when it is none. Kept per thread,
/// since tables use the same few again and again.
const icu::RegexPattern* find_pattern(const std::string& pattern, const std::string& flags);

/// Do these flags take pattern and replacement as they stand (q)?
bool is_literal_pattern(std::string_view flags);

}  // namespace yimen::feel
