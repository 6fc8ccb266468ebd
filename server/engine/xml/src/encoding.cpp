#include <array>
#include <cerrno>

#include <iconv.h>

#include "yimen/platform/text.h"
#include "yimen/xml/xml.h"

namespace yimen::xml {
namespace {

/// Where a declaration names the encoding: the name's place in the text.
struct Declared {
  std::string name;  // folded
  std::size_t begin = 0, length = 0;
};

Declared declared_encoding(std::string_view text) {
  const auto end = text.starts_with("<?xml") ? text.find("?>") : std::string_view::npos;
  if (end == std::string_view::npos) return {};
  const auto at = text.substr(0, end).find("encoding");
  const auto open = at == std::string_view::npos ? at : text.find_first_of("\"'", at);
  const auto close = open == std::string_view::npos ? open : text.find(text[open], open + 1);
  if (close == std::string_view::npos || close > end) return {};
  return {platform::fold_width(text.substr(open + 1, close - open - 1)), open + 1, close - open - 1};
}

/// What Windows puts where ISO 8859-1 has control characters; 0 where it has nothing.
constexpr std::array<char32_t, 32> windows_1252{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                                0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                                0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

std::optional<std::string> from_western(std::string_view text) {
  std::u32string wide;
  wide.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    wide += byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80u] : byte;
    if (wide.back() == 0) return std::nullopt;
  }
  return platform::to_utf8(wide);
}

std::optional<std::string> from(const char* encoding, std::string_view text) {
  const auto converter = iconv_open("UTF-8", encoding);
  if (converter == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string converted(text.size() * 3 + 4, '\0');  // a character of two bytes takes three at most, one of four takes four
  auto* in = const_cast<char*>(text.data());
  auto* out = converted.data();
  auto in_left = text.size(), out_left = converted.size();
  const bool is_done = iconv(converter, &in, &in_left, &out, &out_left) != static_cast<std::size_t>(-1) && in_left == 0;
  iconv_close(converter);
  if (!is_done) return std::nullopt;
  converted.resize(converted.size() - out_left);
  return converted;
}

std::optional<std::string> convert(const std::string& encoding, std::string_view text) {
  if (encoding == "windows-1252" || encoding == "cp1252" || encoding == "iso-8859-1" || encoding == "latin1" || encoding == "us-ascii" || encoding == "ascii")
    return from_western(text);
  if (encoding == "gb18030" || encoding == "gbk" || encoding == "gb2312" || encoding == "cp936") return from("GB18030", text);  // which holds the older ones
  if (encoding.starts_with("utf-16")) return std::string{text};  // a declaration that can be read as bytes is not in UTF-16 itself
  return std::nullopt;
}

}  // namespace

std::optional<std::string> recode(std::string_view text) {
  const bool is_wide = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
  auto converted = is_wide ? from("UTF-16", text) : convert(declared_encoding(text).name, text);
  if (!converted) return std::nullopt;
  if (const auto declared = declared_encoding(*converted); declared.length > 0) converted->replace(declared.begin, declared.length, "UTF-8");
  return converted;
}

}  // namespace yimen::xml
