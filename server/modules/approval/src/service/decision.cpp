// 决定、结果、撤回、即办。Law: 行政许可法 Art. 34(2), 38, 40, 44.
#include <boost/json.hpp>
#include <fmt/format.h>

#include "discretion.h"
#include "opened.h"
#include "process.h"
#include "step_documents.h"
#include "yimen/party/masking.h"

namespace yimen::approval {

using cases::CaseTask;
using cases::Decision;

namespace {

std::string publicity_name(Tx& tx, Services& s, const cases::ServiceCase& file) {
  const auto applicant = s.parties.get(tx, party::PartyId{file.applicant_party_id});
  const bool is_person = !applicant || applicant->kind == party::PartyKind::person;
  return is_person ? party::mask_name(file.applicant_name) : file.applicant_name;
}

/// 结果公开: granted and refused results of licences are public, personal data masked. Law: 行政许可法 Art. 40.
void publish_result(Services& s, Tx& tx, const Approval::Opened& opened, const std::string& reason) {
  const auto& f = opened.file;
  tx.exec(R"sql(
      insert into published_result (id, case_id, region_code, department_id, department_name, matter_name, applicant,
             decision, result_no, reason, decided_on, published_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (case_id) do nothing)sql",
          platform::next_id(), f.id, f.region_code, f.department_id, f.department_name, f.matter_name,
          publicity_name(tx, s, f), f.decision, f.result_no, party::mask_text(reason), tx.today(), tx.now());
}

Result<void> check_decision(const DecisionOrder& order) {
  if (order.decision == Decision::none) return fail(ErrorCode::invalid_input, "approval/decision-needed", "请选择准予或不予。", {{"/decision", "请选择准予或不予。"}});
  if (order.decision == Decision::granted) return {};
  // Art. 38(2): a refusal states its reasons and the remedies; the remedies stand in the template.
  TRY(required_text(order.grounds, "/grounds", "不予许可的事实和理由"));
  TRY(required_text(order.clause, "/clause", "依据的条款", 500));
  return {};
}

/// What the certificate says beside its number, holder and matter, which every document states.
json::object certificate_facts(Tx& tx, Services& s, const Approval::Opened& opened, const std::string& validity) {
  const auto& f = opened.file;
  const auto term = validity.empty() ? opened.matter->result_validity : validity;
  json::object facts{{"result_name", opened.matter->result_name.empty() ? f.matter_name : opened.matter->result_name}, {"decision_number", f.result_no},
                     {"decided_on", platform::iso_date(tx.today())}, {"validity", term}};
  const auto holder = s.parties.get(tx, party::PartyId{f.applicant_party_id});
  // A person's number does not stand on a document that anybody can verify.
  if (holder && holder->kind == party::PartyKind::enterprise) facts["holder_code"] = holder->id_no;
  return facts;
}

}  // namespace

/// The decision itself, once authority and task are settled.
static Result<document::Document> record_decision(Services& s, Tx& tx, const Actor& actor, Approval::Opened& opened, const DecisionOrder& order) {
  auto& file = opened.file;
  const bool is_granted = order.decision == Decision::granted;
  TRY(cases::move(file, is_granted ? Act::decide_grant : Act::decide_refuse, tx.now()));
  file.decision = order.decision;
  file.decided_at = tx.now();
  cases::start_delivery_clock(file, tx.today(), *opened.days);
  // 国办发〔2022〕27号: the decision says how the benchmark was applied.
  const auto benchmark = TRY(keep_choice(s, tx, actor, file, order.discretion, order.decision));
  auto decision = TRY(issue(s, tx, actor, opened, is_granted ? document::DocumentType::grant_decision : document::DocumentType::refusal_decision,
                            {{"reason", order.grounds}, {"clause", order.clause}, {"conditions", order.conditions}, {"validity", order.validity}, {"discretion", benchmark},
                             {"decision_text", fmt::format("准予{}：{}", file.applicant_name, opened.matter->result_name.empty() ? opened.matter->name : opened.matter->result_name)},
                             {"decided_on", platform::iso_date(tx.today())}}));
  file.result_no = decision.number;
  tx.exec(R"sql(
      insert into case_decision (id, case_id, decision, grounds, clause, conditions, validity, decided_by, decided_by_name, decided_at, document_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          platform::next_id(), file.id, order.decision, order.grounds, order.clause, order.conditions, order.validity, actor.id,
          acting_name(actor), tx.now(), decision.id);
  TRY(issue_approval_form(s, tx, actor, opened, {.result = decision.title, .step = {}, .opinion = {}, .benchmark = benchmark}));
  if (!is_granted) TRY(file_negative_report(s, tx, actor, opened, {"refused", decision.title, order.grounds, order.clause, decision}));
  publish_result(s, tx, opened, order.grounds);
  // What runs beside (reminders, opinions nobody waited for) ends with the decision: nothing is reviewed after it. Law: 行政许可法 Art. 38.
  for (const auto& task : cases::open_tasks_of(tx, file.id))
    if (!task.node.empty()) cases::cancel_task_of_token(tx, file.id, task.token, "已作出决定");
  cases::cancel_timers(tx, file.id);
  open_case_task(tx, file, "certify");
  TRY(finish(s, tx, actor, opened,
             {.action = is_granted ? "cases.decide_grant" : "cases.decide_refuse",
              .text = fmt::format("{}决定{}，文书 {}", acting_name(actor), is_granted ? "准予" : "不予", decision.number),
              .facts = {{"decision", platform::EnumText<Decision>::to(order.decision)}, {"grounds", order.grounds}, {"clause", order.clause}, {"document", decision.number}},
              .notice_title = fmt::format("已作出{}决定：{}", is_granted ? "准予" : "不予", file.matter_name),
              .notice_body = fmt::format("文书 {}，{} 前送达。", decision.number, platform::zh_date(*file.delivery_due_on)), .by_sms = true}));
  return decision;
}

Result<Done> Approval::decide(Tx& tx, const Actor& actor, TaskId id, int version, const DecisionOrder& order, const StepWork& work) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  TRY(require_may(tx, actor, opened, "cases.decide", static_cast<int>(organisation::Power::decide)));
  TRY(require_task(*this, tx, actor, task));
  if (task.kind != "approval") return fail(ErrorCode::conflict, "approval/not-a-decision", "这项待办不是决定环节。");
  for (const auto& done : cases::tasks_of(tx, task.case_id))
    if (!done.is_open && done.done_by == actor.id && done.id != task.id && actor.kind != platform::ActorKind::system &&
        opened.file.handling_class != cases::HandlingClass::instant && done.outcome != "cancelled" && done.outcome != "returned" &&
        (done.kind == "acceptance" || done.kind == "review"))
      return fail(ErrorCode::rule_violated, "approval/same-person", fmt::format("您已办过本件的“{}”，决定须由另一人作出。", done.name));
  TRY(check_decision(order));
  TRY(require_checks(task, work));
  TRY(require_documents(s_, tx, opened.file, task));
  cases::finish_task(tx, task, actor, {.outcome = std::string(platform::EnumText<Decision>::to(order.decision)),
                                       .opinion = !work.opinion.empty() ? work.opinion : order.grounds.empty() ? "同意" : order.grounds,
                                       .checks = answered_checks(work)});
  json::object variables = work.variables;
  variables["decision"] = platform::EnumText<Decision>::to(order.decision);
  TRY(complete_node(s_, tx, opened, task, variables));
  const auto document = TRY(record_decision(s_, tx, actor, opened, order));
  return done_of(opened, document.id.value());
}

Result<Done> Approval::make_result(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& validity) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.make_result", static_cast<int>(organisation::Power::make_certificate)));
  TRY(cases::move(opened.file, Act::make_result, tx.now()));
  finish_tasks_of(tx, actor, id, "certify", "made", "");
  std::int64_t document_id = 0;
  std::string number = opened.file.result_no;
  const bool has_certificate = opened.file.decision == Decision::granted && opened.matter->result_type == "certificate";
  if (has_certificate) {
    const auto certificate = TRY(issue(s_, tx, actor, opened, document::DocumentType::result_certificate,
                                       certificate_facts(tx, s_, opened, validity)));
    document_id = certificate.id.value();
    number = certificate.number;
  }
  open_case_task(tx, opened.file, "delivery");
  TRY(finish(s_, tx, actor, opened, {.action = "cases.make_result", .text = fmt::format("{}制作结果 {}，待送达", acting_name(actor), number), .facts = {{"document", number}},
                                     .notice_title = fmt::format("结果可以领取：{}", opened.file.matter_name),
                                     .notice_body = opened.file.delivery_way == "window" ? "请携带身份证件到窗口领取。" : "将按您选择的方式送达。", .by_sms = true}));
  return done_of(opened, document_id);
}

Result<Done> Approval::settle_instantly(Tx& tx, const Actor& actor, CaseId id, int version, const DecisionOrder& order, const Delivery& delivery) {
  const auto file = TRY(cases::get_case(tx, id));
  if (file.handling_class != cases::HandlingClass::instant)
    return fail(ErrorCode::rule_violated, "approval/not-instant", "只有即办件可以当场办结。");
  TRY(check_decision(order));
  const auto accepted = TRY(accept(tx, actor, id, version, "当场受理"));
  auto opened = TRY(open_for(tx, actor, id, accepted.version, "cases.accept", static_cast<int>(organisation::Power::approve)));
  // Whatever the process opened is done here and now, by the clerk the letter empowers.
  for (const auto& task : cases::open_tasks_of(tx, id)) {
    TRY(require_documents(s_, tx, opened.file, task));
    cases::finish_task(tx, task, actor, {.outcome = std::string(platform::EnumText<Decision>::to(order.decision)), .opinion = "即办件当场办理"});
    TRY(complete_node(s_, tx, opened, task, {{"decision", platform::EnumText<Decision>::to(order.decision)}}));
  }
  cases::cancel_tasks(tx, id, "即办件当场办结");
  if (opened.file.state == CaseState::in_review) {
    TRY(cases::move(opened.file, Act::submit_for_approval, tx.now()));
    TRY(finish(s_, tx, actor, opened, {.action = "cases.forward", .text = acting_name(actor) + "当场审查"}));
  }
  TRY(record_decision(s_, tx, actor, opened, order));
  const auto made = TRY(make_result(tx, actor, id, opened.file.version, order.validity));
  return deliver(tx, actor, id, made.version, delivery);
}

Result<Done> Approval::withdraw(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& reason) {
  auto opened = TRY(open(tx, actor, id, version));
  TRY(cases::move(opened.file, Act::withdraw, tx.now()));
  opened.file.closed_at = tx.now();
  opened.file.answer_due_on.reset();
  opened.file.close_result = cases::CloseResult::withdrawn;
  for (const auto& pause : cases::pauses_of(tx, id))
    if (!pause.ended_on) cases::end_pause(tx, pause.id, tx.today(), "申请人撤回");
  cases::cancel_tasks(tx, id, "申请人撤回");
  const auto confirmation = TRY(issue(s_, tx, actor, opened, document::DocumentType::withdrawal_confirmation, {{"reason", reason.empty() ? "申请人未说明" : reason}}));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.withdraw", .text = fmt::format("{}撤回申请，撤回确认 {}", actor.name, confirmation.number), .facts = {{"reason", reason}},
                                     .notice_title = fmt::format("已撤回：{}", opened.file.matter_name), .notice_body = "需要时可以重新申请。"}));
  return done_of(opened, confirmation.id.value());
}

}  // namespace yimen::approval
