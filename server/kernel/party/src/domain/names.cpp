#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "yimen/party/checks.h"
#include "yimen/platform/text.h"

namespace yimen::party {

using platform::ErrorCode;
using platform::fail;
using platform::Result;

namespace {

struct Range {
  char32_t low, high;
};

template <std::size_t N>
bool is_in(const std::array<Range, N>& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(), [c](Range r) { return c >= r.low && c <= r.high; });
}

/// Han characters of every plane, with 々 and 〇, compatibility forms and variation selectors that name a glyph form.
constexpr std::array<Range, 8> han{{{0x3005, 0x3005}, {0x3007, 0x3007}, {0x2E80, 0x2FDF}, {0x3400, 0x4DBF},
                                    {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x323AF}, {0xE0100, 0xE01EF}}};
/// Letters of other scripts people in China and foreigners bear names in: Latin (Zhuang too), Greek, Cyrillic, Arabic
/// (Uyghur, Kazakh), Tibetan, Dai and Thai, Mongolian, Yi, Kana, Hangul, with their combining marks.
constexpr std::array<Range, 25> letters{
    {{'A', 'Z'},         {'a', 'z'},         {0x00C0, 0x00D6}, {0x00D8, 0x00F6}, {0x00F8, 0x024F}, {0x0300, 0x036F},
     {0x0370, 0x03FF},   {0x0400, 0x052F},   {0x0620, 0x065F}, {0x066E, 0x06D3}, {0x06D5, 0x06DC}, {0x0750, 0x077F},
     {0x0900, 0x097F},   {0x0E01, 0x0E4E},   {0x0F40, 0x0FBC}, {0x1100, 0x11FF}, {0x1800, 0x180E}, {0x1820, 0x18AA},
     {0x1950, 0x1974},   {0x1980, 0x19DF},   {0x1E00, 0x1EFF}, {0x3041, 0x30FA}, {0x30FC, 0x30FF}, {0xA000, 0xA48C},
     {0xAC00, 0xD7A3}}};
constexpr std::array<Range, 3> private_use{{{0xE000, 0xF8FF}, {0xF0000, 0xFFFFD}, {0x100000, 0x10FFFD}}};
constexpr std::array<Range, 10> pictures{{{0x2190, 0x21FF}, {0x2300, 0x23FF}, {0x2460, 0x27BF}, {0x2900, 0x2BFF},
                                          {0x3200, 0x32FF}, {0xFE00, 0xFE0F}, {0x1F000, 0x1FAFF}, {0x1FB00, 0x1FBFF},
                                          {0x200D, 0x200D}, {0xE0020, 0xE007F}}};

/// The dots people type for 间隔号: all are stored as U+00B7 (GB 18030; 公安机关 writes ·).
bool is_name_dot(char32_t c) {
  return c == 0x00B7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22C5 || c == 0x30FB || c == 0xFF65 || c == 0x2024;
}

std::u32string tidy(std::string_view text) {
  std::u32string out;
  for (char32_t c : platform::to_utf32(platform::trim(text))) {
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c == 0x3000 || c == 0x00A0) c = U' ';
    if (is_name_dot(c)) c = 0x00B7;
    if (c == U' ' && !out.empty() && out.back() == U' ') continue;
    out.push_back(c);
  }
  // 阿依古丽.买买提: a full stop between two Han characters is a dot that was hard to type.
  for (std::size_t i = 1; i + 1 < out.size(); ++i)
    if (out[i] == U'.' && is_in(han, out[i - 1]) && is_in(han, out[i + 1])) out[i] = 0x00B7;
  return out;
}

Result<void> check_character(char32_t c, std::string_view what, std::u32string_view punctuation) {
  if (is_in(han, c) || is_in(letters, c) || punctuation.find(c) != std::u32string_view::npos) return {};
  if (is_in(private_use, c))
    return fail(ErrorCode::invalid_input, "party/name-private-use",
                fmt::format("{}中有一个字使用了自造字编码，其他系统无法识别。请改用国家标准（GB 18030）收录的同一个字；输入法打不出时请到窗口办理。", what));
  if (is_in(pictures, c))
    return fail(ErrorCode::invalid_input, "party/name-emoji", fmt::format("{}中不能使用表情或图形符号，请按证件上的文字填写。", what));
  if (c >= U'0' && c <= U'9')
    return fail(ErrorCode::invalid_input, "party/name-digit", fmt::format("{}中不能使用数字，请按证件上的文字填写。", what));
  return fail(ErrorCode::invalid_input, "party/name-character",
              fmt::format("{}中有不能使用的字符（U+{:04X}），请按证件上的文字填写。", what, static_cast<std::uint32_t>(c)));
}

}  // namespace

Result<std::string> check_person_name(std::string_view text) {
  if (!platform::is_utf8(text)) return fail(ErrorCode::invalid_input, "party/name-encoding", "姓名的文字编码不正确，请重新输入。");
  const auto name = tidy(text);
  if (name.empty()) return fail(ErrorCode::invalid_input, "party/name-missing", "请填写姓名。");
  if (name.size() > 50)
    return fail(ErrorCode::invalid_input, "party/name-too-long", fmt::format("姓名最多50个字，现在有{}个字。", name.size()));
  for (const char32_t c : name) TRY(check_character(c, "姓名", U"\u00B7 -'’."));
  const auto is_separator = [](char32_t c) { return c == 0x00B7 || c == U'-' || c == U'\'' || c == U' '; };
  if (is_separator(name.front()) || is_separator(name.back()) || name.find(U"\u00B7\u00B7") != std::u32string::npos)
    return fail(ErrorCode::invalid_input, "party/name-separator", "姓名的开头、结尾不能是间隔号，间隔号也不能连用。");
  return platform::to_utf8(name);
}

Result<std::string> check_organisation_name(std::string_view text) {
  if (!platform::is_utf8(text)) return fail(ErrorCode::invalid_input, "party/name-encoding", "名称的文字编码不正确，请重新输入。");
  auto name = tidy(text);
  if (name.size() < 2) return fail(ErrorCode::invalid_input, "party/name-missing", "请填写单位名称，至少2个字。");
  if (name.size() > 120)
    return fail(ErrorCode::invalid_input, "party/name-too-long", fmt::format("单位名称最多120个字，现在有{}个字。", name.size()));
  // Chinese names of organisations carry full-width brackets.
  for (auto& c : name) c = c == U'(' ? U'（' : c == U')' ? U'）' : c;
  for (const char32_t c : name) TRY(check_character(c, "单位名称", U"\u00B7 -'’.,&+/（）、—“”《》0123456789"));
  return platform::to_utf8(name);
}

}  // namespace yimen::party
