#include "wide_signs.h"

#include <algorithm>

namespace yimen::dmn {
namespace {

constexpr WideSign signs[] = {
    {"“", "\""}, {"”", "\""}, {"‘", "\""}, {"’", "\""}, {"，", ","}, {"、", ","}, {"：", ":"}, {"【", "["}, {"】", "]"}, {"［", "["}, {"］", "]"}, {"＜", "<"}, {"＞", ">"}, {"＝", "="},
    {"≤", "<="}, {"≥", ">="}, {"≠", "!="}, {"＋", "+"}, {"－", "-"}, {"×", "*"}, {"＊", "*"}, {"÷", "/"}, {"／", "/"}, {"．", "."}, {"。", "."}, {"…", ".."}, {"？", "?"},
    {"０", "0"}, {"１", "1"}, {"２", "2"}, {"３", "3"}, {"４", "4"}, {"５", "5"}, {"６", "6"}, {"７", "7"}, {"８", "8"}, {"９", "9"}};
constexpr WideSign brackets[] = {{"（", "("}, {"）", ")"}};

template <std::size_t count>
const WideSign* sign_at(const WideSign (&known)[count], std::string_view text, std::size_t at) {
  const auto found = std::ranges::find_if(known, [&](const WideSign& one) { return text.substr(at).starts_with(one.wide); });
  return found == std::end(known) ? nullptr : found;
}

}  // namespace

std::optional<WideSign> wide_sign_in(std::string_view text) {
  bool is_quoted = false, is_after_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '"') is_quoted = !is_quoted;
    if (byte == '\\' && is_quoted) ++i;
    if (byte < 0x80) {
      is_after_word = false;
      continue;
    }
    if (const auto* sign = sign_at(signs, text, i); sign != nullptr && !is_quoted) return *sign;
    if (const auto* bracket = sign_at(brackets, text, i); bracket != nullptr && !is_quoted && !is_after_word) return *bracket;
    is_after_word = true;
  }
  return std::nullopt;
}

}  // namespace yimen::dmn
