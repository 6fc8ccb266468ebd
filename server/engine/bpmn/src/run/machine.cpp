#include "run/machine.h"

#include <algorithm>

namespace yimen::bpmn {

std::string label(const Node& node) { return node.name.empty() ? node.id : node.name; }

void merge(std::vector<int>& into, const std::vector<int>& from) {
  if (from.empty()) return;
  if (into.empty()) {
    into = from;
    return;
  }
  std::vector<int> both;
  std::ranges::set_union(into, from, std::back_inserter(both));
  into = std::move(both);
}

bool contains(const std::vector<int>& sorted, int value) { return std::ranges::binary_search(sorted, value); }

Token* Machine::find(int token) {
  const auto found = std::ranges::find(state_.tokens, token, &Token::id);
  return found == state_.tokens.end() ? nullptr : &*found;
}
const Token* Machine::find(int token) const { return state_.find(token); }

Frame* Machine::frame(int token) {
  const auto found = std::ranges::find(state_.frames, token, &Frame::token);
  return found == state_.frames.end() ? nullptr : &*found;
}
const Frame* Machine::frame(int token) const {
  const auto found = std::ranges::find(state_.frames, token, &Frame::token);
  return found == state_.frames.end() ? nullptr : &*found;
}

LoopState* Machine::loop(int token) {
  const auto found = std::ranges::find(state_.loops, token, &LoopState::token);
  return found == state_.loops.end() ? nullptr : &*found;
}

Mark& Machine::mark(int token, int node) {
  for (auto& each : state_.marks)
    if (each.token == token && each.node == node) return each;
  return state_.marks.emplace_back(Mark{token, node});
}

bool Machine::is_held(const Token& token) const {
  for (const auto* each = &token; each != nullptr;) {
    if (each->held_by != 0) return true;
    each = find(each->parent());
  }
  return false;
}

Token& Machine::add_token(const Moving& moving, Wait wait) {
  if (std::ssize(state_.tokens) >= around_.limits.tokens) fault(platform::ErrorCode::too_large, "bpmn/too-many-tokens", "流程同时进行的分支太多，已停止。请检查流程图。");
  return state_.tokens.emplace_back(Token{.id = state_.next_token++, .node = moving.node, .scope = moving.scope, .holder = moving.holder, .index = moving.index, .flow = -1, .wait = wait,
                                          .has_acted = moving.has_acted, .past = moving.past});
}

/// A person's step opens: it is the one returned to from now on, in the place of an earlier opening of the same node.
void Machine::visit(int token) {
  auto& at = *find(token);
  const auto found = std::ranges::find_if(state_.visits, [&](const Visit& each) { return each.node == at.node && each.scope == at.scope; });
  if (found == state_.visits.end()) {
    state_.visits.push_back({.id = at.id, .node = at.node, .scope = at.scope, .past = at.past});
    return;
  }
  const int earlier = found->id;
  found->id = at.id;
  found->closed_at = 0;
  ++found->count;
  forget(earlier, is_straight_ ? at.id : 0);
  found->past = at.past;
}

/// Nothing comes of that visit any more; with `instead`, it comes of that one now.
void Machine::forget(int visit, int instead) {
  const auto drop = [=](std::vector<int>& past) {
    const auto found = std::ranges::lower_bound(past, visit);
    if (found == past.end() || *found != visit) return;
    past.erase(found);
    if (instead != 0) past.insert(std::ranges::lower_bound(past, instead), instead);
  };
  for (auto& each : state_.tokens) drop(each.past);
  for (auto& each : state_.frames) drop(each.past);
  for (auto& each : state_.visits) drop(each.past);
  for (auto& each : state_.closed) drop(each.past);
  for (auto& each : ready_) drop(each.past);
  for (auto& each : throws_) drop(each.past);
  for (auto& join : state_.joined)
    for (auto& part : join.parts) drop(part.past);
  // A join whose paths no longer differ is never undone by half.
  std::erase_if(state_.joined, [](const Joined& join) { return std::ranges::all_of(join.parts, [&](const auto& part) { return part.past == join.parts.front().past; }); });
  std::erase_if(state_.closed, [&](const ClosedScope& closed) { return std::ranges::none_of(state_.visits, [&](const Visit& each) { return each.scope == closed.id; }) &&
                                                                       std::ranges::none_of(state_.closed, [&](const ClosedScope& other) { return other.scope == closed.id; }); });
}

Effect& Machine::effect(Effect::Kind kind, const Token& token) {
  return step_.effects.emplace_back(Effect{.kind = kind, .token = token.id, .node = &model_.node(token.node)});
}

void Machine::trace(Happened::Kind kind, int node, int token) {
  if (around_.is_traced) step_.trace.push_back({kind, node, token});
}

void Machine::fault(platform::ErrorCode code, std::string slug, std::string detail) {
  if (!fault_) fault_ = Error{code, std::move(slug), std::move(detail), {}, BOOST_CURRENT_LOCATION};
}

feel::Session& Machine::session() {
  if (!session_) session_.emplace(session_of(around_));
  return *session_;
}

Result<Step> Machine::run(const Command& command) {
  std::visit([this](const auto& order) { apply(order); }, command);
  if (!fault_) drain();
  if (!fault_) return std::move(step_);
  const bool is_limit = fault_->code == platform::ErrorCode::too_large || fault_->code == platform::ErrorCode::internal;
  if (is_refused_ || is_limit || around_.faults == Surroundings::Faults::refuse || state_.status == Status::not_started) return tl::unexpected<Error>(std::move(*fault_));
  const auto slug = fault_->slug;
  fault_.reset();
  fail_instance(slug);
  return std::move(step_);
}

Result<Step> Machine::rearm() {
  for (const auto& [owner, event, definition] : subscriptions(model_, state_)) {
    const auto& spec = model_.node(event).events[static_cast<std::size_t>(definition)];
    const auto is_known = [&, owner = owner, event = event](const Timer& each) { return each.token == owner && each.node == event; };
    if (spec.kind == EventKind::timer && std::ranges::none_of(state_.timers, is_known)) set_timer(owner, event, definition);
    if (fault_) return tl::unexpected<Error>(std::move(*fault_));
  }
  return std::move(step_);
}

Result<Step> rearm(const Model& model, State state, const Surroundings& around) { return Machine{model, std::move(state), around}.rearm(); }

Result<Step> advance(const Model& model, State state, const Command& command, const Surroundings& around) {
  return Machine{model, std::move(state), around}.run(command);
}

Result<Step> advance(const Model& model, State state, const Command& command, const json::object& variables) {
  const Surroundings around{.variables = variables};
  return Machine{model, std::move(state), around}.run(command);
}

}  // namespace yimen::bpmn
