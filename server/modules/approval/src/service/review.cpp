// 审查：领取、移交、按环节提交、退回、特别程序、转报、挂起、延期。Law: 行政许可法 Art. 34–37, 42, 43, 45.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "free_order.h"
#include "opened.h"
#include "process.h"
#include "step_documents.h"
#include "yimen/identity/accounts.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using cases::CaseTask;

/// Who received must not approve, and nobody works on two levels of one case: a second pair of eyes (security §2.2). What follows
/// the decision (making and serving the result, ending a special procedure) judges nothing and may be anybody's of the role.
Result<void> require_other_person(const Services& s, Tx& tx, const Actor& actor, const cases::ServiceCase& file, const CaseTask& task) {
  if (task.kind != "review" && task.kind != "approval") return {};
  if (file.handling_class == cases::HandlingClass::instant || actor.kind == platform::ActorKind::system) return {};
  for (const auto& done : cases::work_of(tx, file.id, actor.id)) {
    if (is_one_level(s, tx, file, done.node, task.node)) continue;
    const bool is_other_level = done.kind == "review" || done.kind == "approval" || (done.kind == "acceptance" && task.kind == "approval");
    if (is_other_level && done.outcome != "returned" && !is_beside_own_work(s, tx, file, done.node, task.node))
      return fail(ErrorCode::rule_violated, "approval/same-person",
                  fmt::format("您已办过本件的“{}”，“{}”须由另一人办理。", done.name, task.name));
  }
  return {};
}

std::string answered_checks(const StepWork& work) {
  json::array list;
  for (const auto& check : work.checks) list.push_back(json::object{{"text", check.text}, {"is_met", check.is_met}, {"note", check.note}});
  return json::serialize(list);
}

Result<void> require_checks(const CaseTask& task, const StepWork& work) {
  boost::system::error_code broken;
  const auto asked = json::parse(task.checks, broken);
  if (broken || !asked.is_array()) return {};
  std::vector<platform::FieldProblem> problems;
  for (std::size_t i = 0; i < asked.as_array().size(); ++i) {
    const auto& entry = asked.as_array()[i];
    const auto text = entry.is_string() ? std::string(entry.as_string()) : entry.is_object() ? platform::text_or(entry.as_object(), "text") : "";
    const auto found = std::find_if(work.checks.begin(), work.checks.end(), [&](const CheckMark& mark) { return mark.text == text; });
    if (found == work.checks.end()) problems.push_back({fmt::format("/checks/{}", i), fmt::format("审查要点“{}”还没有核对。", text)});
    else if (!found->is_met && found->note.empty()) problems.push_back({fmt::format("/checks/{}", i), fmt::format("审查要点“{}”没有勾选：核对通过的请勾选，没有通过的请点“未通过”写明情况。", text)});
  }
  if (problems.empty()) return {};
  return fail(ErrorCode::invalid_input, "approval/checks-open", fmt::format("还有 {} 个审查要点没有完成。", problems.size()), problems);
}

Result<void> require_task(Approval& approval, Tx& tx, const Actor& actor, const CaseTask& task) {
  if (!task.is_open) return fail(ErrorCode::conflict, "approval/task-done", "这项待办已经办完，请刷新列表。");
  if (actor.kind == platform::ActorKind::system) return {};
  if (task.is_held) return fail(ErrorCode::conflict, "approval/task-held", fmt::format("“{}”已暂时搁置，等加签的人或退回的环节办完后继续。", task.name));
  if (task.is_personal() && (task.assignee == actor.id || task.assignee == actor.substitute_for)) return {};
  const auto roles = approval.roles_of(tx, actor);
  if (std::find(roles.begin(), roles.end(), task.role) == roles.end())
    return fail(ErrorCode::forbidden, "approval/other-role", fmt::format("“{}”由其他岗位办理，不在您的岗位职责内。", task.name));
  if (task.assignee && task.assignee != actor.id && task.assignee != actor.substitute_for)
    return fail(ErrorCode::conflict, "approval/task-taken", fmt::format("这项待办已由{}领取。", task.assignee_name));
  return {};
}

Result<void> Approval::claim(Tx& tx, const Actor& actor, TaskId id) {
  // The case is held too, as by every act that changes whose a task is: nobody takes up what another act is just taking back or ending.
  const auto [task, file] = TRY(cases::lock_task_and_case(tx, id));
  TRY(require_visible(tx, actor, file));
  TRY(require_task(*this, tx, actor, task));
  TRY(require_other_person(s_, tx, actor, file, task));
  TRY(cases::claim_task(tx, task, actor.id, actor.name));
  trail::append(tx, actor, {.action = "tasks.claim", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code,
                            .text = fmt::format("{}领取“{}”", acting_name(actor), task.name)});
  return {};
}

Result<void> Approval::release(Tx& tx, const Actor& actor, TaskId id) {
  const auto [task, file] = TRY(cases::lock_task_and_case(tx, id));
  TRY(require_visible(tx, actor, file));
  TRY(require_task(*this, tx, actor, task));
  cases::release_task(tx, id);
  trail::append(tx, actor, {.action = "tasks.release", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code,
                            .text = fmt::format("{}将“{}”退回待领", acting_name(actor), task.name)});
  return {};
}

namespace {

/// In a vote or a signature the person agrees, objects or abstains; a plain step is simply done.
Result<std::string> outcome_of(const CaseTask& task, const StepWork& work) {
  if (task.vote.empty() && !task.is_signature()) return std::string("forwarded");
  if (work.outcome == "agree" || work.outcome == "disagree" || work.outcome == "abstain") return work.outcome;
  return fail(ErrorCode::invalid_input, "approval/vote-needed", "请选择同意、不同意或弃权。", {{"/outcome", "请选择同意、不同意或弃权。"}});
}

std::string_view zh_outcome(const std::string& outcome) {
  return outcome == "agree" ? "同意" : outcome == "disagree" ? "不同意" : outcome == "abstain" ? "弃权" : "完成";
}

}  // namespace

Result<void> settle_state(Tx& tx, Approval::Opened& opened, std::optional<Act> within_review) {
  const bool is_for_decision = cases::has_open_task(tx, opened.file.id, "approval");
  const bool was_for_decision = opened.file.state == CaseState::in_approval;
  if (is_for_decision == was_for_decision && (was_for_decision || !within_review)) {  // a signature beside the decision, a timer: no legal act
    ++opened.file.version;
    opened.file.changed_at = tx.now();
    return {};
  }
  return cases::move(opened.file, is_for_decision ? Act::submit_for_approval : was_for_decision ? Act::return_step : *within_review, tx.now());
}

Result<Done> Approval::forward(Tx& tx, const Actor& actor, TaskId id, int version, const StepWork& work) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  TRY(require_task(*this, tx, actor, task));
  if (task.kind != "review") return fail(ErrorCode::conflict, "approval/not-a-review", "这项待办不是审查环节，请用相应的操作办理。");
  // While the decision is open, only what runs beside it is reviewed: signatures, steps behind an event that does not interrupt.
  if (opened.file.state != CaseState::in_review && opened.file.state != CaseState::in_approval) TRY(cases::next_state(opened.file.state, Act::forward));
  TRY(require_other_person(s_, tx, actor, opened.file, task));
  TRY(require_first_vote(s_, tx, actor, opened.file, task));
  const auto outcome = TRY(outcome_of(task, work));
  auto opinion = platform::trim(work.opinion);
  if (task.is_opinion_required || !opinion.empty() || outcome == "disagree") opinion = TRY(required_text(work.opinion, "/opinion", "办理意见"));
  TRY(require_checks(task, work));
  TRY(require_documents(s_, tx, opened.file, task));
  cases::finish_task(tx, task, actor, {.outcome = outcome, .opinion = opinion, .checks = answered_checks(work)});
  // A plain step is done whatever its signatures said; one of them that objects is the outcome the model's conditions see.
  const auto told = task.is_signature() && outcome == "agree" ? std::string("forwarded") : outcome;
  const auto moved = TRY(complete_node(s_, tx, opened, task, work.variables, told));
  TRY(settle_state(tx, opened, Act::forward));
  const auto next = moved.opened.empty() ? std::string("其他环节") : moved.opened.front().name;
  const auto text = task.vote.empty() && !task.is_signature() ? fmt::format("{}完成“{}”，提交“{}”：{}", acting_name(actor), task.name, next, opinion)
                                                             : fmt::format("{}在“{}”表示{}：{}", acting_name(actor), task.name, zh_outcome(outcome), opinion);
  TRY(finish(s_, tx, actor, opened, {.action = "cases.forward", .text = text, .facts = {{"task", task.name}, {"next", next}, {"opinion", opinion}, {"outcome", outcome}}}));
  return done_of(opened);
}

Result<Done> Approval::return_step(Tx& tx, const Actor& actor, TaskId id, int version, const StepWork& work) {
  auto [task, opened] = TRY(open_at(tx, actor, id, version));
  TRY(require_task(*this, tx, actor, task));
  if (task.is_signature()) return fail(ErrorCode::rule_violated, "approval/signer-cannot-return", "加签的人只提意见：请选择不同意并写明理由，由承办这一环节的人决定是否退回。");
  const auto opinion = TRY(required_text(work.opinion, "/opinion", "退回理由"));
  TRY(cases::next_state(opened.file.state, Act::return_step));
  cases::finish_task(tx, task, actor, {.outcome = "returned", .opinion = opinion, .checks = answered_checks(work)});
  const auto moved = TRY(move_back(s_, tx, opened, task, work.to_node, work.goes_straight_on));
  TRY(settle_state(tx, opened, Act::return_step));  // from a step beside the decision, the case stays with the decision
  const auto to = moved.opened.empty() ? std::string() : moved.opened.front().name;
  TRY(finish(s_, tx, actor, opened, {.action = "cases.return_step", .text = fmt::format("{}从“{}”退回“{}”：{}", acting_name(actor), task.name, to, opinion),
                                     .facts = {{"task", task.name}, {"to", to}, {"opinion", opinion}, {"goes_straight_on", work.goes_straight_on}}}));
  return done_of(opened);
}

// ---- stops of the clock: each with kind, reason, notice ------------------------------------------------------------

namespace {

struct StopWords {
  std::string_view task, pause_kind, permission, verb, message;
};
StopWords words_of(Act act) {
  if (act == Act::start_special || act == Act::end_special) return {"special", "special_procedure", "cases.review", "特别程序", "special_ended"};
  if (act == Act::report_up || act == Act::record_superior_answer) return {"superior", "upward_report", "cases.review", "转报上级", "superior_answered"};
  return {"suspension", "other", "cases.suspend", "挂起", "case_resumed"};
}

}  // namespace

Result<Done> Approval::start_stop(Tx& tx, const Actor& actor, CaseId id, int version, const StopOrder& order, Act act) {
  const auto words = words_of(act);
  const auto power = act == Act::report_up ? organisation::Power::report_up : organisation::Power::review;
  auto opened = TRY(open_for(tx, actor, id, version, std::string(words.permission), static_cast<int>(power)));
  const auto reason = TRY(required_text(order.reason, "/reason", "理由", 500));
  const auto name = act == Act::start_special ? TRY(required_text(order.name, "/name", "特别程序种类", 50)) : std::string(words.verb);
  // Art. 45: the time needed is told in writing.
  if (order.planned_days < 1 || order.planned_days > 365)
    return fail(ErrorCode::invalid_input, "approval/planned-days", "请填写所需时间。", {{"/planned_days", "所需时间应为 1 至 365 个工作日，并书面告知申请人。"}});
  TRY(cases::move(opened.file, act, tx.now()));
  const auto notice = TRY(issue(s_, tx, actor, opened, document::DocumentType::special_procedure_notice,
                                {{"kind", name}, {"reason", reason}, {"basis", order.basis}, {"planned_days", std::to_string(order.planned_days)}, {"started_on", platform::iso_date(tx.today())}}));
  cases::CasePause pause{.case_id = id, .kind = std::string(words.pause_kind), .name = name, .reason = reason, .basis = order.basis,
                         .planned_days = order.planned_days, .started_on = tx.today(), .started_by = actor.id,
                         .started_by_name = actor.name, .document_id = notice.id.value()};
  cases::insert_pause(tx, pause);
  open_case_task(tx, opened.file, words.task);
  TRY(finish(s_, tx, actor, opened,
             {.action = fmt::format("cases.{}", platform::EnumText<Act>::to(act)),
              .text = fmt::format("{}启动{}（{}），预计 {} 个工作日，不计入办理时限，告知书 {}", acting_name(actor), name, reason, order.planned_days, notice.number),
              .facts = {{"name", name}, {"reason", reason}, {"basis", order.basis}, {"planned_days", order.planned_days}, {"document", notice.number}},
              .notice_title = fmt::format("{}：{}", name, opened.file.matter_name),
              .notice_body = fmt::format("因{}，需要 {} 个工作日，这段时间不计入办理时限。告知书 {}。", reason, order.planned_days, notice.number), .by_sms = true}));
  return done_of(opened, notice.id.value());
}

Result<Done> Approval::end_stop(Tx& tx, const Actor& actor, CaseId id, int version, const std::string& result, Act act) {
  const auto words = words_of(act);
  auto opened = TRY(open_for(tx, actor, id, version, std::string(words.permission), static_cast<int>(organisation::Power::review)));
  const auto outcome = TRY(required_text(result, "/result", "结果"));
  TRY(cases::move(opened.file, act, tx.now()));
  for (const auto& pause : cases::pauses_of(tx, id))
    if (!pause.ended_on) cases::end_pause(tx, pause.id, tx.today(), outcome);
  cases::refresh_clock(opened.file, cases::clock_pauses(cases::pauses_of(tx, id)), *opened.days);
  finish_tasks_of(tx, actor, id, words.task, "ended", outcome);
  TRY(ask_again_for_work(s_, tx, opened.file));
  TRY(tell_process(s_, tx, actor, opened, words.message, {{"words", outcome}}));
  TRY(finish(s_, tx, actor, opened,
             {.action = fmt::format("cases.{}", platform::EnumText<Act>::to(act)),
              .text = fmt::format("{}结束{}，恢复计时，承诺办结日改为 {}：{}", acting_name(actor), words.verb, platform::zh_date(*opened.file.promised_due_on), outcome),
              .facts = {{"result", outcome}, {"promised_due_on", platform::iso_date(*opened.file.promised_due_on)}},
              .notice_title = fmt::format("恢复办理：{}", opened.file.matter_name),
              .notice_body = fmt::format("{}已结束，承诺 {} 前办结。", words.verb, platform::zh_date(*opened.file.promised_due_on))}));
  return done_of(opened);
}

Result<Done> Approval::start_special(Tx& tx, const Actor& a, CaseId id, int v, const StopOrder& o) { return start_stop(tx, a, id, v, o, Act::start_special); }
Result<Done> Approval::end_special(Tx& tx, const Actor& a, CaseId id, int v, const std::string& r) { return end_stop(tx, a, id, v, r, Act::end_special); }
Result<Done> Approval::report_up(Tx& tx, const Actor& a, CaseId id, int v, const StopOrder& o) { return start_stop(tx, a, id, v, o, Act::report_up); }
Result<Done> Approval::record_superior_answer(Tx& tx, const Actor& a, CaseId id, int v, const std::string& r) { return end_stop(tx, a, id, v, r, Act::record_superior_answer); }
Result<Done> Approval::suspend(Tx& tx, const Actor& a, CaseId id, int v, const StopOrder& o) { return start_stop(tx, a, id, v, o, Act::suspend); }
Result<Done> Approval::resume(Tx& tx, const Actor& a, CaseId id, int v, const std::string& r) { return end_stop(tx, a, id, v, r, Act::resume); }

Result<Done> Approval::extend(Tx& tx, const Actor& actor, CaseId id, int version, int days, const std::string& reason) {
  auto opened = TRY(open_for(tx, actor, id, version, "cases.extend", static_cast<int>(organisation::Power::decide)));
  auto& file = opened.file;
  const auto why = TRY(required_text(reason, "/reason", "延长理由", 500));
  const int most = cases::longest_extension(file.handling_class);
  if (days < 1 || days > most)
    return fail(ErrorCode::rule_violated, "approval/extension-too-long", fmt::format("延长不能超过 {} 个工作日（《行政许可法》第四十二条）。", most),
                {{"/days", fmt::format("请填写 1 至 {}。", most)}});
  if (file.extension_days > 0) return fail(ErrorCode::rule_violated, "approval/extended-already", "这个办件已经延长过一次，不能再延长。");
  if (file.promised_due_on && tx.today() > std::max(*file.promised_due_on, file.statutory_due_on.value_or(*file.promised_due_on)))
    return fail(ErrorCode::rule_violated, "approval/extension-late", "期限已经届满，不能再办理延长。");
  TRY(cases::move(file, Act::extend, tx.now()));
  file.extension_days = days;
  cases::refresh_clock(file, cases::clock_pauses(cases::pauses_of(tx, id)), *opened.days);
  const auto notice = TRY(issue(s_, tx, actor, opened, document::DocumentType::extension_notice,
                                {{"days", std::to_string(days)}, {"reason", why}, {"new_due_on", platform::iso_date(*file.promised_due_on)}}));
  cases::Extension extension{.case_id = id, .days = days, .reason = why, .approved_by = actor.id, .approved_by_name = actor.name,
                             .approved_at = tx.now(), .document_id = notice.id.value()};
  cases::insert_extension(tx, extension);
  TRY(issue_approval_form(s_, tx, actor, opened, {.result = fmt::format("延长办理期限 {} 个工作日", days), .step = "延长期限", .opinion = why}));
  TRY(tell_process(s_, tx, actor, opened, "limit_extended", {{"words", why}, {"days", days}}));
  TRY(finish(s_, tx, actor, opened,
             {.action = "cases.extend", .text = fmt::format("{}批准延长 {} 个工作日，办结日改为 {}：{}", acting_name(actor), days, platform::zh_date(*file.promised_due_on), why),
              .facts = {{"days", days}, {"reason", why}, {"document", notice.number}},
              .notice_title = fmt::format("办理期限延长：{}", file.matter_name),
              .notice_body = fmt::format("因{}，经批准延长 {} 个工作日，{} 前办结。", why, days, platform::zh_date(*file.promised_due_on)), .by_sms = true}));
  return done_of(opened, notice.id.value());
}

}  // namespace yimen::approval
