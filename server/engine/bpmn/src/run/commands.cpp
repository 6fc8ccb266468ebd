#include <algorithm>

#include "run/machine.h"

namespace yimen::bpmn {

using platform::ErrorCode;

bool Machine::require_running() {
  if (state_.status == Status::running) return true;
  fault(ErrorCode::conflict, "bpmn/not-running", "流程尚未开始或已经结束，不能再办理。");
  return false;
}

/// The token when it waits like that and is not put aside.
Token* Machine::require(int token, Wait wait) {
  if (!require_running()) return nullptr;
  auto* found = find(token);
  if (found == nullptr) fault(ErrorCode::conflict, "bpmn/no-such-token", "这个环节已经办理过或已被取消，请刷新后再办。");
  else if (found->wait != wait) fault(ErrorCode::conflict, "bpmn/wrong-place", "流程在这里等的不是这个操作。");
  else if (is_held(*found)) fault(ErrorCode::conflict, "bpmn/held", "这个环节已暂时搁置，等退回的环节办完后继续。");
  return fault_ ? nullptr : found;
}

bool Machine::begin(const Start& order) {
  if (state_.status != Status::not_started) fault(ErrorCode::conflict, "bpmn/already-started", "流程已经开始，不能再次开始。");
  const int process = order.process.empty() ? 0 : model_.process_index(order.process);
  if (process < 0) fault(ErrorCode::rule_violated, "bpmn/no-start", "文件里没有这个流程。");
  if (fault_) return false;
  accept();
  state_.status = Status::running;
  state_.process = process;
  auto& root = state_.frames.emplace_back(Frame{.token = 0, .scope = model_.process(process).scope, .variables = order.variables});
  for (const auto& name : model_.scope(root.scope).data)
    if (root.variables.find(name) == nullptr && around_.variables.find(name) == nullptr) root.variables.set(name, {});
  trace(Happened::Kind::started, -1);
  arm_event_subs(0);
  return !fault_;
}

void Machine::apply(const Start& order) {
  if (!begin(order) || frame(0)->is_interrupted) return;
  const auto refuse = [&](const char* why) {
    is_refused_ = true;
    fault(ErrorCode::rule_violated, "bpmn/no-start", why);
  };
  if (order.node.empty()) {
    const auto& starts = model_.scope(frame(0)->scope).starts;
    for (const int start : starts) push({.node = start});
    if (starts.empty()) refuse("流程没有可以直接开始的开始事件：它等待消息、信号、时间或条件。");
    return;
  }
  const int index = model_.node_index(order.node);
  const auto* node = index < 0 ? nullptr : &model_.node(index);
  if (node == nullptr || node->scope != frame(0)->scope) return refuse("流程里没有这个开始的地方。");
  const auto by_gateway = std::ranges::find_if(node->incoming, [&](int flow) { return model_.node(model_.flow(flow).source).is_instantiating; });
  if (node->kind == NodeKind::start_event) {
    if (!node->events.empty()) trace(Happened::Kind::caught, index);
    return push({.node = index});
  }
  if (by_gateway == node->incoming.end() && !node->is_instantiating) return refuse("流程不能从这里开始。");
  if (by_gateway != node->incoming.end()) {
    const int gateway = model_.flow(*by_gateway).source;
    if (model_.node(gateway).waits_for_all) {
      catch_event({.node = gateway});
      return fire(state_.tokens.back().id, index, 0, nullptr);
    }
  }
  trace(Happened::Kind::entered, index);
  trace(Happened::Kind::caught, index);
  trace(Happened::Kind::completed, index);
  leave({.node = index});
}

void Machine::apply(const Complete& order) {
  const auto* token = require(order.token, Wait::work);
  if (token == nullptr) return;
  accept();
  const auto& node = at(*token);
  write_output(order.token, order.variables);
  if (!node.task.result.empty() && !node.loop && node.kind != NodeKind::user_task && !order.variables.is_empty()) {
    std::vector<feel::ContextEntry> entries;
    for (const auto& [name, value] : order.variables) entries.push_back({name, value});
    write(order.token, node.task.result, feel::Value::context(std::move(entries)));
  }
  if (node.kind != NodeKind::user_task && node.kind != NodeKind::manual_task) return complete_instance(order.token, order.outcome);
  if (!order.by.empty()) {
    for (auto& each : state_.visits)
      if (each.id == order.token) each.participant = order.by;
  }
  finish_person(order.token, order.outcome);
}

void Machine::apply(const Fail& order) {
  const auto* token = require(order.token, Wait::work);
  if (token == nullptr) return;
  accept();
  throw_error(order.code, &order.variables, order.token, token->scope);
}

void Machine::apply(const Escalate& order) {
  const auto* token = require(order.token, Wait::work);
  if (token == nullptr) return;
  accept();
  trace(Happened::Kind::threw, token->node, token->id);
  if (raise(EventKind::escalation, order.code, &order.variables, order.token, token->scope)) return;
  if (const auto* still = find(order.token)) effect(Effect::Kind::escalated, *still).name = order.code;
}

void Machine::apply(const SetVariables& order) {
  if (!require_running()) return;
  accept();
  write_all(0, order.variables);
}

void Machine::apply(const StartInner& order) {
  const auto* token = require(order.token, Wait::inside);
  if (token == nullptr) return;
  const int index = model_.node_index(order.node);
  const auto* own = frame(order.token);
  const bool fits = at(*token).kind == NodeKind::ad_hoc && index >= 0 && model_.node(index).scope == own->scope && is_activity(model_.node(index).kind) &&
                    model_.node(index).incoming.empty() && !model_.node(index).is_for_compensation && model_.node(index).kind != NodeKind::event_sub_process;
  if (!fits) return fault(ErrorCode::conflict, "bpmn/wrong-place", "这个环节不能在这里自由开始。");
  if (at(*token).is_ad_hoc_sequential && std::ranges::any_of(state_.tokens, [&](const Token& each) { return each.scope == order.token; }))
    return fault(ErrorCode::conflict, "bpmn/wrong-place", "这里的环节须一个一个办，请先办完正在办的。");
  if (model_.node(index).is_once && std::ranges::find(own->performed, index) != own->performed.end())
    return fault(ErrorCode::conflict, "bpmn/wrong-place", fmt::format("“{}”只办一次，已经办过。", label(model_.node(index))));
  accept();
  push({.node = index, .scope = order.token, .past = token->past});
}

void Machine::apply(const FinishInner& order) {
  const auto* token = require(order.token, Wait::inside);
  if (token == nullptr) return;
  const auto& node = at(*token);
  if (node.kind != NodeKind::ad_hoc) return fault(ErrorCode::conflict, "bpmn/wrong-place", "流程在这里等的不是这个操作。");
  if (node.ends_by_people && !order.is_forced) {
    const auto& performed = frame(order.token)->performed;
    for (const int index : model_.scope(node.inner).starts)
      if (model_.node(index).is_needed && std::ranges::find(performed, index) == performed.end())
        return fault(ErrorCode::rule_violated, "bpmn/not-enough", fmt::format("“{}”必须办，还没有办完，不能结束。", label(model_.node(index))));
    if (node.condition && !evaluate(node.condition, order.token).is_true()) return fault(ErrorCode::rule_violated, "bpmn/not-enough", fmt::format("还不符合结束“{}”的条件。", label(node)));
  }
  accept();
  cancel_inside(order.token);
  effect(Effect::Kind::choice_closed, *find(order.token));
  complete_instance(order.token, {});
}

void Machine::apply(const Terminate& order) {
  if (!require_running()) return;
  accept();
  cancel_inside(0);
  drop_timers(0);
  state_.status = Status::terminated;
  step_.effects.push_back({.kind = Effect::Kind::terminated, .name = order.reason});
  trace(Happened::Kind::ended, -1);
}

std::vector<Awaited> awaited(const Model& model, const State& state) {
  std::vector<Awaited> list;
  for (const auto& token : state.tokens) {
    const auto& node = model.node(token.node);
    const bool is_person = node.kind == NodeKind::user_task || node.kind == NodeKind::manual_task;
    if (token.wait == Wait::work) list.push_back({is_person ? Awaited::Kind::task : Awaited::Kind::work, token.id, &node, {}, {}, 0});
    const auto frame = std::ranges::find(state.frames, token.id, &Frame::token);
    if (token.wait == Wait::inside && node.kind == NodeKind::ad_hoc && frame != state.frames.end() && !frame->is_detour) list.push_back({Awaited::Kind::choice, token.id, &node, {}, {}, 0});
  }
  for (const auto& [owner, event, index] : subscriptions(model, state)) {
    const auto& definition = model.node(event).events[static_cast<std::size_t>(index)];
    if (definition.kind != EventKind::message && definition.kind != EventKind::signal) continue;
    auto& waiting = list.emplace_back(Awaited{definition.kind == EventKind::message ? Awaited::Kind::message : Awaited::Kind::signal, owner, &model.node(event), definition.name, {}, 0});
    for (const auto& key : state.keys)
      if (key.token == owner && key.node == event && key.definition == index) waiting.key = key.text;
  }
  for (const auto& timer : state.timers)
    if (!timer.is_paused) list.push_back({Awaited::Kind::timer, timer.id, &model.node(timer.node), {}, {}, timer.due});
  return list;
}

}  // namespace yimen::bpmn
