#include "expression.h"

#include "yimen/bpmn/engine.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {

feel::Session session_of(const Surroundings& around) { return feel::Session{platform::Instant{std::chrono::milliseconds{around.now}}, around.zone}; }

std::variant<ExpressionRef, ExpressionProblem> Expression::parse(std::string_view text, const std::vector<std::string>& names) {
  auto trimmed = platform::trim(text);
  if (trimmed.starts_with('=')) trimmed = platform::trim(std::string_view{trimmed}.substr(1));
  feel::Scope scope;
  for (const auto& name : names)
    if (scope.find(name) < 0 && feel::is_name(name)) scope.add(name);
  auto parsed = feel::parse_expression(trimmed, scope);
  // Variables are known by whoever runs the process: names the expression meets become slots, and it is parsed with them.
  if (parsed && !parsed->unknown_names().empty()) {
    for (const auto& name : parsed->unknown_names())
      if (scope.find(name) < 0) scope.add(name);
    parsed = feel::parse_expression(trimmed, scope);
  }
  if (!parsed) {
    const auto& error = parsed.error();
    return ExpressionProblem{error.detail, error.fields.empty() ? error.slug : error.fields.front().field + ": " + error.fields.front().detail};
  }
  auto expression = std::make_shared<Expression>();
  expression->expression_ = std::move(*parsed);
  expression->names_.resize(scope.size());
  for (const int slot : expression->expression_.used_slots()) expression->names_[static_cast<std::size_t>(slot)] = scope.name(static_cast<std::size_t>(slot));
  return ExpressionRef{std::move(expression)};
}

feel::Value Expression::evaluate(const NameSource& names, feel::Session& session) const {
  if (const auto* constant = expression_.constant()) return *constant;
  std::vector<feel::Value> values(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (!names_[i].empty()) values[i] = names.value_of(names_[i]);
  return expression_.evaluate(std::span<const feel::Value>{values}, session);
}

}  // namespace yimen::bpmn
