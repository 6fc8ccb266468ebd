#include "free_order.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "process.h"
#include "process_models.h"
#include "yimen/bpmn/engine.h"

namespace yimen::approval {

using bpmn::Node;
using bpmn::NodeKind;

namespace {

const std::string& shown(const Node& node) { return node.name.empty() ? node.id : node.name; }

/// The steps of people in it, itself included.
void collect_steps(const bpmn::Model& model, const Node& node, std::vector<const Node*>& steps, int depth = 0) {
  if (node.kind == NodeKind::user_task) steps.push_back(&node);
  const int inner = node.inner >= 0 ? node.inner : node.called_process >= 0 ? model.process(node.called_process).scope : -1;
  if (inner < 0 || depth > 32) return;
  for (const int index : model.scope(inner).nodes) collect_steps(model, model.node(index), steps, depth + 1);
}
std::vector<const Node*> steps_in(const bpmn::Model& model, const Node& node) {
  std::vector<const Node*> steps;
  collect_steps(model, node, steps);
  return steps;
}

/// Deny by default: whoever may work one of its steps or leads it, whoever handed the case on to it, and who may send cases elsewhere.
bool may_choose(Approval& approval, Tx& tx, const Actor& actor, const cases::ServiceCase& file, const bpmn::Model& model, const Node& part) {
  if (actor.kind == platform::ActorKind::system || actor.may("cases.jump")) return true;
  if (!actor.may("cases.review")) return false;
  const auto roles = approval.roles_of(tx, actor);
  const auto has = [&](const std::string& role) { return std::ranges::find(roles, role) != roles.end(); };
  const auto steps = steps_in(model, part);
  if (has(choosing_role(model, part)) || std::ranges::any_of(steps, [&](const Node* step) { return has(step->task.role); })) return true;
  const auto tasks = cases::tasks_of(tx, file.id);
  const auto before = std::find_if(tasks.rbegin(), tasks.rend(), [&](const cases::CaseTask& task) {
    return !task.is_open && task.kind == "review" && task.done_by && task.outcome != "cancelled" && std::ranges::none_of(steps, [&](const Node* step) { return step->id == task.node; });
  });
  return before != tasks.rend() && (before->done_by == actor.id || before->done_by == actor.substitute_for);
}

struct Looked {
  std::shared_ptr<const bpmn::Model> model;
  bpmn::State state;
};
Result<Looked> look(Tx& tx, const cases::ServiceCase& file) {
  Looked found;
  found.model = TRY(model_of(tx, file));
  found.state = TRY(bpmn::from_json(*found.model, file.process_state));
  return found;
}

bool is_open_in(const bpmn::State& state, int part, int step) {
  return std::ranges::any_of(state.tokens, [&](const bpmn::Token& token) { return token.scope == part && token.node == step; });
}

/// Somebody works on what was begun in it: that is not taken from his hands.
std::optional<cases::CaseTask> begun_in(Tx& tx, CaseId id, const bpmn::Model& model, const Node& part) {
  const auto open = cases::open_tasks_of(tx, id);
  const auto steps = steps_in(model, part);
  const auto found = std::ranges::find_if(open, [&](const cases::CaseTask& task) { return task.is_begun && task.kind == "review" && std::ranges::any_of(steps, [&](const Node* step) { return step->id == task.node; }); });
  return found == open.end() ? std::nullopt : std::optional(*found);
}

std::vector<FreeStep::Time> times_of(const std::vector<cases::CaseTask>& tasks, const bpmn::Model& model, const Node& node) {
  std::vector<FreeStep::Time> times;
  const auto steps = steps_in(model, node);
  for (const auto& task : tasks) {
    const bool is_done = !task.is_open && task.done_at && task.done_by && task.outcome != "cancelled" && task.outcome != "returned" && !task.is_signature();
    if (is_done && std::ranges::any_of(steps, [&](const Node* step) { return step->id == task.node; })) times.push_back({task.done_by_name, *task.done_at});
  }
  return times;
}

const bpmn::Awaited* part_with(const std::vector<bpmn::Awaited>& awaited, int token) {
  const auto found = std::ranges::find_if(awaited, [&](const bpmn::Awaited& one) { return one.kind == bpmn::Awaited::Kind::choice && one.token == token; });
  return found == awaited.end() ? nullptr : &*found;
}

FreePart describe(const Looked& looked, const bpmn::Awaited& choice, const std::vector<cases::CaseTask>& tasks) {
  const auto& part = *choice.node;
  FreePart shown_part{.token = choice.token, .node = part.id, .name = shown(part), .is_sequential = part.is_ad_hoc_sequential, .ends_by_people = part.ends_by_people};
  const auto frame = std::ranges::find(looked.state.frames, choice.token, &bpmn::Frame::token);
  const bool is_busy = std::ranges::any_of(looked.state.tokens, [&](const bpmn::Token& token) { return token.scope == choice.token; });
  for (const int index : looked.model->scope(part.inner).starts) {
    const auto& node = looked.model->node(index);
    const auto steps = steps_in(*looked.model, node);
    FreeStep step{.node = node.id, .name = shown(node), .role = steps.empty() ? std::string() : steps.front()->task.role, .is_needed = node.is_needed, .is_once = node.is_once,
                  .is_open = is_open_in(looked.state, choice.token, index), .done = times_of(tasks, *looked.model, node)};
    const bool is_spent = node.is_once && frame != looked.state.frames.end() && std::ranges::find(frame->performed, index) != frame->performed.end();
    step.may_start = !step.is_open && !is_spent && !(part.is_ad_hoc_sequential && is_busy);
    shown_part.steps.push_back(std::move(step));
  }
  return shown_part;
}

Result<void> require_running(const Approval::Opened& opened) {
  // While the clock of the case stands, its process stands too. Law: 行政许可法 Art. 45.
  if (process_runs(opened.file)) return {};
  return fail(ErrorCode::conflict, "approval/clock-stands", "办件停计期间流程不往下走，请在恢复办理后再办。");
}
tl::unexpected<platform::Error> gone() { return fail(ErrorCode::conflict, "approval/no-free-part", "这一部分已经结束或暂时搁置，请刷新后查看。"); }

struct RunningPart {
  Looked looked;
  const Node* node = nullptr;  // of looked.model
};
/// The part of that token, of a case whose clock runs, for somebody who may choose in it.
Result<RunningPart> running_part(Approval& approval, Tx& tx, const Actor& actor, const Approval::Opened& opened, int part) {
  TRY(require_running(opened));
  RunningPart found;
  found.looked = TRY(look(tx, opened.file));
  const auto awaited = bpmn::awaited(*found.looked.model, found.looked.state);
  const auto* choice = part_with(awaited, part);
  if (choice == nullptr) return gone();
  if (!may_choose(approval, tx, actor, opened.file, *found.looked.model, *choice->node))
    return fail(ErrorCode::forbidden, "approval/not-yours-to-choose", fmt::format("“{}”由可以办理其中环节的人员安排。", shown(*choice->node)));
  found.node = choice->node;
  return found;
}

}  // namespace

std::string choosing_role(const bpmn::Model& model, const Node& part) {
  if (!part.task.role.empty()) return part.task.role;
  const auto steps = steps_in(model, part);
  return steps.empty() ? std::string("handler") : steps.front()->task.role;
}

std::string free_part_of(const bpmn::Model& model, std::string_view node) {
  const auto* found = model.find(node);
  for (int scope = found == nullptr ? -1 : found->scope; scope >= 0;) {
    const int owner = model.scope(scope).owner;
    if (owner < 0) return {};
    if (model.node(owner).kind == NodeKind::ad_hoc) return model.node(owner).id;
    scope = model.node(owner).scope;
  }
  return {};
}

bool is_one_level(const Services& s, Tx& tx, const cases::ServiceCase& file, const std::string& node, const std::string& other) {
  if (node == other) return true;
  if (node.empty() || other.empty()) return false;
  const auto found = model_of(*s.models, tx, file);
  if (!found) return false;
  const auto part = free_part_of(*found->model, node);
  return !part.empty() && part == free_part_of(*found->model, other);
}

Result<std::vector<FreePart>> free_parts_of(Approval& approval, Tx& tx, const Actor& actor, const cases::ServiceCase& file) {
  std::vector<FreePart> parts;
  if (file.process_state.empty() || file.decided_at || file.closed_at) return parts;
  const auto looked = TRY(look(tx, file));
  const auto awaited = bpmn::awaited(*looked.model, looked.state);
  std::vector<cases::CaseTask> tasks;
  for (const auto& choice : awaited) {
    const auto* token = looked.state.find(choice.token);
    if (choice.kind != bpmn::Awaited::Kind::choice || token->held_by != 0) continue;
    if (tasks.empty()) tasks = cases::tasks_of(tx, file.id);
    auto part = describe(looked, choice, tasks);
    part.may_choose = process_runs(file) && may_choose(approval, tx, actor, file, *looked.model, *choice.node);
    part.may_force = process_runs(file) && actor.may("cases.jump");
    if (part.ends_by_people) {
      if (const auto begun = begun_in(tx, file.id, *looked.model, *choice.node)) part.missing = fmt::format("“{}”还在办。", begun->name);
      else if (const auto could = could_run(approval.services(), tx, file, bpmn::FinishInner{choice.token}); !could) part.missing = could.error().detail;
      part.may_finish = part.may_choose && part.missing.empty();
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<Done> Approval::start_free_step(Tx& tx, const Actor& actor, CaseId id, int version, int part, const std::string& node) {
  auto opened = TRY(open(tx, actor, id, version));
  const auto [looked, node_of_part] = TRY(running_part(*this, tx, actor, opened, part));
  const auto& starts = looked.model->scope(node_of_part->inner).starts;
  const int index = looked.model->node_index(node);
  if (std::ranges::find(starts, index) == starts.end()) return fail(ErrorCode::invalid_input, "approval/no-such-step", "请选择要开始的环节。", {{"/node", "请从列出的环节中选择。"}});
  const auto& step = looked.model->node(index);
  // Two who choose at once: the second has an older version of the case; who reloads sees that it is under way.
  if (is_open_in(looked.state, part, index)) return fail(ErrorCode::conflict, "approval/begun-already", fmt::format("“{}”正在办，办完才能再开始。", shown(step)));
  const auto moved = TRY(run_process(s_, tx, opened, bpmn::StartInner{part, node}));
  TRY(settle_state(tx, opened, std::nullopt));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.start_free_step", .text = fmt::format("{}在“{}”中开始“{}”", acting_name(actor), shown(*node_of_part), shown(step)),
                                     .facts = {{"part", shown(*node_of_part)}, {"step", shown(step)}}}));
  return done_of(opened);
}

Result<Done> Approval::finish_free_part(Tx& tx, const Actor& actor, CaseId id, int version, int part, const std::string& words) {
  auto opened = TRY(open(tx, actor, id, version));
  const auto [looked, node_of_part] = TRY(running_part(*this, tx, actor, opened, part));
  const auto begun = begun_in(tx, id, *looked.model, *node_of_part);
  const auto could = could_run(s_, tx, opened.file, bpmn::FinishInner{part});
  const bool is_plain = node_of_part->ends_by_people && !begun && could;
  if (!is_plain && !actor.may("cases.jump")) {
    if (begun) return fail(ErrorCode::conflict, "approval/begun-already", fmt::format("{}正在办“{}”，办完才能结束。", begun->assignee_name, begun->name));
    if (!node_of_part->ends_by_people) return fail(ErrorCode::rule_violated, "approval/ends-by-itself", fmt::format("“{}”的环节办完后自动结束；确需提前结束的，请有跳转权限的人员办理。", shown(*node_of_part)));
    return tl::make_unexpected(could.error());
  }
  std::string said;
  if (!is_plain || !words.empty()) said = TRY(required_text(words, "/words", "结束的理由", 500));
  if (const auto task = cases::task_of_token(tx, id, part); task && task->is_open) cases::finish_task(tx, *task, actor, {.outcome = "finished", .opinion = said});
  TRY(run_process(s_, tx, opened, bpmn::FinishInner{part, true}));
  TRY(settle_state(tx, opened, std::nullopt));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.finish_free_part", .text = fmt::format("{}{}“{}”{}{}", acting_name(actor), is_plain ? "办完" : "提前结束", shown(*node_of_part), said.empty() ? "" : "：", said),
                                     .facts = {{"part", shown(*node_of_part)}, {"words", said}, {"is_forced", !is_plain}}}));
  return done_of(opened);
}

}  // namespace yimen::approval
