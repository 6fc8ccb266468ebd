// What a process does without people: times that come, and the program's own services.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "opened.h"
#include "process.h"
#include "process_models.h"
#include "yimen/bpmn/engine.h"
#include "yimen/cases/process_services.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

namespace {

/// A timer that found its process out of order is tried again, until somebody has mended it.
constexpr std::chrono::minutes again_after{60};

struct Waiting {
  std::shared_ptr<const bpmn::Model> model;
  std::vector<bpmn::Awaited> all;
};
Result<Waiting> waiting_of(const Services& s, Tx& tx, const cases::ServiceCase& file) {
  if (file.process_state.empty()) return Waiting{};
  auto model = TRY(model_of(*s.models, tx, file)).model;
  const auto state = TRY(bpmn::from_json(*model, file.process_state));
  auto all = bpmn::awaited(*model, state);
  return Waiting{std::move(model), std::move(all)};
}

Result<std::optional<std::string>> awaited_node(const Services& s, Tx& tx, const cases::ServiceCase& file, bpmn::Awaited::Kind kind, int number) {
  const auto waiting = TRY(waiting_of(s, tx, file));
  for (const auto& one : waiting.all)
    if (one.kind == kind && one.token == number && one.node) return std::optional(place_name(*waiting.model, *one.node));
  return std::optional<std::string>();
}

/// Facts of the papers, for conditions behind the service.
json::object checked_data(Tx& tx, const Approval::Opened& opened) {
  int missing = 0, wrong = 0;
  for (const auto& m : cases::materials_of(tx, opened.file.id)) {
    missing += m.is_required && m.received_as == "missing" ? 1 : 0;
    wrong += m.state == "wrong" ? 1 : 0;
  }
  const auto left = cases::remaining_days(opened.file, *opened.days, tx.today());
  return {{"materials_complete", missing == 0 && wrong == 0}, {"missing_materials", missing}, {"wrong_materials", wrong}, {"days_left", left ? json::value(*left) : json::value(nullptr)}};
}

void remind(Services& s, Tx& tx, const cases::ServiceCase& file, const std::string& words) {
  for (auto task : cases::open_tasks_of(tx, file.id)) {
    if (task.is_held) continue;
    ++task.urged_count;
    task.urged_at = tx.now();
    task.urged_by_name = "流程定时";
    task.urged_words = words;
    cases::save_task(tx, task);
    const auto people = task.assignee ? std::vector{task.assignee} : s.organisation.staff_with_role(tx, organisation::DepartmentId{task.department_id}, task.role, tx.today());
    for (const auto person : people)
      s.messages.send(tx, person, {.title = fmt::format("催办：{}", task.name), .body = fmt::format("{} · {}：{}", file.matter_name, file.case_no, words), .link = "/bench/cases/" + file.id.str(),
                                   .once_key = fmt::format("urge:{}:{}", task.id.str(), task.urged_count)});
  }
}

}  // namespace

Result<bool> Approval::fire_timer(Tx& tx, const cases::CaseTimer& timer) {
  const auto actor = platform::system_actor();
  const auto held = TRY(cases::lock_case(tx, timer.case_id));
  auto opened = TRY(open(tx, actor, timer.case_id, held.version));
  const auto name = TRY(awaited_node(s_, tx, opened.file, bpmn::Awaited::Kind::timer, timer.timer));
  const bool is_running = process_runs(opened.file);
  if (!name || (!is_running && !cases::is_stopped(opened.file.state))) {
    cases::cancel_timer(tx, timer.case_id, timer.timer);  // somebody was faster, or the case is past it
    return false;
  }
  if (!is_running) {  // the clock of the case stands, and its timers with it. Law: 行政许可法 Art. 45.
    cases::note_timer_problem(tx, timer, "办件停计期间", tx.now() + again_after);
    return false;
  }
  cases::cancel_timer(tx, timer.case_id, timer.timer);
  TRY(run_process(s_, tx, opened, bpmn::TimerDue{timer.timer}));
  TRY(settle_state(tx, opened, std::nullopt));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.timer", .text = fmt::format("流程定时到期：{}", *name), .facts = {{"timer", *name}}}));
  return true;
}

int Approval::fire_due_timers(platform::Database& database, int at_most) {
  const auto due = database.read([&](Tx& tx) { return cases::due_timers(tx, tx.now(), at_most); });
  int fired = 0;
  for (const auto& timer : due) {
    const auto done = database.transact([&](Tx& tx) { return fire_timer(tx, timer); });
    if (done) {
      fired += *done ? 1 : 0;
      continue;
    }
    spdlog::error("timer {} of case {}: {} {}", timer.timer, timer.case_id.str(), done.error().slug, done.error().detail);
    (void)database.transact([&](Tx& tx) -> Result<int> {
      cases::note_timer_problem(tx, timer, done.error().detail, tx.now() + again_after);
      return 1;
    });
  }
  return fired;
}

Result<void> ask_again_for_work(const Services& s, Tx& tx, const cases::ServiceCase& file) {
  const auto waiting = TRY(waiting_of(s, tx, file));
  for (const auto& one : waiting.all)
    if (one.kind == bpmn::Awaited::Kind::work && one.node && cases::is_process_service(one.node->task.implementation)) request_work(tx, file.id, one.token, one.node->task.implementation);
  return {};
}

Result<void> Approval::do_process_work(Tx& tx, CaseId id, int token, const std::string& topic) {
  const auto actor = platform::system_actor();
  const auto held = TRY(cases::lock_case(tx, id));
  const auto name = TRY(awaited_node(s_, tx, held, bpmn::Awaited::Kind::work, token));
  // Done already, or the case is past it. While its clock stands nothing is done; what is left is asked for again when it goes on.
  const bool is_decided = held.decided_at && held.close_result != cases::CloseResult::voided;
  if (!name || (!process_runs(held) && !is_decided)) return {};
  auto opened = TRY(open(tx, actor, id, held.version));
  json::object results;
  if (topic == "notify_applicant") tell(s_, tx, opened.file, {.title = *name, .body = fmt::format("{}，办件编号 {}。", opened.file.matter_name, opened.file.case_no), .link = "/my/cases/" + id.str()});
  else if (topic == "send_reminder") remind(s_, tx, opened.file, *name);
  else if (topic == "check_data") results["check"] = checked_data(tx, opened);
  else return fail(ErrorCode::rule_violated, "approval/no-such-service", fmt::format("没有名为“{}”的服务，请事项管理员修改流程。", topic));
  const auto moved = TRY(run_process(s_, tx, opened, bpmn::Complete{token, "done", results, "系统"}, results));
  // What stood beside the way leads to no review any more. Law: 行政许可法 Art. 38.
  for (const auto& task : moved.opened)
    if (is_decided) cases::cancel_task_of_token(tx, id, task.token, "已作出决定");
  if (is_decided) cases::cancel_timers(tx, id);
  TRY(settle_state(tx, opened, std::nullopt));
  return finish(s_, tx, actor, opened, {.action = "cases.service", .text = fmt::format("流程自动办理：{}", *name), .facts = {{"service", topic}, {"results", results}}});
}

}  // namespace yimen::approval
