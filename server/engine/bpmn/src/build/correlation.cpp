#include "build/builder.h"

namespace yimen::bpmn {

void ModelBuilder::read_correlation(const Element& root) {
  read_keys(root);
  for (const auto& child : root.children) {
    if (child.is(bpmn_namespace, "correlationProperty")) read_property(child);
    if (child.is(bpmn_namespace, "process")) read_subscriptions(child);
  }
}

/// Wherever they stand: in a collaboration, a conversation or a choreography.
void ModelBuilder::read_keys(const Element& element) {
  if (element.is(bpmn_namespace, "correlationKey")) {
    auto& key = model_->correlation_.keys.emplace_back(CorrelationSpec::Key{std::string{element.attribute("id")}, {}});
    for (const auto& child : element.children)
      if (child.is(bpmn_namespace, "correlationPropertyRef")) key.properties.emplace_back(local_part(platform::trim(child.text)));
  }
  for (const auto& child : element.children) read_keys(child);
}

void ModelBuilder::read_property(const Element& property) {
  for (const auto& reading : property.children) {
    if (!reading.is(bpmn_namespace, "correlationPropertyRetrievalExpression")) continue;
    const auto& at = reading.attribute("id").empty() ? property : reading;
    auto path = child_expression(reading, "messagePath", at, "correlation/bad-path");
    if (path) model_->correlation_.readings.push_back({std::string{property.attribute("id")}, message_name(reading.attribute("messageRef")), std::move(path), reading.line});
  }
}

void ModelBuilder::read_subscriptions(const Element& process) {
  for (const auto& child : process.children) {
    if (!child.is(bpmn_namespace, "correlationSubscription")) continue;
    const auto& at = child.attribute("id").empty() ? process : child;
    auto& made = model_->correlation_.subscriptions.emplace_back();
    made.id = at.attribute("id");
    made.key = local_part(child.attribute("correlationKeyRef"));
    made.process = model_->process_index(process.attribute("id"));
    made.line = child.line;
    for (const auto& binding : child.children)
      if (binding.is(bpmn_namespace, "correlationPropertyBinding"))
        if (auto data = child_expression(binding, "dataPath", at, "correlation/bad-path")) made.bindings.push_back({std::string{local_part(binding.attribute("correlationPropertyRef"))}, std::move(data)});
  }
}

}  // namespace yimen::bpmn
