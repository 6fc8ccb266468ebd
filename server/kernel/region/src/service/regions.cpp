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
  std::vector<std::string> words;
  for (auto& word : platform::split(platform::replace_all(wanted, "　", " "), ' '))
    if (!word.empty()) words.push_back(std::move(word));
  if (words.empty()) return {};
  return store::search(tx, words, range_of(within), limit);
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
