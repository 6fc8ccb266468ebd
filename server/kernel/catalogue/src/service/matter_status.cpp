#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/codes.h"
#include "domain/compare.h"
#include "service/editing.h"
#include "store/matter_lists.h"
#include "store/search_index.h"
#include "yimen/catalogue/module.h"
#include "yimen/platform/json.h"

/// What happens to a matter as a whole: into force, suspended, cancelled, transferred, settled, compared between places.
namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using store::MatterRow;
using store::VersionRow;

void put_in_force(Tx& tx, MatterRow& matter, VersionRow& version) {
  if (matter.current && *matter.current != version.id) {
    if (auto before = store::find_version(tx, *matter.current)) {
      before->state = VersionState::retired;
      before->retired_on = version.effective_on;
      store::update_version(tx, *before);
    }
  }
  matter.current = version.id;
  const auto content = store::version_of(version, matter);
  store::describe(matter, content);
  store::set_tags(tx, matter.id, matter.region_code, content);
  if (matter.status == MatterStatus::in_force) store::index_base(tx, matter.base, content);
}

int activate_due(Tx& tx) {
  const Actor system = platform::system_actor();
  int count = 0;
  for (const auto id : store::due_versions(tx, tx.today())) {
    auto version = store::find_version(tx, id);
    if (!version) continue;
    auto matter = store::lock_matter(tx, version->matter);
    if (!matter || matter->status == MatterStatus::cancelled) continue;
    put_in_force(tx, *matter, *version);
    store::update_matter(tx, *matter);
    note_trail(tx, system, *matter, "catalogue.activate", fmt::format("事项“{}”第{}版开始施行", matter->name, version->version),
               {{"version", version->version}});
    ++count;
  }
  return count;
}

namespace {

std::string_view verb_of(MatterStatus status) {
  switch (status) {
    case MatterStatus::in_force: return "恢复";
    case MatterStatus::suspended: return "暂停";
    case MatterStatus::cancelled: return "取消";
  }
  return "";
}

Result<MatterRow> lock_in_scope(Tx& tx, const Actor& actor, MatterId id, int revision) {
  auto matter = TRY(store::lock_matter(tx, id));
  if (!is_in_scope(actor, matter))
    return fail(ErrorCode::not_found, "catalogue/out-of-scope", "没有找到事项，可能已被删除或您无权查看。");
  if (matter.revision != revision)
    return fail(ErrorCode::stale_version, "catalogue/changed-meanwhile", "事项已被他人修改，请重新打开核对后再提交。");
  return matter;
}

/// The base item stays findable while one instance is in force.
void refresh_index(Tx& tx, const MatterRow& matter) {
  for (const auto& instance : store::instances(tx, matter.base)) {
    if (instance.status != MatterStatus::in_force || !instance.current) continue;
    if (auto version = store::find_version(tx, *instance.current)) return store::index_base(tx, matter.base, store::version_of(*version, instance));
  }
  store::forget_base(tx, matter.base);
}

}  // namespace

Result<MatterRow> change_status(Tx& tx, const Actor& actor, const StatusChange& order) {
  auto matter = TRY(lock_in_scope(tx, actor, order.matter, order.revision));
  if (matter.status == MatterStatus::cancelled)
    return fail(ErrorCode::rule_violated, "catalogue/cancelled-is-final", "事项已取消，不能再改变状态；需要恢复的请新增事项。");
  if (matter.status == order.to)
    return fail(ErrorCode::conflict, "catalogue/status-already", fmt::format("事项已经是“{}”状态。", chinese(order.to)));
  matter.status = order.to;
  matter.status_reason = order.to == MatterStatus::in_force ? "" : order.reason;
  store::update_matter(tx, matter);
  refresh_index(tx, matter);
  const std::string action = order.to == MatterStatus::in_force    ? "catalogue.resume"
                             : order.to == MatterStatus::suspended ? "catalogue.suspend"
                                                                   : "catalogue.cancel";
  note_trail(tx, actor, matter, action, fmt::format("{}事项“{}”：{}", verb_of(order.to), matter.name, order.reason), {{"reason", order.reason}});
  return matter;
}

Result<MatterRow> transfer_matter(Tx& tx, const Actor& actor, MatterId id, int revision, const std::string& category,
                                  const std::string& reason, const DepartmentResolver& resolve) {
  auto matter = TRY(lock_in_scope(tx, actor, id, revision));
  const auto department = resolve ? resolve(tx, matter.region_code, category) : DepartmentRef{};
  if (department.id == 0)
    return fail(ErrorCode::invalid_input, "catalogue/no-department", "该地区没有负责这一类别的部门。", {{"/category", "该地区没有负责这一类别的部门。"}});
  const auto before = matter.department_name;
  matter.department_id = department.id;
  matter.department_name = department.name;
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.transfer",
             fmt::format("事项“{}”由{}划转到{}：{}", matter.name, before.empty() ? "（未定部门）" : before, department.name, reason),
             {{"from", before}, {"to", department.name}, {"reason", reason}});
  return matter;
}

Result<MatterRow> settle_issue(Tx& tx, const Actor& actor, const Settlement& order) {
  auto matter = TRY(lock_in_scope(tx, actor, order.matter, order.revision));
  auto row = TRY(newest_version(tx, matter));
  if (row.state == VersionState::in_review)
    return fail(ErrorCode::rule_violated, "catalogue/draft-state", "草稿正在审核，请退回后再核定。");
  auto version = store::version_of(row, matter);
  if (order.issue >= version.issues.size())
    return fail(ErrorCode::not_found, "catalogue/no-such-issue", "没有找到这一条待核定内容，可能已被他人处理。");
  auto& issue = version.issues[order.issue];
  if (order.limit && issue.field != "statutory" && issue.field != "promised")
    return fail(ErrorCode::invalid_input, "catalogue/issue-is-no-limit", "这一条不是时限，不能填写时限。", {{"/limit", "这一条不是时限。"}});
  if (order.limit) (issue.field == "statutory" ? version.statutory : version.promised) = *order.limit;
  issue.is_settled = true;
  issue.settled_note = order.note;
  issue.settled_by = actor.name;
  const auto field = issue.field;
  // A published version never changes: settling begins the next one.
  auto saved = TRY(save_draft(tx, actor, {matter.id, matter.revision, content_of(version), row.state == VersionState::draft ? row.note : "核定"}));
  note_trail(tx, actor, saved, "catalogue.settle", fmt::format("核定事项“{}”的{}：{}", saved.name, field, order.note),
             {{"field", field}, {"note", order.note}});
  return saved;
}

json::object consistency_of(Tx& tx, MatterBaseId base) {
  // Compared are the elements that must be the same at one level: name, type, flow, materials, limits, conditions, fees.
  static const char* compared[] = {"name", "type", "case_class", "conditions", "materials", "steps", "statutory", "promised", "is_charged", "fees"};
  const auto pick = [&](const MatterRow& matter) {
    json::object content;
    if (auto row = newest_version(tx, matter)) {
      const auto all = json::parse(row->content).as_object();
      for (const auto* field : compared)
        if (const auto* value = all.if_contains(field)) content[field] = *value;
    }
    return content;
  };
  const auto instances = store::instances(tx, base);
  json::object result{{"base_id", base.str()}, {"instances", json::array{}}};
  if (instances.empty()) return result;
  const auto reference = pick(instances.front());
  result["name"] = instances.front().name;
  bool is_consistent = true;
  for (const auto& instance : instances) {
    auto differences = compare_contents(reference, pick(instance));
    is_consistent = is_consistent && differences.empty() && instance.status == instances.front().status;
    result["instances"].as_array().push_back(json::object{
        {"matter_id", instance.id.str()}, {"region_code", std::to_string(instance.region_code)}, {"region_name", instance.region_name},
        {"department_name", instance.department_name}, {"status", platform::EnumText<MatterStatus>::to(instance.status)},
        {"is_published", instance.current.has_value()}, {"differences", std::move(differences)}});
  }
  result["is_consistent"] = is_consistent;
  return result;
}

}  // namespace yimen::catalogue
