#include "wide_signs.h"

#include <algorithm>
#include <vector>

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

constexpr std::size_t most_names = 2000;  // types that hold each other twice over have more than anybody can list

/// Names of what a value holds are names too: “企业.产值（万元）”.
void add_names(const feel::Type& type, std::vector<std::string_view>& names) {
  if (type.kind() == feel::TypeKind::list) return add_names(type.element(), names);
  for (const auto& member : type.members()) {
    if (names.size() >= most_names) return;
    names.push_back(member.name);
    add_names(*member.type, names);
  }
}
std::vector<std::string_view> names_of(const feel::Scope& scope) {
  std::vector<std::string_view> names;
  for (std::size_t slot = 0; slot < scope.size(); ++slot) {
    names.push_back(scope.name(slot));
    add_names(scope.type(slot), names);
  }
  return names;
}
/// Bytes of the longest name the text begins with.
std::size_t name_at(const std::vector<std::string_view>& names, std::string_view text) {
  std::size_t size = 0;
  for (const auto name : names)
    if (name.size() > size && text.starts_with(name)) size = name.size();
  return size;
}
/// Bytes of the comment the text begins with; one that nobody ends goes to the end.
std::size_t comment_at(std::string_view text) {
  const auto is_line = text.starts_with("//");
  if (!is_line && !text.starts_with("/*")) return 0;
  const auto end = is_line ? text.find('\n') : text.find("*/", 2);
  return end == std::string_view::npos ? text.size() : end + (is_line ? 0 : 2);
}

}  // namespace

std::optional<WideSign> wide_sign_in(std::string_view text, const feel::Scope& scope) {
  const auto names = names_of(scope);
  bool is_quoted = false, is_after_word = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (const auto skipped = is_quoted ? 0 : std::max(comment_at(rest), name_at(names, rest)); skipped > 0) {
      i += skipped - 1;
      is_after_word = static_cast<unsigned char>(text[i]) >= 0x80;
      continue;
    }
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
