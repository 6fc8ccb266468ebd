#include <algorithm>

#include <fmt/format.h>

#include "expression.h"
#include "build/builder.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {

/// An attribute of ours.
std::string ModelBuilder::own(const Element& element, std::string_view name) const { return platform::trim(element.attribute(name, extension_namespace)); }

bool ModelBuilder::flag(const Element& element, std::string_view attribute, bool standard) const {
  const auto text = platform::trim(element.attribute(attribute));
  return text.empty() ? standard : text == "true" || text == "1";
}

/// What is read and written under that id: the name where it has one. Drawing programs name the picture of a data object (its reference), not the object.
std::string ModelBuilder::data_name(std::string_view reference) const {
  const auto* element = referenced(reference);
  if (element == nullptr) return platform::trim(reference);
  if (element->name == "dataObjectReference") {
    const auto* object = referenced(element->attribute("dataObjectRef"));
    if (object != nullptr) element = object;
  }
  const std::string id{element->attribute("id")};
  if (auto name = platform::trim(element->attribute("name")); !name.empty()) return name;
  const auto shown = reference_names_.find(id);
  return shown == reference_names_.end() ? id : shown->second;
}

void ModelBuilder::read_io(const Element& activity, Node& node) {
  for (const auto& child : activity.children) {
    if (child.space != bpmn_namespace) continue;
    const auto keep_name = [&](const Element& data) {
      if (data.space != bpmn_namespace) return;
      if (data.name == "dataInput") node.inputs.push_back(data_name(data.attribute("id")));
      if (data.name == "dataOutput") node.outputs.push_back(data_name(data.attribute("id")));
    };
    keep_name(child);
    if (child.name == "ioSpecification")
      for (const auto& data : child.children) keep_name(data);
    if (child.name == "dataInputAssociation") read_move(child, node.input_moves.emplace_back());
    if (child.name == "dataOutputAssociation") read_move(child, node.output_moves.emplace_back());
  }
}

void ModelBuilder::read_move(const Element& association, DataMove& move) {
  for (const auto& child : association.children) {
    if (child.space != bpmn_namespace) continue;
    if (child.name == "sourceRef") move.sources.push_back(data_name(child.text));
    if (child.name == "targetRef") move.target = data_name(child.text);
    if (child.name == "transformation") move.transformation = read_expression(child, association, "data/bad-transformation");
    if (child.name != "assignment") continue;
    DataMove::Assignment assignment;
    assignment.from = child_expression(child, "from", association, "data/bad-assignment");
    for (const auto& part : child.children)
      if (part.is(bpmn_namespace, "to")) assignment.to = data_name(part.text);
    if (assignment.from && !assignment.to.empty()) move.assignments.push_back(std::move(assignment));
  }
}

ExpressionRef ModelBuilder::read_expression(const Element& holder, const Element& at, std::string rule) {
  const auto language = platform::fold_width(holder.attribute("language"));
  if (!language.empty() && language.find("feel") == std::string::npos) {
    refuse(at, "runs/expression-language", fmt::format("表达式语言“{}”不受支持，请用FEEL。", holder.attribute("language")), "expressions are written in FEEL");
    return nullptr;
  }
  return parse(holder.text, at, std::move(rule));
}

/// Right BPMN, in a language of other engines: marked so in the file, or written in their way. A condition or path in a file
/// that says nothing of its language and has nothing of ours is in XPath, as the standard has it.
bool ModelBuilder::is_of_other_language(std::string_view text, std::string_view rule) const {
  const auto language = platform::fold_width(root_->attribute("expressionLanguage"));
  if (!language.empty()) return language.find("feel") == std::string::npos;
  const bool is_ours = std::ranges::any_of(root_->prefixes, [](const auto& prefix) { return prefix.second == extension_namespace; });
  const bool is_xpath_else = rule.find("condition") != std::string_view::npos || rule.starts_with("correlation/");
  return (!is_ours && is_xpath_else) || text.starts_with("${") || text.starts_with("#{") || text.starts_with('=');
}

ExpressionRef ModelBuilder::parse(std::string_view text, const Element& at, std::string rule) {
  const auto trimmed = platform::trim(text);
  if (trimmed.empty()) {
    refuse(at, rule.substr(0, rule.find('/')) + "/empty-expression", "表达式是空的。", "the expression is empty");
    return nullptr;
  }
  auto parsed = Expression::parse(trimmed, names_);
  if (auto* problem = std::get_if<ExpressionProblem>(&parsed)) {
    if (is_of_other_language(trimmed, rule)) {
      refuse(at, "runs/expression-language", fmt::format("表达式“{}”不是FEEL，这里不能运行。{}", trimmed, problem->zh), fmt::format("the expression {} is not FEEL and is not run here: {}", trimmed, problem->en));
      return nullptr;
    }
    refuse(at, std::move(rule), fmt::format("表达式“{}”{}", trimmed, problem->zh), fmt::format("expression {}: {}", trimmed, problem->en));
    return nullptr;
  }
  return std::get<ExpressionRef>(std::move(parsed));
}

ExpressionRef ModelBuilder::child_expression(const Element& parent, std::string_view name, const Element& at, std::string rule) {
  for (const auto& child : parent.children)
    if (child.is(bpmn_namespace, name)) return read_expression(child, at, std::move(rule));
  return nullptr;
}

}  // namespace yimen::bpmn
