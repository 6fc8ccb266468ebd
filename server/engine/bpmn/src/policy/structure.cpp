#include <algorithm>

#include <fmt/format.h>

#include "yimen/bpmn/policy.h"

namespace yimen::bpmn {
namespace {

using Marks = std::vector<char>;

/// One process or sub-process.
class Structure {
 public:
  Structure(const Model& model, const ScopeSpec& scope, std::vector<Problem>& problems) : model_{model}, scope_{scope}, problems_{problems} {}

  void run() {
    check_ends();
    for (const int index : scope_.nodes) check_node(model_.node(index));
    check_reach();
    check_loops();
  }

 private:
  void complain(const std::string& element, int line, std::string rule, std::string zh, std::string en) {
    problems_.push_back({element, line, std::move(rule), std::move(zh), std::move(en)});
  }
  void complain(const Node& at, std::string rule, std::string zh, std::string en) {
    complain(at.id, at.line, std::move(rule), fmt::format("“{}”{}", at.name.empty() ? at.id : at.name, zh), std::move(en));
  }
  /// Nothing leads to these and nothing need: events start them.
  static bool stands_alone(const Node& node) { return node.is_for_compensation || node.kind == NodeKind::event_sub_process; }
  bool is_ad_hoc() const { return scope_.owner >= 0 && model_.node(scope_.owner).kind == NodeKind::ad_hoc; }
  static bool is_link(const Node& node) { return !node.events.empty() && node.events.front().kind == EventKind::link; }

  void check_ends() {
    if (is_ad_hoc()) return;
    int plain_starts = 0, starts = 0, ends = 0;
    for (const int index : scope_.nodes) {
      const auto& each = model_.node(index);
      ends += each.kind == NodeKind::end_event ? 1 : 0;
      const bool is_start = each.kind == NodeKind::start_event;
      starts += is_start || each.is_instantiating ? 1 : 0;
      if (!is_start || !each.events.empty() || ++plain_starts == 1) continue;
      complain(each, "process/two-starts", "是多余的开始事件，流程只能有一个直接开始的地方。", "there may be only one plain start event");
    }
    const auto& element = scope_.owner >= 0 ? model_.node(scope_.owner).id : std::string{};
    if (starts == 0) complain(element, 0, "process/no-start", "流程没有开始事件。", "there is no start event");
    if (ends == 0) complain(element, 0, "process/no-end", "流程没有结束事件。", "there is no end event");
  }

  void check_node(const Node& each) {
    const auto in = each.incoming.size(), out = each.outgoing.size();
    if (each.kind == NodeKind::start_event) {
      if (in > 0) complain(each, "start/incoming", "是开始，不能有连入的线。", "a start event has no incoming flow");
      if (out != 1) complain(each, "start/outgoing", "应当恰有一条连出的线。", "a start event has one outgoing flow");
    } else if (each.kind == NodeKind::end_event) {
      if (out > 0) complain(each, "end/outgoing", "是结束，不能有连出的线。", "an end event has no outgoing flow");
    } else if (is_activity(each.kind)) {
      // More than one would start them all at once, which people who draw it seldom mean.
      if (out != 1 && !stands_alone(each) && !is_ad_hoc()) complain(each, "task/outgoing", "应当恰有一条连出的线，分支请用网关。", "a task has one outgoing flow; branch with a gateway");
      for (const int flow : each.outgoing)
        if (model_.flow(flow).condition) complain(model_.flow(flow).id, model_.flow(flow).line, "flow/condition-not-at-gateway", "条件只能写在网关连出的线上。", "only flows that leave a gateway have conditions");
    } else if (is_gateway(each.kind)) {
      if (out == 0) complain(each, "gateway/outgoing", "没有连出的线。", "a gateway needs an outgoing flow");
      if (each.kind == NodeKind::exclusive_gateway || each.kind == NodeKind::inclusive_gateway) check_gateway(each);
    }
  }

  void check_gateway(const Node& each) {
    if (each.outgoing.size() < 2) return;
    for (const int index : each.outgoing) {
      const auto& out = model_.flow(index);
      if (index == each.default_flow && out.condition) complain(out.id, out.line, "flow/default-with-condition", "默认流不能再带条件。", "the default flow carries no condition");
      if (index != each.default_flow && !out.condition)
        complain(out.id, out.line, "flow/condition-missing", fmt::format("从“{}”分出的这条线没有条件，也不是默认流。", each.name.empty() ? each.id : each.name),
                 "a flow that leaves a branching gateway has a condition or is the default");
    }
  }

  enum class Way { forward, backward };
  void spread(int from, Way way, Marks& seen) const {
    std::vector<int> open{from};
    while (!open.empty()) {
      const int at = open.back();
      open.pop_back();
      if (std::exchange(seen[static_cast<std::size_t>(at)], 1) != 0) continue;
      const auto& node = model_.node(at);
      const bool is_forward = way == Way::forward;
      for (const int index : is_forward ? node.outgoing : node.incoming) open.push_back(is_forward ? model_.flow(index).target : model_.flow(index).source);
      if (is_forward) {
        for (const int boundary : node.boundary) open.push_back(boundary);
        if (node.link_target >= 0) open.push_back(node.link_target);
        continue;
      }
      if (node.attached_to >= 0) open.push_back(node.attached_to);
      for (const int other : scope_.nodes)
        if (model_.node(other).link_target == at) open.push_back(other);
    }
  }

  void check_reach() {
    if (is_ad_hoc()) return;
    Marks from_start(model_.nodes().size()), to_end(model_.nodes().size());
    for (const int i : scope_.nodes) {
      const auto& node = model_.node(i);
      if (node.kind == NodeKind::start_event || node.is_instantiating) spread(i, Way::forward, from_start);
      if (node.kind == NodeKind::end_event) spread(i, Way::backward, to_end);
    }
    for (const int i : scope_.nodes) {
      const auto& node = model_.node(i);
      const bool is_compensation = node.kind == NodeKind::boundary_event && node.handler >= 0;
      if (stands_alone(node) || is_compensation) continue;
      if (from_start[static_cast<std::size_t>(i)] == 0) complain(node, "node/unreachable", "从开始走不到这里。", "it cannot be reached from the start");
      if (to_end[static_cast<std::size_t>(i)] == 0) complain(node, "node/no-way-out", "从这里走不到任何结束。", "no end can be reached from here");
    }
  }

  /// A round that passes gateways only would never wait for anybody: every command would run into the limit of steps.
  void check_loops() {
    std::vector<int> open_inputs(model_.nodes().size());
    const auto passes = [&](int index) {
      const auto kind = model_.node(index).kind;
      return is_gateway(kind) && kind != NodeKind::event_gateway;
    };
    std::vector<int> ready;
    int left = 0;
    for (const int i : scope_.nodes) {
      if (!passes(i)) continue;
      ++left;
      for (const int index : model_.node(i).incoming) open_inputs[static_cast<std::size_t>(i)] += passes(model_.flow(index).source) ? 1 : 0;
      if (open_inputs[static_cast<std::size_t>(i)] == 0) ready.push_back(i);
    }
    while (!ready.empty()) {
      const int at = ready.back();
      ready.pop_back();
      --left;
      for (const int index : model_.node(at).outgoing)
        if (const int next = model_.flow(index).target; passes(next) && --open_inputs[static_cast<std::size_t>(next)] == 0) ready.push_back(next);
    }
    if (left == 0) return;
    for (const int i : scope_.nodes)
      if (passes(i) && open_inputs[static_cast<std::size_t>(i)] > 0)
        return complain(model_.node(i), "gateway/loop-without-task", "所在的回路上没有任何人工环节，会一直转下去。", "a loop of gateways without a task never ends");
  }

  const Model& model_;
  const ScopeSpec& scope_;
  std::vector<Problem>& problems_;
};

}  // namespace

std::vector<Problem> check_structure(const Model& model) {
  std::vector<Problem> problems;
  for (const auto& scope : model.scopes()) Structure{model, scope, problems}.run();
  std::ranges::stable_sort(problems, {}, &Problem::line);
  return problems;
}

}  // namespace yimen::bpmn
