#include <algorithm>

#include <fmt/format.h>

#include "model_builder.h"

namespace yimen::bpmn {
namespace {

using Marks = std::vector<char>;

class Validator {
 public:
  Validator(const Model& model, std::vector<Problem>& problems) : model_{model}, problems_{problems} {}

  void run() {
    check_start();
    for (const auto& node : model_.nodes()) check_node(node);
    for (const auto& flow : model_.flows())
      if (flow.source >= 0) check_flow(flow);
    check_reach();
    check_loops();
  }

 private:
  const Node& node(int index) const { return model_.nodes()[static_cast<std::size_t>(index)]; }
  const Flow& flow(int index) const { return model_.flows()[static_cast<std::size_t>(index)]; }

  void complain(const std::string& element, int line, std::string rule, std::string zh, std::string en) {
    problems_.push_back({element, line, std::move(rule), std::move(zh), std::move(en)});
  }
  void complain(const Node& at, std::string rule, std::string zh, std::string en) {
    complain(at.id, at.line, std::move(rule), fmt::format("“{}”{}", at.name.empty() ? at.id : at.name, zh), std::move(en));
  }

  void check_start() {
    int starts = 0;
    for (const auto& each : model_.nodes()) {
      if (each.kind != NodeKind::start_event || ++starts == 1) continue;
      complain(each, "process/two-starts", "是多余的开始事件，流程只能有一个开始。", "there may be only one start event");
    }
    if (starts == 0) complain({}, 0, "process/no-start", "流程没有开始事件。", "there is no start event");
    if (std::ranges::none_of(model_.nodes(), [](const Node& each) { return each.kind == NodeKind::end_event; }))
      complain({}, 0, "process/no-end", "流程没有结束事件。", "there is no end event");
  }

  void check_node(const Node& each) {
    const auto in = each.incoming.size(), out = each.outgoing.size();
    switch (each.kind) {
      case NodeKind::start_event:
        if (in > 0) complain(each, "start/incoming", "是开始，不能有连入的线。", "a start event has no incoming flow");
        if (out != 1) complain(each, "start/outgoing", "应当恰有一条连出的线。", "a start event has one outgoing flow");
        break;
      case NodeKind::end_event:
        if (out > 0) complain(each, "end/outgoing", "是结束，不能有连出的线。", "an end event has no outgoing flow");
        break;
      case NodeKind::user_task:
        // More than one would start them all at once, which people who draw it seldom mean.
        if (out != 1) complain(each, "task/outgoing", "应当恰有一条连出的线，分支请用排他网关。", "a task has one outgoing flow; branch with an exclusive gateway");
        break;
      case NodeKind::exclusive_gateway:
        if (out == 0) complain(each, "gateway/outgoing", "没有连出的线。", "a gateway needs an outgoing flow");
        check_gateway(each);
        break;
    }
  }

  void check_gateway(const Node& each) {
    if (each.outgoing.size() < 2) return;
    for (const int index : each.outgoing) {
      const auto& out = flow(index);
      if (index == each.default_flow && !out.condition_text.empty())
        complain(out.id, out.line, "flow/default-with-condition", "默认流不能再带条件。", "the default flow carries no condition");
      if (index != each.default_flow && out.condition_text.empty())
        complain(out.id, out.line, "flow/condition-missing", fmt::format("从“{}”分出的这条线没有条件，也不是默认流。", each.name.empty() ? each.id : each.name),
                 "a flow that leaves a branching gateway has a condition or is the default");
    }
  }

  void check_flow(const Flow& each) {
    if (!each.condition_text.empty() && node(each.source).kind != NodeKind::exclusive_gateway)
      complain(each.id, each.line, "flow/condition-not-at-gateway", "条件只能写在排他网关连出的线上。", "only flows that leave an exclusive gateway have conditions");
  }

  enum class Way { forward, backward };
  void spread(int from, Way way, Marks& seen) const {
    std::vector<int> open{from};
    seen[static_cast<std::size_t>(from)] = 1;
    while (!open.empty()) {
      const auto& at = node(open.back());
      open.pop_back();
      for (const int index : way == Way::forward ? at.outgoing : at.incoming) {
        const int next = way == Way::forward ? flow(index).target : flow(index).source;
        if (std::exchange(seen[static_cast<std::size_t>(next)], 1) == 0) open.push_back(next);
      }
    }
  }

  void check_reach() {
    Marks from_start(model_.nodes().size()), to_end(model_.nodes().size());
    for (int i = 0; i < std::ssize(model_.nodes()); ++i) {
      if (node(i).kind == NodeKind::start_event && from_start[static_cast<std::size_t>(i)] == 0) spread(i, Way::forward, from_start);
      if (node(i).kind == NodeKind::end_event && to_end[static_cast<std::size_t>(i)] == 0) spread(i, Way::backward, to_end);
    }
    for (std::size_t i = 0; i < model_.nodes().size(); ++i) {
      if (from_start[i] == 0) complain(model_.nodes()[i], "node/unreachable", "从开始走不到这里。", "it cannot be reached from the start");
      if (to_end[i] == 0) complain(model_.nodes()[i], "node/no-way-out", "从这里走不到任何结束。", "no end can be reached from here");
    }
  }

  /// A round that passes gateways only would never wait for anybody: the engine would run in it for ever.
  void check_loops() {
    std::vector<int> open_inputs(model_.nodes().size());
    const auto is_gateway = [&](int index) { return node(index).kind == NodeKind::exclusive_gateway; };
    std::vector<int> ready;
    int left = 0;
    for (int i = 0; i < std::ssize(model_.nodes()); ++i) {
      if (!is_gateway(i)) continue;
      ++left;
      for (const int index : node(i).incoming) open_inputs[static_cast<std::size_t>(i)] += is_gateway(flow(index).source) ? 1 : 0;
      if (open_inputs[static_cast<std::size_t>(i)] == 0) ready.push_back(i);
    }
    while (!ready.empty()) {
      const int at = ready.back();
      ready.pop_back();
      --left;
      for (const int index : node(at).outgoing)
        if (const int next = flow(index).target; is_gateway(next) && --open_inputs[static_cast<std::size_t>(next)] == 0) ready.push_back(next);
    }
    if (left == 0) return;
    for (int i = 0; i < std::ssize(model_.nodes()); ++i)
      if (is_gateway(i) && open_inputs[static_cast<std::size_t>(i)] > 0)
        return complain(node(i), "gateway/loop-without-task", "所在的回路上没有任何人工环节，会一直转下去。", "a loop of gateways without a task never ends");
  }

  const Model& model_;
  std::vector<Problem>& problems_;
};

}  // namespace

void validate(const Model& model, std::vector<Problem>& problems) { Validator{model, problems}.run(); }

}  // namespace yimen::bpmn
