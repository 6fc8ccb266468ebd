// 申请与收件: one way in for the online application and the walk-in at a window.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "form_files.h"
#include "opened.h"
#include "yimen/identity/accounts.h"
#include "yimen/forms/forms.h"
#include "yimen/party/checks.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/files.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

namespace {

using catalogue::MatterVersion;

std::string six_digits() {
  const auto bytes = platform::random_bytes(4);
  std::uint32_t number = 0;
  for (const char b : bytes) number = number << 8 | static_cast<unsigned char>(b);
  return fmt::format("{:06}", number % 1'000'000);
}

cases::HandlingClass handling_of(const MatterVersion& matter) {
  return static_cast<cases::HandlingClass>(static_cast<int>(catalogue::handled_as(matter)));
}

party::PartyInput party_input(const Application::Person& p) {
  return {.kind = p.is_enterprise ? party::PartyKind::enterprise : party::PartyKind::person, .name = p.name,
          .id_type = p.id_type, .id_no = p.id_no, .phone = p.phone, .address = p.address,
          .legal_person_name = p.legal_person_name, .legal_person_id_number = p.legal_person_id_number};
}

/// The applicant as a party record: described at the window, a principal online.
Result<party::Party> applicant_of(Services& s, Tx& tx, const Actor& actor, const Application& a, bool is_walk_in) {
  if (is_walk_in || !a.applicant_party_id) {
    if (!a.applicant)
      return fail(ErrorCode::invalid_input, "approval/applicant-needed", "请填写申请人。", {{"/applicant", "请填写申请人。"}});
    const auto input = TRY(party::checked(party_input(*a.applicant), tx.today(), "/applicant"));
    if (!is_walk_in) return fail(ErrorCode::forbidden, "approval/not-principal", "请先登记为该申请人的经办人再申请。");
    return s.parties.get(tx, TRY(s.parties.upsert(tx, actor, input)));
  }
  const party::PartyId id{a.applicant_party_id};
  if (!s.parties.may_act_for(tx, actor.id, id, tx.today(), a.matter_id))
    return fail(ErrorCode::forbidden, "approval/not-principal", "您没有代该申请人办理此事项的授权，或授权已到期。",
                {{"/applicant_party_id", "请重新选择申请人，或请对方在“我的授权”里授权。"}});
  return s.parties.get(tx, id);
}

/// 服务对象: a matter for enterprises only is not for persons, and the reverse. 1 自然人, 2–6 organisations.
Result<void> check_service_object(const MatterVersion& matter, const party::Party& applicant) {
  if (matter.service_objects.empty()) return {};
  const bool is_person = applicant.kind == party::PartyKind::person;
  const auto fits = [&](const std::string& object) {
    const bool for_persons = object.find("自然人") != object.npos || object.find("个人") != object.npos || object == "1" || object == "person";
    return is_person ? for_persons : !for_persons;
  };
  if (std::any_of(matter.service_objects.begin(), matter.service_objects.end(), fits)) return {};
  const auto text = fmt::format("此事项的服务对象不包括{}，请核对申请人。", is_person ? "自然人" : "法人和其他组织");
  return fail(ErrorCode::rule_violated, "approval/not-eligible", text, {{"/applicant_party_id", text}});
}

const HandedIn* handed_in(const Application& a, const std::string& key) {
  const auto found = std::find_if(a.materials.begin(), a.materials.end(), [&](const HandedIn& m) { return m.key == key; });
  return found == a.materials.end() ? nullptr : &*found;
}

/// The materials the situation asks for, as rows of the case. Online, what is required must be there or be tolerable.
Result<std::vector<cases::CaseMaterial>> material_rows(Services& s, Tx& tx, const Actor& actor, const MatterVersion& matter,
                                                       const Application& a, bool is_walk_in) {
  std::vector<cases::CaseMaterial> rows;
  std::vector<platform::FieldProblem> problems;
  int position = 0;
  for (const auto& material : s.catalogue.materials_for(matter, a.situation)) {
    cases::CaseMaterial row{.key = material.key, .name = material.name, .position = ++position,
                            .is_required = material.necessity != catalogue::Necessity::optional,
                            .is_tolerable = material.necessity == catalogue::Necessity::tolerable};
    const auto* given = handed_in(a, material.key);
    if (given) {
      row.received_as = given->received_as;
      row.original_count = given->original_count;
      row.copy_count = given->copy_count;
      row.file_id = given->file_id;
    }
    if (row.file_id) {
      const auto file = TRY(s.files.find_own(tx, actor, platform::FileId{row.file_id}));
      row.file_name = file.original_name;
      row.received_as = row.received_as == "missing" ? "electronic" : row.received_as;
    } else if (row.received_as == "electronic") row.received_as = "missing";
    if (row.received_as == "deferred" && !row.is_tolerable)
      problems.push_back({"/materials/" + material.key, fmt::format("“{}”不在容缺范围内，需要现在提交。", material.name)});
    if (!is_walk_in && row.is_required && row.received_as == "missing")
      problems.push_back({"/materials/" + material.key, fmt::format("请上传“{}”{}。", material.name, row.is_tolerable ? "，或选择容缺后补" : "")});
    row.trust_level = is_walk_in && (row.received_as == "original" || row.received_as == "copy") ? "B" : "C";
    rows.push_back(std::move(row));
  }
  if (!problems.empty())
    return fail(ErrorCode::invalid_input, "approval/materials-missing", fmt::format("还有 {} 份材料需要处理。", problems.size()), problems);
  return rows;
}

/// A draft that was handed in already answers with its case: pressing twice submits once.
std::optional<CaseId> case_of_draft(Tx& tx, const Actor& actor, std::int64_t draft_id) {
  if (!draft_id) return std::nullopt;
  const auto id = tx.scalar<std::int64_t>(
      "select case_id from application_draft where id = ? and account_id = ?" + std::string(tx.lock_words()), draft_id, actor.id);
  if (!id || *id == 0) return std::nullopt;
  return CaseId{*id};
}

}  // namespace

Result<Done> Approval::submit(Tx& tx, const Actor& actor, const Application& a) {
  if (const auto existing = case_of_draft(tx, actor, a.draft_id)) {
    const auto file = TRY(cases::get_case(tx, *existing));
    return Done{file.id, file.case_no, file.query_code, file.state, file.version, 0};
  }
  if (!a.is_declared)
    return fail(ErrorCode::invalid_input, "approval/declaration-needed", "请勾选对材料真实性的声明。",
                {{"/is_declared", "《行政许可法》第三十一条：申请人应当对申请材料实质内容的真实性负责。请勾选声明后提交。"}});
  return create(tx, actor, a, false);
}

Result<Done> Approval::receive(Tx& tx, const Actor& actor, const Application& a) {
  if (!actor.may("cases.receive"))
    return fail(ErrorCode::forbidden, "approval/no-permission", "您的岗位没有窗口收件的权限。");
  return create(tx, actor, a, true);
}

Result<Done> Approval::create(Tx& tx, const Actor& actor, const Application& a, bool is_walk_in) {
  const auto matter = TRY(s_.catalogue.current(tx, catalogue::MatterId{a.matter_id}));
  const organisation::DepartmentId owner{matter->department_id};
  const auto department = TRY(s_.organisation.department(tx, owner));
  if (is_walk_in) TRY(s_.organisation.require_power(tx, actor, owner, organisation::Power::accept, tx.today()));
  const auto applicant = TRY(applicant_of(s_, tx, actor, a, is_walk_in));
  TRY(check_service_object(*matter, applicant));
  TRY(s_.catalogue.check_answers(*matter, a.situation));
  const auto form = TRY(forms::checked(matter->form, a.form, {.applicant_kind = std::string(applicant.kind == party::PartyKind::person ? "person" : "enterprise"), .situation = a.situation, .now = tx.now()}, "/form"));
  TRY(check_form_files(s_, tx, actor, form));
  auto materials = TRY(material_rows(s_, tx, actor, *matter, a, is_walk_in));
  Contact stated{a.contact_name, a.contact_phone};
  if (!a.contact_phone.empty()) stated.phone = TRY(party::check_phone(a.contact_phone));
  if (is_walk_in && a.agent && stated.name.empty()) stated = {a.agent->name, a.agent->phone};
  const auto contact = contact_of(s_, tx, actor, applicant, std::move(stated));

  Opened opened{.file = {}, .before = {}, .days = {s_.calendars, tx, matter->region_code}, .matter = matter};
  auto& file = opened.file;
  file.id = platform::new_id<CaseId>();
  file.query_code = six_digits();
  file.region_code = matter->region_code;
  file.department_id = matter->department_id;
  file.department_name = department.name;
  file.matter_id = matter->matter.value();
  file.matter_version_id = matter->id.value();
  file.matter_name = matter->name;
  file.handling_class = handling_of(*matter);
  file.channel = is_walk_in ? cases::Channel::window : a.channel;
  file.state = is_walk_in ? CaseState::received : CaseState::submitted;
  file.applicant_party_id = applicant.id.value();
  file.applicant_name = applicant.name;
  file.submitted_by = actor.id;
  if (is_walk_in && a.agent) {
    const auto input = TRY(party::checked(party_input(*a.agent), tx.today(), "/agent"));
    file.agent_party_id = TRY(s_.parties.upsert(tx, actor, input)).value();
  } else if (!is_walk_in) {
    const auto own = s_.parties.own_party(tx, actor.id);
    if (own != applicant.id) file.agent_party_id = own.value();
  }
  file.contact_name = contact.name;
  file.contact_phone = contact.phone.empty() ? "" : s_.cipher.encrypt(contact.phone);
  file.form_text = json::serialize(form);
  file.situation_text = json::serialize(a.situation);
  file.process_state = "";
  file.process_key = matter->process_key;
  file.window_id = actor.window_id;
  file.submitted_at = file.changed_at = tx.now();
  if (is_walk_in) {
    file.received_at = tx.now();
    file.first_contact_id = a.first_contact_staff_id ? platform::UserId{a.first_contact_staff_id} : actor.id;
    file.first_contact_name = a.first_contact_staff_id ? identity::name_of(tx, file.first_contact_id) : actor.name;
  }
  // Art. 32(4) counts from the day the materials arrive; what comes after closing time arrives the next working day.
  const auto centers = s_.organisation.centers(tx, matter->region_code);
  const int closing = centers.empty() ? 17 * 60 + 30 : centers.front().closing_minute;
  cases::start_acceptance_clock(file, calendar::effective_receipt_day(*opened.days, tx.now(), closing), *opened.days);

  TRY(keep_delivery_choice(s_, tx, actor, file, applicant, {a.delivery_way, a.delivery_to}, contact.phone));
  cases::insert_case(tx, file);
  for (auto& row : materials) {
    row.case_id = file.id;
    cases::insert_material(tx, row);
    if (row.file_id) cases::save_material(tx, row, actor.id);
  }
  open_case_task(tx, file, "acceptance");
  if (a.draft_id) tx.exec("update application_draft set case_id = ?, changed_at = ? where id = ?", file.id, tx.now(), a.draft_id);

  const auto receipt = TRY(issue(s_, tx, actor, opened, document::DocumentType::receipt,
                                 {{"query_code", file.query_code}, {"channel", cases::chinese_name(file.channel)}}));
  trail::append(tx, actor, {.action = is_walk_in ? "cases.receive" : "cases.submit", .subject_kind = "case",
                            .subject_id = file.id.value(), .region_code = file.region_code,
                            .text = is_walk_in ? fmt::format("{}在窗口收件，出具收件凭证 {}", acting_name(actor), receipt.number)
                                               : fmt::format("网上提交申请，系统出具收件凭证 {}", receipt.number),
                            .facts = {{"channel", platform::EnumText<cases::Channel>::to(file.channel)}, {"document", receipt.number},
                                      {"matter_version_id", std::to_string(file.matter_version_id)}}});
  tell(s_, tx, file,
       {.title = fmt::format("已收到您的申请：{}", file.matter_name),
        .body = fmt::format("办件编号 {}，查询码 {}。{} 前答复是否受理。", file.case_no, file.query_code, platform::zh_date(*file.acceptance_due_on)),
        .link = "/my/cases/" + file.id.str(),
        .sms_text = fmt::format("您的“{}”申请已收到，编号 {}，查询码 {}。", file.matter_name, file.case_no, file.query_code)});
  return done_of(opened, receipt.id.value());
}

}  // namespace yimen::approval
