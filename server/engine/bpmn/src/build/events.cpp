#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "timing.h"
#include "build/builder.h"
#include "rules/formats.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

struct Definition {
  std::string_view name;
  EventKind kind;
};
constexpr std::array<Definition, 10> definitions{{{"messageEventDefinition", EventKind::message}, {"timerEventDefinition", EventKind::timer},
    {"signalEventDefinition", EventKind::signal}, {"errorEventDefinition", EventKind::error}, {"escalationEventDefinition", EventKind::escalation},
    {"cancelEventDefinition", EventKind::cancel}, {"compensateEventDefinition", EventKind::compensation},
    {"conditionalEventDefinition", EventKind::conditional}, {"linkEventDefinition", EventKind::link}, {"terminateEventDefinition", EventKind::terminate}}};

/// What errors and escalations are told apart by.
std::string code_of(const xml::Element* element, std::string_view attribute, std::string_view reference) {
  if (element == nullptr) return std::string{reference};
  for (const auto name : {attribute, std::string_view{"name"}, std::string_view{"id"}})
    if (auto code = platform::trim(element->attribute(name)); !code.empty()) return code;
  return {};
}

}  // namespace

void ModelBuilder::read_event(const Element& element, Node& node) {
  read_limit(element, node.task);
  node.is_parallel_multiple = flag(element, "parallelMultiple", false);
  node.is_interrupting = flag(element, node.kind == NodeKind::boundary_event ? "cancelActivity" : "isInterrupting", true);
  for (const auto& child : element.children) {
    if (child.space != bpmn_namespace) continue;
    const bool is_reference = child.name == "eventDefinitionRef";
    const auto* found = is_reference ? referenced(child.text) : &child;
    if (found == nullptr) {
      refuse(element, "event/unknown-definition", fmt::format("引用的事件定义“{}”不存在。", platform::trim(child.text)), fmt::format("event definition {} does not exist", platform::trim(child.text)));
      continue;
    }
    EventDefinition definition;
    if (!read_definition(*found, element, definition)) continue;
    if (definition.kind == EventKind::compensation && !found->attribute("activityRef").empty())
      compensation_refs_.push_back({static_cast<int>(model_->nodes_.size()) - 1, static_cast<int>(node.events.size()), platform::trim(found->attribute("activityRef"))});
    if (definition.kind == EventKind::conditional) model_->has_conditional_events_ = true;
    if (definition.kind == EventKind::message && definition.name.empty()) definition.name = message_name_of(element);
    node.events.push_back(std::move(definition));
  }
}

/// Without a message of its own: the one of its message flow, else its own id, so that it can be addressed.
std::string ModelBuilder::message_name_of(const Element& element) const {
  const auto found = message_names_.find(element.attribute("id"));
  return found != message_names_.end() ? found->second : std::string{element.attribute("id")};
}

bool ModelBuilder::read_definition(const Element& element, const Element& event, EventDefinition& definition) {
  const auto found = std::ranges::find(definitions, element.name, &Definition::name);
  if (found == definitions.end()) return false;
  definition.kind = found->kind;
  switch (found->kind) {
    case EventKind::message:
      read_message_ref(element, "messageRef", definition);
      if (auto key = own(element, "key"); !key.empty() || !(key = own(event, "key")).empty()) definition.key = parse(key, event, "event/bad-key");
      break;
    case EventKind::timer: read_timer(element, event, definition); break;
    case EventKind::signal: {
      const auto* signal = referenced(element.attribute("signalRef"));
      definition.name = signal == nullptr ? platform::trim(element.attribute("signalRef")) : platform::trim(signal->attribute("name"));
      if (definition.name.empty() && signal != nullptr) definition.name = signal->attribute("id");
      break;
    }
    case EventKind::error: definition.code = code_of(referenced(element.attribute("errorRef")), "errorCode", element.attribute("errorRef")); break;
    case EventKind::escalation: definition.code = code_of(referenced(element.attribute("escalationRef")), "escalationCode", element.attribute("escalationRef")); break;
    case EventKind::conditional: definition.expression = child_expression(element, "condition", event, "event/bad-condition"); break;
    case EventKind::compensation: definition.is_waited_for = flag(element, "waitForCompletion", true); break;
    case EventKind::link: definition.name = platform::trim(element.attribute("name")); break;
    case EventKind::none:
    case EventKind::cancel:
    case EventKind::terminate: break;
  }
  return true;
}

void ModelBuilder::read_timer(const Element& element, const Element& event, EventDefinition& definition) {
  constexpr std::array<std::pair<std::string_view, TimerKind>, 3> kinds{{{"timeDate", TimerKind::date}, {"timeDuration", TimerKind::duration}, {"timeCycle", TimerKind::cycle}}};
  for (const auto& child : element.children) {
    for (const auto& [name, kind] : kinds) {
      if (!child.is(bpmn_namespace, name)) continue;
      definition.timer = kind;
      auto text = platform::trim(child.text);
      const bool is_literal = kind == TimerKind::date ? parse_moment(text, "UTC").has_value() : kind == TimerKind::duration ? parse_span(text).has_value() : parse_cycle(text).has_value();
      if (kind == TimerKind::cycle && rules::is_cron(text)) {
        refuse(event, "runs/cron", fmt::format("周期“{}”是cron写法，这里不能运行，请写成R3/PT10M这样的周期。", text), fmt::format("the cycle {} is cron and is not run here; write it as in R3/PT10M", text));
        continue;
      }
      if (is_literal) definition.timer_text = std::move(text);
      else definition.expression = read_expression(child, event, "event/bad-timer");
    }
  }
  if (definition.timer == TimerKind::none)
    refuse(event, "event/no-time", "定时器没有写时间（timeDate、timeDuration或timeCycle）。", "the timer has no timeDate, timeDuration or timeCycle");
}

std::string ModelBuilder::message_name(std::string_view reference) const {
  const auto* message = referenced(reference);
  if (message == nullptr) return platform::trim(reference);
  return message_name_in(*message);
}

void ModelBuilder::read_message_ref(const Element& element, std::string_view attribute, EventDefinition& definition) {
  definition.name = message_name(element.attribute(attribute));
  if (!definition.name.empty()) return;
  auto operation = platform::trim(element.attribute("operationRef"));
  for (const auto& child : element.children)
    if (child.is(bpmn_namespace, "operationRef")) operation = platform::trim(child.text);
  const auto* found = referenced(operation);
  if (found == nullptr) return;
  for (const auto& child : found->children)
    if (child.is(bpmn_namespace, "inMessageRef")) definition.name = message_name(child.text);
}

/// Receive and send tasks: their message as an event definition.
void ModelBuilder::read_receive(const Element& element, Node& node) {
  node.is_instantiating = flag(element, "instantiate", false);
  EventDefinition definition{.kind = EventKind::message};
  read_message_ref(element, "messageRef", definition);
  if (definition.name.empty() && (node.kind == NodeKind::receive_task || message_names_.contains(element.attribute("id")))) definition.name = message_name_of(element);
  if (const auto key = own(element, "key"); !key.empty()) definition.key = parse(key, element, "event/bad-key");
  if (!definition.name.empty()) node.events.push_back(std::move(definition));
}

}  // namespace yimen::bpmn
