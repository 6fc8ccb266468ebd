#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "checks.h"

/// The lawful order along every way a case can take, in and out of sub-processes, by errors, escalations and event sub-processes: what
/// check_lawful_order sees of one level, this sees of all. Law: 行政许可法 Art. 34, 37, 38.
namespace yimen::processes {

using bpmn::EventKind;
using bpmn::Model;
using bpmn::Node;
using bpmn::NodeKind;

namespace {

/// What is known on the way: nothing decided yet; decided; decided unless a condition says it was returned; beside the way.
enum class Known { open, decided, either, beside };

bool is_decision(const Node& node) { return node.kind == NodeKind::user_task && node.task.stage == "approval"; }
bool works(const Node& node) { return node.kind == NodeKind::user_task || node.kind == NodeKind::ad_hoc || node.kind == NodeKind::call_activity; }
bool is_waiting(const Node& node) { return bpmn::is_activity(node.kind) || node.kind == NodeKind::catch_event || node.kind == NodeKind::event_gateway; }
/// Comes from outside: while a step is open.
bool comes_from_outside(const Node& node) {
  return std::ranges::any_of(node.events, [](const bpmn::EventDefinition& event) {
    return event.kind == EventKind::message || event.kind == EventKind::signal || event.kind == EventKind::timer || event.kind == EventKind::conditional;
  });
}

class Ways {
 public:
  Ways(const Model& model, Problems& problems) : model_{model}, problems_{problems}, throws_{bpmn::throws_of(model)} {}

  void run() {
    for (const int start : model_.scope(model_.process(0).scope).starts) push(start, Known::open);
    while (!open_.empty()) {
      const auto [index, known] = open_.back();
      open_.pop_back();
      if (seen_.insert({index, known}).second) pass(index, known);
    }
    check_forks();
  }

 private:
  void push(int node, Known known) { open_.emplace_back(node, known); }

  void tell(const Node& node, const char* rule, std::string zh, std::string en) {
    const auto is_same = [&](const bpmn::Problem& one) { return one.element == node.id && one.rule == rule; };
    if (std::ranges::none_of(problems_, is_same)) report(problems_, node, rule, std::move(zh), std::move(en));
  }

  void pass(int index, Known known) {
    const auto& node = model_.node(index);
    if (is_waiting(node)) interrupt(node, known);
    if (works(node) && known == Known::decided)
      tell(node, "processes/after-decision", fmt::format("有一条路在决定之后又到“{}”：决定作出后不再审查（《行政许可法》第三十四条、第三十七条）。", shown(node)), fmt::format("a way leads to {} after the decision", node.id));
    if (is_decision(node)) {
      if (known == Known::beside) tell(node, "processes/side-decision", fmt::format("决定“{}”画在不中断的事件后面：决定只能在主线上作出。", shown(node)), fmt::format("the decision {} stands behind an event that does not interrupt", node.id));
      else known = Known::decided;
    } else if (works(node) && known == Known::either) {
      known = Known::open;
    }
    if (node.kind == NodeKind::call_activity) hand_up(index, known, true);
    if (node.kind == NodeKind::end_event || node.kind == NodeKind::throw_event) {
      if (is_error(node) || is_escalation(node))
        if (hand_up(index, known, false)) return;
      if (node.kind == NodeKind::end_event) return end(node.scope, node, known);
    }
    if (node.inner >= 0 && !model_.scope(node.inner).starts.empty()) {
      for (const int start : model_.scope(node.inner).starts) push(start, known);
      if (node.kind != NodeKind::ad_hoc) return;  // what people begin in free order has no end of its own
    }
    leave(node, known);
  }

  /// To whoever catches what is thrown. @returns whether the thrower ends with it.
  bool hand_up(int index, Known known, bool is_call) {
    bool is_taken = false;
    for (const auto& thrown : throws_) {
      if (thrown.catcher < 0 || (is_call ? thrown.via : thrown.via < 0 ? thrown.node : -1) != index) continue;
      const bool interrupts = model_.node(thrown.catcher).is_interrupting;
      push(thrown.catcher, !interrupts ? Known::beside : known == Known::beside ? Known::open : known);
      is_taken = is_taken || interrupts;
    }
    return is_taken;
  }

  /// Whatever may come while the step is open: at its edge, at that of a sub-process around it, or as an event sub-process. When the
  /// decision is made, a case hears nothing any more.
  void interrupt(const Node& node, Known known) {
    const Node* at = &node;
    for (;;) {
      for (const int edge : at->boundary)
        if (comes_from_outside(model_.node(edge))) come(edge, known);
      const auto& scope = model_.scope(at->scope);
      // An event sub-process that interrupts has silenced the others of its level.
      const bool is_silenced = at->kind == NodeKind::event_sub_process && !bpmn::runs_beside(model_, *at);
      for (const int sub : scope.event_subs) {
        if (&model_.node(sub) == at || is_silenced) continue;
        for (const int start : model_.scope(model_.node(sub).inner).nodes)
          if (model_.node(start).kind == NodeKind::start_event && comes_from_outside(model_.node(start))) come(start, known);
      }
      if (scope.owner < 0) return;
      at = &model_.node(scope.owner);
    }
  }
  void come(int event, Known known) {
    if (!model_.node(event).is_interrupting) push(event, Known::beside);
    else if (known != Known::decided) push(event, known);
  }

  void end(int scope, const Node& by, Known known) {
    const int owner = model_.scope(scope).owner;
    if (owner < 0) {
      if (known == Known::open)
        tell(by, "processes/no-decision", fmt::format("有一条路不经决定就到了“{}”：受理的申请都要作出决定（《行政许可法》第三十七条、第三十八条）。", shown(by)), fmt::format("a way reaches {} without a decision", by.id));
      return;
    }
    const auto& around = model_.node(owner);
    if (around.kind != NodeKind::event_sub_process) return leave(around, known);
    // One that interrupts ends what it stands in; one beside ends itself.
    if (!bpmn::runs_beside(model_, around)) end(around.scope, by, known);
  }

  void leave(const Node& node, Known known) {
    for (const int index : node.outgoing) {
      const auto& flow = model_.flow(index);
      // A flow with a condition of its own may be a return.
      push(flow.target, known == Known::decided && !flow.condition_text.empty() ? Known::either : known);
    }
    if (node.link_target >= 0) push(node.link_target, known);
  }

  /// A decision that an event at the edge of a parallel branch leads to runs beside the other branches.
  void check_forks() {
    const auto is_fork = [](const Node& node) { return node.kind == NodeKind::parallel_gateway || node.kind == NodeKind::inclusive_gateway; };
    for (const auto& fork : model_.nodes()) {
      if (!is_fork(fork) || fork.outgoing.size() < 2) continue;
      std::set<int> seen;
      std::vector<int> open;
      for (const int flow : fork.outgoing) open.push_back(model_.flow(flow).target);
      while (!open.empty()) {
        const int index = open.back();
        open.pop_back();
        const auto& node = model_.node(index);
        if (!seen.insert(index).second || (is_fork(node) && node.incoming.size() > 1)) continue;
        if (is_decision(node)) tell(node, "processes/parallel-decision", fmt::format("决定“{}”与其他环节同时进行，请先汇合再决定。", shown(node)), fmt::format("the decision {} runs beside other steps", node.id));
        for (const int flow : node.outgoing) open.push_back(model_.flow(flow).target);
        for (const int edge : node.boundary) open.push_back(edge);
        if (node.inner >= 0) open.insert(open.end(), model_.scope(node.inner).nodes.begin(), model_.scope(node.inner).nodes.end());
      }
    }
  }

  const Model& model_;
  Problems& problems_;
  std::vector<bpmn::Throw> throws_;
  std::vector<std::pair<int, Known>> open_;
  std::set<std::pair<int, Known>> seen_;
};

}  // namespace

void check_ways(const Model& whole, Problems& problems) { Ways{whole, problems}.run(); }

}  // namespace yimen::processes
