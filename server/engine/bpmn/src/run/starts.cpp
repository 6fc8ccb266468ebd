#include "run/machine.h"
#include "timing.h"

namespace yimen::bpmn {
namespace {

std::optional<std::int64_t> due_of(const EventDefinition& definition, const Surroundings& around) {
  if (definition.kind != EventKind::timer) return std::nullopt;
  auto session = session_of(around);
  const auto value = definition.expression ? definition.expression->evaluate(VariableNames{around.variables}, session) : feel::Value{};
  switch (definition.timer) {
    case TimerKind::date: return definition.expression ? moment_of(value, around.zone) : parse_moment(definition.timer_text, around.zone);
    case TimerKind::duration: {
      const auto span = definition.expression ? span_of(value) : parse_span(definition.timer_text);
      return span ? std::optional{add(around.now, *span, around.zone)} : std::nullopt;
    }
    case TimerKind::cycle: {
      const auto cycle = parse_cycle(definition.expression && value.is(feel::Kind::string) ? value.string() : definition.timer_text);
      if (!cycle) return std::nullopt;
      if (!cycle->start.empty()) return parse_moment(cycle->start, around.zone);
      return add(around.now, cycle->span, around.zone);
    }
    case TimerKind::none: return std::nullopt;
  }
  return std::nullopt;
}

void add_events(std::vector<StartPoint>& points, const Node& node, const Surroundings& around) {
  for (const auto& definition : node.events) points.push_back({definition.kind, &node, definition.name, due_of(definition, around)});
}

}  // namespace

std::vector<StartPoint> start_points(const Model& model, int process, const Surroundings& around) {
  std::vector<StartPoint> points;
  const auto& scope = model.scope(model.process(process).scope);
  for (const int start : scope.starts) points.push_back({EventKind::none, &model.node(start), {}, {}});
  for (const int index : scope.nodes) {
    const auto& node = model.node(index);
    if (node.kind == NodeKind::start_event) add_events(points, node, around);
    if (node.kind == NodeKind::receive_task && node.is_instantiating) add_events(points, node, around);
    if (node.kind != NodeKind::event_gateway || !node.is_instantiating) continue;
    for (const int flow : node.outgoing) add_events(points, model.node(model.flow(flow).target), around);
  }
  return points;
}

}  // namespace yimen::bpmn
