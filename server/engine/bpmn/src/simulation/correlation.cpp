#include "simulation/correlation.h"

#include <algorithm>

#include "expression.h"

namespace yimen::bpmn {
namespace {

feel::Value read(const Expression& expression, const Variables& variables, const Surroundings& around) {
  auto session = session_of(around);
  return expression.evaluate(VariableNames{variables}, session);
}

bool are_same(const feel::List& one, const feel::List& other) {
  return std::ranges::equal(one, other, [](const feel::Value& a, const feel::Value& b) { return feel::same(a, b); });
}

}  // namespace

Correlation::Keys Correlation::of_message(const std::string& name, const Variables& payload, const Surroundings& around) const {
  Keys found;
  for (const auto& key : spec_.keys) {
    feel::List values;
    for (const auto& property : key.properties) {
      const auto reading = std::ranges::find_if(spec_.readings, [&](const auto& each) { return each.property == property && each.message == name; });
      if (reading != spec_.readings.end()) values.push_back(read(*reading->path, payload, around));
    }
    const bool is_whole = values.size() == key.properties.size() && std::ranges::none_of(values, [](const feel::Value& value) { return value.is_null(); });
    if (is_whole) found.emplace(key.id, std::move(values));
  }
  return found;
}

bool Correlation::fits(const Keys& of_message, const Keys& of_instance, int process, const Variables& variables, const Surroundings& around) const {
  return std::ranges::all_of(of_message, [&](const auto& entry) {
    const auto& key = entry.first;
    const auto& values = entry.second;
    const auto subscription = std::ranges::find_if(spec_.subscriptions, [&](const auto& each) { return each.process == process && each.key == key; });
    if (subscription != spec_.subscriptions.end()) return is_subscribed(*subscription, values, variables, around);
    const auto own = of_instance.find(key);
    return own == of_instance.end() || are_same(own->second, values);
  });
}

bool Correlation::is_subscribed(const CorrelationSpec::Subscription& subscription, const feel::List& values, const Variables& variables, const Surroundings& around) const {
  const auto& properties = std::ranges::find(spec_.keys, subscription.key, &CorrelationSpec::Key::id)->properties;
  return std::ranges::all_of(subscription.bindings, [&](const auto& binding) {
    const auto at = std::ranges::find(properties, binding.property);
    return at == properties.end() || feel::same(read(*binding.data, variables, around), values[static_cast<std::size_t>(at - properties.begin())]);
  });
}

}  // namespace yimen::bpmn
