#include "service/checks.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/version_store.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::organisation {

using platform::ErrorCode;
using platform::fail;

Result<void> require_scope(const Actor& actor, std::int64_t region_code, DepartmentId department) {
  if (actor.kind == platform::ActorKind::system) return {};
  const bool is_in_range = actor.scope_low <= region_code && region_code < actor.scope_high;
  const bool is_own = actor.all_departments || !department || department.value() == actor.department_id;
  if (is_in_range && is_own) return {};
  return fail(ErrorCode::forbidden, "organisation/out-of-scope", "不在您的管辖范围内，请由该地区或该部门的管理员办理。");
}

Result<void> require_version(int stored, int expected) {
  if (stored == expected) return {};
  return fail(ErrorCode::stale_version, "organisation/changed-meanwhile", "刚被他人修改，请刷新后核对再提交。");
}

platform::FieldProblem problem_of(std::string_view field, std::string detail) { return {"/" + std::string(field), std::move(detail)}; }

tl::unexpected<platform::Error> refuse_field(std::string_view field, std::string_view slug, std::string detail) {
  auto problem = problem_of(field, detail);
  return fail(ErrorCode::invalid_input, std::string(slug), std::move(detail), {std::move(problem)});
}

tl::unexpected<platform::Error> refuse_rule(std::string_view slug, std::string detail) {
  return fail(ErrorCode::rule_violated, std::string(slug), std::move(detail));
}

Result<std::string> checked_text(std::string_view text, std::string_view field, std::string_view label, std::size_t most) {
  auto trimmed = platform::trim(text);
  if (trimmed.empty()) return refuse_field(field, "organisation/blank", fmt::format("请填写{}。", label));
  if (platform::count_characters(trimmed) > most)
    return refuse_field(field, "organisation/too-long", fmt::format("{}不能超过{}个字。", label, most));
  return trimmed;
}

Result<void> require_region(Tx& tx, std::int64_t region_code) {
  const auto region = region::Regions{}.find(tx, region_code);
  if (region && !region->valid_to) return {};
  return refuse_field("region_code", "organisation/no-region", "行政区划代码不存在或已撤销，请重新选择。");
}

void append_trail(Tx& tx, const Actor& actor, const TrailOf& of, std::string text, boost::json::object facts) {
  trail::append(tx, actor, {.action = of.action, .subject_kind = of.kind, .subject_id = of.id, .region_code = of.region_code,
                            .text = std::move(text), .facts = std::move(facts)});
  // Who may act as what hangs on these; halls, letters and contacts are looked up whenever they count.
  const std::string_view kind = of.kind;
  if (kind == "post" || kind == "staff" || kind == "department") store::note_change(tx);
}

}  // namespace yimen::organisation
