#include <algorithm>

#include "store/region_store.h"
#include "yimen/platform/text.h"

namespace yimen::region {
namespace {

// More changes than a place can live through; a longer chain means a circle made by hand.
constexpr int longest_chain = 50;

bool is_code_text(std::string_view text) {
  return text.size() >= 2 && text.size() <= 15 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Codes beginning with these digits.
CodeRange digits_range(std::string_view digits) {
  std::int64_t low = std::stoll(std::string(digits)), step = 1;
  for (auto size = digits.size(); size < 12; ++size) low *= 10, step *= 10;
  return {low, low + step};
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (auto& word : platform::split(platform::replace_all(text, "　", " "), ' '))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string join_but_last(const std::vector<std::string>& words) { return platform::join({words.begin(), words.end() - 1}, " "); }

void add_new(std::vector<Region>& found, std::vector<Region> more, int limit) {
  for (auto& region : more) {
    const bool is_known = std::any_of(found.begin(), found.end(), [&](const Region& known) { return known.code == region.code; });
    if (!is_known && found.size() < static_cast<std::size_t>(limit)) found.push_back(std::move(region));
  }
}

/// "玉林 大塘村": the first words find the region, the last is looked for below it.
std::vector<Region> search_below(Tx& tx, const std::string& parents, const std::string& last, std::int64_t within, int limit) {
  for (const auto& parent : Regions{}.search(tx, parents, within, 3)) {
    auto found = store::search(tx, last, store::Depth::all, range_of(parent.code), limit);
    if (!found.empty()) return found;
  }
  return {};
}

/// "大塘镇大塘村" written in one: cut behind the last word for a unit that leaves something to find below it.
std::vector<Region> search_compound(Tx& tx, const std::string& text, int limit) {
  for (const std::string_view unit : {"街道", "镇", "乡", "县", "区", "旗", "市"}) {
    const auto at = text.find(unit);
    if (at == std::string::npos || at == 0 || at + unit.size() >= text.size()) continue;
    const auto cut = at + unit.size();
    auto found = search_below(tx, text.substr(0, cut), text.substr(cut), 0, limit);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace

std::optional<Region> Regions::find(Tx& tx, std::int64_t code) const { return store::find(tx, code); }

Result<Region> Regions::get(Tx& tx, std::int64_t code) const {
  auto found = store::find(tx, code);
  if (!found)
    return platform::fail(platform::ErrorCode::not_found, "region/not-found", "没有找到代码为" + code_text(code) + "的行政区划，请核对代码。");
  return std::move(*found);
}

std::vector<Region> Regions::children(Tx& tx, std::int64_t parent_code, Listing listing) const {
  return store::children(tx, parent_code, listing);
}

std::vector<Region> Regions::path(Tx& tx, std::int64_t code) const {
  std::vector<Region> path;
  for (auto at = code; at != 0 && path.size() < 8;) {
    auto found = store::find(tx, at);
    if (!found) break;
    at = found->parent_code;
    path.push_back(std::move(*found));
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<Region> Regions::search(Tx& tx, std::string_view text, std::int64_t within, int limit) const {
  const auto wanted = platform::trim(text);
  if (is_code_text(wanted)) return store::at_codes(tx, digits_range(wanted), limit);
  const auto words = words_of(wanted);
  if (words.empty()) return {};
  if (words.size() > 1) return search_below(tx, join_but_last(words), words.back(), within, limit);
  if (within != 0) return store::search(tx, words[0], store::Depth::all, range_of(within), limit);
  auto found = store::search(tx, words[0], store::Depth::above_villages, range_of(0), limit);
  add_new(found, store::starting_with(tx, words[0], limit), limit);
  if (found.empty()) found = search_compound(tx, words[0], limit);
  return found;
}

Result<Region> Regions::resolve(Tx& tx, std::int64_t code, Date on) const {
  for (int step = 0; step < longest_chain; ++step) {
    auto region = TRY(get(tx, code));
    if (!region.valid_to || on < *region.valid_to) return region;
    std::int64_t successor = 0;
    for (const auto& change : store::changes_of(tx, code))
      if (change.successor_code != 0 && change.effective_on <= on) successor = change.successor_code;
    if (successor == 0)
      return platform::fail(platform::ErrorCode::rule_violated, "region/no-successor",
                            region.full_name + "已撤销，没有登记承接的行政区划。请区划管理员补充登记后再试。");
    code = successor;
  }
  return platform::fail(platform::ErrorCode::internal, "region/endless-succession", "行政区划变更记录出现循环，请联系系统管理员核对。");
}

std::vector<CodeRange> Regions::ranges(Tx& tx, std::int64_t code) const {
  std::vector<CodeRange> ranges{range_of(code)};
  for (std::size_t done = 0; done < ranges.size() && ranges.size() < 1'000; ++done) {
    for (const auto old : store::predecessors(tx, ranges[done])) {
      const auto range = range_of(old);
      const bool is_known = std::any_of(ranges.begin(), ranges.end(), [&](const CodeRange& known) {
        return known.first <= range.first && range.second <= known.second;
      });
      if (!is_known) ranges.push_back(range);
    }
  }
  return ranges;
}

std::string Regions::name_on(Tx& tx, std::int64_t code, Date on) const {
  const auto region = store::find(tx, code);
  if (!region) return {};
  for (const auto& change : store::changes_of(tx, code))
    if (change.kind == RegionChangeKind::renamed && on < change.effective_on) return change.old_name;
  return region->name;
}

std::vector<RegionChange> Regions::history(Tx& tx, std::int64_t code) const { return store::changes_of(tx, code); }

}  // namespace yimen::region
