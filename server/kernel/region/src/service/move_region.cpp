#include <fmt/format.h>

#include "service/change_checks.h"
#include "store/region_store.h"

namespace yimen::region {
namespace {

using platform::ErrorCode;
using platform::fail;

/// Where a code below `from` goes when `from` becomes `to`: same tail; a group follows its village.
std::int64_t moved_code(std::int64_t code, std::int64_t from, std::int64_t to) {
  if (level_of(code) != RegionLevel::group || level_of(from) == RegionLevel::group) return code - from + to;
  return (unit_code(code) - from + to) * 1'000 + code % 1'000;
}

struct Relocation {
  const platform::Actor& actor;
  const Regions::Order& order;
};

/// Writes the new rows and closes the old ones, top down.
void relocate(Tx& tx, const Relocation& by, const Region& top, const Region& parent, std::int64_t new_code) {
  for (const auto& old : store::below(tx, range_of(top.code))) {
    const bool is_top = old.code == top.code;
    const auto parents = top.full_name.size() - top.name.size();
    const store::NewRegion row{moved_code(old.code, top.code, new_code), old.name, parent.full_name + old.full_name.substr(parents),
                               old.level, is_top ? parent.code : moved_code(old.parent_code, top.code, new_code), old.is_statistical};
    store::insert(tx, {&row, 1}, store::Origin::local, by.order.effective_on);
    store::close(tx, old.code, by.order.effective_on);
    store::record(tx, {.code = old.code, .kind = RegionChangeKind::moved, .old_name = old.name, .new_name = old.name,
                       .successor_code = row.code, .effective_on = by.order.effective_on, .basis = by.order.basis,
                       .recorded_by = by.actor.id});
  }
}

Result<void> require_place(Tx& tx, const Region& region, const Region& parent, std::int64_t new_code) {
  if (new_code == region.code)
    return fail(ErrorCode::rule_violated, "region/same-code", "新代码与原代码相同，无需变更。");
  const bool is_group = region.level == RegionLevel::group;
  const bool is_inside = is_group ? unit_code(new_code) == parent.code : is_within(new_code, range_of(parent.code));
  if (level_of(new_code) != region.level || !is_inside)
    return fail(ErrorCode::rule_violated, "region/code-not-below-parent",
                fmt::format("代码{}不在{}的代码段内或层级不符，请核对。", code_text(new_code), parent.name),
                {{"/new_code", "代码不在新上级区划的代码段内或层级不符。"}});
  // Closed rows count as well: a code never speaks of two places.
  if (store::find(tx, new_code) || !store::at_codes(tx, range_of(new_code), 1).empty())
    return fail(ErrorCode::conflict, "region/code-taken", "代码" + code_text(new_code) + "已被使用过，请另选代码。",
                {{"/new_code", "代码已被使用过。"}});
  return {};
}

Result<void> require_parent(const Region& region, const Region& parent) {
  const bool fits = parent.level < region.level && (region.level != RegionLevel::group || parent.level == RegionLevel::village) &&
                    !is_within(parent.code, range_of(region.code));
  if (fits) return {};
  return fail(ErrorCode::rule_violated, "region/parent-does-not-fit",
              fmt::format("{}不能隶属于{}，请选择上一级行政区划。", region.name, parent.name), {{"/new_parent_code", "上级区划的层级不符。"}});
}

}  // namespace

Result<Region> Regions::move(Tx& tx, const platform::Actor& actor, std::int64_t code, std::int64_t new_parent, std::int64_t new_code,
                             const Order& order) {
  TRY(require_scope(actor, code));
  TRY(require_scope(actor, new_parent));
  const auto region = TRY(require_standing(tx, code, order.version));
  const auto parent = new_parent == 0 ? nation() : TRY(require_standing(tx, new_parent));
  TRY(require_order(tx, order, region));
  TRY(require_parent(region, parent));
  if (new_code == 0) new_code = TRY(next_free_code(tx, parent, region.level));
  TRY(require_place(tx, region, parent, new_code));
  relocate(tx, {actor, order}, region, parent, new_code);
  append_trail(tx, actor, "region.move", region,
               fmt::format("{}划归{}，代码由{}变更为{}", region.name, parent.name, code_text(code), code_text(new_code)), order, new_code);
  return get(tx, new_code);
}

Result<Region> Regions::merge(Tx& tx, const platform::Actor& actor, const std::vector<std::int64_t>& codes, std::int64_t into,
                              const Order& order) {
  TRY(require_scope(actor, into));
  const auto target = TRY(require_standing(tx, into, order.version));
  if (codes.empty())
    return fail(ErrorCode::invalid_input, "region/nothing-to-merge", "请选择要并入的行政区划。", {{"/codes", "请至少选择一个。"}});
  for (const auto code : codes) {
    TRY(require_scope(actor, code));
    const auto region = TRY(require_standing(tx, code));
    TRY(require_order(tx, order, region));
    if (code == into || region.level != target.level)
      return fail(ErrorCode::rule_violated, "region/cannot-merge",
                  fmt::format("{}不能并入{}，只能合并同级的不同行政区划。", region.name, target.name), {{"/codes", "只能合并同级的不同行政区划。"}});
    for (const auto& child : store::children(tx, code, Listing::with_statistical)) {
      const auto free_code = TRY(next_free_code(tx, target, child.level));
      relocate(tx, {actor, order}, child, target, free_code);
    }
    store::close(tx, code, order.effective_on);
    store::record(tx, {.code = code, .kind = RegionChangeKind::merged, .old_name = region.name, .new_name = target.name,
                       .successor_code = into, .effective_on = order.effective_on, .basis = order.basis, .recorded_by = actor.id});
    append_trail(tx, actor, "region.merge", region, fmt::format("{}并入{}", region.name, target.name), order, into);
  }
  return get(tx, into);
}

}  // namespace yimen::region
