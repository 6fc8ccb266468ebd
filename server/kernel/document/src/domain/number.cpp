#include "domain/number.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::document {

namespace {

constexpr std::string_view code_alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t code_length = 16;
static_assert(code_alphabet.size() == 32);

/// Names of organisations end in a word of their kind; what does not is treated as a person's and masked.
bool is_organisation(const std::u32string& name) {
  constexpr std::array<std::u32string_view, 34> endings{
      U"公司", U"厂",   U"店",   U"局",   U"院", U"校", U"会", U"社", U"中心", U"部", U"户",  U"村",
      U"组",   U"所",   U"站",   U"馆",   U"场", U"园", U"府", U"委", U"行",   U"司", U"队",  U"厅",
      U"办",   U"集团", U"企业", U"工厂", U"铺", U"坊", U"室", U"库", U"城",   U"学"};
  return name.size() >= 4 && std::ranges::any_of(endings, [&](std::u32string_view ending) {
           return name.size() > ending.size() && std::u32string_view(name).ends_with(ending);
         });
}

}  // namespace

std::string document_number(std::string_view agency_mark, std::string_view number_word, int year, int serial) {
  return fmt::format("{}{}〔{}〕{}号", agency_mark, number_word, year, serial);
}

std::string new_verify_code() {
  std::string code;
  for (const char byte : platform::random_bytes(code_length)) code += code_alphabet[static_cast<unsigned char>(byte) % 32];
  return code;
}

std::string normal_verify_code(std::string_view typed) {
  std::string code;
  for (char c : platform::fold_width(typed)) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (code_alphabet.find(c) == std::string_view::npos || code.size() == code_length) return {};
    code += c;
  }
  return code.size() == code_length ? code : std::string{};
}

std::string printed_verify_code(std::string_view code) {
  std::string printed;
  for (std::size_t i = 0; i < code.size(); i += 4) printed += (i == 0 ? "" : "-") + std::string(code.substr(i, 4));
  return printed;
}

std::string normal_number(std::string_view typed) {
  auto number = platform::trim(typed);
  for (const auto* open : {"（", "(", "[", "［", "【", "〈", "﹝", "【"}) number = platform::replace_all(number, open, "〔");
  for (const auto* close : {"）", ")", "]", "］", "】", "〉", "﹞", "】"}) number = platform::replace_all(number, close, "〕");
  for (const auto* blank : {" ", "　", "第"}) number = platform::replace_all(number, blank, "");
  return number;
}

std::string masked_applicant(std::string_view name) {
  const auto points = platform::to_utf32(name);
  if (points.empty() || is_organisation(points)) return std::string(name);
  if (points.size() == 1) return "*";
  if (points.size() == 2) return platform::to_utf8(points.substr(0, 1)) + "*";
  return platform::to_utf8(points.substr(0, 1)) + std::string(points.size() - 2, '*') +
         platform::to_utf8(points.substr(points.size() - 1));
}

}  // namespace yimen::document
