#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

/// 退回 and 撤回: back to a step of a person. Every token knows the steps it comes from (Token::past); what came of the step goes away or is
/// put aside, what did not stays, and what a join had taken from other branches is given back.
namespace yimen::bpmn {

using platform::ErrorCode;

/// Tokens that come of that step, without those inside others of them.
std::vector<int> Machine::descendants(int visit) const {
  std::vector<int> all;
  for (const auto& each : state_.tokens)
    if (contains(each.past, visit)) all.push_back(each.id);
  std::vector<int> outermost;
  for (const int id : all) {
    const auto& token = *find(id);
    const auto is_one = [&](int other) { return other != 0 && std::ranges::find(all, other) != all.end(); };
    if (!is_one(token.holder) && !is_one(token.scope)) outermost.push_back(id);
  }
  return outermost;
}

std::vector<const Node*> places_to_return(const Model& model, const State& state, int token) {
  std::vector<const Node*> places;
  const auto* from = state.find(token);
  if (from == nullptr) return places;
  for (const auto& each : state.visits)
    if (each.closed_at != 0 && each.node != from->node && contains(from->past, each.id)) places.push_back(&model.node(each.node));
  return places;
}

void Machine::apply(const MoveBack& order) {
  if (!require_person(order.token)) return;
  const auto copy = *find(order.token);
  const int target = model_.node_index(order.to_node);
  const auto found = std::ranges::find_if(state_.visits, [&](const Visit& each) { return each.node == target && target != copy.node && each.closed_at != 0 && contains(copy.past, each.id); });
  if (found == state_.visits.end())
    return fault(ErrorCode::rule_violated, "bpmn/cannot-move-back", fmt::format("不能从“{}”退回到所选环节，请选择本件已经办过的前面的环节。", label(at(copy))));
  accept();
  const auto visit = *found;
  if (order.then == MoveBack::Then::straight) {
    for (const int each : descendants(visit.id)) hold(each, -1);
    is_straight_ = true;
    reopen(visit, true);
    is_straight_ = false;
    const auto opened = std::ranges::find_if(state_.visits, [&](const Visit& each) { return each.node == visit.node && each.scope == visit.scope; });
    for (auto& each : state_.tokens)
      if (each.held_by == -1) each.held_by = opened->id;  // the number the step has now
    return;
  }
  for (const int each : descendants(visit.id)) park(each);
  is_unwinding_ = true;
  const auto affected = descendants(visit.id);
  cancel(order.token, "returned");
  for (const int each : affected) cancel(each);
  is_unwinding_ = false;
  restore_joins(visit);
  reopen(visit);
}

/// Opens the step again, where it was: in its sub-process, which is opened again when it had ended.
void Machine::reopen(const Visit& visit, bool is_detour) {
  const int scope = reopen_scope(visit.scope, is_detour);
  if (fault_) return;
  if (auto* around = frame(scope)) {
    std::erase(around->performed, visit.node);
    // In free order what did not come of the step is still done, and can itself be returned to.
    if (scope != 0 && at(*find(scope)).kind == NodeKind::ad_hoc)
      for (const auto& each : state_.visits) {
        if (each.scope != scope || each.closed_at == 0 || each.id == visit.id || contains(each.past, visit.id)) continue;
        merge(around->past, each.past);
        merge(around->past, {each.id});
      }
  }
  Moving moving{.node = visit.node, .scope = scope, .past = visit.past};
  const auto opened = step_.effects.size();
  model_.node(visit.node).loop ? begin_loop(std::move(moving)) : start_instance(std::move(moving));
  for (auto i = opened; i < step_.effects.size(); ++i) {
    auto& each = step_.effects[i];
    if (each.kind != Effect::Kind::task_opened || !each.participant.empty() || visit.participant.empty()) continue;
    each.participant = visit.participant;
    work_of(each.token).participant = visit.participant;
  }
}

int Machine::reopen_scope(int scope, bool is_detour) {
  if (scope == 0 || find(scope) != nullptr) return scope;
  const auto found = std::ranges::find(state_.closed, scope, &ClosedScope::id);
  if (found == state_.closed.end()) {
    fault(ErrorCode::rule_violated, "bpmn/cannot-move-back", "那个环节所在的子流程已经结束，不能再退回。");
    return scope;
  }
  const auto closed = *found;
  state_.closed.erase(found);
  const int around = reopen_scope(closed.scope, is_detour);
  state_.tokens.push_back({.id = closed.id, .node = closed.node, .scope = around, .wait = Wait::inside, .past = closed.past});
  state_.frames.push_back({.token = closed.id, .scope = model_.node(closed.node).inner, .is_detour = is_detour, .variables = closed.variables, .performed = closed.performed});
  trace(Happened::Kind::entered, closed.node, closed.id);
  if (model_.node(closed.node).kind == NodeKind::ad_hoc && !is_detour) effect(Effect::Kind::choice_opened, *find(closed.id));
  arm_boundaries(closed.id);
  if (find(closed.id) != nullptr && !fault_) arm_event_subs(closed.id);
  return closed.id;
}

/// Undoes the joins that had taken something of that step: the other branches wait in front of them again.
void Machine::restore_joins(const Visit& visit) {
  for (auto& each : state_.frames) std::erase(each.past, visit.id);
  reopen_scope(visit.scope);
  std::vector<Joined> undone;
  std::erase_if(state_.joined, [&](const Joined& join) {
    const bool is_undone = std::ranges::any_of(join.parts, [&](const auto& part) { return contains(part.past, visit.id); });
    if (is_undone) undone.push_back(join);
    return is_undone;
  });
  for (const auto& join : undone) {
    if (join.scope != 0 && find(join.scope) == nullptr) continue;
    for (const auto& part : join.parts) {
      if (contains(part.past, visit.id)) continue;
      auto& token = add_token({.node = part.node, .scope = join.scope, .past = part.past}, Wait::join);
      token.flow = part.flow;
    }
  }
}

/// Keeps what a step has when it is returned from: opinions already given, and the time its timers had left.
void Machine::park(int token) {
  const auto copy = *find(token);
  for (const auto& each : std::vector<Token>{state_.tokens})
    if (each.parent() == token && each.id != token) park(each.id);
  if (at(copy).kind != NodeKind::user_task || copy.wait == Wait::join) return;
  Parked parked{.node = copy.node, .scope = copy.scope};
  if (const auto* votes = loop(token)) parked.loop = *votes;
  for (auto timer : state_.timers) {
    if (timer.token != token) continue;
    if (!timer.is_paused) timer.due = std::max<std::int64_t>(timer.due - around_.now, 1);
    parked.timers.push_back(timer);
  }
  std::erase_if(state_.parked, [&](const Parked& each) { return each.node == copy.node && each.scope == copy.scope; });
  if (!parked.timers.empty() || !parked.loop.votes.empty()) state_.parked.push_back(std::move(parked));
}

/// Puts a token aside with everything in it; its clocks stand.
void Machine::hold(int token, int by) {
  const auto copy = *find(token);
  if (copy.held_by != 0) return;  // put aside already for a step still further back
  if (copy.wait == Wait::work) effect(Effect::Kind::task_held, copy);
  if (copy.wait == Wait::inside && at(copy).kind == NodeKind::ad_hoc) effect(Effect::Kind::choice_closed, copy);
  for (auto& timer : state_.timers) {
    if (timer.token != token || timer.is_paused) continue;
    step_.effects.emplace_back(Effect{.kind = Effect::Kind::timer_cancelled, .token = token, .node = &model_.node(timer.node)}).timer = timer.id;
    timer.due = std::max<std::int64_t>(timer.due - around_.now, 1);
    timer.is_paused = true;
  }
  for (const auto& each : std::vector<Token>{state_.tokens})
    if (each.id != token && each.parent() == token) hold(each.id, 0);
  if (by != 0) find(token)->held_by = by;
}

/// The earlier step is done: what was put aside for it goes on where it was. @returns false when nothing was.
bool Machine::release_held(int by) {
  bool has_any = false;
  for (const auto& each : std::vector<Token>{state_.tokens}) {
    if (each.held_by != by) continue;
    has_any = true;
    find(each.id)->held_by = 0;
    resume(each.id);
  }
  return has_any;
}

void Machine::resume(int token) {
  const auto copy = *find(token);
  if (copy.held_by != 0) return;
  if (copy.wait == Wait::work) {
    auto& resumed = effect(Effect::Kind::task_resumed, copy);
    if (const auto work = std::ranges::find(state_.works, token, &Work::token); work != state_.works.end()) resumed.participant = work->participant;
  }
  if (copy.wait == Wait::inside && at(copy).kind == NodeKind::ad_hoc) effect(Effect::Kind::choice_opened, copy);
  for (auto& timer : state_.timers) {
    if (timer.token != token || !timer.is_paused) continue;
    timer.is_paused = false;
    timer.id = state_.next_token++;  // the number it had may still be on its way
    timer.due += around_.now;
    auto& set = step_.effects.emplace_back(Effect{.kind = Effect::Kind::timer_set, .token = token, .node = &model_.node(timer.node)});
    set.timer = timer.id;
    set.due = timer.due;
  }
  for (const auto& each : std::vector<Token>{state_.tokens})
    if (each.id != token && each.parent() == token) resume(each.id);
}

}  // namespace yimen::bpmn
