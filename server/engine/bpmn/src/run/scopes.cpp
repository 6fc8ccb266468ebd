#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

/// The inside of a sub-process begins: first whatever may interrupt it, then its starts.
void Machine::start_scope(int token, const Moving& moving) {
  const auto copy = *find(token);
  const int inner = at(copy).kind == NodeKind::call_activity ? model_.process(at(copy).called_process).scope : at(copy).inner;
  int depth = 0;
  for (int scope = copy.scope; scope != 0 && depth <= around_.limits.depth; scope = find(scope)->scope) ++depth;
  if (depth >= around_.limits.depth) return fault(ErrorCode::too_large, "bpmn/too-deep", "子流程嵌套太深，已停止。请检查流程是否调用了自己。");
  if (frame(token) == nullptr) state_.frames.push_back({.token = token});
  {
    auto& own = *frame(token);
    own.scope = inner;
    for (const auto& name : model_.scope(inner).data)
      if (own.variables.find(name) == nullptr) own.variables.set(name, {});
  }
  find(token)->has_acted = false;  // becomes what its paths end with
  if (at(copy).kind == NodeKind::ad_hoc) {
    effect(Effect::Kind::choice_opened, copy);
    arm_event_subs(token);
    return check_ad_hoc(token);
  }
  arm_event_subs(token);
  const auto* own = frame(token);
  if (own == nullptr || own->is_interrupted || fault_) return;
  for (const int start : model_.scope(inner).starts) push({.node = start, .scope = token, .has_acted = moving.has_acted, .past = copy.past});
  if (model_.scope(inner).starts.empty()) check_scope(token);
}

/// A called process sees what its data inputs say; a call without any gives it all variables and takes all it changed.
void Machine::start_call(int token, const Moving& moving) {
  const auto& node = at(*find(token));
  if (node.called_process < 0) return request_work(token);
  Variables given;
  const auto* own = frame(token);
  if (node.input_moves.empty()) {
    const auto all = context_of(token);
    for (const auto& entry : all.entries()) given.set(entry.name, entry.value);
  } else if (own != nullptr) {
    given = own->variables;
  }
  if (own == nullptr) state_.frames.push_back({.token = token});
  auto& called = *frame(token);
  called.variables = std::move(given);
  called.is_process = true;
  start_scope(token, moving);
}

void Machine::finish_call(const Token& token) {
  auto* called = frame(token.id);
  if (called == nullptr) return;
  called->is_process = false;
  if (!at(token).output_moves.empty()) return;
  const auto changed = called->variables;
  const auto declared = model_.scope(called->scope).data;
  called->variables = {};
  for (const auto& [name, value] : changed)
    if (std::ranges::find(declared, name) == declared.end()) write(token.id, name, value);
}

/// Ends when its condition holds; without one, when each of its activities has been done and none is running; when people say so, if it is theirs to say.
void Machine::check_ad_hoc(int scope) {
  const auto* own = frame(scope);
  const auto* owner = find(scope);
  if (own == nullptr || owner == nullptr || owner->wait != Wait::inside || fault_) return;
  const auto& node = at(*owner);
  const auto is_inside = [scope](const auto& each) { return each.scope == scope; };
  const bool is_quiet = std::ranges::none_of(state_.tokens, is_inside) && std::ranges::none_of(ready_, is_inside) && std::ranges::none_of(throws_, is_inside);
  if (own->is_detour) {  // opened again for one step only
    if (!is_quiet) return;
  } else if (node.ends_by_people) {
    return;
  } else if (node.condition) {
    if (own->performed.empty() || !evaluate(node.condition, scope).is_true()) return;
    if (!is_quiet && !node.cancels_remaining) return;
  } else {
    const auto& inner = model_.scope(own->scope);
    const bool all_done = std::ranges::all_of(inner.starts, [&](int index) { return std::ranges::find(own->performed, index) != own->performed.end(); });
    if (!is_quiet || !all_done) return;
  }
  cancel_inside(scope);
  effect(Effect::Kind::choice_closed, *find(scope));
  complete_instance(scope, {});
}

/// Takes a token and everything in it or of it away.
void Machine::cancel(int token, const char* word) {
  const auto* found = find(token);
  if (found == nullptr) return;
  const auto copy = *found;
  const auto& node = at(copy);
  std::vector<int> inside;
  for (const auto& each : state_.tokens)
    if (each.id != token && (each.parent() == token || each.scope == token)) inside.push_back(each.id);
  for (const int each : inside) cancel(each, word == std::string_view{"returned"} ? "cancelled" : word);
  if (copy.wait == Wait::work || copy.wait == Wait::signers) {
    const bool is_person = node.kind == NodeKind::user_task || node.kind == NodeKind::manual_task;
    const auto* work = [&]() -> const Work* {
      const auto each = std::ranges::find(state_.works, token, &Work::token);
      return each == state_.works.end() ? nullptr : &*each;
    }();
    if (work == nullptr || !work->is_done) effect(is_person ? Effect::Kind::task_closed : Effect::Kind::work_cancelled, copy).outcome = word;
  }
  if (node.kind == NodeKind::ad_hoc && copy.wait == Wait::inside) effect(Effect::Kind::choice_closed, copy);
  if (is_activity(node.kind) && copy.wait != Wait::join && copy.wait != Wait::loop) trace(Happened::Kind::cancelled, copy.node, token);
  // A step that was never done is nowhere to return to.
  std::erase_if(state_.visits, [token](const Visit& each) { return each.id == token && each.closed_at == 0; });
  // What was parked in a sub-process that is only returned from is found again wherever that sub-process runs next.
  for (auto& each : state_.parked)
    if (each.scope == token && is_unwinding_ && copy.holder == 0) each.scope = -1;
  std::erase_if(state_.parked, [token](const Parked& each) { return each.scope == token; });
  remove(token);
  const auto is_of = [token](const Moving& each) { return each.scope == token || each.holder == token; };
  std::erase_if(ready_, is_of);
  std::erase_if(throws_, is_of);
  // What was put aside until this step is done has nothing to wait for any more.
  std::vector<int> held;
  for (const auto& each : state_.tokens)
    if (each.held_by == token) held.push_back(each.id);
  for (const int each : held) cancel(each);
}

void Machine::cancel_inside(int scope, const char* word) {
  std::vector<int> inside;
  for (const auto& each : state_.tokens)
    if (each.scope == scope) inside.push_back(each.id);
  for (const int each : inside) cancel(each, word);
  const auto is_of = [scope](const Moving& each) { return each.scope == scope; };
  std::erase_if(ready_, is_of);
  std::erase_if(throws_, is_of);
}

/// Takes a token away with all that is kept for it.
void Machine::remove(int token) {
  drop_timers(token);
  const auto is_of = [token](const auto& each) { return each.token == token; };
  std::erase_if(state_.marks, is_of);
  std::erase_if(state_.keys, is_of);
  std::erase_if(state_.frames, is_of);
  std::erase_if(state_.loops, is_of);
  std::erase_if(state_.works, is_of);
  std::erase_if(state_.compensations, is_of);
  std::erase_if(state_.tokens, [token](const Token& each) { return each.id == token; });
}

/// Steps in a sub-process that has completed can still be returned to, unless it was one run of a loop.
void Machine::keep_closed(const Token& token) {
  if (!is_container(at(token).kind)) return;
  const auto is_here = [&](const auto& each) { return each.scope == token.id; };
  if (std::ranges::none_of(state_.visits, is_here) && std::ranges::none_of(state_.closed, is_here)) return;
  const bool can_reopen = token.holder == 0 && at(token).kind != NodeKind::event_sub_process;
  if (can_reopen) {
    state_.closed.push_back({.id = token.id, .node = token.node, .scope = token.scope, .variables = frame(token.id)->variables, .past = token.past, .performed = frame(token.id)->performed});
    return;
  }
  std::vector<int> gone;
  for (const auto& each : state_.visits)
    if (is_here(each)) gone.push_back(each.id);
  std::erase_if(state_.visits, is_here);
  std::erase_if(state_.joined, is_here);
  for (const int each : gone) forget(each);
}

}  // namespace yimen::bpmn
