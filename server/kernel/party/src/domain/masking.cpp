#include "yimen/party/masking.h"

#include <algorithm>
#include <array>
#include <vector>

#include "yimen/platform/text.h"

namespace yimen::party {

namespace {

std::string stars(std::size_t count) { return std::string(count, '*'); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Eighteen characters that hold a birth date where an id number has one: an all-digit credit code does not.
bool looks_like_id_number(std::string_view run) {
  const int month = (run[10] - '0') * 10 + (run[11] - '0');
  const int day = (run[12] - '0') * 10 + (run[13] - '0');
  const auto century = run.substr(6, 2);
  return (century == "19" || century == "20") && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

struct Found {
  std::size_t at, size;
  bool is_phone;
};

std::vector<Found> numbers_in(std::string_view text) {
  std::vector<Found> found;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    auto size = end - i;
    if (size == 17 && end < text.size() && (text[end] == 'X' || text[end] == 'x')) size = 18;
    const auto run = text.substr(i, size);
    if (size == 18 && looks_like_id_number(run)) found.push_back({i, 18, false});
    else if (size == 11 && run[0] == '1' && run[1] >= '3') found.push_back({i, 11, true});
    // +86138… written in one run
    else if (size == 13 && run.starts_with("861") && run[3] >= '3') found.push_back({i + 2, 11, true});
    i += size;
  }
  return found;
}

/// Where the region names end: after the last marker that no street, house number or digit stands before.
std::size_t region_part(std::u32string_view address, std::initializer_list<std::u32string_view> markers) {
  const auto house = std::min({address.find_first_of(U"0123456789０１２３４５６７８９号路巷弄栋幢"), address.find(U"大道"), address.size()});
  std::size_t end = 0;
  for (const auto marker : markers)
    for (auto at = address.find(marker); at != std::u32string_view::npos && at + marker.size() <= house;
         at = address.find(marker, at + 1))
      end = std::max(end, at + marker.size());
  return end;
}

}  // namespace

std::string mask_name(std::string_view name) {
  const auto chars = platform::to_utf32(name);
  if (chars.size() <= 1) return std::string(name);
  const std::u32string_view view(chars);
  if (chars.size() == 2) return platform::to_utf8(view.substr(0, 1)) + "*";
  return platform::to_utf8(view.substr(0, 1)) + stars(chars.size() - 2) + platform::to_utf8(view.substr(chars.size() - 1));
}

std::string mask_id_no(std::string_view id) {
  if (id.size() >= 15) return std::string(id.substr(0, 6)) + stars(id.size() - 10) + std::string(id.substr(id.size() - 4));
  if (id.size() >= 8) return std::string(id.substr(0, 2)) + stars(id.size() - 4) + std::string(id.substr(id.size() - 2));
  if (id.size() >= 4) return std::string(id.substr(0, 1)) + stars(id.size() - 2) + std::string(id.substr(id.size() - 1));
  return stars(id.size());
}

std::string mask_phone(std::string_view phone) {
  if (phone.size() == 11) return std::string(phone.substr(0, 3)) + "****" + std::string(phone.substr(7));
  if (phone.size() >= 7) return std::string(phone.substr(0, phone.size() - 7)) + "***" + std::string(phone.substr(phone.size() - 4));
  return stars(phone.size());
}

std::string mask_address(std::string_view address) {
  if (address.empty()) return {};
  const auto chars = platform::to_utf32(address);
  const std::u32string_view view(chars);
  auto end = region_part(view, {U"镇", U"乡", U"街道", U"村", U"社区"});
  if (end == 0) end = region_part(view, {U"县", U"区", U"市"});
  if (end == 0) end = std::min<std::size_t>(3, view.size() / 2);
  return platform::to_utf8(view.substr(0, end)) + "****";
}

std::string mask_email(std::string_view email) {
  const auto at = email.find('@');
  if (at == std::string_view::npos || at == 0) return stars(std::min<std::size_t>(email.size(), 8));
  const auto chars = platform::to_utf32(email.substr(0, at));
  return platform::to_utf8(std::u32string_view(chars).substr(0, 1)) + "***" + std::string(email.substr(at));
}

std::string mask_bank_card(std::string_view card) {
  if (card.size() < 12) return stars(card.size());
  return std::string(card.substr(0, 6)) + stars(card.size() - 10) + std::string(card.substr(card.size() - 4));
}

std::string mask_text(std::string_view text) {
  std::string out;
  std::size_t from = 0;
  for (const auto& number : numbers_in(text)) {
    out += text.substr(from, number.at - from);
    const auto run = text.substr(number.at, number.size);
    out += number.is_phone ? mask_phone(run) : mask_id_no(run);
    from = number.at + number.size;
  }
  out += text.substr(from);
  return out;
}

bool has_unmasked_number(std::string_view text) { return !numbers_in(text).empty(); }

}  // namespace yimen::party
