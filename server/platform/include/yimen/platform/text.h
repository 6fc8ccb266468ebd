#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yimen::platform {

/// Strict UTF-8: no overlong forms, no surrogates, no U+0000, nothing above U+10FFFF.
bool is_utf8(std::string_view);
/// Code points of valid UTF-8; what a person calls characters (a rare Han character above U+FFFF is one).
std::size_t count_characters(std::string_view);
std::u32string to_utf32(std::string_view);
std::string to_utf8(std::u32string_view);
/// White space (ASCII and U+3000) removed at both ends.
std::string trim(std::string_view);
/// Full-width letters and digits to half-width, ASCII to lower case.
std::string fold_width(std::string_view);
std::vector<std::string> split(std::string_view, char separator);
std::string join(const std::vector<std::string>&, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);
std::string escape_html(std::string_view);
std::string url_encode(std::string_view);
/// Percent decoding of one path segment or form value; nullopt-like: returns false on a broken escape.
bool url_decode(std::string_view, std::string& out, bool plus_is_space);
std::string to_hex(std::string_view bytes);
std::string from_hex(std::string_view hex);  ///< empty when it is no hex
std::string to_base64(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
std::string from_base64(std::string_view text);  ///< both alphabets; empty when it is none

}  // namespace yimen::platform
