#include <algorithm>

#include <fmt/format.h>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

void Machine::begin_activity(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  if (node.start_quantity > 1) {
    const int at = moving.node, scope = moving.scope;
    wait_at_join(std::move(moving));
    auto waiting = waiting_at(at, scope);
    if (std::ssize(waiting) < node.start_quantity) return;
    waiting.resize(static_cast<std::size_t>(node.start_quantity));
    moving = consume(waiting, at, scope);
  }
  if (node.loop) return begin_loop(std::move(moving));
  start_instance(std::move(moving));
}

/// One run of an activity: the only one, one of a loop, or a handler of a compensation.
void Machine::start_instance(Moving&& moving) {
  const auto& node = model_.node(moving.node);
  if (moving.holder != 0 && find(moving.holder) == nullptr) return;  // its loop has ended meanwhile
  if (moving.holder != 0 && node.loop && moving.index == 0) return begin_loop(std::move(moving));
  const int id = add_token(moving, node.kind == NodeKind::receive_task ? Wait::event : is_container(node.kind) || node.kind == NodeKind::call_activity ? Wait::inside : Wait::work).id;
  trace(Happened::Kind::entered, moving.node, id);
  if (moving.index > 0 || !moving.locals.is_empty() || !node.inputs.empty() || !node.outputs.empty()) {
    auto& own = state_.frames.emplace_back(Frame{.token = id, .variables = std::move(moving.locals)});
    for (const auto& name : node.inputs)
      if (own.variables.find(name) == nullptr) own.variables.set(name, {});
    if (moving.index > 0) own.variables.set("loopCounter", moving.index);
    if (!node.input_moves.empty()) move_inputs(id);
  }
  // An event may wait that ends the activity before it has begun.
  if (moving.index == 0 && !node.boundary.empty()) arm_boundaries(id);
  if (find(id) == nullptr || fault_) return;
  perform(id, std::move(moving));
}

void Machine::perform(int token, Moving&& moving) {
  const auto& node = model_.node(moving.node);
  if (around_.waits && around_.waits(node)) return request_work(token);
  switch (node.kind) {
    case NodeKind::task: return complete_instance(token, {});
    case NodeKind::manual_task:
    case NodeKind::user_task: return open_task(token);
    case NodeKind::script_task: return run_script(token);
    case NodeKind::business_rule_task: return decide(token);
    case NodeKind::send_task: return send(token);
    case NodeKind::service_task: return request_work(token);
    case NodeKind::receive_task: return arm(token, moving.node);
    case NodeKind::call_activity: return start_call(token, moving);
    default: return start_scope(token, moving);
  }
}

void Machine::open_task(int token) {
  const auto copy = *find(token);
  const auto& node = at(copy);
  const bool is_instance = copy.holder != 0 && find(copy.holder)->wait == Wait::loop;
  int previous = 0;
  if (!is_instance) {
    for (const auto& each : state_.visits)
      if (each.node == copy.node && each.scope == copy.scope) previous = each.id;
    visit(token);
  }
  std::string participant;
  if (const auto* own = frame(token); own != nullptr && is_instance && node.loop->participants) {
    const auto* item = own->variables.find("participant");
    if (item != nullptr && item->is(feel::Kind::string)) participant = item->string();
  } else if (node.task.participant) {
    const auto value = evaluate(node.task.participant, token);
    if (value.is(feel::Kind::string)) participant = value.string();
  }
  if (!participant.empty()) work_of(token).participant = participant;
  auto& opened = effect(Effect::Kind::task_opened, copy);
  opened.participant = std::move(participant);
  opened.previous = previous;
  if (!node.task.candidates) return;
  const auto candidates = evaluate(node.task.candidates, token);
  if (candidates.is(feel::Kind::string)) opened.candidates.push_back(candidates.string());
  if (candidates.is(feel::Kind::list))
    for (const auto& each : candidates.list())
      if (each.is(feel::Kind::string)) opened.candidates.push_back(each.string());
}

void Machine::request_work(int token) {
  const auto& copy = *find(token);
  const auto& node = at(copy);
  find(token)->wait = Wait::work;
  auto& requested = effect(Effect::Kind::work_requested, copy);
  requested.name = node.kind == NodeKind::call_activity ? node.called_element : node.task.implementation;
  if (const auto* own = frame(token)) requested.variables = own->variables;
}

void Machine::run_script(int token) {
  const auto& node = at(*find(token));
  if (node.task.script) {
    auto result = evaluate(node.task.script, token);
    if (!node.task.result.empty()) {
      write(token, node.task.result, std::move(result));
    } else if (result.is(feel::Kind::context)) {
      for (const auto& entry : result.entries()) write(token, entry.name, entry.value);
    }
  }
  complete_instance(token, {});
}

void Machine::decide(int token) {
  const auto& node = at(*find(token));
  if (around_.decide) {
    auto context = context_of(token);
    if (!node.task.stated.empty()) {
      std::vector<feel::ContextEntry> stated, all;
      for (const auto& input : node.task.stated) stated.push_back({input.name, evaluate(input.value, token)});
      for (const auto& entry : context.entries())
        if (entry.name != "stated") all.push_back(entry);
      all.push_back({"stated", feel::Value::context(std::move(stated))});
      context = feel::Value::context(std::move(all));
    }
    if (auto result = around_.decide(node, context)) {
      if (!node.task.result.empty()) write(token, node.task.result, std::move(*result));
      else if (result->is(feel::Kind::context))
        for (const auto& entry : result->entries()) write(token, entry.name, entry.value);
      return complete_instance(token, {});
    }
  }
  request_work(token);
}

/// A message of its own leaves at once; what else is to be sent is work for the caller.
void Machine::send(int token) {
  const auto copy = *find(token);
  const auto& node = at(copy);
  if (node.events.empty()) return request_work(token);
  trace(Happened::Kind::threw, copy.node, token);
  std::string key;
  if (node.events.front().key) key = feel::plain_text(evaluate(node.events.front().key, token));
  auto& sent = effect(Effect::Kind::message_sent, copy);
  sent.name = node.events.front().name;
  sent.key = std::move(key);
  if (const auto* own = frame(token)) sent.variables = own->variables;
  complete_instance(token, {});
}

void Machine::complete_instance(int token, const std::string& outcome) {
  const auto copy = *find(token);
  const auto& node = at(copy);
  const bool is_restored = is_container(node.kind) && frame(token) != nullptr && frame(token)->restores != 0;
  if (!node.output_moves.empty() && !is_restored) move_outputs(token);
  if (fault_) return;
  if (!is_restored) trace(Happened::Kind::completed, copy.node, token);
  const auto* holder = copy.holder == 0 ? nullptr : find(copy.holder);
  const bool compensates = holder != nullptr && holder->wait == Wait::handlers;
  if (!compensates) record_compensation(copy);
  feel::Value output;
  if (const auto* own = frame(token); own != nullptr && node.loop && !node.loop->output_item.empty())
    if (const auto* item = own->variables.find(node.loop->output_item)) output = *item;
  auto past = copy.past;
  bool has_acted = copy.has_acted;
  if (const auto* inside = frame(token)) merge(past, inside->past);
  if (node.kind == NodeKind::user_task || node.kind == NodeKind::manual_task) {
    for (auto& each : state_.visits) {
      if (each.id != token) continue;
      each.closed_at = state_.next_token;
      each.outcome = outcome;
      merge(past, {token});
    }
    has_acted = false;
  } else if (!is_container(node.kind)) {
    has_acted = true;
  }
  const bool is_detour = frame(token) != nullptr && frame(token)->is_detour;
  keep_closed(copy);
  remove(token);
  if (is_detour) return check_scope(copy.scope);
  if (compensates) return next_compensation(copy.holder);
  if (holder != nullptr) return instance_done(copy.holder, copy, outcome, output);
  if (release_held(token)) return check_scope(copy.scope);
  leave_activity({.node = copy.node, .scope = copy.scope, .has_acted = has_acted, .outcome = outcome, .past = std::move(past)});
}

void Machine::leave_activity(const Moving& from) {
  leave(from, model_.node(from.node).completion_quantity);
  if (from.scope == 0) return;
  auto* around = frame(from.scope);
  const auto* owner = find(from.scope);
  if (around == nullptr || owner == nullptr || at(*owner).kind != NodeKind::ad_hoc) return;
  if (std::ranges::find(around->performed, from.node) == around->performed.end()) around->performed.push_back(from.node);
  check_ad_hoc(from.scope);
}

}  // namespace yimen::bpmn
