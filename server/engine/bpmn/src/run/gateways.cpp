#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

/// The first flow in the order of the document whose condition holds, else the default.
void Machine::split_exclusive(const Moving& from) {
  const auto& node = model_.node(from.node);
  if (node.outgoing.empty()) return end_path(from.scope, from.past, from.has_acted);
  for (const int index : node.outgoing)
    if (index != node.default_flow && holds(model_.flow(index), from)) return take(index, from);
  if (node.default_flow >= 0) return take(node.default_flow, from);
  if (around_.choose) return take(node.outgoing.back(), from);  // chance has to take one
  fault(ErrorCode::rule_violated, "bpmn/no-flow-fits", fmt::format("在“{}”处没有一个分支的条件成立，流程无法继续，请联系管理员检查流程图。", label(node)));
}

/// Every flow whose condition holds (or has none), else the default.
void Machine::split_inclusive(const Moving& from, bool may_be_none) {
  const auto& node = model_.node(from.node);
  if (node.outgoing.empty()) return end_path(from.scope, from.past, from.has_acted);
  bool has_taken = false;
  for (const int index : node.outgoing) {
    if (index == node.default_flow || (may_be_none && !model_.flow(index).condition) || !holds(model_.flow(index), from)) continue;
    take(index, from);
    has_taken = true;
  }
  if (has_taken) return;
  if (may_be_none) return end_path(from.scope, from.past, from.has_acted);
  if (node.default_flow >= 0) return take(node.default_flow, from);
  if (around_.choose) return take(node.outgoing.back(), from);  // chance has to take one
  fault(ErrorCode::rule_violated, "bpmn/no-flow-fits", fmt::format("在“{}”处没有一个分支的条件成立，流程无法继续，请联系管理员检查流程图。", label(node)));
}

/// All flows; conditions on them mean nothing here.
void Machine::split_parallel(const Moving& from) {
  const auto& node = model_.node(from.node);
  if (node.outgoing.empty()) return end_path(from.scope, from.past, from.has_acted);
  for (const int index : node.outgoing) take(index, from);
}

void Machine::wait_at_join(Moving&& moving) {
  auto& token = add_token(moving, Wait::join);
  token.flow = moving.flow;
}

/// Tokens in front of a node, in the order they came.
std::vector<int> Machine::waiting_at(int node, int scope) const {
  std::vector<int> tokens;
  for (const auto& token : state_.tokens)
    if (token.node == node && token.scope == scope && token.wait == Wait::join && token.held_by == 0) tokens.push_back(token.id);
  return tokens;
}

/// Takes waiting tokens away and makes them one that comes from all of them.
Moving Machine::consume(const std::vector<int>& tokens, int node, int scope) {
  Moving merged{.node = node, .scope = scope};
  Joined join{.scope = scope};
  for (const int id : tokens) {
    const auto& token = *find(id);
    join.parts.push_back({token.node, token.flow, token.past});
    merge(merged.past, token.past);
    merged.has_acted = merged.has_acted || token.has_acted;
    std::erase_if(state_.tokens, [id](const Token& each) { return each.id == id; });
  }
  const bool differ = std::ranges::any_of(join.parts, [&](const auto& part) { return part.past != join.parts.front().past; });
  if (differ) state_.joined.push_back(std::move(join));
  return merged;
}

void Machine::arrive_parallel(Moving&& moving) {
  const int node = moving.node, scope = moving.scope;
  const auto& gateway = model_.node(node);
  if (gateway.incoming.size() > 1) {
    wait_at_join(std::move(moving));
    std::vector<int> complete;
    const auto waiting = waiting_at(node, scope);
    for (const int flow : gateway.incoming) {
      const auto found = std::ranges::find_if(waiting, [&](int id) { return find(id)->flow == flow; });
      if (found == waiting.end()) return;
      complete.push_back(*found);
    }
    moving = consume(complete, node, scope);
  }
  trace(Happened::Kind::entered, node);
  trace(Happened::Kind::completed, node);
  split_parallel(moving);
}

/// Inclusive joins and complex gateways to be reset: the first that need wait no longer.
bool Machine::fire_joins() {
  for (const auto& token : state_.tokens) {
    if (token.wait != Wait::join || token.held_by != 0) continue;
    if (at(token).kind == NodeKind::inclusive_gateway && fire_inclusive(token.node, token.scope)) return true;
  }
  for (std::size_t i = 0; i < state_.marks.size(); ++i) {
    const auto each = state_.marks[i];
    if (each.was_true != 0 && model_.node(each.node).kind == NodeKind::complex_gateway && reset_complex(each.node, each.token)) return true;
  }
  return false;
}

/// BPMN 2.0, 13.4.3: no token elsewhere can still come to a flow that has none, unless it can also come to one that has.
bool Machine::is_inclusive_ready(int gateway, int scope) const {
  const auto& node = model_.node(gateway);
  std::vector<char> has_token(node.incoming.size());
  for (std::size_t i = 0; i < node.incoming.size(); ++i)
    has_token[i] = std::ranges::any_of(state_.tokens, [&](const Token& each) { return each.node == gateway && each.scope == scope && each.wait == Wait::join && each.flow == node.incoming[i]; }) ? 1 : 0;
  if (const auto mark = std::ranges::find_if(state_.marks, [&](const Mark& each) { return each.token == scope && each.node == gateway; }); mark != state_.marks.end())
    for (std::size_t i = 0; i < node.incoming.size(); ++i)  // a complex gateway does not wait twice for the same flow
      if ((mark->received >> i & 1u) != 0) has_token[i] = 1;
  for (const auto& token : state_.tokens) {
    if (token.scope != scope || token.node == gateway) continue;
    bool may_come = false, comes_anyway = false;
    for (std::size_t i = 0; i < node.incoming.size(); ++i) {
      if (!model_.leads_to(token.node, node.incoming[i])) continue;
      (has_token[i] != 0 ? comes_anyway : may_come) = true;
    }
    if (may_come && !comes_anyway) return false;
  }
  return true;
}

bool Machine::fire_inclusive(int gateway, int scope) {
  if (!is_inclusive_ready(gateway, scope)) return false;
  std::vector<int> consumed;
  for (const int flow : model_.node(gateway).incoming)
    for (const int id : waiting_at(gateway, scope))
      if (find(id)->flow == flow) {
        consumed.push_back(id);
        break;
      }
  const auto merged = consume(consumed, gateway, scope);
  trace(Happened::Kind::entered, gateway);
  trace(Happened::Kind::completed, gateway);
  split_inclusive(merged);
  return true;
}

/// Fires when its condition holds, then waits for what else was on its way (reset) before it fires again.
void Machine::arrive_complex(Moving&& moving) {
  const int node = moving.node, scope = moving.scope;
  const auto& gateway = model_.node(node);
  if (gateway.incoming.size() < 2 && !gateway.condition) {
    trace(Happened::Kind::entered, node);
    trace(Happened::Kind::completed, node);
    return split_inclusive(moving);
  }
  wait_at_join(std::move(moving));
  const auto is_waiting = std::ranges::any_of(state_.marks, [&](const Mark& each) { return each.token == scope && each.node == node && each.was_true != 0; });
  if (!is_waiting) start_complex(node, scope);
}

void Machine::start_complex(int gateway, int scope) {
  const auto& node = model_.node(gateway);
  if (!node.condition) {
    mark(scope, gateway).was_true = 2;  // it joins like an inclusive gateway
    return;
  }
  // activationCount: flows that have a token; each flow by its id: how many it has.
  const auto waiting = waiting_at(gateway, scope);
  Variables own;
  int count = 0;
  for (const int flow : node.incoming) {
    const auto tokens = std::ranges::count_if(waiting, [&](int id) { return find(id)->flow == flow; });
    count += tokens > 0 ? 1 : 0;
    own.set(model_.flow(flow).id, static_cast<std::int64_t>(tokens));
  }
  own.set("activationCount", count);
  own.set("waitingForStart", true);
  if (node.condition->test(Names{*this, scope, {}, &own}, session())) activate_complex(gateway, scope, false);
}

void Machine::activate_complex(int gateway, int scope, bool is_reset) {
  const auto& node = model_.node(gateway);
  std::vector<int> consumed;
  std::uint32_t flows = is_reset ? mark(scope, gateway).received : 0;
  for (std::size_t i = 0; i < node.incoming.size() && i < 32; ++i) {
    if ((flows >> i & 1u) != 0) continue;  // a reset takes only what the first phase has not taken
    for (const int id : waiting_at(gateway, scope))
      if (find(id)->flow == node.incoming[i]) {
        consumed.push_back(id);
        flows |= 1u << i;
        break;
      }
  }
  const bool takes_all = is_reset && mark(scope, gateway).was_true == 2;
  auto merged = consume(consumed, gateway, scope);
  std::erase_if(state_.marks, [&](const Mark& each) { return each.token == scope && each.node == gateway; });
  if (!is_reset) {
    auto& phase = mark(scope, gateway);
    phase.received = flows;
    phase.was_true = 1;
  }
  if (consumed.empty() && is_reset) return;
  trace(Happened::Kind::entered, gateway);
  trace(Happened::Kind::completed, gateway);
  Variables phase;
  phase.set("waitingForStart", !is_reset || takes_all);
  at_gateway_ = &phase;
  split_inclusive(merged, is_reset && !takes_all);
  at_gateway_ = nullptr;
}

bool Machine::reset_complex(int gateway, int scope) {
  if (!is_inclusive_ready(gateway, scope)) return false;
  activate_complex(gateway, scope, true);
  if (!fault_ && !waiting_at(gateway, scope).empty()) start_complex(gateway, scope);
  return true;
}

}  // namespace yimen::bpmn
