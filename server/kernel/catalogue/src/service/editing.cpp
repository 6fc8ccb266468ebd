#include "service/editing.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/codes.h"
#include "domain/compare.h"
#include "store/matter_lists.h"
#include "yimen/catalogue/answer_sources.h"
#include "yimen/discretion/discretion.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using platform::FieldProblem;
using store::MatterRow;
using store::VersionRow;

bool is_in_scope(const Actor& actor, const MatterRow& matter) {
  if (actor.kind == platform::ActorKind::system) return true;
  if (matter.region_code < actor.scope_low || matter.region_code >= actor.scope_high) return false;
  return actor.all_departments || matter.department_id == actor.department_id;
}

void note_trail(Tx& tx, const Actor& actor, const MatterRow& matter, std::string action, std::string text, json::object facts) {
  trail::append(tx, actor, {.action = std::move(action), .subject_kind = "matter", .subject_id = matter.id.value(),
                            .region_code = matter.region_code, .text = std::move(text), .facts = std::move(facts)});
}

namespace {

Result<MatterRow> lock_for(Tx& tx, const Actor& actor, MatterId id, int revision) {
  auto matter = TRY(store::lock_matter(tx, id));
  if (!is_in_scope(actor, matter))
    return fail(ErrorCode::not_found, "catalogue/out-of-scope", "没有找到事项，可能已被删除或您无权查看。");
  if (matter.revision != revision)
    return fail(ErrorCode::stale_version, "catalogue/changed-meanwhile", "事项已被他人修改，请重新打开核对后再提交。");
  if (matter.status == MatterStatus::cancelled)
    return fail(ErrorCode::rule_violated, "catalogue/cancelled-is-final", "事项已取消，不能再修改；需要恢复的请新增事项。");
  return matter;
}

/// The content as we understand it. What would be lost on storing is a problem, not a silent change.
Result<MatterVersion> understood(const json::object& content) {
  auto version = version_from(content);
  if (platform::trim(version.name).empty())
    return fail(ErrorCode::invalid_input, "catalogue/name-missing", "请填写事项名称。", {{"/content/name", "请填写事项名称。"}});
  std::vector<FieldProblem> problems;
  for (auto& path : lost_members(content, content_of(version)))
    problems.push_back({"/content" + path, "目录中没有这一项，或者值的类型不对。"});
  if (problems.empty()) return version;
  return fail(ErrorCode::invalid_input, "catalogue/content-not-understood", "有些内容不能保存，请检查标出的各项。", std::move(problems));
}

/// Codes and place belong to the catalogue, not to the editor of a draft.
void set_base_elements(MatterVersion& version, const MatterRow& matter, const store::BaseRow& base, const std::string& impl_code) {
  version.base_code = base.base_code;
  version.impl_code = impl_code;
  version.department_category = base.category;
  version.department_id = matter.department_id;
}

Result<VersionRow> draft_of(Tx& tx, const MatterRow& matter, VersionState wanted) {
  if (!matter.draft) return fail(ErrorCode::rule_violated, "catalogue/no-draft", "没有待处理的草稿。");
  auto draft = TRY(store::find_version(tx, *matter.draft));
  if (draft.state != wanted)
    return fail(ErrorCode::rule_violated, "catalogue/draft-state",
                fmt::format("草稿现在是“{}”，这一步要求“{}”。", chinese(draft.state), chinese(wanted)));
  return draft;
}

VersionRow begin_draft(Tx& tx, const Actor& actor, MatterRow& matter, const MatterVersion& content, std::string note) {
  VersionRow draft;
  draft.id = platform::new_id<MatterVersionId>();
  draft.matter = matter.id;
  draft.version = store::next_version_number(tx, matter.id);
  draft.content = json::serialize(content_of(content));
  draft.note = std::move(note);
  draft.edited_by = actor.id;
  draft.edited_name = actor.name;
  store::insert_version(tx, draft);
  matter.draft = draft.id;
  return draft;
}

/// Lists show the newest version of a matter that is not published yet; a published one keeps what the public sees.
void describe_draft(MatterRow& matter, MatterVersion version) {
  version.department_id = matter.department_id;
  if (!matter.current) {
    store::describe(matter, version);
  } else {
    matter.completeness = completeness(version);
    matter.open_issues = open_issues(version);
  }
}

std::vector<FieldProblem> errors_of(const MatterVersion& version) {
  std::vector<FieldProblem> problems;
  for (const auto& problem : validate(version))
    if (problem.severity == Severity::error) problems.push_back({"/content/" + problem.field, problem.reason});
  return problems;
}

}  // namespace

Result<VersionRow> newest_version(Tx& tx, const MatterRow& matter) {
  const auto id = matter.draft ? matter.draft : matter.current;
  if (!id) return fail(ErrorCode::not_found, "catalogue/no-version", "事项还没有任何版本。");
  return store::find_version(tx, *id);
}

Result<MatterRow> create_matter(Tx& tx, const Actor& actor, const NewMatter& order, const DepartmentResolver& resolve) {
  auto version = TRY(understood(order.content));
  const auto department = resolve ? resolve(tx, order.region_code, order.category) : DepartmentRef{};
  if (department.id == 0)
    return fail(ErrorCode::invalid_input, "catalogue/no-department", "该地区没有负责这一类别的部门。", {{"/category", "该地区没有负责这一类别的部门。"}});
  if (version.type == MatterType::legacy_non_licence_approval || version.type == MatterType::unstated)
    return fail(ErrorCode::invalid_input, "catalogue/type-not-offered", "请选择现行的事项类型。", {{"/content/type", "请选择现行的事项类型。"}});
  const auto base = store::add_base(tx, static_cast<int>(order.region_code / 10'000'000'000), version.type, order.category, version.name, "");
  MatterRow matter;
  matter.id = platform::new_id<MatterId>();
  matter.base = base.id;
  matter.region_code = order.region_code;
  matter.region_name = department.region_name;
  matter.department_id = department.id;
  matter.department_name = department.name;
  if (!is_in_scope(actor, matter)) return fail(ErrorCode::forbidden, "catalogue/place-not-yours", "您不能为这个地区或部门新增事项。");
  const int level = version.exercise_level != 0 ? version.exercise_level : order.region_code % 100'000'000 == 0 ? 3 : 4;
  set_base_elements(version, matter, base, impl_code(department.uscc, level, base.base_code));
  store::describe(matter, version);
  store::insert_matter(tx, matter);
  begin_draft(tx, actor, matter, version, "新增");
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.create", fmt::format("新增事项“{}”草稿", matter.name), {{"base_code", base.base_code}});
  return matter;
}

Result<MatterRow> save_draft(Tx& tx, const Actor& actor, const DraftChange& order) {
  auto matter = TRY(lock_for(tx, actor, order.matter, order.revision));
  auto version = TRY(understood(order.content));
  const auto base = store::find_base(tx, matter.base);
  if (!base) return fail(ErrorCode::internal, "catalogue/no-base", "事项没有对应的基本目录项，请联系系统管理员。");
  // R031: name and type are base elements, the same in every place that shares the base item.
  if ((version.name != base->name || version.type != base->type) && store::instances(tx, matter.base).size() > 1)
    return fail(ErrorCode::rule_violated, "catalogue/base-element", "名称和类型由基本目录统一，各地不能单独修改。",
                {{"/content/name", fmt::format("基本目录中的名称是“{}”。", base->name)}});
  set_base_elements(version, matter, *base, matter.impl_code);
  if (matter.draft) {
    auto draft = TRY(draft_of(tx, matter, VersionState::draft));
    draft.content = json::serialize(content_of(version));
    draft.note = order.note;
    draft.edited_by = actor.id;
    draft.edited_name = actor.name;
    store::update_version(tx, draft);
  } else {
    begin_draft(tx, actor, matter, version, order.note);
  }
  describe_draft(matter, version);
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.edit", fmt::format("修改事项“{}”的草稿", matter.name), {{"note", order.note}});
  return matter;
}

Result<MatterRow> discard_draft(Tx& tx, const Actor& actor, MatterId id, int revision) {
  auto matter = TRY(lock_for(tx, actor, id, revision));
  auto draft = TRY(draft_of(tx, matter, VersionState::draft));
  if (!matter.current) return fail(ErrorCode::rule_violated, "catalogue/only-version", "事项只有这一个版本，不能丢弃；不需要的事项请取消。");
  // Kept as a retired row: its number is not given again and the history stays whole.
  draft.state = VersionState::retired;
  draft.effective_on = tx.today();
  draft.retired_on = tx.today();
  store::update_version(tx, draft);
  matter.draft.reset();
  const auto current = store::version_of(TRY(store::find_version(tx, *matter.current)), matter);
  store::describe(matter, current);
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.discard", fmt::format("丢弃事项“{}”第{}版草稿", matter.name, draft.version), {});
  return matter;
}

Result<MatterRow> submit_draft(Tx& tx, const Actor& actor, MatterId id, int revision) {
  auto matter = TRY(lock_for(tx, actor, id, revision));
  auto draft = TRY(draft_of(tx, matter, VersionState::draft));
  if (auto problems = errors_of(store::version_of(draft, matter)); !problems.empty())
    return fail(ErrorCode::invalid_input, "catalogue/not-publishable", "事项还不具备发布条件，请先改正标出的各项。", std::move(problems));
  draft.state = VersionState::in_review;
  draft.submitted_by = actor.id;
  draft.submitted_at = tx.now();
  store::update_version(tx, draft);
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.submit", fmt::format("提交事项“{}”第{}版审核", matter.name, draft.version), {{"version", draft.version}});
  return matter;
}

Result<MatterRow> return_draft(Tx& tx, const Actor& actor, MatterId id, int revision, const std::string& reason) {
  auto matter = TRY(lock_for(tx, actor, id, revision));
  auto draft = TRY(draft_of(tx, matter, VersionState::in_review));
  draft.state = VersionState::draft;
  draft.note = reason;
  store::update_version(tx, draft);
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.return", fmt::format("退回事项“{}”第{}版：{}", matter.name, draft.version, reason),
             {{"version", draft.version}, {"reason", reason}});
  return matter;
}

/// What the matter names is there, and asks nothing that its form and situations do not answer.
static Result<void> require_benchmark(Tx& tx, const MatterVersion& version) {
  if (version.discretion_key.empty()) return {};
  const auto rule = discretion::rule_of_today(tx, version.discretion_key);
  const auto refuse = [](std::string zh) { return fail(ErrorCode::invalid_input, "catalogue/not-publishable", "事项还不具备发布条件，请退回改正标出的各项。", {{"/discretion_key", std::move(zh)}}); };
  if (!rule) return refuse("选用的裁量基准规则没有可用的版本，请重新选择，或先发布规则。");
  const auto sources = answer_sources(version);
  for (const auto& input : (*rule)->inputs)
    if (!input.is_stated() && std::none_of(sources.begin(), sources.end(), [&](const auto& one) { return one.source == input.source; }))
      return refuse(fmt::format("裁量基准规则的输入“{}”取自“{}”，本事项没有这个字段或情形。", input.name, input.source));
  return {};
}

Result<MatterRow> publish_draft(Tx& tx, const Actor& actor, MatterId id, int revision, std::optional<platform::Date> effective_on) {
  auto matter = TRY(lock_for(tx, actor, id, revision));
  auto draft = TRY(draft_of(tx, matter, VersionState::in_review));
  if (actor.kind != platform::ActorKind::system && (draft.edited_by == actor.id || draft.submitted_by == actor.id))
    return fail(ErrorCode::rule_violated, "catalogue/second-person", "编辑和提交的人不能自己发布，请由另一人审核发布。");
  if (auto problems = errors_of(store::version_of(draft, matter)); !problems.empty())
    return fail(ErrorCode::invalid_input, "catalogue/not-publishable", "事项还不具备发布条件，请退回改正标出的各项。", std::move(problems));
  TRY(require_benchmark(tx, store::version_of(draft, matter)));
  const auto day = effective_on.value_or(tx.today());
  if (std::chrono::sys_days{day} < std::chrono::sys_days{tx.today()})
    return fail(ErrorCode::invalid_input, "catalogue/effective-in-the-past", "施行日期不能早于今天。", {{"/effective_on", "施行日期不能早于今天。"}});
  draft.state = VersionState::published;
  draft.effective_on = day;
  draft.published_by = actor.id;
  draft.published_name = actor.name;
  draft.published_at = tx.now();
  store::update_version(tx, draft);
  matter.draft.reset();
  if (day == tx.today()) put_in_force(tx, matter, draft);
  store::update_matter(tx, matter);
  note_trail(tx, actor, matter, "catalogue.publish",
             fmt::format("发布事项“{}”第{}版，{}起施行", matter.name, draft.version, platform::zh_date(day)),
             {{"version", draft.version}, {"effective_on", platform::iso_date(day)}});
  return matter;
}

}  // namespace yimen::catalogue
