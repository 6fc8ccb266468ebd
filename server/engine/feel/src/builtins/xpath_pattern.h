#pragma once
#include <optional>
#include <string_view>

#include <unicode/unistr.h>

namespace yimen::feel {

struct PatternFlags {
  bool dot_matches_all = false, multiline = false, ignores_case = false, ignores_space = false;
};

/// A pattern of XPath written as ICU reads it; nullopt when it is none. ICU understands more (\b, look-around,
/// possessive quantifiers, POSIX classes) and some signs otherwise (&& in classes, \w, \p with flag i): all of that is
/// refused or spelled out, so that nothing of ICU's own language shows.
std::optional<icu::UnicodeString> translate_pattern(std::string_view pattern, const PatternFlags& flags);

}  // namespace yimen::feel
