#include <algorithm>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

namespace {

bool is_put_aside(const State& state, const Token& token) {
  for (const auto* each = &token; each != nullptr;) {
    if (each->held_by != 0) return true;
    each = state.find(each->parent());
  }
  return false;
}

void add_all(std::vector<Subscription>& list, const Model& model, int owner, int event) {
  for (int i = 0; i < std::ssize(model.node(event).events); ++i) list.push_back({owner, event, i});
}

void add_token(std::vector<Subscription>& list, const Model& model, const State& state, const Token& token) {
  const auto& node = model.node(token.node);
  if (token.wait == Wait::event) add_all(list, model, token.id, token.node);
  if (token.wait == Wait::choice) {
    const auto fired = std::ranges::find_if(state.marks, [&](const Mark& each) { return each.token == token.id && each.node == token.node; });
    for (std::size_t i = 0; i < node.outgoing.size(); ++i)
      if (fired == state.marks.end() || (fired->received >> i & 1u) == 0) add_all(list, model, token.id, model.flow(node.outgoing[i]).target);
  }
  const auto* holder = token.holder == 0 ? nullptr : state.find(token.holder);
  const bool is_part = holder != nullptr && holder->node == token.node;  // an instance of a loop, a person added
  if (!is_activity(node.kind) || token.wait == Wait::join || token.wait == Wait::handlers || is_part) return;
  for (const int boundary : node.boundary) add_all(list, model, token.id, boundary);
}

}  // namespace

std::vector<Subscription> subscriptions(const Model& model, const State& state) {
  std::vector<Subscription> list;
  for (const auto& token : state.tokens)
    if (!is_put_aside(state, token)) add_token(list, model, state, token);
  for (const auto& frame : state.frames) {
    if (frame.scope < 0 || frame.is_interrupted || model.scope(frame.scope).event_subs.empty()) continue;
    const auto* owner = frame.token == 0 ? nullptr : state.find(frame.token);
    if (frame.token != 0 && (owner == nullptr || owner->wait != Wait::inside || is_put_aside(state, *owner))) continue;
    for (const int sub : model.scope(frame.scope).event_subs)
      for (const int start : model.scope(model.node(sub).inner).nodes)
        if (model.node(start).kind == NodeKind::start_event) add_all(list, model, frame.token, start);
  }
  return list;
}

void Machine::apply(const MessageArrived& order) {
  if (state_.status == Status::not_started) return start_by(EventKind::message, order.name, order.variables, order.at);
  if (!require_running()) return;
  for (const auto& [owner, event, index] : subscriptions(model_, state_)) {
    const auto& definition = model_.node(event).events[static_cast<std::size_t>(index)];
    if (definition.kind != EventKind::message || definition.name != order.name) continue;
    const auto key = std::ranges::find_if(state_.keys, [&, owner = owner, event = event, index = index](const MessageKey& each) { return each.token == owner && each.node == event && each.definition == index; });
    if (key != state_.keys.end() && key->text != order.key) continue;
    if (!order.at.empty() && model_.node(event).id != order.at) continue;
    accept();
    return fire(owner, event, index, &order.variables);
  }
  fault(ErrorCode::conflict, "bpmn/not-awaited", "流程现在没有等待这个消息。");
}

void Machine::apply(const SignalArrived& order) {
  if (state_.status == Status::not_started) return start_by(EventKind::signal, order.name, order.variables);
  if (!require_running()) return;
  const auto waiting = subscriptions(model_, state_);
  const bool is_awaited = std::ranges::any_of(waiting, [&](const Subscription& each) {
    const auto& definition = model_.node(each.event).events[static_cast<std::size_t>(each.definition)];
    return definition.kind == EventKind::signal && definition.name == order.name;
  });
  if (!is_awaited) return fault(ErrorCode::conflict, "bpmn/not-awaited", "流程现在没有等待这个信号。");
  accept();
  throw_signal(order.name, &order.variables);
}

/// Everyone who waits for it now; whom one of them stops no longer hears it.
void Machine::throw_signal(const std::string& name, const Variables* payload) {
  for (const auto& [owner, event, index] : subscriptions(model_, state_)) {
    const auto& definition = model_.node(event).events[static_cast<std::size_t>(index)];
    if (definition.kind != EventKind::signal || definition.name != name) continue;
    if (owner != 0 && find(owner) == nullptr) continue;
    const auto* at_event = owner == 0 ? nullptr : find(owner);
    const auto* around = frame(owner);
    // Of an event sub-process that has begun meanwhile; a parallel multiple start waits as a token of its own.
    const bool is_own = at_event != nullptr && at_event->node == event;
    if (model_.node(event).kind == NodeKind::start_event && !is_own && (around == nullptr || around->is_interrupted)) continue;
    fire(owner, event, index, payload);
    if (is_stopped()) return;
  }
}

/// What the message or signal says goes where the data associations of the event that was waiting for it say.
void Machine::take_start_data(int event, const Variables& payload) {
  if (!fault_ && !model_.node(event).output_moves.empty()) receive(0, event, payload);
}

/// A message or signal that begins the process.
void Machine::start_by(EventKind kind, const std::string& name, const Variables& payload, std::string_view at) {
  for (int process = 0; process < std::ssize(model_.processes()); ++process)
    for (const auto& point : start_points(model_, process, around_)) {
      if (point.kind != kind || point.name != name || (!at.empty() && point.node->id != at)) continue;
      Start order{.process = model_.process(process).id, .node = point.node->id, .variables = payload};
      const auto& node = *point.node;
      if (!node.is_parallel_multiple || node.events.size() < 2) {
        apply(order);
        return take_start_data(model_.index_of(node), payload);
      }
      // It begins when all of them have come: until then the start itself waits.
      order.node.clear();
      if (!begin(order)) return;
      const int id = add_token({.node = model_.index_of(node)}, Wait::event).id;
      for (int i = 0; i < std::ssize(node.events); ++i)
        if (node.events[static_cast<std::size_t>(i)].kind == kind && node.events[static_cast<std::size_t>(i)].name == name) return fire(id, model_.index_of(node), i, &payload);
    }
  fault(ErrorCode::rule_violated, "bpmn/no-start", "没有流程由这个消息或信号开始。");
}

}  // namespace yimen::bpmn
