#include <algorithm>

#include "formats.h"
#include "report.h"

namespace yimen::bpmn::rules {
namespace {

constexpr std::string_view instance_namespace = "http://www.w3.org/2001/XMLSchema-instance";

bool is_marked_formal(const Part& expression) {
  const auto type = trimmed(expression.element->attribute("type", instance_namespace));
  return type == "tFormalExpression" || type.ends_with(":tFormalExpression");
}

/// Elements whose type in the schema is the formal expression need no mark.
bool is_formal_by_schema(const Part& expression) { return expression.type->name == "formalExpression"; }

bool is_in_executable(const Check& check, const Part& part) {
  if (part.ancestor("process") != nullptr) return is_executable(part);
  // What processes share (correlation) is executed when one of them is.
  return std::ranges::any_of(check.document.all("process"), [](const Part* process) { return is_executable(*process); });
}

/// Whoever is told of it: the nearest element around that people see on the diagram.
const Part& holder_of(const Part& expression) {
  const Part* seen = expression.ancestor("flowElement");
  if (seen != nullptr) return *seen;
  const Part* holder = expression.parent;
  while (holder->id().empty() && holder->parent != nullptr) holder = holder->parent;
  return *holder;
}

void check_formal(const Check& check, const Part& expression) {
  const auto text = expression.text();
  const bool is_shown_formal = is_marked_formal(expression) || is_formal_by_schema(expression);
  // A condition that compares or calls something is no remark, whether it is marked or not.
  const bool is_condition = expression.name() == "conditionExpression" && text.find_first_of("<>=!(") != std::string::npos;
  if (!is_shown_formal && is_condition) check.report.complain(holder_of(expression), expression.element->line, "expression/unmarked", {expression.name()});
  if (!is_shown_formal && !is_condition) check.report.complain(holder_of(expression), expression.element->line, "expression/not-formal", {expression.name()});
  const bool has_more = !expression.element->children.empty() ||
                        std::ranges::any_of(expression.element->attributes, [](const auto& each) { return !each.space.empty() && each.space != instance_namespace; });
  if (is_shown_formal && text.empty() && !has_more) check.report.complain(holder_of(expression), expression.element->line, "expression/empty", {expression.name()});
}

/// "tns:tFormalExpression", "tExpression"; nothing else is an expression.
void check_type(const Check& check, const Part& expression) {
  const auto type = trimmed(expression.element->attribute("type", instance_namespace));
  const auto local = type.substr(type.find(':') == std::string_view::npos ? 0 : type.find(':') + 1);
  if (!type.empty() && local != "tFormalExpression" && local != "tExpression")
    check.report.complain(holder_of(expression), expression.element->line, "expression/type", {expression.name(), type});
}

void check_boolean(const Check& check, const Part& expression) {
  const bool is_asked = expression.name() == "completionCondition" || expression.name() == "loopCondition" || expression.name() == "conditionExpression" ||
                        expression.name() == "activationCondition" || expression.name() == "condition";
  if (is_asked && is_literal_but_no_boolean(expression.text()))
    check.report.complain(holder_of(expression), expression.element->line, "expression/not-boolean", {expression.name(), expression.text()});
}

}  // namespace

void check_expressions(const Check& check) {
  for (const auto* expression : check.document.all("expression")) {
    if (expression->parent == nullptr) continue;
    // People and their duties are described in words; nothing is computed from them here.
    const bool is_of_resource = expression->parent->is("resourceAssignmentExpression") || expression->parent->is("resourceParameterBinding");
    if (!is_of_resource && is_in_executable(check, *expression)) check_formal(check, *expression);
    check_boolean(check, *expression);
    check_type(check, *expression);
  }
}

}  // namespace yimen::bpmn::rules
