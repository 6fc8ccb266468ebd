#include "service/change_checks.h"

#include <boost/json.hpp>

#include "store/region_store.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::region {

using platform::ErrorCode;
using platform::fail;

Result<void> require_scope(const platform::Actor& actor, std::int64_t code) {
  if (actor.kind == platform::ActorKind::system || is_within(unit_code(code), {actor.scope_low, actor.scope_high})) return {};
  return fail(ErrorCode::forbidden, "region/out-of-scope", "该行政区划不在您的管辖范围内，请由上级区划管理员办理。");
}

Result<void> require_order(Tx& tx, const Regions::Order& order, const std::optional<Region>& region) {
  if (platform::trim(order.basis).empty())
    return fail(ErrorCode::invalid_input, "region/no-basis", "请填写批复文号或变更原因。", {{"/basis", "请填写批复文号或变更原因。"}});
  if (order.effective_on > tx.today())
    return fail(ErrorCode::invalid_input, "region/future-date", "生效日期不能晚于今天，请在生效当日办理。",
                {{"/effective_on", "生效日期不能晚于今天。"}});
  if (region && order.effective_on < region->valid_from)
    return fail(ErrorCode::invalid_input, "region/before-start", "生效日期不能早于该行政区划的设立日期。",
                {{"/effective_on", "生效日期不能早于设立日期。"}});
  return {};
}

Result<Region> require_standing(Tx& tx, std::int64_t code, int version) {
  auto region = TRY(Regions{}.get(tx, code));
  if (region.valid_to) return fail(ErrorCode::rule_violated, "region/closed", region.full_name + "已于" + platform::zh_date(*region.valid_to) + "撤销或变更，不能再办理变更。");
  if (version != 0 && version != region.version)
    return fail(ErrorCode::stale_version, "region/changed-meanwhile", "该行政区划刚被他人修改，请刷新后核对再提交。");
  return region;
}

Result<std::string> checked_name(std::string name) {
  name = platform::trim(name);
  const auto size = platform::count_characters(name);
  if (size < 1 || size > 60)
    return fail(ErrorCode::invalid_input, "region/bad-name", "名称应为 1 至 60 个字。", {{"/name", "名称应为 1 至 60 个字。"}});
  return name;
}

Result<std::int64_t> next_free_code(Tx& tx, const Region& parent, RegionLevel level) {
  const bool is_group = level == RegionLevel::group;
  const auto base = is_group ? parent.code * 1'000 : parent.code;
  const CodeRange range = is_group ? CodeRange{base, base + 1'000} : range_of(parent.code);
  // The step of a level is what one code of it spans.
  std::int64_t step = 1;
  switch (level) {
    case RegionLevel::nation: break;
    case RegionLevel::province: step = 10'000'000'000; break;
    case RegionLevel::city: step = 100'000'000; break;
    case RegionLevel::county: step = 1'000'000; break;
    case RegionLevel::town: step = 1'000; break;
    case RegionLevel::village:
    case RegionLevel::group: break;
  }
  const auto used = store::used_codes(tx, range, level);
  const auto next = used.empty() ? base + step : used.back() + step;
  if (next < range.second) return next;
  // The top of the range is taken: the lowest gap.
  auto gap = base + step;
  for (const auto code : used)
    if (code == gap) gap += step;
  if (gap < range.second) return gap;
  return fail(ErrorCode::rule_violated, "region/codes-used-up", parent.full_name + "下已没有可用的代码，请先调整上级区划。");
}

Region nation() {
  Region root;
  root.name = "全国";
  return root;
}

void append_trail(Tx& tx, const platform::Actor& actor, const char* action, const Region& region, std::string text,
                  const Regions::Order& order, std::int64_t successor) {
  boost::json::object facts{{"code", code_text(region.code)},
                            {"name", region.name},
                            {"effective_on", platform::iso_date(order.effective_on)},
                            {"basis", order.basis}};
  if (successor != 0) facts["successor_code"] = code_text(successor);
  trail::append(tx, actor,
                {.action = action,
                 .subject_kind = "region",
                 .subject_id = region.code,
                 .region_code = unit_code(region.code),
                 .text = std::move(text),
                 .facts = std::move(facts)});
}

}  // namespace yimen::region
