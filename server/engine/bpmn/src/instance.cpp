#include "yimen/bpmn/instance.h"

#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "expression.h"

namespace yimen::bpmn {
namespace {

using platform::ErrorCode;
using platform::fail;

std::string label(const Node& node) { return node.name.empty() ? node.id : node.name; }

/// One advance: works on a copy of the state, so a refused command changes nothing.
class Run {
 public:
  Run(const Model& model, const State& state, const json::object& variables) : model_{model}, outer_{variables} { step_.state = state; }

  Result<Step> operator()(const Start&) {
    if (state().status != Status::not_started) return fail(ErrorCode::conflict, "bpmn/already-started", "流程已经开始，不能再次开始。");
    state().status = Status::running;
    TRY(travel(&model_.start(), {}));
    return std::move(step_);
  }

  Result<Step> operator()(const Complete& order) {
    const auto* node = TRY(take(order.token));
    for (const auto& [name, value] : order.variables) state().variables.insert_or_assign(name, value);
    close(order.token, *node, order.outcome);
    TRY(travel(follow(node->outgoing.front()), order.outcome));
    return std::move(step_);
  }

  Result<Step> operator()(const MoveBack& order) {
    const auto places = places_to_return(model_, state(), order.token);
    const auto* node = TRY(take(order.token));
    const auto target = std::ranges::find(places, order.to_node, &Node::id);
    if (target == places.end())
      return fail(ErrorCode::rule_violated, "bpmn/cannot-move-back", fmt::format("不能从“{}”退回到所选环节，请选择本件已经办过的前面的环节。", label(*node)));
    close(order.token, *node, "returned");
    open(**target);
    return std::move(step_);
  }

  Result<Step> operator()(const Terminate&) {
    if (state().status != Status::running) return not_running();
    const auto tokens = std::exchange(state().tokens, {});
    for (const auto& token : tokens)
      if (const auto* node = model_.find(token.node)) close(token.id, *node, "cancelled");
    state().status = Status::terminated;
    step_.effects.push_back({.kind = Effect::Kind::terminated});
    return std::move(step_);
  }

 private:
  State& state() { return step_.state; }
  static tl::unexpected<platform::Error> not_running() { return fail(ErrorCode::conflict, "bpmn/not-running", "流程尚未开始或已经结束，不能再办理。"); }

  /// Takes the token off its task.
  Result<const Node*> take(int token) {
    if (state().status != Status::running) return not_running();
    const auto found = std::ranges::find(state().tokens, token, &Token::id);
    if (found == state().tokens.end()) return fail(ErrorCode::conflict, "bpmn/no-such-token", "这个环节已经办理过或已被取消，请刷新后再办。");
    const auto* node = model_.find(found->node);
    if (node == nullptr || node->kind != NodeKind::user_task)
      return fail(ErrorCode::internal, "bpmn/wrong-model", fmt::format("流程图里没有环节“{}”，流程状态与流程图版本不符。", found->node));
    state().tokens.erase(found);
    return node;
  }

  void close(int token, const Node& node, std::string outcome) {
    step_.effects.push_back({.kind = Effect::Kind::task_closed, .token = token, .node = node.id, .name = node.name, .outcome = std::move(outcome)});
  }
  void open(const Node& node) {
    const int token = state().next_token++;
    state().tokens.push_back({token, node.id});
    if (std::ranges::find(state().visited, node.id) == state().visited.end()) state().visited.push_back(node.id);
    step_.effects.push_back({.kind = Effect::Kind::task_opened, .token = token, .node = node.id, .name = node.name, .task = node.task});
  }

  const Node* follow(int flow) const { return &model_.nodes()[static_cast<std::size_t>(model_.flows()[static_cast<std::size_t>(flow)].target)]; }

  /// On from `node` until the token waits or ends. Terminates: the validator leaves no round without a task.
  Result<void> travel(const Node* node, std::string_view outcome) {
    for (;;) {
      switch (node->kind) {
        case NodeKind::start_event: node = follow(node->outgoing.front()); break;
        case NodeKind::exclusive_gateway: node = follow(TRY(choose(*node, outcome))); break;
        case NodeKind::user_task: open(*node); return {};
        case NodeKind::end_event:
          if (state().tokens.empty()) state().status = Status::ended;
          step_.effects.push_back({.kind = Effect::Kind::ended, .node = node->id, .name = node->name});
          return {};
      }
    }
  }

  /// The first flow in the order of the document whose condition holds, else the default.
  Result<int> choose(const Node& gateway, std::string_view outcome) const {
    json::value said;  // assigned, because braces around one value would make a list of it
    if (!outcome.empty()) said = json::string{outcome};
    const auto lookup = [&](std::string_view name) -> const json::value* {
      if (name == "outcome") return &said;
      if (const auto* own = step_.state.variables.if_contains(name)) return own;
      return outer_.if_contains(name);
    };
    for (const int index : gateway.outgoing) {
      const auto& flow = model_.flows()[static_cast<std::size_t>(index)];
      if (index == gateway.default_flow) continue;
      if (!flow.condition || flow.condition->test(lookup).value_or(false)) return index;
    }
    if (gateway.default_flow >= 0) return gateway.default_flow;
    return fail(ErrorCode::rule_violated, "bpmn/no-flow-fits",
                fmt::format("在“{}”处没有一个分支的条件成立，流程无法继续，请联系管理员检查流程图。", label(gateway)));
  }

  const Model& model_;
  const json::object& outer_;
  Step step_;
};

}  // namespace

const Token* State::find(int token) const {
  const auto found = std::ranges::find(tokens, token, &Token::id);
  return found == tokens.end() ? nullptr : &*found;
}

Result<Step> advance(const Model& model, const State& state, const Command& command, const json::object& variables) {
  return std::visit(Run{model, state, variables}, command);
}

std::vector<const Node*> places_to_return(const Model& model, const State& state, int token) {
  const auto* at = state.find(token);
  const auto* node = at == nullptr ? nullptr : model.find(at->node);
  if (node == nullptr) return {};
  // Backwards from the present task: everything met can lead to it.
  std::vector<char> leads_here(model.nodes().size());
  std::vector<int> open{model.index_of(*node)};
  while (!open.empty()) {
    const auto& place = model.nodes()[static_cast<std::size_t>(open.back())];
    open.pop_back();
    for (const int flow : place.incoming) {
      const int source = model.flows()[static_cast<std::size_t>(flow)].source;
      if (std::exchange(leads_here[static_cast<std::size_t>(source)], 1) == 0) open.push_back(source);
    }
  }
  std::vector<const Node*> places;
  for (const auto& id : state.visited) {
    const auto* earlier = model.find(id);
    if (earlier != nullptr && earlier != node && leads_here[static_cast<std::size_t>(model.index_of(*earlier))] != 0) places.push_back(earlier);
  }
  return places;
}

}  // namespace yimen::bpmn
