#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "build/builder.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

struct Supported {
  std::string_view name;
  NodeKind kind;
};
constexpr std::array<Supported, 22> supported{{{"startEvent", NodeKind::start_event}, {"endEvent", NodeKind::end_event},
    {"intermediateCatchEvent", NodeKind::catch_event}, {"intermediateThrowEvent", NodeKind::throw_event}, {"boundaryEvent", NodeKind::boundary_event},
    {"task", NodeKind::task}, {"userTask", NodeKind::user_task}, {"manualTask", NodeKind::manual_task}, {"serviceTask", NodeKind::service_task},
    {"sendTask", NodeKind::send_task}, {"receiveTask", NodeKind::receive_task}, {"scriptTask", NodeKind::script_task},
    {"businessRuleTask", NodeKind::business_rule_task}, {"callActivity", NodeKind::call_activity}, {"subProcess", NodeKind::sub_process},
    {"adHocSubProcess", NodeKind::ad_hoc}, {"transaction", NodeKind::transaction}, {"exclusiveGateway", NodeKind::exclusive_gateway},
    {"parallelGateway", NodeKind::parallel_gateway}, {"inclusiveGateway", NodeKind::inclusive_gateway},
    {"eventBasedGateway", NodeKind::event_gateway}, {"complexGateway", NodeKind::complex_gateway}}};

/// They say something to people or other tools and nothing to the engine.
constexpr std::array<std::string_view, 17> remarks{"documentation", "extensionElements", "textAnnotation", "group", "auditing", "monitoring", "dataStoreReference",
    "ioBinding", "supports", "correlationSubscription", "resourceRole", "performer", "humanPerformer", "potentialOwner", "categoryValueRef", "incoming", "outgoing"};
/// Read where they belong (activities.cpp, loops.cpp, events.cpp, data.cpp).
constexpr std::array<std::string_view, 24> inner{"ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation", "standardLoopCharacteristics",
    "multiInstanceLoopCharacteristics", "script", "rendering", "completionCondition", "activationCondition", "dataInput", "dataOutput", "inputSet", "outputSet",
    "eventDefinitionRef", "messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "errorEventDefinition", "escalationEventDefinition",
    "conditionalEventDefinition", "compensateEventDefinition", "cancelEventDefinition", "linkEventDefinition"};

bool is_one_of(const xml::Element& element, const auto& names) { return std::ranges::find(names, element.name) != std::end(names); }

}  // namespace

void ModelBuilder::read_scope(const Element& container, int scope) {
  for (const auto& child : container.children) {
    if (child.space != bpmn_namespace || is_one_of(child, remarks)) continue;
    if (child.name == "sequenceFlow") read_flow(child);
    else if (child.name == "laneSet") read_lanes(child);
    else if (child.name == "association") associations_.push_back({std::string{child.attribute("sourceRef")}, std::string{child.attribute("targetRef")}});
    else if (child.name == "dataObject" || child.name == "property") read_data_object(child, scope);
    else if (child.name == "dataObjectReference" || is_one_of(child, inner)) continue;
    else if (const auto found = std::ranges::find(supported, child.name, &Supported::name); found != supported.end())
      read_node(child, found->kind == NodeKind::sub_process && flag(child, "triggeredByEvent", false) ? NodeKind::event_sub_process : found->kind, scope);
    else
      refuse(child, "element/unsupported", fmt::format("不支持“{}”。", child.name), fmt::format("{} is not supported", child.name));
  }
}

void ModelBuilder::read_node(const Element& element, NodeKind kind, int scope) {
  if (!claim_id(element) || model_->nodes_.size() > most_nodes_) return;
  const int index = static_cast<int>(model_->nodes_.size());
  model_->nodes_.emplace_back();
  defaults_.emplace_back(element.attribute("default"));
  attached_.emplace_back(element.attribute("attachedToRef"));
  elements_.push_back(&element);
  model_->scopes_[static_cast<std::size_t>(scope)].nodes.push_back(index);
  Node node;
  node.id = element.attribute("id");
  node.name = platform::trim(element.attribute("name"));
  node.kind = kind;
  node.line = element.line;
  node.process = process_;
  node.scope = scope;
  if (is_container(kind)) {
    node.inner = static_cast<int>(model_->scopes_.size());
    model_->scopes_.push_back({.process = process_, .owner = index});
  }
  // First the node itself: what is read inside may refer to its index.
  read_children(element, node);
  const int inner_scope = node.inner;
  model_->nodes_[static_cast<std::size_t>(index)] = std::move(node);
  if (inner_scope >= 0) read_scope(element, inner_scope);
}

void ModelBuilder::read_children(const Element& element, Node& node) {
  if (!is_container(node.kind))
    for (const auto& child : element.children)
      if (child.space == bpmn_namespace && !is_one_of(child, remarks) && !is_one_of(child, inner) && child.name != "terminateEventDefinition")
        refuse(element, "element/unsupported", fmt::format("不支持其中的“{}”。", child.name), fmt::format("{} inside it is not supported", child.name));
  read_io(element, node);
  if (is_activity(node.kind)) read_activity(element, node);
  else if (is_gateway(node.kind)) read_gateway(element, node);
  else read_event(element, node);
}

void ModelBuilder::read_flow(const Element& element) {
  if (!claim_id(element)) return;
  Flow flow;
  flow.id = element.attribute("id");
  flow.name = platform::trim(element.attribute("name"));
  flow.line = element.line;
  for (const auto& child : element.children) {
    if (!child.is(bpmn_namespace, "conditionExpression")) continue;
    flow.condition_text = platform::trim(child.text);
    flow.condition = read_expression(child, element, "flow/bad-condition");
  }
  ends_.push_back({platform::trim(element.attribute("sourceRef")), platform::trim(element.attribute("targetRef"))});
  model_->flows_.push_back(std::move(flow));
}

void ModelBuilder::read_lanes(const Element& lane_set) {
  for (const auto& lane : lane_set.children) {
    if (!lane.is(bpmn_namespace, "lane")) continue;
    auto name = platform::trim(lane.attribute("name"));
    if (name.empty()) name = lane.attribute("id");
    for (const auto& child : lane.children) {
      if (child.is(bpmn_namespace, "flowNodeRef")) lanes_[platform::trim(child.text)] = name;
      if (child.is(bpmn_namespace, "childLaneSet")) read_lanes(child);  // the innermost lane counts
    }
  }
}

void ModelBuilder::read_data_object(const Element& element, int scope) {
  auto& data = model_->scopes_[static_cast<std::size_t>(scope)].data;
  auto name = platform::trim(element.attribute("name"));
  if (name.empty()) name = data_name(element.attribute("id"));
  if (!name.empty() && std::ranges::find(data, name) == data.end()) data.push_back(std::move(name));
}

}  // namespace yimen::bpmn
