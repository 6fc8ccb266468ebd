#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace yimen::platform {

bool is_han(char32_t point);

/// All readings worth finding, without tones, the likeliest in this place first. Never empty for a Han character of a
/// known reading; empty for anything else.
using Readings = std::vector<std::string>;
std::vector<Readings> readings_of(std::u32string_view text);

/// Ways to cut letters into pinyin syllables, fewest syllables first, a few at most. A last syllable that is only begun
/// ("shipinj") is left out. Empty when the letters are no pinyin.
std::vector<std::vector<std::string>> split_syllables(std::string_view letters);

}  // namespace yimen::platform
