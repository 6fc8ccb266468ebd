#include <algorithm>

#include "run/machine.h"

namespace yimen::bpmn {
namespace {

int handler_of(const Model& model, const Node& node) {
  for (const int boundary : node.boundary)
    if (model.node(boundary).handler >= 0) return model.node(boundary).handler;
  return -1;
}

}  // namespace

/// Kept when there is something to compensate it with, in it or at it; with the data as they are now.
void Machine::record_compensation(const Token& token) {
  const auto& node = at(token);
  const bool has_inside = std::ranges::any_of(state_.done, [&](const Done& each) { return each.scope == token.id && each.inside == 0; });
  if (handler_of(model_, node) < 0 && node.compensation_start < 0 && !has_inside) return;
  Done record{.id = state_.next_token++, .node = token.node, .scope = token.scope};
  if (const auto* own = frame(token.id)) record.snapshot = own->variables;
  for (auto& each : state_.done)
    if (each.scope == token.id && each.inside == 0) each.inside = record.id;
  state_.done.push_back(std::move(record));
}

/// A thrown compensation: all that was done at this level, or one activity; the last first.
void Machine::begin_compensation(Moving&& moving, const EventDefinition& definition, int token) {
  // In a compensation event sub-process it is about what the compensated sub-process had done.
  std::vector<int> levels{moving.scope};
  if (const auto* owner = moving.scope == 0 ? nullptr : find(moving.scope); owner != nullptr && at(*owner).kind == NodeKind::event_sub_process) levels.push_back(owner->scope);
  Compensation compensation{.token = token};
  for (const auto& each : state_.done) {
    const bool is_here = each.inside == 0 && std::ranges::find(levels, each.scope) != levels.end();
    if (is_here && (definition.activity < 0 || definition.activity == each.node)) compensation.queue.push_back(each.id);
  }
  if (!definition.is_waited_for && !compensation.queue.empty()) {
    // The thrower goes on; somebody else waits for the handlers.
    const auto copy = *find(token);
    remove(token);
    const int other = add_token({.node = copy.node, .scope = copy.scope, .past = copy.past}, Wait::handlers).id;
    compensation.token = other;
    state_.compensations.push_back(std::move(compensation));
    mark(other, copy.node).was_true = 1;  // nothing follows when they are done
    trace(Happened::Kind::completed, copy.node);
    if (model_.node(copy.node).kind == NodeKind::throw_event) leave(moving);
    return next_compensation(other);
  }
  state_.compensations.push_back(std::move(compensation));
  next_compensation(token);
}

/// The transaction is given up: what runs stops, what was done is compensated, then its cancel event follows.
void Machine::cancel_transaction(int scope) {
  while (scope != 0 && find(scope) != nullptr && at(*find(scope)).kind != NodeKind::transaction) scope = find(scope)->scope;
  if (scope == 0 || find(scope) == nullptr) {
    cancel_inside(0);
    return check_scope(0);
  }
  cancel_inside(scope);
  drop_timers(scope);
  find(scope)->wait = Wait::handlers;
  Compensation compensation{.token = scope, .is_cancel = true};
  for (const auto& each : state_.done)
    if (each.scope == scope && each.inside == 0) compensation.queue.push_back(each.id);
  state_.compensations.push_back(std::move(compensation));
  next_compensation(scope);
}

void Machine::next_compensation(int token) {
  const auto found = std::ranges::find(state_.compensations, token, &Compensation::token);
  if (found == state_.compensations.end() || is_stopped()) return;
  if (found->queue.empty()) return finish_compensation(token, found->is_cancel);
  const int next = found->queue.back();
  found->queue.pop_back();
  const auto record = std::ranges::find(state_.done, next, &Done::id);
  if (record == state_.done.end()) return next_compensation(token);
  Done done = std::move(*record);
  state_.done.erase(record);
  compensate(token, std::move(done));
}

void Machine::compensate(int token, Done&& done) {
  const auto copy = *find(token);
  const auto& node = model_.node(done.node);
  const int scope = is_container(at(copy).kind) && frame(token) != nullptr ? token : copy.scope;
  if (const int handler = handler_of(model_, node); handler >= 0) {
    std::erase_if(state_.done, [&](const Done& each) { return each.inside == done.id; });
    return push({.node = handler, .scope = scope, .holder = token, .past = copy.past, .locals = std::move(done.snapshot)});
  }
  // A sub-process is opened again with its data as they were, for its own compensation or for that of what was done in it.
  const Moving moving{.node = done.node, .scope = scope, .holder = token, .past = copy.past};
  const int restored = add_token(moving, node.compensation_start >= 0 ? Wait::inside : Wait::handlers).id;
  state_.frames.push_back({.token = restored, .scope = node.inner, .is_interrupted = true, .restores = done.id, .variables = std::move(done.snapshot)});
  Compensation inner{.token = restored};
  for (auto& each : state_.done) {
    if (each.inside != done.id) continue;
    each.inside = 0;
    each.scope = restored;
    inner.queue.push_back(each.id);
  }
  if (node.compensation_start < 0) {
    state_.compensations.push_back(std::move(inner));
    return next_compensation(restored);
  }
  const auto& sub = model_.node(node.compensation_start);
  for (const int start : model_.scope(sub.inner).nodes) {
    const auto& event = model_.node(start);
    if (event.kind != NodeKind::start_event) continue;
    const int id = add_token({.node = node.compensation_start, .scope = restored, .past = copy.past}, Wait::inside).id;
    trace(Happened::Kind::entered, node.compensation_start, id);
    state_.frames.push_back({.token = id, .scope = sub.inner});
    trace(Happened::Kind::caught, start, id);
    trace(Happened::Kind::completed, start, id);
    return leave({.node = start, .scope = id, .past = copy.past});
  }
}

void Machine::finish_compensation(int token, bool is_cancel) {
  const auto copy = *find(token);
  const auto& node = at(copy);
  std::erase_if(state_.compensations, [token](const Compensation& each) { return each.token == token; });
  if (is_cancel) {
    for (const int boundary : node.boundary)
      for (const auto& definition : model_.node(boundary).events)
        if (definition.kind == EventKind::cancel) {
          trace(Happened::Kind::caught, boundary, token);
          return fire_boundary(copy.holder != 0 && find(copy.holder)->wait == Wait::loop ? copy.holder : token, boundary, false);
        }
    cancel(token);
    return end_path(copy.scope, copy.past, copy.has_acted);
  }
  if (is_container(node.kind) || node.kind == NodeKind::call_activity) {  // a restored sub-process
    remove(token);
    return next_compensation(copy.holder);
  }
  const bool is_detached = std::ranges::any_of(state_.marks, [token](const Mark& each) { return each.token == token; });
  if (!is_detached) trace(Happened::Kind::completed, copy.node, token);
  remove(token);
  if (node.kind == NodeKind::throw_event && !is_detached) return leave({.node = copy.node, .scope = copy.scope, .has_acted = true, .past = copy.past});
  end_path(copy.scope, copy.past, true);
}

}  // namespace yimen::bpmn
