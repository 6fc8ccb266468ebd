#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

/// 跳转: to any node, by somebody who may.
namespace yimen::bpmn {

using platform::ErrorCode;

namespace {

using Marks = std::vector<char>;

/// Everything that can be reached from these nodes without passing `not_through`.
Marks reach(const Model& model, const std::vector<int>& from, int not_through) {
  Marks seen(model.nodes().size());
  std::vector<int> open = from;
  while (!open.empty()) {
    const int at = open.back();
    open.pop_back();
    if (at == not_through || std::exchange(seen[static_cast<std::size_t>(at)], 1) != 0) continue;
    const auto& node = model.node(at);
    for (const int flow : node.outgoing) open.push_back(model.flow(flow).target);
    for (const int boundary : node.boundary) open.push_back(boundary);
    if (node.link_target >= 0) open.push_back(node.link_target);
  }
  return seen;
}

}  // namespace

/// Parallel joins of which one branch can still come and another never will.
std::vector<int> Machine::blocked_joins(int scope, int extra) const {
  std::vector<int> positions;
  for (const auto& token : state_.tokens)
    if (token.scope == scope && token.wait != Wait::join) positions.push_back(token.node);
  if (extra >= 0) positions.push_back(extra);
  std::vector<int> blocked;
  const auto* around = frame(scope);
  for (const int index : model_.scope(around->scope).nodes) {
    const auto& gateway = model_.node(index);
    if (gateway.kind != NodeKind::parallel_gateway || gateway.incoming.size() < 2) continue;
    const auto waiting = waiting_at(index, scope);
    const auto seen = reach(model_, positions, index);
    std::size_t fed = 0;
    for (const int flow : gateway.incoming) {
      const bool waits = std::ranges::any_of(waiting, [&](int id) { return find(id)->flow == flow; });
      fed += waits || seen[static_cast<std::size_t>(model_.flow(flow).source)] != 0 ? 1 : 0;
    }
    if (fed > 0 && fed < gateway.incoming.size()) blocked.push_back(index);
  }
  return blocked;
}

/// Where the target's sub-process runs; opened when it does not. -1: it cannot be entered.
int Machine::enter_scope(int inner, int around) {
  const auto* here = frame(around);
  if (here != nullptr && here->scope == inner) return around;
  const int owner = model_.scope(inner).owner;
  if (owner < 0) return -1;
  const auto& node = model_.node(owner);
  if (node.loop || node.kind == NodeKind::event_sub_process || node.is_for_compensation) return -1;
  const int outer = enter_scope(node.scope, around);
  if (outer < 0) return -1;
  const int id = add_token({.node = owner, .scope = outer}, Wait::inside).id;
  trace(Happened::Kind::entered, owner, id);
  auto& own = state_.frames.emplace_back(Frame{.token = id, .scope = inner});
  for (const auto& name : model_.scope(inner).data) own.variables.set(name, {});
  if (node.kind == NodeKind::ad_hoc) effect(Effect::Kind::choice_opened, *find(id));
  arm_boundaries(id);
  if (find(id) != nullptr && !fault_) arm_event_subs(id);
  return fault_ || find(id) == nullptr ? -1 : id;
}

bool Machine::can_enter(int inner, int stop) const {
  for (int each = inner; each != stop;) {
    const int owner = model_.scope(each).owner;
    if (owner < 0) return false;
    const auto& node = model_.node(owner);
    if (node.loop || node.kind == NodeKind::event_sub_process || node.is_for_compensation) return false;
    each = node.scope;
  }
  return true;
}

/// Of what stands in `around` the node that leads to the target: itself, or the sub-process it is in.
int Machine::entrance(int target, int around) const {
  const int level = frame(around)->scope;
  while (model_.node(target).scope != level) target = model_.scope(model_.node(target).scope).owner;
  return target;
}

void Machine::apply(const Jump& order) {
  if (!require_running()) return;
  if (order.reason.empty()) return fault(ErrorCode::rule_violated, "bpmn/no-reason", "跳转须写明理由。");
  const auto* found = find(order.token);
  if (found == nullptr) return fault(ErrorCode::conflict, "bpmn/no-such-token", "这个环节已经办理过或已被取消，请刷新后再办。");
  if (is_held(*found)) return fault(ErrorCode::conflict, "bpmn/held", "这个环节已暂时搁置，等退回的环节办完后继续。");
  while (found->holder != 0 && find(found->holder)->node == found->node) found = find(found->holder);  // the activity as a whole
  const auto copy = *found;
  const auto refuse = [&](const char* why) { fault(ErrorCode::rule_violated, "bpmn/cannot-jump", why); };
  const int target = model_.node_index(order.to_node);
  const auto* node = target < 0 ? nullptr : &model_.node(target);
  const bool fits = node != nullptr && node->kind != NodeKind::boundary_event && node->kind != NodeKind::event_sub_process && !node->is_for_compensation &&
                    (node->kind != NodeKind::start_event || node->events.empty());
  if (!fits || copy.holder != 0) return refuse("不能跳转到所选的地方，请选择一个环节。");
  // Outward to a running sub-process (or the process) that holds the target, then inward to it.
  int around = copy.scope, leaving = copy.id;
  for (;;) {
    const auto* here = frame(around);
    if (here != nullptr && can_enter(node->scope, here->scope)) break;
    if (around == 0 || find(around)->holder != 0 || (here != nullptr && here->is_process)) return refuse("所选的地方在另一个子流程里，不能直接跳过去。");
    leaving = around;
    around = find(around)->scope;
  }
  const auto before = blocked_joins(around, -1);
  accept();
  if (order.others == Jump::Others::stop) {
    cancel(order.token, "jumped");
    cancel_inside(around);
  } else {
    cancel(leaving, "jumped");
    const auto after = blocked_joins(around, entrance(target, around));
    if (std::ranges::any_of(after, [&](int each) { return std::ranges::find(before, each) == before.end(); })) {
      is_refused_ = true;
      return refuse("这样跳转后，其他并行的分支会永远等不齐。请一并停止其他分支，或选择本分支内的环节。");
    }
  }
  const int scope = enter_scope(node->scope, around);
  if (fault_ || scope < 0) return;
  push({.node = target, .scope = scope, .past = copy.past});
}

}  // namespace yimen::bpmn
