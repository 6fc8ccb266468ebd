#include <algorithm>

#include "run/machine.h"

namespace yimen::bpmn {
namespace {

/// Names of BPMN's loop attributes, and those other tools use.
std::optional<int> counter(const LoopState& loop, std::string_view name) {
  if (name == "numberOfInstances" || name == "nrOfInstances") return loop.total;
  if (name == "numberOfCompletedInstances" || name == "nrOfCompletedInstances") return loop.completed;
  if (name == "numberOfTerminatedInstances") return loop.terminated;
  if (name == "numberOfActiveInstances" || name == "nrOfActiveInstances") return loop.started - loop.completed - loop.terminated;
  if (name == "loopCounter") return loop.started;
  return std::nullopt;
}

}  // namespace

feel::Value Names::value_of(std::string_view name) const {
  if (own_ != nullptr)
    if (const auto* found = own_->find(name)) return *found;
  if (name == "outcome" && !outcome_.empty()) return feel::Value{outcome_};
  for (int token = token_;;) {
    const auto* own = machine_.frame(token);
    if (own != nullptr)
      if (const auto* found = own->variables.find(name)) return *found;
    for (const auto& loop : machine_.state_.loops)
      if (loop.token == token)
        if (const auto count = counter(loop, name)) return *count;
    if (token == 0) break;
    if (own != nullptr && own->is_process) return {};
    const auto* at = machine_.find(token);
    if (at == nullptr) break;
    token = at->parent();
  }
  const auto* found = machine_.around_.variables.find(name);
  return found == nullptr ? feel::Value{} : *found;
}

feel::Value Machine::evaluate(const ExpressionRef& expression, int token, std::string_view outcome) {
  if (!expression) return {};
  return expression->evaluate(Names{*this, token, outcome, at_gateway_}, session());
}

/// All variables seen from there, the inner ones before the outer.
feel::Value Machine::context_of(int token) const {
  Variables all;
  const auto add = [&](const Variables& variables) {
    for (const auto& [name, value] : variables)
      if (all.find(name) == nullptr) all.set(name, value);
  };
  bool sees_outside = true;
  for (int each = token;;) {
    const auto* own = frame(each);
    if (own != nullptr) add(own->variables);
    if (each == 0) break;
    sees_outside = own == nullptr || !own->is_process;
    const auto* at = find(each);
    if (at == nullptr || !sees_outside) break;
    each = at->parent();
  }
  if (sees_outside) add(around_.variables);
  std::vector<feel::ContextEntry> entries;
  for (const auto& [name, value] : all) entries.push_back({name, value});
  return feel::Value::context(std::move(entries));
}

/// Where the name is declared, from inside outward; else in the process.
void Machine::write(int token, std::string_view name, feel::Value value) {
  has_changed_ = true;
  for (int each = token;;) {
    auto* own = frame(each);
    if (own != nullptr && (each == 0 || own->is_process || own->variables.find(name) != nullptr)) return own->variables.set(name, std::move(value));
    if (each == 0) break;
    const auto* at = find(each);
    each = at == nullptr ? 0 : at->parent();
  }
  state_.frames.insert(state_.frames.begin(), Frame{.token = 0, .scope = model_.process(state_.process).scope})->variables.set(name, std::move(value));
}

void Machine::write_all(int token, const Variables& variables) {
  for (const auto& [name, value] : variables) write(token, name, value);
}

void Machine::move_inputs(int token) {
  const auto copy = *find(token);
  const int outside = copy.holder != 0 ? copy.holder : copy.scope;
  for (const auto& move : at(copy).input_moves) {
    if (!move.target.empty() && move.assignments.empty()) frame(token)->variables.set(move.target, moved(move, outside));
    for (const auto& assignment : move.assignments) {
      auto value = evaluate(assignment.from, outside);
      frame(token)->variables.set(assignment.to, std::move(value));
    }
  }
}

/// Data outputs that were never given leave their target as it is.
void Machine::move_outputs(int token) {
  const auto copy = *find(token);
  const int outside = copy.holder != 0 ? copy.holder : copy.scope;
  for (const auto& move : at(copy).output_moves) {
    for (const auto& assignment : move.assignments) write(outside, assignment.to, evaluate(assignment.from, token));
    if (!move.assignments.empty() || move.target.empty()) continue;
    auto value = moved(move, token);
    if (!value.is_null()) write(outside, move.target, std::move(value));
  }
}

feel::Value Machine::moved(const DataMove& move, int from) {
  if (move.transformation) return evaluate(move.transformation, from);
  const Names names{*this, from, {}};
  return move.sources.empty() ? feel::Value{} : names.value_of(move.sources.front());
}

}  // namespace yimen::bpmn
