// 预审、受理、一次性补正、不予受理。Law: 行政许可法 Art. 32.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "form_files.h"
#include "known.h"
#include "opened.h"
#include "process.h"
#include "process_messages.h"
#include "yimen/forms/forms.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/files.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

namespace {

constexpr int accept_power = static_cast<int>(organisation::Power::accept);

cases::DecisionLimits limits_of(const catalogue::MatterVersion& matter) {
  const auto handling = catalogue::handling_limit(matter);
  const auto statutory = catalogue::statutory_limit(matter);
  return {handling.limit, handling.reason, statutory ? std::optional(statutory->limit) : std::nullopt};
}

json::array items_json(const std::vector<CorrectionItem>& items) {
  json::array list;
  for (const auto& item : items) list.push_back(json::object{{"target", item.target}, {"problem", item.problem}, {"how", item.how}});
  return list;
}

/// Materials named in the order are marked wrong, so that the applicant sees at the material what to mend.
void mark_materials(Tx& tx, const Actor& actor, CaseId id, const std::vector<CorrectionItem>& items, int round) {
  for (auto& material : cases::materials_of(tx, id))
    for (const auto& item : items)
      if (item.target == "material:" + material.key) {
        material.state = "wrong";
        material.problem = item.problem;
        material.how_to_mend = item.how;
        material.round = round;
        cases::save_material(tx, material, actor.id);
      }
}

/// "material:m3" → 材料名称, "form:phone" → 表单项名称.
std::string target_name(Tx& tx, const Approval::Opened& opened, const std::string& target) {
  if (target.starts_with("material:"))
    for (const auto& material : cases::materials_of(tx, opened.file.id))
      if (target.substr(9) == material.key) return material.name;
  if (target.starts_with("form:"))
    if (const auto label = forms::label_of(opened.matter->form, target.substr(5)); !label.empty()) return label;
  return "申请表";
}

/// What the newest notice left open: the named fields and materials, or everything where it complains of the application as a whole.
struct Opening {
  bool is_whole = true;
  std::vector<std::string> targets;
  bool holds(const std::string& target) const { return is_whole || std::find(targets.begin(), targets.end(), target) != targets.end(); }
};
Opening opening_of(Tx& tx, CaseId id, int round) {
  Opening opening;
  for (const auto& correction : cases::corrections_of(tx, id)) {
    if (correction.round != round) continue;
    opening = {.is_whole = false, .targets = {}};
    const auto items = json::parse(correction.items);
    for (const auto& item : items.as_array()) {
      auto target = platform::text_or(item.as_object(), "target");
      if (!target.starts_with("form:") && !target.starts_with("material:")) opening.is_whole = true;
      opening.targets.push_back(std::move(target));
    }
  }
  return opening;
}

/// Only what was named may change: the notice told everything there is to mend, the rest stays as it was judged. What was never
/// answered may be, since a mended answer can bring up further questions.
/// Law: 行政许可法 Art. 32(4).
Result<void> check_opened(const Opening& opening, const json::object& before, const CorrectionAnswer& answer, const std::vector<cases::CaseMaterial>& materials) {
  std::vector<platform::FieldProblem> problems;
  for (const auto& [key, value] : answer.form)
    if (const auto* old = before.if_contains(key); old && *old != value && !opening.holds("form:" + std::string(key)))
      problems.push_back({"/form/" + std::string(key), "这一项没有要求补正，不能修改；确需更正的请联系办理窗口。"});
  for (const auto& given : answer.materials)
    for (const auto& material : materials)
      if (material.key == given.key && material.state != "wrong" && !opening.holds("material:" + given.key))
        problems.push_back({"/materials/" + given.key, fmt::format("“{}”没有要求补正，不能更换。", material.name)});
  if (problems.empty()) return {};
  return fail(ErrorCode::invalid_input, "approval/correction-locked", "有些内容没有要求补正，不能修改。", std::move(problems));
}

}  // namespace

Result<Done> Approval::open_pre_review(Tx& tx, const Actor& actor, CaseId id, int version) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.accept", accept_power));
  TRY(cases::move(opened.file, Act::open_pre_review, tx.now()));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.open_pre_review", .text = acting_name(actor) + "开始预审"}));
  return done_of(opened);
}

Result<Done> Approval::pass_pre_review(Tx& tx, const Actor& actor, CaseId id, int version) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.accept", accept_power));
  TRY(cases::move(opened.file, Act::pass_pre_review, tx.now()));
  opened.file.received_at = tx.now();
  if (!opened.file.first_contact_id) opened.file.first_contact_id = actor.id, opened.file.first_contact_name = actor.name;
  TRY(finish(s_, tx, actor, opened, {.action = "cases.pass_pre_review", .text = acting_name(actor) + "预审通过，收件"}));
  return done_of(opened);
}

Result<Done> Approval::return_pre_review(Tx& tx, const Actor& actor, CaseId id, int version, const CorrectionOrder& order) {
  return ask_for_mending(tx, actor, id, version, order, Act::return_pre_review);
}

Result<Done> Approval::request_correction(Tx& tx, const Actor& actor, CaseId id, int version, const CorrectionOrder& order) {
  return ask_for_mending(tx, actor, id, version, order, Act::request_correction);
}

Result<Done> Approval::ask_for_mending(Tx& tx, const Actor& actor, CaseId id, int version, const CorrectionOrder& order, Act act) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.accept", accept_power));
  auto& file = opened.file;
  if (order.items.empty())
    return fail(ErrorCode::invalid_input, "approval/correction-empty", "请至少列出一项需要补正的内容。", {{"/items", "《行政许可法》第三十二条：应当一次告知需要补正的全部内容。"}});
  for (std::size_t i = 0; i < order.items.size(); ++i)
    TRY(required_text(order.items[i].problem, fmt::format("/items/{}/problem", i), "存在的问题", 500));
  // Art. 72(4): what existed the first time must have been said the first time.
  const bool is_second = file.correction_rounds > 0;
  if (is_second) TRY(required_text(order.second_reason, "/second_reason", "再次要求补正的理由", 500));
  TRY(cases::move(file, act, tx.now()));
  ++file.correction_rounds;
  file.answer_due_on = opened.days->add_working(tx.today(), std::clamp(order.answer_days, 1, 60));
  mark_materials(tx, actor, id, order.items, file.correction_rounds);

  json::array shown;
  for (const auto& item : order.items) shown.push_back(json::object{{"name", target_name(tx, opened, item.target)}, {"problem", item.problem}, {"how", item.how.empty() ? std::string("按要求补充或更正") : item.how}});
  const bool is_pre_review = act == Act::return_pre_review;
  const auto notice = TRY(issue(s_, tx, actor, opened, document::DocumentType::correction_notice,
                                {{"items", std::move(shown)}, {"second_reason", order.second_reason}, {"answer_due_on", platform::iso_date(*file.answer_due_on)}}));
  cases::Correction correction{.case_id = id, .round = file.correction_rounds, .items = json::serialize(items_json(order.items)),
                               .second_reason = order.second_reason, .is_pre_review = is_pre_review, .notified_at = tx.now(),
                               .answer_due_on = *file.answer_due_on, .document_id = notice.id.value()};
  cases::insert_correction(tx, correction);
  finish_tasks_of(tx, actor, id, "acceptance", is_pre_review ? "returned" : "correction", "");
  TRY(finish(s_, tx, actor, opened,
             {.action = is_pre_review ? "cases.return_pre_review" : "cases.request_correction",
              .text = fmt::format("{}{}，一次性告知 {} 项，补正告知书 {}{}", acting_name(actor), is_pre_review ? "预审退回" : "要求补正",
                                  order.items.size(), notice.number, is_second ? "（再次补正，理由：" + order.second_reason + "）" : ""),
              .facts = {{"items", items_json(order.items)}, {"second_reason", order.second_reason}, {"document", notice.number}},
              .notice_title = fmt::format("请补正：{}", file.matter_name),
              .notice_body = fmt::format("有 {} 项需要修改或补充，请在 {} 前提交。", order.items.size(), platform::zh_date(*file.answer_due_on)),
              .by_sms = true}));
  return done_of(opened, notice.id.value());
}

Result<Done> Approval::answer_correction(Tx& tx, const Actor& actor, CaseId id, int version, const CorrectionAnswer& answer) {
  // At the counter it is a receipt like the first one, with the same permission and letter.
  auto opened = TRY(actor.is_staff() ? open_for(tx, actor, id, version, "cases.receive", accept_power) : open(tx, actor, id, version));
  const auto& file = opened.file;
  const bool is_pre_review = file.state == CaseState::pre_returned;
  TRY(cases::move(opened.file, is_pre_review ? Act::resubmit : Act::answer_correction, tx.now()));

  const auto before = answers_in(opened.file.form_text);
  auto form = before;
  TRY(check_opened(opening_of(tx, id, file.correction_rounds), form, answer, cases::materials_of(tx, id)));
  for (const auto& [key, value] : answer.form) form[key] = value;
  const auto applicant = TRY(s_.parties.get(tx, party::PartyId{file.applicant_party_id}));
  const auto situation = answers_in(file.situation_text);
  form = TRY(forms::checked(opened.matter->form, form, {.applicant_kind = std::string(applicant.kind == party::PartyKind::person ? "person" : "enterprise"), .situation = situation, .now = tx.now()}, "/form"));
  TRY(check_form_files(s_, tx, actor, form, before));
  opened.file.form_text = json::serialize(form);

  std::vector<platform::FieldProblem> problems;
  for (auto& material : cases::materials_of(tx, id)) {
    for (const auto& given : answer.materials) {
      if (given.key != material.key || (!given.file_id && given.received_as != "original" && given.received_as != "copy")) continue;
      if (given.file_id) material.file_name = TRY(s_.files.find_own(tx, actor, platform::FileId{given.file_id})).original_name;
      material.file_id = given.file_id;
      material.received_as = given.file_id ? "electronic" : given.received_as;
      material.state = "unchecked";
      material.problem = material.how_to_mend = "";
      cases::save_material(tx, material, actor.id);
    }
    if (material.state == "wrong") problems.push_back({"/materials/" + material.key, fmt::format("请重新提交“{}”：{}", material.name, material.problem)});
  }
  if (!problems.empty())
    return fail(ErrorCode::invalid_input, "approval/correction-incomplete", fmt::format("还有 {} 份材料没有补正。", problems.size()), problems);

  cases::answer_correction(tx, id, opened.file.correction_rounds, tx.now());
  opened.file.answer_due_on.reset();
  const auto centers = s_.organisation.centers(tx, file.region_code);
  cases::start_acceptance_clock(opened.file, calendar::effective_receipt_day(*opened.days, tx.now(), centers.empty() ? 1050 : centers.front().closing_minute), *opened.days);
  open_case_task(tx, opened.file, "acceptance");
  TRY(finish(s_, tx, actor, opened, {.action = "cases.answer_correction", .text = fmt::format("{}第 {} 次补正", actor.is_staff() ? acting_name(actor) + "在窗口收到" : actor.name + "提交", opened.file.correction_rounds),
                                     .notice_title = fmt::format("已收到补正：{}", file.matter_name),
                                     .notice_body = fmt::format("{} 前答复是否受理。", platform::zh_date(*opened.file.acceptance_due_on))}));
  return done_of(opened);
}

Result<void> Approval::begin_review(Tx& tx, const Actor& actor, Opened& opened, Date accepted_on, Act act, const std::string& opinion) {
  TRY(cases::move(opened.file, act, tx.now()));
  opened.file.accepted_at = tx.now();
  opened.file.answer_due_on.reset();
  if (!opened.file.received_at) opened.file.received_at = opened.file.submitted_at;
  cases::start_decision_clock(opened.file, accepted_on, limits_of(*opened.matter), *opened.days);
  finish_tasks_of(tx, actor, opened.file.id, "acceptance", "accepted", opinion);
  TRY(start_process(s_, tx, opened));
  cases::count_day(tx, opened.file, tx.today(), {.accepted = 1});
  return {};
}

Result<Done> Approval::accept(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& opinion) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.accept", accept_power));
  // An application that came in online is received and accepted in one go when it is complete.
  if (opened.file.state == CaseState::submitted || opened.file.state == CaseState::pre_review) {
    opened = TRY([&]() -> Result<Opened> {
      const auto passed = TRY(pass_pre_review(tx, actor, id, version));
      return open(tx, actor, id, passed.version);
    }());
  }
  TRY(cases::next_state(opened.file.state, Act::accept));
  std::vector<platform::FieldProblem> problems;
  for (const auto& material : cases::materials_of(tx, id))
    if (material.is_required && (material.received_as == "missing" || material.state == "wrong"))
      problems.push_back({"/materials/" + material.key, fmt::format("“{}”{}，不能受理；请一次性告知补正{}。", material.name,
                                                                   material.state == "wrong" ? "不符合要求" : "未提交",
                                                                   material.is_tolerable ? "，或标为容缺后补" : "")});
  if (!problems.empty())
    return fail(ErrorCode::rule_violated, "approval/materials-incomplete", fmt::format("有 {} 份材料不齐全或不符合要求。", problems.size()), problems);
  TRY(begin_review(tx, actor, opened, tx.today(), Act::accept, opinion.empty() ? "材料齐全，符合法定形式，予以受理" : opinion));
  const auto notice = TRY(issue(s_, tx, actor, opened, document::DocumentType::acceptance_notice, {}));
  TRY(finish(s_, tx, actor, opened,
             {.action = "cases.accept",
              .text = fmt::format("{}受理，受理通知书 {}，承诺 {} 前办结", acting_name(actor), notice.number, platform::zh_date(*opened.file.promised_due_on)),
              .facts = {{"document", notice.number}, {"opinion", opinion}, {"promised_due_on", platform::iso_date(*opened.file.promised_due_on)}},
              .notice_title = fmt::format("已受理：{}", opened.file.matter_name),
              .notice_body = fmt::format("受理通知书 {}，承诺 {} 前办结。", notice.number, platform::zh_date(*opened.file.promised_due_on)), .by_sms = true}));
  return done_of(opened, notice.id.value());
}

Result<Done> Approval::turn_away(Tx& tx, const Actor& actor, CaseId id, int version, const Refusal& refusal, Act act) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.accept", accept_power));
  const auto reason = TRY(required_text(refusal.reason, "/reason", "理由"));
  const bool is_not_needed = act == Act::declare_not_needed;
  if (!is_not_needed) TRY(required_text(refusal.clause, "/clause", "依据的条款", 500));
  if (act == Act::declare_out_of_competence) TRY(required_text(refusal.competent_agency, "/competent_agency", "有权办理的机关", 200));
  if (opened.file.state == CaseState::submitted || opened.file.state == CaseState::pre_review) {
    const auto passed = TRY(pass_pre_review(tx, actor, id, version));
    opened = TRY(open(tx, actor, id, passed.version));
  }
  TRY(cases::move(opened.file, act, tx.now()));
  opened.file.closed_at = tx.now();
  opened.file.close_result = cases::CloseResult::rejected;
  finish_tasks_of(tx, actor, id, "acceptance", "rejected", reason);
  using document::DocumentType;
  const auto type = is_not_needed ? DocumentType::not_needed_notice
                    : act == Act::declare_out_of_competence ? DocumentType::out_of_competence_notice : DocumentType::rejection_decision;
  const auto notice = TRY(issue(s_, tx, actor, opened, type, {{"reason", reason}, {"clause", refusal.clause}, {"competent_agency", refusal.competent_agency}}));
  // 否定报备: every "no" is filed with the service authority.
  const std::string_view kind = is_not_needed ? "not_needed" : act == Act::declare_out_of_competence ? "out_of_competence" : "rejected";
  TRY(file_negative_report(s_, tx, actor, opened, {kind, std::string(document::chinese_name(type)), reason, refusal.clause, notice}));
  TRY(issue_approval_form(s_, tx, actor, opened, {.result = std::string(cases::chinese_name(act))}));
  TRY(finish(s_, tx, actor, opened,
             {.action = fmt::format("cases.{}", platform::EnumText<Act>::to(act)),
              .text = fmt::format("{}{}，文书 {}：{}", acting_name(actor), cases::chinese_name(act), notice.number, reason),
              .facts = {{"reason", reason}, {"clause", refusal.clause}, {"document", notice.number}},
              .notice_title = fmt::format("{}：{}", cases::chinese_name(opened.file.state), opened.file.matter_name),
              .notice_body = fmt::format("{} 文书 {}，可在办件页下载，内有救济途径。", reason, notice.number), .by_sms = true}));
  return done_of(opened, notice.id.value());
}

Result<Done> Approval::declare_not_needed(Tx& tx, const Actor& actor, CaseId id, int version, const Refusal& r) {
  return turn_away(tx, actor, id, version, r, Act::declare_not_needed);
}
Result<Done> Approval::declare_out_of_competence(Tx& tx, const Actor& actor, CaseId id, int version, const Refusal& r) {
  return turn_away(tx, actor, id, version, r, Act::declare_out_of_competence);
}
Result<Done> Approval::reject_acceptance(Tx& tx, const Actor& actor, CaseId id, int version, const Refusal& r) {
  return turn_away(tx, actor, id, version, r, Act::reject_acceptance);
}

/// 容缺: the last of what was to be supplied later is there; a process may wait for it.
Result<void> Approval::note_supplied(Tx& tx, const Actor& actor, CaseId id) {
  const auto materials = cases::materials_of(tx, id);
  if (std::ranges::any_of(materials, [](const cases::CaseMaterial& one) { return one.received_as == "deferred"; })) return {};
  auto opened = TRY(open_now(tx, actor, id));
  if (!TRY(tell_process(s_, tx, actor, opened, "deferred_supplied", {}))) return {};
  return finish(s_, tx, actor, opened, {.action = "cases.supply_deferred", .text = fmt::format("{}确认容缺材料已补齐", acting_name(actor))});
}

Result<void> Approval::check_material(Tx& tx, const Actor& actor, CaseId id, const MaterialCheck& check) {
  const auto file = TRY(visible(tx, actor, id));
  if (!actor.may("cases.accept") && !actor.may("cases.review"))
    return fail(ErrorCode::forbidden, "approval/no-permission", "您的岗位没有审核材料的权限。");
  if (!cases::is_open(file.state)) return fail(ErrorCode::conflict, "approval/case-ended", "办件已经结束，材料不能再改。");
  for (auto& material : cases::materials_of(tx, id)) {
    if (material.key != check.key) continue;
    const bool was_deferred = material.received_as == "deferred";
    if (!check.received_as.empty()) {
      if (check.received_as == "deferred" && !material.is_tolerable)
        return fail(ErrorCode::rule_violated, "approval/not-tolerable", fmt::format("“{}”不在容缺范围内。", material.name));
      material.received_as = check.received_as;
      if (check.received_as == "original" || check.received_as == "copy") material.trust_level = "B";
    }
    if (!check.state.empty()) material.state = check.state;
    material.problem = check.state == "wrong" ? TRY(required_text(check.problem, "/problem", "问题", 500)) : "";
    material.how_to_mend = check.how_to_mend;
    if (check.original_count >= 0) material.original_count = check.original_count;
    if (check.copy_count >= 0) material.copy_count = check.copy_count;
    if (check.file_id) {
      material.file_name = TRY(s_.files.find_own(tx, actor, platform::FileId{check.file_id})).original_name;
      material.file_id = check.file_id;
    }
    material.due_on = check.due_on;
    cases::save_material(tx, material, actor.id);
    return was_deferred ? note_supplied(tx, actor, id) : Result<void>{};
  }
  return fail(ErrorCode::not_found, "approval/no-such-material", "办件里没有这份材料。");
}

}  // namespace yimen::approval
