#include "yimen/bpmn/expressions.h"

#include <algorithm>
#include <array>

#include "expression.h"
#include "yimen/bpmn/around.h"

namespace yimen::bpmn {
namespace {

using Place = ExpressionPlace;

/// What `Names::value_of` counts (run/data.cpp), and what every instance of a vote is given.
constexpr std::array<std::string_view, 9> loop_names{"loopCounter", "numberOfInstances", "nrOfInstances", "numberOfCompletedInstances", "nrOfCompletedInstances", "numberOfTerminatedInstances",
                                                    "numberOfActiveInstances", "nrOfActiveInstances", "participant"};

bool is_among(const std::vector<std::string>& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); }

class Walk {
 public:
  explicit Walk(const Model& model) : model_{model} {}

  std::vector<PlacedExpression> run() {
    for (int index = 0; index < std::ssize(model_.flows()); ++index) {
      at_ = {.place = Place::condition, .flow = index, .element = model_.flow(index).id, .line = model_.flow(index).line};
      add(Place::condition, model_.flow(index).condition);
    }
    for (int index = 0; index < std::ssize(model_.nodes()); ++index) {
      at_ = {.place = Place::condition, .node = index, .element = model_.node(index).id, .line = model_.node(index).line};
      add_node(model_.node(index));
    }
    for (const auto& reading : model_.correlation().readings) {
      at_ = {.place = Place::message, .element = reading.property, .line = reading.line};
      add(Place::message, reading.path);
    }
    for (const auto& subscription : model_.correlation().subscriptions) {
      at_ = {.place = Place::subscription, .element = subscription.id, .line = subscription.line};
      for (const auto& binding : subscription.bindings) add(Place::subscription, binding.data);
    }
    return std::move(found_);
  }

 private:
  void add(Place place, const ExpressionRef& expression, const std::string& input = {}) {
    if (!expression) return;
    auto& one = found_.emplace_back(at_);
    one.place = place;
    one.text = expression->text();
    one.input = input;
    for (const auto& name : expression->names())
      if (!name.empty()) one.names.push_back(name);
  }

  void add_node(const Node& node) {
    add(Place::participant, node.task.participant);
    add(Place::candidates, node.task.candidates);
    if (node.loop) add_loop(*node.loop);
    add(node.kind == NodeKind::ad_hoc ? Place::finish : Place::activation, node.condition);
    for (const auto& event : node.events) {
      add(event.kind == EventKind::timer ? Place::timer : Place::event_condition, event.expression);
      add(Place::key, event.key);
    }
    for (const auto& stated : node.task.stated) add(Place::input, stated.value, stated.name);
    add(Place::script, node.task.script);
    if (is_activity(node.kind) || throws(node)) add_moves(node.input_moves);
    if (is_activity(node.kind)) add_moves(node.output_moves);
  }

  void add_moves(const std::vector<DataMove>& moves) {
    for (const auto& move : moves) {
      add(Place::data, move.transformation);
      for (const auto& assignment : move.assignments) add(Place::data, assignment.from);
    }
  }

  void add_loop(const Loop& loop) {
    add(Place::participants, loop.participants);
    add(Place::items, loop.items);
    if (!loop.items && !loop.collection.empty()) {  // not parsed: it is a name
      auto& one = found_.emplace_back(at_);
      one.place = Place::items;
      one.text = loop.collection;
      one.names = {loop.collection};
    }
    add(Place::cardinality, loop.cardinality);
    add(loop.is_multiple ? Place::completion : Place::repeat, loop.condition);
    for (const auto& condition : loop.conditions) add(Place::behavior, condition);
  }

  const Model& model_;
  PlacedExpression at_{.place = Place::condition};
  std::vector<PlacedExpression> found_;
};

}  // namespace

bool is_loop_name(std::string_view name) { return std::ranges::find(loop_names, name) != loop_names.end(); }

std::vector<PlacedExpression> expressions_of(const Model& model) { return Walk{model}.run(); }

GivenNames::GivenNames(const Model& model) : model_{model} {
  for (const auto& node : model.nodes()) {
    const bool calculates = node.kind == NodeKind::script_task || node.kind == NodeKind::business_rule_task;
    is_open_ = is_open_ || node.kind == NodeKind::call_activity || (calculates && node.task.result.empty());
    everywhere_.insert(node.task.result);
    if (node.loop) everywhere_.insert(node.loop->output_collection);
    for (const auto* moves : {&node.input_moves, &node.output_moves})
      for (const auto& move : *moves) {
        everywhere_.insert(move.target);
        for (const auto& assignment : move.assignments) everywhere_.insert(assignment.to);
      }
    // What a message or error carries is written where it is heard.
    if (throws(node)) everywhere_.insert(node.inputs.begin(), node.inputs.end());
    if (!is_activity(node.kind)) everywhere_.insert(node.outputs.begin(), node.outputs.end());
  }
  for (const auto& process : model.processes()) {
    const auto& data = model.scope(process.scope).data;
    everywhere_.insert(data.begin(), data.end());
  }
}

bool GivenNames::has(const PlacedExpression& expression, std::string_view name) const {
  if (name == "outcome" && (expression.place == Place::condition || expression.place == Place::repeat || expression.place == Place::completion)) return true;
  if (expression.place == Place::message) return true;  // it comes along
  if (everywhere_.contains(name)) return true;
  if (expression.place == Place::subscription) return false;
  if (expression.flow >= 0) return is_around(model_.flow(expression.flow).source, name);
  const auto& node = model_.node(expression.node);
  switch (expression.place) {
    // Before there is an instance, or beside all of them: own data, but no item.
    case Place::participants: case Place::items: case Place::cardinality:
      return is_among(node.inputs, name) || is_among(node.outputs, name) || is_around(expression.node, name);
    case Place::repeat: case Place::completion: case Place::behavior:
      return (is_loop_name(name) && name != "participant") || is_among(node.inputs, name) || is_among(node.outputs, name) || is_around(expression.node, name);
    default: break;
  }
  if (node.attached_to >= 0) {
    const auto& host = model_.node(node.attached_to);
    if (host.loop) return (is_loop_name(name) && name != "participant") || is_among(host.inputs, name) || is_around(node.attached_to, name);
    return is_inside(node.attached_to, name);
  }
  return is_inside(expression.node, name);
}

bool GivenNames::has_anywhere(std::string_view name) const {
  if (name == "outcome" || is_loop_name(name) || everywhere_.contains(name)) return true;
  return std::ranges::any_of(model_.nodes(), [&](const Node& node) {
    const bool is_own = is_among(node.inputs, name) || is_among(node.outputs, name) || (node.loop && (node.loop->item == name || node.loop->output_item == name));
    return is_own || (node.inner >= 0 && is_among(model_.scope(node.inner).data, name));
  });
}

/// Seen while the activity works: its own, then what is around it.
bool GivenNames::is_inside(int index, std::string_view name) const {
  const auto& node = model_.node(index);
  if (is_among(node.inputs, name) || is_among(node.outputs, name)) return true;
  if (node.inner >= 0 && is_among(model_.scope(node.inner).data, name)) return true;
  if (node.loop) {
    if (name == node.loop->item || name == node.loop->output_item) return true;
    if (is_loop_name(name) && (name != "participant" || node.loop->participants)) return true;
  }
  return is_around(index, name);
}

bool GivenNames::is_around(int index, std::string_view name) const {
  const int owner = model_.scope(model_.node(index).scope).owner;
  return owner >= 0 && is_inside(owner, name);
}

}  // namespace yimen::bpmn
