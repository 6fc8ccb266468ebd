#include "process.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "instances.h"
#include "known.h"
#include "process_models.h"
#include "yimen/bpmn/around.h"
#include "yimen/bpmn/engine.h"
#include "yimen/cases/models.h"
#include "yimen/cases/process_lists.h"
#include "yimen/cases/process_messages.h"
#include "yimen/feel/json.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

using cases::CaseTask;

namespace {

/// What is known of the case, what the command brings, and who may be asked. A person who has worked on another level of the case is left
/// out of `staff`: nobody works on two levels of one case.
json::object seen_of(Services& s, Tx& tx, const cases::ServiceCase& file, const RunningModel& by, const json::object& variables) {
  json::object seen = variables;
  const auto known = by.names_applicant ? known_of(s, tx, file) : known_of_row(file);
  for (const auto& [name, value] : known) seen[name] = value;
  if (!by.names_staff) return seen;
  json::object staff;
  for (const std::string_view role : {"handler", "reviewer", "approver", "chief_representative"}) {
    json::array people;
    for (const auto user : s.organisation.staff_with_role(tx, organisation::DepartmentId{file.department_id}, role, tx.today()))
      if (cases::work_of(tx, file.id, user).empty()) people.push_back(json::string(user.str()));
    staff[role] = std::move(people);
  }
  seen["staff"] = std::move(staff);
  return seen;
}

struct Running {
  RunningModel by;
  bpmn::State state;
  const bpmn::Model& model() const { return *by.model; }
};
Result<Running> running(const Services& s, Tx& tx, const cases::ServiceCase& file) {
  auto by = TRY(model_of(*s.models, tx, file));
  auto state = TRY(bpmn::from_json(*by.model, file.process_state));
  return Running{std::move(by), std::move(state)};
}

}  // namespace

json::object stated_in(const feel::Value& context) {
  if (context.is(feel::Kind::context))
    for (const auto& entry : context.entries())
      if (entry.name == "stated") {
        const auto stated = feel::to_json(entry.value, feel::JsonForm::plain);
        return stated.is_object() ? stated.as_object() : json::object{};
      }
  return {};
}

/// Errors and escalations that turn the way of the case are told in its trail: nobody did them.
static void note_caught(Tx& tx, const cases::ServiceCase& file, const bpmn::Model& model, const bpmn::Step& step) {
  for (const auto& happened : step.trace) {
    if (happened.kind != bpmn::Happened::Kind::caught || happened.node < 0) continue;
    const auto& node = model.node(happened.node);
    const auto event = std::ranges::find_if(node.events, [](const auto& one) { return one.kind == bpmn::EventKind::error || one.kind == bpmn::EventKind::escalation; });
    if (event == node.events.end()) continue;
    const bool is_error = event->kind == bpmn::EventKind::error;
    trail::append(tx, platform::system_actor(), {.action = is_error ? "cases.catch_error" : "cases.catch_escalation", .subject_kind = "case", .subject_id = file.id.value(), .region_code = file.region_code,
                  .text = fmt::format("流程{}“{}”：{}“{}”", node.is_interrupting ? "转到" : "另走", place_name(model, node), is_error ? "错误" : "升级", event->code),
                  .facts = {{"node", node.id}, {"code", event->code}}});
  }
}

/// What the engine makes of a command; nothing is kept yet.
static Result<bpmn::Step> advance(Services& s, Tx& tx, const cases::ServiceCase& file, Running& found, const bpmn::Command& command, const json::object& variables) {
  const auto& model = found.model();
  const auto seen = seen_of(s, tx, file, found.by, variables);
  std::optional<platform::Error> unanswered;
  const auto decide = [&](const bpmn::Node& node, const feel::Value& context) -> std::optional<feel::Value> {
    const auto rule = discretion::rule_of_today(tx, node.task.implementation);
    auto answer = rule ? discretion::answer(**rule, facts_of(known_of(s, tx, file), stated_in(context)), tx.now()) : tl::make_unexpected(rule.error());
    if (answer) return *std::move(answer);
    unanswered = answer.error();
    return std::nullopt;
  };
  auto step = TRY(bpmn::advance(model, std::move(found.state), command, {.variables = seen, .now = platform::millis(tx.now()), .limits = {.instances = cases::most_instances}, .is_traced = true, .decide = decide}));
  if (unanswered) return tl::make_unexpected(*std::move(unanswered));
  return step;
}

Result<void> could_run(Services& s, Tx& tx, const cases::ServiceCase& file, const bpmn::Command& command) {
  auto found = TRY(running(s, tx, file));
  TRY(advance(s, tx, file, found, command, {}));
  return {};
}

/// One command, and what it asks for.
static Result<ProcessMove> run_once(Services& s, Tx& tx, Approval::Opened& opened, const bpmn::Command& command, const json::object& variables, int finished = 0) {
  auto& file = opened.file;
  auto found = TRY(running(s, tx, file));
  const auto& model = found.model();
  const auto step = TRY(advance(s, tx, file, found, command, variables));
  file.process_state = bpmn::to_json(model, step.state);
  note_caught(tx, file, model, step);
  auto move = TRY(apply_effects(s, tx, opened, model, step, finished));
  move.has_ears = keep_waits(tx, file, model, step.state);
  return move;
}

/// The process hears it at `by`; the trail says so.
static Result<ProcessMove> deliver(Services& s, Tx& tx, Approval::Opened& opened, const Told& told, const bpmn::Model& model, const bpmn::Node& by) {
  const bpmn::Variables content = told.content;
  const auto command = told.kind == Heard::message ? bpmn::Command{bpmn::MessageArrived{told.name, {}, content}} : bpmn::Command{bpmn::SignalArrived{told.name, content}};
  auto move = TRY(run_once(s, tx, opened, command, {}));
  mark_heard(tx, told, &by);
  trail::append(tx, platform::system_actor(), {.action = told.kind == Heard::message ? "cases.hear_message" : "cases.hear_signal", .subject_kind = "case", .subject_id = opened.file.id.value(), .region_code = opened.file.region_code,
                .text = fmt::format("“{}”等到了{}“{}”（{}）", place_name(model, by), told.kind == Heard::message ? "消息" : "信号", cases::message_label(told.name), told.sent_by_name),
                .facts = {{"node", by.id}, {"name", told.name}}});
  return move;
}

/// After a command: what the process said to itself, then what was kept for a place that waits only now.
/// @returns whether anything was heard.
static Result<bool> hear_on(Services& s, Tx& tx, Approval::Opened& opened, ProcessMove& move) {
  constexpr int most_rounds = 200;  // messages that call each other without end are a fault of the model
  if (!move.has_ears) return false;
  bool is_heard = false;
  const auto& file = opened.file;
  const auto add = [&](ProcessMove&& more) {
    std::ranges::move(more.opened, std::back_inserter(move.opened));
    std::ranges::move(more.sent, std::back_inserter(move.sent));
    move.is_ended = move.is_ended || more.is_ended;
    is_heard = true;
  };
  for (int round = 0; round < most_rounds; ++round) {
    const auto found = TRY(running(s, tx, file));
    if (!move.sent.empty()) {
      auto told = std::move(move.sent.front());
      move.sent.erase(move.sent.begin());
      keep_told(tx, file.id, told);
      if (const auto* by = process_runs(file) ? listener(found.model(), found.state, told) : nullptr) add(TRY(deliver(s, tx, opened, told, found.model(), *by)));
      continue;
    }
    const auto kept = process_runs(file) ? next_to_hear(tx, file.id, found.model(), found.state) : std::nullopt;
    if (!kept) return is_heard;
    const auto* by = listener(found.model(), found.state, *kept);
    add(TRY(deliver(s, tx, opened, *kept, found.model(), *by)));
  }
  return fail(ErrorCode::rule_violated, "approval/endless-messages", "流程里的消息互相触发，停不下来，请联系事项管理员修改流程。");
}

Result<ProcessMove> run_process(Services& s, Tx& tx, Approval::Opened& opened, const bpmn::Command& command, const json::object& variables, int finished) {
  auto move = TRY(run_once(s, tx, opened, command, variables, finished));
  TRY(hear_on(s, tx, opened, move));
  return move;
}

Result<bool> hear(Services& s, Tx& tx, Approval::Opened& opened, Told told) {
  told.for_edges = !process_runs(opened.file);
  keep_told(tx, opened.file.id, told);
  if (told.for_edges) return false;
  const auto found = TRY(running(s, tx, opened.file));
  ProcessMove move{.opened = {}, .has_ears = true};
  const auto* by = listener(found.model(), found.state, told);
  if (by != nullptr) move = TRY(deliver(s, tx, opened, told, found.model(), *by));
  const bool goes_on = TRY(hear_on(s, tx, opened, move));
  return by != nullptr || goes_on;
}

Result<bool> hear_kept(Services& s, Tx& tx, Approval::Opened& opened) {
  ProcessMove move{.opened = {}, .has_ears = true};
  return hear_on(s, tx, opened, move);
}

Result<void> start_process(Services& s, Tx& tx, Approval::Opened& opened) {
  auto& file = opened.file;
  if (file.process_key.empty())
    file.process_key = file.handling_class == cases::HandlingClass::instant ? "instant" : file.handling_class == cases::HandlingClass::two_step ? "two-step" : "handler-reviewer-approver";
  const auto newest = cases::process_model(tx, file.process_key, 0);
  if (!newest) return fail(ErrorCode::rule_violated, "approval/no-process", fmt::format("事项指定的流程“{}”不存在，请事项管理员重新选择流程。", file.process_key));
  file.process_version = newest->version;
  file.process_state.clear();
  const auto model = TRY(model_of(tx, file.process_key, newest->version));
  if (!model->processes().front().is_executable)
    return fail(ErrorCode::rule_violated, "approval/not-a-route", fmt::format("事项指定的流程“{}”只供其他流程调用，不能单独办理，请事项管理员重新选择流程。", model->name()));
  TRY(fix_calls(tx, file));
  const auto move = TRY(run_process(s, tx, opened, bpmn::Start{}));
  // A model whose first task is the decision itself goes to the approver at once.
  if (!move.opened.empty() && move.opened.front().kind == "approval") file.state = cases::CaseState::in_approval;
  return {};
}

Result<ProcessMove> complete_node(Services& s, Tx& tx, Approval::Opened& opened, const CaseTask& task, const json::object& variables, const std::string& outcome) {
  auto given = variables;
  if (!task.is_signature()) TRY(add_result(s, tx, opened.file, task, given));
  const auto word = !outcome.empty() ? outcome : std::string(task.kind == "approval" ? "decided" : "forwarded");
  return run_process(s, tx, opened, bpmn::Complete{task.token, word, given}, variables, task.token);
}

Result<ProcessMove> move_back(Services& s, Tx& tx, Approval::Opened& opened, const CaseTask& task, const std::string& to_node, bool goes_straight_on) {
  auto target = to_node;
  if (target.empty()) {
    const auto places = TRY(places_to_return(s, tx, opened.file, task));
    if (places.empty()) return fail(ErrorCode::rule_violated, "approval/nowhere-to-return", "这一环节之前没有可以退回的环节（它是第一个审查环节，或由消息、信号、定时、错误引起）；需要申请人补充的，请走特别程序或不予决定。");
    target = places.back().node;
  }
  const auto then = goes_straight_on ? bpmn::MoveBack::Then::straight : bpmn::MoveBack::Then::walk;
  return run_process(s, tx, opened, bpmn::MoveBack{task.token, target, then}, {}, task.token);
}

Result<std::vector<ProcessPlace>> places_to_return(const Services& s, Tx& tx, const cases::ServiceCase& file, const CaseTask& task) {
  std::vector<ProcessPlace> places;
  if (task.node.empty() || task.is_signature()) return places;
  const auto found = TRY(running(s, tx, file));
  for (const auto* node : bpmn::places_to_return(found.model(), found.state, task.token)) places.push_back({node->id, node->name, node->task.stage});
  return places;
}

bool is_beside_own_work(const Services& s, Tx& tx, const cases::ServiceCase& file, const std::string& one_node, const std::string& other_node) {
  if (file.process_state.empty() || one_node.empty() || other_node.empty()) return false;
  const auto found = model_of(*s.models, tx, file);
  if (!found) return false;
  const auto& model = *found->model;
  const auto *one = model.find(one_node), *other = model.find(other_node);
  if (one == nullptr || other == nullptr || one->task.role != other->task.role || one->task.stage != "review" || other->task.stage != "review") return false;
  return std::ranges::any_of(std::array{one, other}, [&](const bpmn::Node* node) { return bpmn::event_sub_around(model, *node, bpmn::Around::beside) >= 0; });
}

bool runs_beside(const Services& s, Tx& tx, const cases::ServiceCase& file, const std::string& node, const std::string& other_node) {
  const auto found = model_of(*s.models, tx, file);
  if (!found) return false;
  const auto& model = *found->model;
  const auto *one = model.find(node), *other = model.find(other_node);
  if (one == nullptr || other == nullptr) return false;
  const int sub = bpmn::event_sub_around(model, *one, bpmn::Around::beside);
  return sub >= 0 && sub != bpmn::event_sub_around(model, *other, bpmn::Around::beside);
}

Result<std::vector<ProcessPlace>> steps_of(const Services& s, Tx& tx, const cases::ServiceCase& file) {
  const auto model = TRY(model_of(*s.models, tx, file)).model;
  std::vector<ProcessPlace> places;
  // What an event begins is entered by its event only.
  for (const auto& node : model->nodes())
    if (node.kind == bpmn::NodeKind::user_task && node.process == 0 && bpmn::event_sub_around(*model, node) < 0) places.push_back({node.id, node.name, node.task.stage});
  return places;
}

Result<void> require_first_vote(Services& s, Tx& tx, const Actor& actor, const cases::ServiceCase& file, const CaseTask& task) {
  if (task.vote.empty()) return {};
  const auto found = TRY(running(s, tx, file));
  const auto* token = found.state.find(task.token);
  for (const auto& votes : found.state.loops) {
    if (token == nullptr || votes.token != token->holder) continue;
    for (const auto& vote : votes.votes)
      if (const auto done = cases::task_of_token(tx, file.id, vote.token); done && done->done_by == actor.id)
        return fail(ErrorCode::rule_violated, "approval/voted-already", fmt::format("您在“{}”已经表过态，请由另一人表态。", task.name));
  }
  return {};
}

Result<void> name_worker(Services& s, Tx& tx, Approval::Opened& opened, const CaseTask& task) {
  TRY(run_process(s, tx, opened, bpmn::Transfer{task.token, task.assignee.str()}));
  return {};
}

}  // namespace yimen::approval
