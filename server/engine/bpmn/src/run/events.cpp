#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {
namespace {

bool has(const Node& node, EventKind kind) {
  return std::ranges::any_of(node.events, [kind](const EventDefinition& each) { return each.kind == kind; });
}
/// What reaches others: it waits until they stand where they can catch it.
bool is_heard_elsewhere(const Node& node) { return has(node, EventKind::signal) || has(node, EventKind::message); }

}  // namespace

void Machine::throw_event(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  trace(Happened::Kind::entered, moving.node);
  if (is_heard_elsewhere(node)) return throws_.push_back(std::move(moving));
  if (!node.events.empty() && node.link_target < 0) return perform_throw(std::move(moving));
  if (node.link_target >= 0) trace(Happened::Kind::threw, moving.node);
  trace(Happened::Kind::completed, moving.node);
  if (node.link_target < 0) return leave(moving);
  moving.node = node.link_target;
  moving.flow = -1;
  push(std::move(moving));
}

void Machine::end_event(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  trace(Happened::Kind::entered, moving.node);
  if (moving.scope == 0) last_end_ = moving.node;
  if (is_heard_elsewhere(node)) return throws_.push_back(std::move(moving));
  if (!node.events.empty()) return perform_throw(std::move(moving));
  trace(Happened::Kind::completed, moving.node);
  end_path(moving.scope, moving.past, moving.has_acted);
}

void Machine::send_thrown(const EventDefinition& definition, int token, const Variables& payload) {
  const bool is_message = definition.kind == EventKind::message;
  std::string key;
  if (definition.key) key = feel::plain_text(evaluate(definition.key, token));
  auto& sent = effect(is_message ? Effect::Kind::message_sent : Effect::Kind::signal_thrown, *find(token));
  sent.name = definition.name;
  sent.key = std::move(key);
  sent.variables = payload;
  if (!is_message) throw_signal(definition.name, payload.is_empty() ? nullptr : &payload);
}

/// Throws one definition after the other, as long as none of them has ended the thrower itself.
void Machine::perform_throw(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  const int id = add_token(moving, Wait::handlers).id;
  Variables payload;
  if (!node.input_moves.empty()) {
    state_.frames.push_back({.token = id});
    move_inputs(id);
    payload = frame(id)->variables;
  }
  for (const auto& definition : node.events) {
    if (find(id) == nullptr || is_stopped()) return;
    if (definition.kind != EventKind::error) trace(Happened::Kind::threw, moving.node, id);
    switch (definition.kind) {
      case EventKind::message:
      case EventKind::signal: send_thrown(definition, id, payload); break;
      case EventKind::escalation:
        if (!raise(EventKind::escalation, definition.code, &payload, id, moving.scope)) effect(Effect::Kind::escalated, *find(id)).name = definition.code;
        break;
      case EventKind::error: return throw_error(definition.code, &payload, id, moving.scope);
      case EventKind::terminate:
        trace(Happened::Kind::completed, moving.node, id);
        cancel_inside(moving.scope);
        return check_scope(moving.scope);
      case EventKind::cancel: return cancel_transaction(moving.scope);
      case EventKind::compensation: return begin_compensation(std::move(moving), definition, id);
      default: break;
    }
  }
  if (find(id) == nullptr || is_stopped()) return;
  trace(Happened::Kind::completed, moving.node, id);
  moving.has_acted = moving.has_acted || is_heard_elsewhere(node);
  remove(id);
  if (node.kind == NodeKind::end_event) return end_path(moving.scope, moving.past, moving.has_acted);
  leave(moving);
}

void Machine::catch_event(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  trace(Happened::Kind::entered, moving.node);
  const bool passes = node.kind == NodeKind::catch_event && (node.events.empty() || has(node, EventKind::link));
  if (passes) {
    trace(Happened::Kind::completed, moving.node);
    return leave(moving);
  }
  const int id = add_token(moving, node.kind == NodeKind::event_gateway ? Wait::choice : Wait::event).id;
  if (node.kind == NodeKind::catch_event) return arm(id, moving.node);
  for (const int flow : node.outgoing) {
    arm(id, model_.flow(flow).target);
    if (find(id) == nullptr || fault_) return;
  }
}

/// From now on the event is waited for: its timers run, its conditions are looked at.
void Machine::arm(int token, int event) {
  const auto& node = model_.node(event);
  for (int i = 0; i < std::ssize(node.events); ++i) {
    const auto& definition = node.events[static_cast<std::size_t>(i)];
    if (definition.kind == EventKind::timer) set_timer(token, event, i);
    if (definition.kind == EventKind::message && definition.key) state_.keys.push_back({token, event, i, feel::plain_text(evaluate(definition.key, token))});
    if (definition.kind != EventKind::conditional) continue;
    const bool is_true = evaluate(definition.expression, token).is_true();
    auto& seen = mark(token, event).was_true;
    seen = is_true ? seen | 1u << i : seen & ~(1u << i);
    if (is_true) fire(token, event, i, nullptr);
    if (fault_ || (token != 0 && find(token) == nullptr)) return;
  }
}

void Machine::arm_boundaries(int token) {
  const int node = find(token)->node;
  for (const int boundary : model_.node(node).boundary) {
    if (model_.node(boundary).events.empty() || model_.node(boundary).events.front().kind == EventKind::compensation) continue;
    arm(token, boundary);
    if (fault_ || find(token) == nullptr) return;
  }
}

void Machine::arm_event_subs(int scope) {
  const int inner = frame(scope)->scope;
  for (const int sub : model_.scope(inner).event_subs)
    for (const int start : model_.scope(model_.node(sub).inner).nodes) {
      if (model_.node(start).kind != NodeKind::start_event) continue;
      arm(scope, start);
      const auto* own = frame(scope);
      if (fault_ || own == nullptr || own->is_interrupted) return;
    }
}

/// After variables have changed: events whose condition has become true.
void Machine::check_conditions() {
  for (const auto& [owner, event, definition] : subscriptions(model_, state_)) {
    const auto& spec = model_.node(event).events[static_cast<std::size_t>(definition)];
    if (spec.kind != EventKind::conditional) continue;
    if (owner != 0 && find(owner) == nullptr) continue;
    if (++steps_ > around_.limits.steps) return fault(platform::ErrorCode::too_large, "bpmn/too-many-steps", "流程一次走了太多步仍未停下，已停止。请检查条件事件。");
    const bool is_true = evaluate(spec.expression, owner).is_true();
    auto& seen = mark(owner, event).was_true;
    const bool was_true = (seen >> definition & 1u) != 0;
    seen = is_true ? seen | 1u << definition : seen & ~(1u << definition);
    if (is_true && !was_true) fire(owner, event, definition, nullptr);
    if (is_stopped()) return;
  }
}

/// The event happens. `stays`: it will happen again (a cycle). `is_announcement`: it never interrupts.
void Machine::fire(int owner, int event, int definition, const Variables* payload, bool stays, bool is_announcement) {
  const auto& node = model_.node(event);
  if (node.is_parallel_multiple && node.events.size() > 1) {
    auto& received = mark(owner, event).received;
    received |= 1u << definition;
    if (payload != nullptr) receive(owner, event, *payload);
    if (received != (1u << node.events.size()) - 1) return;
    received = 0;
    payload = nullptr;
  }
  if (payload != nullptr) receive(owner, event, *payload);
  trace(Happened::Kind::caught, event, owner);
  if (node.kind == NodeKind::boundary_event) return fire_boundary(owner, event, is_announcement);
  const auto* token = owner == 0 ? nullptr : find(owner);
  if (token != nullptr && token->wait == Wait::choice) return fire_choice(owner, event, stays);
  if (token == nullptr || token->node != event) return fire_event_sub(owner, event);
  if (node.kind == NodeKind::receive_task) return complete_instance(owner, {});
  const Moving from{.node = event, .scope = token->scope, .has_acted = true, .past = token->past};
  trace(Happened::Kind::completed, event, owner);
  if (!stays) remove(owner);
  leave(from);
}

void Machine::fire_choice(int owner, int event, bool stays) {
  const auto copy = *find(owner);
  const auto& gateway = at(copy);
  if (gateway.waits_for_all) {
    auto& received = mark(owner, copy.node).received;
    for (std::size_t i = 0; i < gateway.outgoing.size(); ++i)
      if (model_.flow(gateway.outgoing[i]).target == event) received |= 1u << i;
    if (received == (1u << gateway.outgoing.size()) - 1 && !stays) {
      trace(Happened::Kind::completed, copy.node, owner);
      remove(owner);
    }
  } else {
    trace(Happened::Kind::completed, copy.node, owner);
    remove(owner);
  }
  trace(Happened::Kind::entered, event);
  trace(Happened::Kind::completed, event);
  leave({.node = event, .scope = copy.scope, .has_acted = true, .past = copy.past});
}

void Machine::fire_boundary(int owner, int event, bool is_announcement) {
  const auto copy = *find(owner);
  const auto& node = model_.node(event);
  trace(Happened::Kind::completed, event, owner);
  if (node.is_interrupting && !is_announcement) cancel(owner, "interrupted");
  leave({.node = event, .scope = copy.scope, .has_acted = copy.has_acted, .past = copy.past});
  if (find(owner) == nullptr && copy.holder != 0 && find(copy.holder) != nullptr && find(copy.holder)->wait == Wait::handlers) next_compensation(copy.holder);
}

/// `owner` is the sub-process it stands in; an interrupting one stops everything else there.
void Machine::fire_event_sub(int owner, int event) {
  const auto& start = model_.node(event);
  const int sub = model_.scope(start.scope).owner;
  if (sub < 0) return;
  if (start.is_interrupting) {
    drop_timers(owner, true);
    cancel_inside(owner, "interrupted");
    frame(owner)->is_interrupted = true;
  }
  const auto* around = owner == 0 ? nullptr : find(owner);
  Moving moving{.node = sub, .scope = owner, .past = around == nullptr ? std::vector<int>{} : around->past};
  const int id = add_token(moving, Wait::inside).id;
  trace(Happened::Kind::entered, sub, id);
  auto& own = state_.frames.emplace_back(Frame{.token = id, .scope = start.scope});
  for (const auto& name : model_.scope(start.scope).data) own.variables.set(name, {});
  arm_boundaries(id);
  if (find(id) == nullptr || fault_) return;
  arm_event_subs(id);
  trace(Happened::Kind::entered, event);
  trace(Happened::Kind::completed, event);
  leave({.node = event, .scope = id, .past = std::move(moving.past)});
}

/// What came with a message or error goes where its data associations say, else to the variables of the same names.
void Machine::receive(int owner, int event, const Variables& payload) {
  const auto& node = model_.node(event);
  if (node.kind == NodeKind::receive_task && find(owner) != nullptr && find(owner)->node == event) return write_output(owner, payload);
  if (node.kind == NodeKind::boundary_event) owner = find(owner)->holder != 0 ? find(owner)->holder : find(owner)->scope;
  if (node.output_moves.empty()) return write_all(owner, payload);
  for (const auto& move : node.output_moves) {
    for (const auto& assignment : move.assignments) write(owner, assignment.to, assignment.from->evaluate(Names{*this, owner, {}, &payload}, session()));
    if (!move.assignments.empty() || move.target.empty()) continue;
    const Names names{*this, owner, {}, &payload};
    auto value = move.transformation ? move.transformation->evaluate(names, session()) : move.sources.empty() ? feel::Value{} : names.value_of(move.sources.front());
    if (value.is_null() && payload.size() == 1) value = payload.begin()->second;
    if (!value.is_null()) write(owner, move.target, std::move(value));
  }
}

/// A task's results: its own data outputs stay with it until its associations move them, the rest goes to the variables.
void Machine::write_output(int token, const Variables& variables) {
  const auto& outputs = at(*find(token)).outputs;
  for (const auto& [name, value] : variables) {
    const bool is_own = std::ranges::find(outputs, name) != outputs.end();
    if (is_own && frame(token) == nullptr) state_.frames.push_back({.token = token});
    if (is_own) frame(token)->variables.set(name, value);
    else write(token, name, value);
  }
}

}  // namespace yimen::bpmn
