#include <fmt/format.h>

#include "service/change_checks.h"
#include "store/region_store.h"

namespace yimen::region {
namespace {

using platform::ErrorCode;
using platform::fail;

Result<RegionLevel> level_below(const Region& parent, std::int64_t code) {
  if (code != 0) {
    const auto level = level_of(code);
    const bool is_below = level > parent.level && (level == RegionLevel::group) == (parent.level == RegionLevel::village);
    const bool is_inside = level == RegionLevel::group ? unit_code(code) == parent.code : is_within(code, range_of(parent.code));
    if (!is_below || !is_inside || code == parent.code)
      return fail(ErrorCode::rule_violated, "region/code-not-below-parent",
                  fmt::format("代码{}不在{}的代码段内或层级不符，请核对。", code_text(code), parent.name),
                  {{"/code", "代码不在上级区划的代码段内或层级不符。"}});
    return level;
  }
  if (parent.level == RegionLevel::group)
    return fail(ErrorCode::rule_violated, "region/no-level-below-group", "生产组下不能再设下级。");
  return static_cast<RegionLevel>(static_cast<int>(parent.level) + 1);
}

}  // namespace

Result<Region> Regions::create(Tx& tx, const platform::Actor& actor, std::int64_t parent_code, std::int64_t code, std::string name,
                               const Order& order) {
  TRY(require_scope(actor, parent_code));
  const auto parent = parent_code == 0 ? nation() : TRY(require_standing(tx, parent_code));
  TRY(require_order(tx, order, std::nullopt));
  name = TRY(checked_name(std::move(name)));
  const auto level = TRY(level_below(parent, code));
  for (const auto& child : children(tx, parent_code))
    if (child.name == name)
      return fail(ErrorCode::conflict, "region/name-taken", fmt::format("{}下已有“{}”（{}）。", parent.name, name, code_text(child.code)), {{"/name", "同一上级下已有这个名称。"}});
  if (code == 0) code = TRY(next_free_code(tx, parent, level));
  if (store::find(tx, code))
    return fail(ErrorCode::conflict, "region/code-taken", "代码" + code_text(code) + "已被使用过，请另选代码。", {{"/code", "代码已被使用过。"}});
  const store::NewRegion row{code, name, parent.full_name + name, level, parent_code, false};
  store::insert(tx, {&row, 1}, store::Origin::local, order.effective_on);
  store::record(tx, {.code = code, .kind = RegionChangeKind::created, .old_name = "", .new_name = name, .successor_code = 0,
                     .effective_on = order.effective_on, .basis = order.basis, .recorded_by = actor.id});
  auto created = TRY(get(tx, code));
  append_trail(tx, actor, "region.create", created, fmt::format("在{}下设立{}（{}）", parent.name, name, code_text(code)), order);
  return created;
}

Result<Region> Regions::rename(Tx& tx, const platform::Actor& actor, std::int64_t code, std::string name, const Order& order) {
  TRY(require_scope(actor, code));
  const auto region = TRY(require_standing(tx, code, order.version));
  TRY(require_order(tx, order, region));
  name = TRY(checked_name(std::move(name)));
  if (name == region.name) return region;
  const auto parents = region.full_name.substr(0, region.full_name.size() - region.name.size());
  store::rename(tx, code, name, store::Origin::local);
  store::replace_full_names(tx, region, parents + name);
  store::record(tx, {.code = code, .kind = RegionChangeKind::renamed, .old_name = region.name, .new_name = name, .successor_code = 0,
                     .effective_on = order.effective_on, .basis = order.basis, .recorded_by = actor.id});
  append_trail(tx, actor, "region.rename", region, fmt::format("{}更名为{}，自{}起", region.name, name, platform::zh_date(order.effective_on)), order);
  return get(tx, code);
}

}  // namespace yimen::region
