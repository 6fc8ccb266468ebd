#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

/// Moves what can move, in a fixed order: first everything on its way; then, one at a time, what throws signals and messages, so that
/// whoever can be ready to catch them is; then inclusive joins, which depend on where all others stand.
void Machine::drain() {
  while (!is_stopped()) {
    if (has_changed_ && model_.has_conditional_events()) check_conditions();
    has_changed_ = false;
    if (is_stopped()) return;
    if (!ready_.empty()) {
      auto moving = std::move(ready_.front());
      ready_.pop_front();
      move(std::move(moving));
    } else if (!throws_.empty()) {
      auto moving = std::move(throws_.front());
      throws_.pop_front();
      perform_throw(std::move(moving));
    } else if (!fire_joins() && !has_changed_) {
      return;
    }
  }
}

void Machine::move(Moving&& moving) {
  if (++steps_ > around_.limits.steps) return fault(ErrorCode::too_large, "bpmn/too-many-steps", "流程一次走了太多步仍未停下，已停止。请检查流程图里是否有没有人工环节的回路。");
  if (moving.holder != 0) return start_instance(std::move(moving));
  arrive(std::move(moving));
}

void Machine::arrive(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  if (is_activity(node.kind)) return begin_activity(std::move(moving));
  switch (node.kind) {
    case NodeKind::parallel_gateway: return arrive_parallel(std::move(moving));
    case NodeKind::complex_gateway: return arrive_complex(std::move(moving));
    case NodeKind::inclusive_gateway:
      if (node.incoming.size() > 1) return wait_at_join(std::move(moving));
      break;
    case NodeKind::throw_event: return throw_event(std::move(moving));
    case NodeKind::end_event: return end_event(std::move(moving));
    case NodeKind::catch_event:
    case NodeKind::event_gateway: return catch_event(std::move(moving));
    default: break;
  }
  trace(Happened::Kind::entered, moving.node);
  trace(Happened::Kind::completed, moving.node);
  if (node.kind == NodeKind::exclusive_gateway) split_exclusive(moving);
  else if (node.kind == NodeKind::inclusive_gateway) split_inclusive(moving);
  else leave(moving);
}

/// Over every flow whose condition holds or that has none; over the default when no condition holds.
void Machine::leave(const Moving& from, int quantity) {
  const auto& node = model_.node(from.node);
  if (node.outgoing.empty()) return end_path(from.scope, from.past, from.has_acted);
  std::vector<int> chosen;
  bool has_condition = false, fits = false;
  for (const int index : node.outgoing) {
    const auto& flow = model_.flow(index);
    if (index == node.default_flow) continue;
    if (flow.condition) {
      has_condition = true;
      if (!holds(flow, from)) continue;
      fits = true;
    }
    chosen.push_back(index);
  }
  if (!fits && node.default_flow >= 0) chosen.push_back(node.default_flow);
  if (chosen.empty() && around_.choose) chosen.push_back(node.outgoing.back());
  if (chosen.empty() && has_condition)
    return fault(ErrorCode::rule_violated, "bpmn/no-flow-fits", fmt::format("在“{}”处没有一个分支的条件成立，流程无法继续，请联系管理员检查流程图。", label(node)));
  for (int copy = 0; copy < quantity; ++copy)
    for (const int index : chosen) take(index, from);
}

void Machine::take(int flow, const Moving& from) {
  push({.node = model_.flow(flow).target, .scope = from.scope, .flow = flow, .has_acted = from.has_acted, .outcome = from.outcome, .past = from.past});
}

bool Machine::holds(const Flow& flow, const Moving& from) {
  if (around_.choose) return around_.choose(flow);
  return flow.condition == nullptr || evaluate(flow.condition, from.scope, from.outcome).is_true();
}

void Machine::end_path(int scope, const std::vector<int>& past, bool has_acted) {
  if (scope != 0) {
    if (auto* inside = frame(scope)) merge(inside->past, past);
    if (auto* owner = find(scope)) owner->has_acted = owner->has_acted || has_acted;
  }
  check_scope(scope);
}

/// A process or sub-process is complete when nothing in it waits or is on its way.
void Machine::check_scope(int scope) {
  if (state_.status != Status::running || fault_) return;
  const auto is_inside = [scope](const auto& each) { return each.scope == scope; };
  if (std::ranges::any_of(state_.tokens, is_inside) || std::ranges::any_of(ready_, is_inside) || std::ranges::any_of(throws_, is_inside)) return;
  if (scope == 0) return finish_instance();
  const auto* owner = find(scope);
  if (owner == nullptr || owner->wait == Wait::handlers) return;
  switch (at(*owner).kind) {
    case NodeKind::ad_hoc: return check_ad_hoc(scope);
    case NodeKind::event_sub_process: {
      const auto copy = *owner;
      const auto past = frame(scope)->past;
      trace(Happened::Kind::completed, copy.node, copy.id);
      remove(scope);
      return end_path(copy.scope, past, copy.has_acted);
    }
    case NodeKind::call_activity: finish_call(*owner); break;
    default: break;
  }
  complete_instance(scope, {});
}

void Machine::finish_instance() {
  drop_timers(0);
  state_.status = Status::ended;
  step_.effects.push_back({.kind = Effect::Kind::ended, .node = last_end_ < 0 ? nullptr : &model_.node(last_end_)});
  trace(Happened::Kind::ended, -1);
}

}  // namespace yimen::bpmn
