#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/bpmn/policy.h"
#include "yimen/cases/process_services.h"
#include "yimen/cases/step_documents.h"
#include "yimen/processes/processes.h"

/// What a model must keep to beyond BPMN so that cases can run by it lawfully.
namespace yimen::processes {

using bpmn::Node;
using bpmn::NodeKind;

namespace {

bool is_decision(const Node& node) { return node.kind == NodeKind::user_task && node.task.stage == "approval"; }

/// 会签, 或签: several opinions on one step of review.
bool is_vote(const Node& node) { return node.kind == NodeKind::user_task && node.loop && node.loop->participants && node.loop->vote.kind != bpmn::VoteRule::Kind::none; }
/// 重复办理: done again while a condition holds.
bool is_repeat(const Node& node) { return node.loop && !node.loop->is_multiple; }
/// 逐项办理: once for each item of a list.
bool is_for_items(const Node& node) { return node.loop && node.loop->is_multiple && !node.loop->participants && node.loop->vote.kind == bpmn::VoteRule::Kind::none && node.loop->thrown.empty(); }
bool is_timer(const Node& node) { return has_event(node, bpmn::EventKind::timer); }
bool is_told(const Node& node) { return has_event(node, bpmn::EventKind::message) || has_event(node, bpmn::EventKind::signal); }

bool runs_in_cases(const Node& node) {
  switch (node.kind) {
    case NodeKind::user_task:
      return !node.loop || is_vote(node) || is_repeat(node) || is_for_items(node);
    case NodeKind::sub_process: case NodeKind::call_activity:
      return !node.loop || is_repeat(node) || is_for_items(node);
    case NodeKind::ad_hoc:
      return !node.loop || is_repeat(node);
    case NodeKind::event_sub_process:
      return !node.loop;
    case NodeKind::script_task:
    case NodeKind::exclusive_gateway: case NodeKind::parallel_gateway: case NodeKind::inclusive_gateway:
      return !node.loop;
    case NodeKind::service_task:
      return !node.loop && cases::is_process_service(node.task.implementation);
    case NodeKind::business_rule_task:
      return !node.loop || is_for_items(node);
    case NodeKind::boundary_event: case NodeKind::catch_event:
      return is_timer(node) || is_told(node) || (node.kind == NodeKind::boundary_event && (is_error(node) || is_escalation(node)));
    case NodeKind::throw_event:
      return is_told(node) || is_escalation(node);
    case NodeKind::send_task: case NodeKind::receive_task:
      return !node.loop && !node.is_instantiating;
    case NodeKind::event_gateway:
      return !node.waits_for_all && !node.is_instantiating;
    case NodeKind::start_event:
      return node.events.empty();
    case NodeKind::end_event:
      return node.events.empty() || is_told(node) || is_error(node) || is_escalation(node) || has_event(node, bpmn::EventKind::terminate);
    case NodeKind::task: case NodeKind::manual_task:
    case NodeKind::transaction: case NodeKind::complex_gateway:
      return false;
  }
  return false;
}

/// A limit in working days is written twice: for cases, which count by the calendar of the place, and for other programs.
void check_time(const Node& node, Problems& problems) {
  if (!is_timer(node) || node.task.limit_days == 0) return;
  const auto& event = node.events.front();
  if (event.timer != bpmn::TimerKind::duration || event.timer_text != fmt::format("P{}D", node.task.limit_days))
    report(problems, node, "processes/limit-mismatch", fmt::format("定时“{}”按{}个工作日计算，时长应写作P{}D。", shown(node), node.task.limit_days, node.task.limit_days),
           fmt::format("timer {} counts {} working days; its duration must be P{}D", node.id, node.task.limit_days, node.task.limit_days));
}

/// What is done again ends: by its condition, and at the latest after so many times.
void check_repeat(const Node& node, Problems& problems) {
  if (!is_repeat(node) || !runs_in_cases(node)) return;
  if (is_decision(node)) return report(problems, node, "processes/repeat-decision", fmt::format("决定“{}”只作一次，不能重复办理。", shown(node)), fmt::format("the decision {} is repeated", node.id));
  if (!node.loop->condition)
    report(problems, node, "processes/repeat-without-condition", fmt::format("“{}”重复办理，但没有写什么情况下再办一次。", shown(node)), fmt::format("{} repeats without a condition", node.id));
  if (node.loop->maximum < 1 || node.loop->maximum > most_repeats)
    report(problems, node, "processes/repeat-without-end", fmt::format("“{}”重复办理，请写明最多几次（1至{}次）。", shown(node), most_repeats), fmt::format("{} repeats without a limit", node.id));
}

void check_elements(const bpmn::Model& model, Problems& problems) {
  for (const auto& node : model.nodes()) {
    if (tell_why_refused(model, node, problems)) continue;
    if (!runs_in_cases(node) && !begins_event_sub(model, node))
      report(problems, node, "processes/not-in-cases",
             fmt::format("办件不运行{}“{}”{}，请改用环节、会签、重复办理、逐项办理、网关、定时、消息、信号、程序服务、子流程、自由顺序和调用流程。", bpmn::zh_name(node.kind), shown(node), node.loop ? "的循环办理" : ""),
             fmt::format("cases do not run {} {}{}", bpmn::element_name(node.kind), node.id, node.loop ? " with a loop" : ""));
    check_time(node, problems);
    check_repeat(node, problems);
    if (node.kind == NodeKind::service_task && node.name.empty()) report(problems, node, "processes/nameless-step", "程序服务没有名称，收到消息的人看不出是什么事。", "the service has no name");
    if (node.kind != NodeKind::user_task) continue;
    if (is_vote(node) && is_decision(node))
      report(problems, node, "processes/vote-on-decision", fmt::format("决定“{}”由一人作出；需要会签的，请在决定之前画一个会签的审查环节。", shown(node)), fmt::format("the decision {} is put to a vote", node.id));
    for (const auto& type : node.task.documents)
      if (cases::find_step_document(type) == nullptr)
        report(problems, node, "processes/unknown-document", fmt::format("环节“{}”要求的文书“{}”不是环节能作出的，请从列出的文书中选择。", shown(node), type), fmt::format("step {} asks for the unknown document {}", node.id, type));
    if (node.name.empty()) report(problems, node, "processes/nameless-step", "环节没有名称，办理人看不出要做什么。", "the step has no name");
    if (node.task.stage.empty())
      report(problems, node, "processes/no-stage", fmt::format("环节“{}”没有选择法定阶段，请选审查或决定。", shown(node)), fmt::format("step {} names no legal stage", node.id));
    if (node.task.department != "own")
      report(problems, node, "processes/other-department", fmt::format("环节“{}”交给别的部门“{}”：办件目前只在受理部门内流转。", shown(node), node.task.department),
             fmt::format("step {} is given to another department", node.id));
    if (node.task.candidates)
      report(problems, node, "processes/candidates", fmt::format("环节“{}”用表达式限定了可办的人：请选择岗位角色，或用表达式指定一位办理人。", shown(node)), fmt::format("step {} names candidates; give a role or one participant", node.id));
  }
}

/// Nodes that can be reached from `from` without leaving through a node at which `stops` is true; those are among them.
template <class Stops, class Walks>
std::set<int> reached(const bpmn::Model& model, std::vector<int> from, Stops stops, Walks walks) {
  std::set<int> seen;
  while (!from.empty()) {
    const int index = from.back();
    from.pop_back();
    if (!seen.insert(index).second) continue;
    const auto& node = model.node(index);
    if (stops(node)) continue;
    for (const int flow : node.outgoing)
      if (walks(node, flow)) from.push_back(model.flow(flow).target);
  }
  return seen;
}

/// What only a reminder beside a step leads to: it needs no decision of its own and must not make one.
std::set<int> side_branches(const bpmn::Model& model) {
  std::vector<int> main, side;
  for (int index = 0; index < static_cast<int>(model.nodes().size()); ++index) {
    const auto& node = model.node(index);
    const bool is_event = node.kind == NodeKind::start_event || node.kind == NodeKind::boundary_event;
    if (is_event) (node.is_interrupting && event_sub_around(model, node, bpmn::Around::beside) < 0 ? main : side).push_back(index);
  }
  const auto never = [](const Node&) { return false; };
  const auto every = [](const Node&, int) { return true; };
  const auto on_main = reached(model, main, never, every);
  std::set<int> found;
  for (const int index : reached(model, side, never, every))
    if (!on_main.contains(index)) found.insert(index);
  return found;
}

/// A sub-process decides when a decision is drawn in it.
bool decides(const bpmn::Model& model, const Node& node) {
  if (is_decision(node)) return true;
  if (node.inner < 0) return false;
  return std::ranges::any_of(model.scope(node.inner).nodes, [&](int inner) { return decides(model, model.node(inner)); });
}
bool works(const bpmn::Model& model, const Node& node) {
  if (node.kind == NodeKind::user_task || node.kind == NodeKind::call_activity) return true;
  if (node.inner < 0) return false;
  return std::ranges::any_of(model.scope(node.inner).nodes, [&](int inner) { return works(model, model.node(inner)); });
}

/// Law: 行政许可法 Art. 34, 37, 38 — review comes before the decision, every application that was accepted is decided.
void check_lawful_order(const bpmn::Model& model, Problems& problems) {
  const auto every = [](const Node&, int) { return true; };
  const auto deciding = [&](const Node& node) { return decides(model, node); };
  const auto side = side_branches(model);
  for (const int index : side) {
    const auto& node = model.node(index);
    if (decides(model, node)) report(problems, node, "processes/side-decision", fmt::format("决定“{}”画在不中断的事件后面：决定只能在主线上作出。", shown(node)), fmt::format("the decision {} stands behind an event that does not interrupt", node.id));
    if (node.kind == NodeKind::end_event && has_event(node, bpmn::EventKind::terminate) && event_sub_around(model, node) < 0) report(problems, node, "processes/side-ends-all", fmt::format("“{}”会结束整个流程，不能画在不中断的事件后面。", shown(node)), fmt::format("{} would end the whole process", node.id));
  }
  for (const auto& process : model.processes()) {
    const auto& scope = model.scope(process.scope);
    std::vector<int> begins = scope.starts;
    for (const int index : scope.nodes)
      if (side.contains(index)) continue;
      else if (model.node(index).kind == NodeKind::start_event || (model.node(index).kind == NodeKind::boundary_event && model.node(index).is_interrupting) || (works(model, model.node(index)) && !deciding(model.node(index)))) begins.push_back(index);
    for (const int index : reached(model, begins, deciding, every))
      if (const auto& node = model.node(index); node.kind == NodeKind::end_event && !is_error(node) && !is_escalation(node))  // those go on where they are caught: check_ways
        report(problems, node, "processes/no-decision", fmt::format("有一条路不经决定就到了“{}”：受理的申请都要作出决定（《行政许可法》第三十七条、第三十八条）。", shown(node)),
               fmt::format("a way reaches {} without a decision", node.id));
    for (const int index : scope.nodes) {
      const auto& decision = model.node(index);
      if (!deciding(decision)) continue;
      // A flow with a condition of its own is a return; the others are what follows a decision.
      const auto goes_on = [&](const Node&, int flow) { return model.flow(flow).condition_text.empty(); };
      for (const int next : reached(model, {index}, [&](const Node& node) { return &node != &decision && works(model, node); }, goes_on))
        if (const auto& node = model.node(next); next != index && works(model, node))
          report(problems, node, "processes/after-decision", fmt::format("“{}”排在决定“{}”之后：决定作出后不再审查（《行政许可法》第三十四条、第三十七条）。", shown(node), shown(decision)),
                 fmt::format("{} comes after the decision {}", node.id, decision.id));
    }
  }
}

void check_parallel_decisions(const bpmn::Model& model, Problems& problems) {
  const auto is_fork = [](const Node& node) { return node.kind == NodeKind::parallel_gateway || node.kind == NodeKind::inclusive_gateway; };
  std::set<int> told;
  for (const auto& fork : model.nodes()) {
    if (!is_fork(fork) || fork.outgoing.size() < 2) continue;
    std::vector<int> branches;
    for (const int flow : fork.outgoing) branches.push_back(model.flow(flow).target);
    const auto is_join = [&](const Node& node) { return is_fork(node) && node.incoming.size() > 1; };
    for (const int index : reached(model, branches, is_join, [](const Node&, int) { return true; }))
      if (const auto& node = model.node(index); decides(model, node) && told.insert(index).second)
        report(problems, node, "processes/parallel-decision", fmt::format("决定“{}”与其他环节同时进行，请先汇合再决定。", shown(node)),
               fmt::format("the decision {} runs beside other steps", node.id));
  }
}

}  // namespace

std::vector<bpmn::Problem> check(Tx& tx, std::string_view xml, const std::string& key) {
  Problems problems;
  const auto read = bpmn::read_model(xml, problems);
  if (!read) return problems;
  problems.clear();  // formal ones: a process that runs is published
  const auto& model = **read;
  const auto whole = check_calls(tx, *read, key, problems);
  for (const auto& found : {bpmn::check_structure(model), bpmn::check_roles(model), bpmn::check_layers(*whole, most_layers)}) problems.insert(problems.end(), found.begin(), found.end());
  check_elements(model, problems);
  check_free_order(tx, model, problems);
  check_lists(model, problems);
  check_names(model, problems);
  check_messages(model, problems);
  check_errors(tx, *read, *whole, key, problems);
  if (!is_for_calls(model)) check_lawful_order(model, problems);
  check_parallel_decisions(model, problems);
  if (!is_for_calls(model)) check_ways(*whole, problems);
  check_rules(tx, model, problems);
  check_people(tx, model, problems);
  std::ranges::stable_sort(problems, {}, &bpmn::Problem::line);
  return problems;
}

}  // namespace yimen::processes
