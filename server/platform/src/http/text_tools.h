#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Small readers of header text, without allocation.
namespace yimen::platform {

/// The part before `separator`; `rest` goes on after it.
inline std::string_view cut(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

inline std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

inline char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower_ascii(a[i]) != lower_ascii(b[i])) return false;
  return true;
}

/// `name=value&…` of a query or a form, decoded; pairs that are no UTF-8 or hold a broken escape are left out.
std::vector<std::pair<std::string, std::string>> decode_pairs(std::string_view text);

}  // namespace yimen::platform
