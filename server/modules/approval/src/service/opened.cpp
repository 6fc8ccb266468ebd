#include "opened.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "facts.h"
#include "process_messages.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

std::string acting_name(const Actor& actor) {
  if (actor.substitute_for_name.empty()) return actor.name;
  return fmt::format("{}（代{}）", actor.name, actor.substitute_for_name);
}

Contact contact_of(Services& s, Tx& tx, const Actor& actor, const party::Party& applicant, Contact stated) {
  const auto take = [&](std::string_view name, std::string_view phone) {
    if (stated.name.empty()) stated.name = name;
    if (stated.phone.empty()) stated.phone = phone;
  };
  // Staff and companies hold no person's record: then it is the applicant, a company through its legal person.
  if (const auto own = s.parties.own_party(tx, actor.id))
    if (const auto who = s.parties.get(tx, own); who && who->kind == party::PartyKind::person) take(who->name, who->phone);
  take(applicant.legal_person_name, {});
  take(applicant.name, applicant.phone);
  return stated;
}

Result<Approval::Opened> Approval::open(Tx& tx, const Actor& actor, CaseId id, int version) {
  auto file = TRY(cases::lock_case(tx, id));
  return open_locked(tx, actor, std::move(file), version);
}

Result<Approval::Opened> Approval::open_locked(Tx& tx, const Actor& actor, cases::ServiceCase file, int version) {
  TRY(require_visible(tx, actor, file));
  if (file.version != version)
    return fail(ErrorCode::stale_version, "approval/changed-meanwhile",
                fmt::format("这个办件在 {} 已被处理过，现在是“{}”。请重新载入后再办。", platform::zh_instant(file.changed_at),
                            cases::chinese_name(file.state)));
  auto matter = TRY(s_.catalogue.version(tx, catalogue::MatterVersionId{file.matter_version_id}));
  WorkDays days{s_.calendars, tx, file.region_code};
  auto before = file;
  return Opened{std::move(file), std::move(before), std::move(days), std::move(matter)};
}

Result<Approval::Opened> Approval::open_now(Tx& tx, const Actor& actor, CaseId id) {
  auto file = TRY(cases::lock_case(tx, id));
  const int version = file.version;
  return open_locked(tx, actor, std::move(file), version);
}

Result<std::pair<cases::CaseTask, Approval::Opened>> Approval::open_at(Tx& tx, const Actor& actor, TaskId id, std::optional<int> version) {
  auto [task, file] = TRY(cases::lock_task_and_case(tx, id));
  const int expected = version.value_or(file.version);
  auto opened = TRY(open_locked(tx, actor, std::move(file), expected));
  return std::pair(std::move(task), std::move(opened));
}

Result<void> Approval::require_may(Tx& tx, const Actor& actor, const Opened& opened, const std::string& permission, int power) {
  if (actor.kind == platform::ActorKind::system) return {};
  if (!actor.may(permission))
    return fail(ErrorCode::forbidden, "approval/no-permission", "您的岗位没有办理这一步的权限，可请部门管理员授权。");
  return s_.organisation.require_power(tx, actor, organisation::DepartmentId{opened.file.department_id}, static_cast<organisation::Power>(power), tx.today());
}

Result<Approval::Opened> Approval::open_for(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& permission,
                                            int power) {
  auto opened = TRY(open(tx, actor, id, version));
  TRY(require_may(tx, actor, opened, permission, power));
  return opened;
}

void tell(Services& s, Tx& tx, const cases::ServiceCase& file, const identity::Message& message) {
  const party::PartyId applicant{file.applicant_party_id};
  s.messages.send(tx, applicant, message);
  if (file.channel != cases::Channel::online && file.channel != cases::Channel::mobile) return;
  const auto holders = s.parties.holders_of(tx, applicant);
  if (std::find(holders.begin(), holders.end(), file.submitted_by) != holders.end()) return;
  // An agent whose authorisation has ended learns no more. Law: 民法典 Art. 173.
  if (s.parties.may_act_for(tx, file.submitted_by, applicant, tx.today(), file.matter_id)) s.messages.send(tx, file.submitted_by, message);
}

Result<void> finish(Services& s, Tx& tx, const Actor& actor, Approval::Opened& opened, const Note& note) {
  auto& file = opened.file;
  const auto is_under_review = [](CaseState state) { return state == CaseState::in_review || state == CaseState::in_approval || cases::is_stopped(state); };
  if (is_under_review(opened.before.state) && !is_under_review(file.state)) forget_waits(tx, file.id);
  cases::save_case(tx, file, opened.before);
  auto facts = note.facts;
  facts["from"] = platform::EnumText<CaseState>::to(opened.before.state);
  facts["to"] = platform::EnumText<CaseState>::to(file.state);
  trail::append(tx, actor, {.action = note.action, .subject_kind = "case", .subject_id = file.id.value(),
                            .region_code = file.region_code, .text = note.text, .facts = std::move(facts)});
  if (!note.notice_title.empty())
    tell(s, tx, file, {.title = note.notice_title, .body = note.notice_body, .link = "/my/cases/" + file.id.str(),
                       .sms_text = note.by_sms ? std::optional(note.notice_title + "。" + note.notice_body) : std::nullopt});
  opened.before = file;
  return {};
}

Done done_of(const Approval::Opened& opened, std::int64_t document_id) {
  const auto& f = opened.file;
  return {f.id, f.case_no, f.query_code, f.state, f.version, document_id};
}

/// What documents call the act; matters that are no licences follow the licensing procedure by analogy (参照).
void add_act_words(json::object& facts, catalogue::MatterType type) {
  using enum catalogue::MatterType;
  if (type == licensing) return;
  const bool is_named = type == payment_benefit || type == confirmation || type == reward || type == adjudication;
  facts["act_name"] = is_named ? catalogue::chinese(type) : std::string_view("办理");
  facts["by_law"] = "参照";
}

/// Guides state a remedy as a whole sentence or name the agency only; documents name the agency in a sentence of their own.
std::string agency_named(std::string_view stated, std::string otherwise) {
  constexpr std::string_view to = "向";
  if (const auto at = stated.rfind(to); at != stated.npos) stated.remove_prefix(at + to.size());
  for (const std::string_view verb : {"申请", "提起", "提出", "起诉", "依法", "，", "。"}) stated = stated.substr(0, stated.find(verb));
  auto name = platform::trim(stated);
  return name.empty() || name == "本级人民政府" || name.find("日") != name.npos ? otherwise : name;
}

json::object common_facts(Services& s, Tx& tx, const Actor& actor, const Approval::Opened& opened, const organisation::Department& department) {
  const auto& f = opened.file;
  json::array materials;
  for (const auto& m : cases::materials_of(tx, f.id))
    if (m.received_as != "missing" || m.is_required)
      materials.push_back(json::object{{"name", m.name}, {"form", received_words(m.received_as)},
                                       {"count", std::max(1, m.original_count + m.copy_count)},
                                       {"note", m.problem}});
  std::string basis;
  for (const auto& law : opened.matter->legal_basis)
    basis += fmt::format("{}《{}》{}", basis.empty() ? "" : "、", law.law, law.article);
  auto phone = department.phone.empty() ? opened.matter->consult_phone : department.phone;
  const auto clear_phone = s.cipher.decrypt(f.contact_phone);
  const auto region = region::Regions{}.find(tx, f.region_code);
  const auto centers = s.organisation.centers(tx, f.region_code);
  json::object facts{{"case_no", f.case_no},
          {"query_code", f.query_code},
          {"applicant_name", f.applicant_name},
          {"contact_name", f.contact_name.empty() ? f.applicant_name : f.contact_name},
          {"contact_phone", clear_phone ? *clear_phone : std::string("见申请表")},
          {"matter_name", f.matter_name},
          // Handed in online: no clerk has seen it yet, and the applicant is no clerk.
          {"handler_name", actor.is_citizen() ? std::string("网上自动收件") : acting_name(actor)},
          {"department_phone", phone.empty() ? std::string("12345") : phone},
          {"materials", std::move(materials)},
          {"legal_basis", basis.empty() ? std::string("见办事指南") : basis},
          {"submitted_on", platform::iso_date(platform::shanghai_date(f.submitted_at))},
          // The day the papers came in; the day the clock counts from follows the calendar and is said on its own.
          {"received_on", platform::iso_date(platform::shanghai_date(f.submitted_at))},
          // 行政复议法 Art. 24: reviews go to the government the agency belongs to. The template says the time limits.
          {"remedy_review", agency_named(opened.matter->remedy_review, region ? region->name + "人民政府" : "本级人民政府")},
          {"remedy_litigation", agency_named(opened.matter->remedy_litigation, "有管辖权的人民法院")}};
  add_act_words(facts, opened.matter->type);
  if (!centers.empty()) facts["office_address"] = centers.front().name;
  if (f.received_on && *f.received_on != platform::shanghai_date(f.submitted_at)) facts["counted_from"] = platform::iso_date(*f.received_on);
  if (f.acceptance_due_on) facts["due_on"] = platform::iso_date(*f.acceptance_due_on);
  if (f.accepted_on) {
    facts["accepted_on"] = platform::iso_date(*f.accepted_on);
    facts["limit"] = calendar::zh_limit(f.promised_limit);
    facts["due_on"] = platform::iso_date(*f.promised_due_on);
  }
  if (f.agent_party_id)
    if (const auto agent = s.parties.get(tx, party::PartyId{f.agent_party_id})) facts["agent_name"] = agent->name;
  return facts;
}

Result<document::Document> issue(Services& s, Tx& tx, const Actor& actor, const Approval::Opened& opened,
                                 document::DocumentType type, json::object facts) {
  const auto department = TRY(s.organisation.department(tx, organisation::DepartmentId{opened.file.department_id}));
  auto all = common_facts(s, tx, actor, opened, department);
  for (auto& [key, value] : facts) {
    // An optional fact nobody gave stays away rather than printing an empty line.
    const bool is_blank = value.is_null() || (value.is_string() && value.as_string().empty());
    if (!is_blank) all[key] = std::move(value);
  }
  return s.documents.issue(tx, actor, {.type = type, .subject_kind = "case", .subject_id = opened.file.id.value(),
                                       .region_code = opened.file.region_code, .department_id = opened.file.department_id,
                                       .department_name = opened.file.department_name,
                                       .agency_mark = department.agency_mark, .is_sealed = true,
                                       .facts = std::move(all)});
}

namespace {

struct TaskShape {
  std::string_view kind, name, role;
};
constexpr TaskShape task_shapes[] = {
    {"acceptance", "受理", "window_clerk"}, {"special", "特别程序", "handler"}, {"superior", "等待上级答复", "handler"},
    {"suspension", "挂起", "handler"},      {"certify", "制作结果", "handler"}, {"delivery", "送达", "window_clerk"},
};

}  // namespace

void open_case_task(Tx& tx, const cases::ServiceCase& file, std::string_view kind) {
  for (const auto& shape : task_shapes) {
    if (shape.kind != kind) continue;
    cases::CaseTask task{.case_id = file.id, .region_code = file.region_code, .department_id = file.department_id,
                         .kind = std::string(kind), .name = std::string(shape.name), .role = std::string(shape.role),
                         .due_on = file.due_on};
    cases::open_task(tx, task);
  }
}

void finish_tasks_of(Tx& tx, const Actor& actor, CaseId id, std::string_view kind, const std::string& outcome,
                     const std::string& opinion) {
  for (const auto& task : cases::open_tasks_of(tx, id))
    if (task.kind == kind) cases::finish_task(tx, task, actor, {.outcome = outcome, .opinion = opinion});
}

Result<std::string> required_text(const std::string& value, std::string_view field, std::string_view label,
                                  std::size_t max_characters) {
  auto text = platform::trim(value);
  std::string problem;
  if (text.empty()) problem = fmt::format("请填写{}。", label);
  else if (platform::count_characters(text) > max_characters) problem = fmt::format("{}最多 {} 个字。", label, max_characters);
  if (problem.empty()) return text;
  return fail(ErrorCode::invalid_input, "approval/text-needed", problem, {{std::string(field), problem}});
}

}  // namespace yimen::approval
