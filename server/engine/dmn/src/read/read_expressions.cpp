#include <fmt/format.h>

#include "reader.h"
#include "vocabulary.h"
#include "yimen/feel/expression.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {

syntax::ExpressionPtr Reader::read_expression(const xml::Element& element) {
  auto read = std::make_unique<syntax::Expression>();
  read->id = element.attribute("id");
  read->label = element.attribute("label");
  read->type_ref = platform::trim(element.attribute("typeRef"));
  read->line = element.line;
  const auto& name = element.name;
  if (name == "invocation") read->form = read_invocation(element);
  else if (name == "decisionTable") read->form = read_table(element);
  else if (name == "context") read->form = read_context(element);
  else if (name == "relation") read->form = read_relation(element);
  else if (name == "functionDefinition") read->form = read_function(element);
  else if (name == "for") read->form = read_iteration(element, syntax::IterationKind::for_each);
  else if (name == "every") read->form = read_iteration(element, syntax::IterationKind::every);
  else if (name == "some") read->form = read_iteration(element, syntax::IterationKind::some);
  else if (name == "filter") {
    syntax::Filter filter{read_expression_in(element, "in"), read_expression_in(element, "match")};
    read->form = std::move(filter);
  } else if (name == "conditional") {
    syntax::Conditional conditional{read_expression_in(element, "if"), read_expression_in(element, "then"), read_expression_in(element, "else")};
    read->form = std::move(conditional);
  } else if (name == "list") {
    syntax::ListOf list;
    for (const auto& one : element.children)
      if (vocabulary::is_expression(one.name) && is_ours(one)) list.items.push_back(read_expression(one));
    read->form = std::move(list);
  } else {
    read->form = read_literal(element);
  }
  return read;
}

syntax::ExpressionPtr Reader::read_expression_in(const xml::Element& parent, std::string_view name) {
  const auto* holder = child(parent, name);
  if (holder != nullptr) {
    auto expression = only_expression(*holder);
    if (expression != nullptr && expression->type_ref.empty()) expression->type_ref = platform::trim(holder->attribute("typeRef"));
    return expression;
  }
  refuse(parent, "expression/missing", fmt::format("“{}”中缺少“{}”。", parent.name, name), fmt::format("{} lacks {}", parent.name, name));
  return nullptr;
}

syntax::ExpressionPtr Reader::only_expression(const xml::Element& parent) {
  syntax::ExpressionPtr found;
  for (const auto& one : parent.children) {
    if (!vocabulary::is_expression(one.name) || !is_ours(one)) continue;
    if (found != nullptr) refuse(one, "element/twice", fmt::format("“{}”中只能有一个表达式。", parent.name), fmt::format("{} may hold one expression only", parent.name));
    else found = read_expression(one);
  }
  if (found == nullptr) refuse(parent, "expression/missing", fmt::format("“{}”中缺少表达式。", parent.name), fmt::format("{} lacks an expression", parent.name));
  return found;
}

syntax::Literal Reader::read_literal(const xml::Element& element) {
  if (child(element, "importedValues") != nullptr)
    refuse(element, "expression/imported", "不支持从外部导入取值（importedValues）。", "imported values are not supported");
  return {text_of(element, "text"), std::string{element.attribute("expressionLanguage")}};
}

/// A literal that stands under another name: inputExpression, outputEntry, defaultOutputEntry.
syntax::ExpressionPtr Reader::literal_of(const xml::Element& element) {
  return std::make_unique<syntax::Expression>(syntax::Expression{.id = std::string{element.attribute("id")},
                                                                 .label = std::string{element.attribute("label")},
                                                                 .type_ref = platform::trim(element.attribute("typeRef")),
                                                                 .line = element.line,
                                                                 .form = read_literal(element)});
}

syntax::Invocation Reader::read_invocation(const xml::Element& element) {
  syntax::Invocation read{.callee = only_expression(element)};
  for (const auto& one : element.children) {
    if (one.name != "binding" || !is_ours(one)) continue;
    const auto* parameter = child(one, "parameter");
    if (parameter == nullptr) {
      refuse(one, "binding/no-parameter", "参数绑定没有写明参数。", "a binding names no parameter");
      continue;
    }
    syntax::Binding binding{.parameter = read_variable(*parameter)};
    // A binding without expression leaves the parameter null.
    for (const auto& inner : one.children)
      if (vocabulary::is_expression(inner.name) && is_ours(inner)) binding.value = read_expression(inner);
    read.bindings.push_back(std::move(binding));
  }
  return read;
}

syntax::Context Reader::read_context(const xml::Element& element) {
  syntax::Context read;
  check_names(element, "contextEntry");
  for (const auto& one : element.children) {
    if (one.name != "contextEntry" || !is_ours(one)) continue;
    syntax::ContextEntry entry{.line = one.line};
    if (const auto* variable = child(one, "variable")) entry.variable = read_variable(*variable);
    entry.value = only_expression(one);
    if (!read.entries.empty() && !read.entries.back().variable)
      refuse(one, "context/result-last", "没有变量的结果条目应当在最后。", "the result entry without variable must come last");
    read.entries.push_back(std::move(entry));
  }
  return read;
}

syntax::Relation Reader::read_relation(const xml::Element& element) {
  syntax::Relation read;
  check_names(element, "column");
  for (const auto& one : element.children)
    if (one.name == "column" && is_ours(one)) read.columns.push_back(read_variable(one));
  for (const auto& one : element.children) {
    if (one.name != "row" || !is_ours(one)) continue;
    auto& row = read.rows.emplace_back();
    for (const auto& cell : one.children)
      if (vocabulary::is_expression(cell.name) && is_ours(cell)) row.push_back(read_expression(cell));
    if (row.size() != read.columns.size())
      refuse(one, "relation/cells", fmt::format("这一行有{}格，应有{}格。", row.size(), read.columns.size()), fmt::format("the row has {} cells instead of {}", row.size(), read.columns.size()));
  }
  return read;
}

namespace {

/// The text of a context's entry; empty when there is none.
std::string entry_text(const syntax::Context& context, std::string_view name) {
  for (const auto& entry : context.entries) {
    const auto* text = entry.value == nullptr ? nullptr : std::get_if<syntax::Literal>(&entry.value->form);
    if (text != nullptr && entry.variable && entry.variable->name == name) return platform::trim(text->text);
  }
  return {};
}

/// A Java function that FEEL's external functions know is read as one of those, called with its own parameters; any
/// other stays what it is, which is told when it is linked.
void write_as_feel(syntax::FunctionDefinition& function) {
  const auto* form = function.body == nullptr ? nullptr : std::get_if<syntax::Context>(&function.body->form);
  if (form == nullptr) return;
  std::string names;
  for (const auto& parameter : function.parameters) names += (names.empty() ? "" : ", ") + parameter.name;
  auto text = fmt::format("(function({0}) external {{java: {{class: {1}, method signature: {2}}}}})({0})", names,
                          entry_text(*form, "class"), entry_text(*form, "method signature"));
  feel::Scope scope;
  for (const auto& parameter : function.parameters) scope.add(parameter.name);
  if (!feel::parse_expression(text, scope)) return;
  function.kind = syntax::FunctionKind::feel;
  function.body->form = syntax::Literal{.text = std::move(text), .language = {}};
}

}  // namespace

syntax::FunctionDefinition Reader::read_function(const xml::Element& element) {
  syntax::FunctionDefinition read;
  const auto kind = element.attribute("kind");
  if (kind == "Java" || kind == "J") read.kind = syntax::FunctionKind::java;
  else if (kind == "PMML" || kind == "P") read.kind = syntax::FunctionKind::pmml;
  else if (!kind.empty() && kind != "FEEL" && kind != "F")
    refuse(element, "attribute/value", fmt::format("函数种类“{}”不认识。", kind), fmt::format("unknown kind of function {}", kind));
  check_names(element, "formalParameter");
  for (const auto& one : element.children)
    if (one.name == "formalParameter" && is_ours(one)) read.parameters.push_back(read_variable(one));
  for (const auto& one : element.children) {
    if (!vocabulary::is_expression(one.name) || !is_ours(one)) continue;
    if (read.body != nullptr) refuse(one, "element/twice", "函数只能有一个表达式。", "a function may have one expression only");
    else read.body = read_expression(one);
  }
  if (read.kind == syntax::FunctionKind::java) write_as_feel(read);
  return read;
}

syntax::Iteration Reader::read_iteration(const xml::Element& element, syntax::IterationKind kind) {
  syntax::Iteration read{.kind = kind, .variable = feel::normalized_name(element.attribute("iteratorVariable"))};
  if (read.variable.empty()) refuse(element, "iteration/no-variable", fmt::format("“{}”没有写明循环变量。", element.name), fmt::format("{} names no iterator variable", element.name));
  read.in = read_expression_in(element, "in");
  read.body = read_expression_in(element, kind == syntax::IterationKind::for_each ? "return" : "satisfies");
  return read;
}

}  // namespace yimen::dmn
