#include "simulation/correlation.h"

#include <algorithm>
#include <functional>

#include "build/builder.h"
#include "xml.h"

namespace yimen::bpmn {
namespace {

using xml::Element;

void visit(const Element& element, const std::function<void(const Element&)>& see) {
  see(element);
  for (const auto& child : element.children) visit(child, see);
}
std::vector<const Element*> children(const Element& parent, std::string_view name) {
  std::vector<const Element*> found;
  for (const auto& child : parent.children)
    if (child.is(bpmn_namespace, name)) found.push_back(&child);
  return found;
}
std::string refers(const Element& element, std::string_view attribute) { return std::string{local_part(element.attribute(attribute))}; }

ExpressionRef expression_in(const Element& parent, std::string_view name) {
  for (const auto* child : children(parent, name)) {
    auto parsed = Expression::parse(child->text);
    if (const auto* expression = std::get_if<ExpressionRef>(&parsed)) return *expression;
  }
  return nullptr;
}

feel::Value read(const ExpressionRef& expression, const Variables& variables) {
  feel::Session session;
  return expression == nullptr ? feel::Value{} : expression->evaluate(VariableNames{variables}, session);
}

}  // namespace

Correlation::Correlation(const std::string& xml) {
  std::vector<Problem> problems;
  const auto root = xml::parse(xml, {}, problems);
  if (!root) return;
  std::map<std::string, std::string> messages;
  for (const auto* message : children(*root, "message")) messages.emplace(message->attribute("id"), message_name_in(*message));
  for (const auto* property : children(*root, "correlationProperty"))
    for (const auto* reading : children(*property, "correlationPropertyRetrievalExpression"))
      readings_.emplace(std::pair{std::string{property->attribute("id")}, messages[refers(*reading, "messageRef")]}, expression_in(*reading, "messagePath"));
  visit(*root, [this](const Element& element) {
    if (element.is(bpmn_namespace, "correlationKey"))
      for (const auto* property : children(element, "correlationPropertyRef")) keys_[std::string{element.attribute("id")}].emplace_back(local_part(platform::trim(property->text)));
    for (const auto* subscription : children(element, "correlationSubscription")) {
      auto& made = subscriptions_.emplace_back(Subscription{std::string{element.attribute("id")}, refers(*subscription, "correlationKeyRef"), {}});
      for (const auto* binding : children(*subscription, "correlationPropertyBinding")) made.bindings[refers(*binding, "correlationPropertyRef")] = expression_in(*binding, "dataPath");
    }
  });
}

Correlation::Keys Correlation::of_message(const std::string& name, const Variables& payload) const {
  Keys found;
  for (const auto& [key, properties] : keys_) {
    feel::List values;
    for (const auto& property : properties)
      if (const auto reading = readings_.find({property, name}); reading != readings_.end()) values.push_back(read(reading->second, payload));
    const bool is_whole = values.size() == properties.size() && std::ranges::none_of(values, [](const feel::Value& value) { return value.is_null(); });
    if (is_whole) found.emplace(key, std::move(values));
  }
  return found;
}

bool Correlation::fits(const Keys& of_message, const Keys& of_instance, const std::string& process, const Variables& variables) const {
  return std::ranges::all_of(of_message, [&](const auto& entry) {
    const auto& key = entry.first;
    const auto& values = entry.second;
    const auto subscribed = std::ranges::find_if(subscriptions_, [&](const Subscription& each) { return each.process == process && each.key == key; });
    if (subscribed != subscriptions_.end()) {
      const auto& properties = keys_.at(key);
      for (std::size_t i = 0; i < properties.size(); ++i)
        if (const auto binding = subscribed->bindings.find(properties[i]); binding != subscribed->bindings.end() && !feel::same(read(binding->second, variables), values[i])) return false;
      return true;
    }
    const auto own = of_instance.find(key);
    return own == of_instance.end() || std::ranges::equal(own->second, values, [](const feel::Value& a, const feel::Value& b) { return feel::same(a, b); });
  });
}

}  // namespace yimen::bpmn
