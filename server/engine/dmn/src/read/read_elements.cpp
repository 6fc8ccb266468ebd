#include <fmt/format.h>

#include "reader.h"
#include "vocabulary.h"
#include "yimen/feel/expression.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {
namespace {

syntax::ElementKind kind_of(std::string_view name) {
  if (name == "inputData") return syntax::ElementKind::input;
  if (name == "businessKnowledgeModel") return syntax::ElementKind::knowledge;
  if (name == "decisionService") return syntax::ElementKind::service;
  if (name == "knowledgeSource") return syntax::ElementKind::source;
  return syntax::ElementKind::decision;
}

}  // namespace

syntax::Import Reader::read_import(const xml::Element& element) {
  const auto type = element.attribute("importType");
  if (!type.empty() && !vocabulary::is_model_space(type) && type.find("omg.org/spec/DMN/") == std::string_view::npos)
    refuse(element, "import/type", fmt::format("只能导入DMN文件，不支持“{}”。", type), fmt::format("only DMN files can be imported, not {}", type));
  return {.name = feel::normalized_name(element.attribute("name")), .space = std::string{element.attribute("namespace")}, .line = element.line};
}

syntax::Element Reader::read_element(const xml::Element& element) {
  syntax::Element read{.kind = kind_of(element.name), .id = std::string{element.attribute("id")}, .name = feel::normalized_name(element.attribute("name")), .line = element.line};
  if (read.name.empty()) refuse(element, "element/no-name", fmt::format("元素“{}”没有名称。", element.name), fmt::format("element {} has no name", element.name));
  else if (!feel::is_name(read.name))
    report(Severity::warning, element, "element/name", fmt::format("名称“{}”不合FEEL的写法，表达式不能引用它。", read.name), fmt::format("{} is no name of FEEL; expressions cannot refer to it", read.name));
  if (const auto* variable = child(element, "variable")) read.variable = read_variable(*variable);
  if (read.kind == syntax::ElementKind::decision) read_decision(element, read);
  if (read.kind == syntax::ElementKind::knowledge) read_knowledge_model(element, read);
  if (read.kind == syntax::ElementKind::service) read_service(element, read);
  if (read.kind == syntax::ElementKind::decision || read.kind == syntax::ElementKind::knowledge) read_requirements(element, read);
  return read;
}

void Reader::read_decision(const xml::Element& element, syntax::Element& read) {
  for (const auto& one : element.children) {
    if (!vocabulary::is_expression(one.name) || !is_ours(one)) continue;
    if (read.logic != nullptr)
      return refuse(one, "element/twice", fmt::format("决策“{}”只能有一个表达式。", read.name), fmt::format("decision {} may have one expression only", read.name));
    read.logic = read_expression(one);
  }
}

void Reader::read_knowledge_model(const xml::Element& element, syntax::Element& read) {
  const auto* logic = child(element, "encapsulatedLogic");
  if (logic == nullptr) return;
  read.logic = std::make_unique<syntax::Expression>(
      syntax::Expression{.id = std::string{logic->attribute("id")}, .type_ref = std::string{logic->attribute("typeRef")}, .line = logic->line, .form = read_function(*logic)});
}

void Reader::read_service(const xml::Element& element, syntax::Element& read) {
  for (const auto& one : element.children) {
    if (one.name == "outputDecision") read.outputs.push_back(read_reference(one));
    if (one.name == "encapsulatedDecision") read.encapsulated.push_back(read_reference(one));
    if (one.name == "inputDecision") read.input_decisions.push_back(read_reference(one));
    if (one.name == "inputData") read.input_data.push_back(read_reference(one));
  }
  if (read.outputs.empty())
    refuse(element, "service/no-output", fmt::format("决策服务“{}”没有输出决策。", read.name), fmt::format("decision service {} has no output decision", read.name));
}

void Reader::read_requirements(const xml::Element& element, syntax::Element& read) {
  for (const auto& one : element.children) {
    if (!is_ours(one)) continue;
    const auto is_information = one.name == "informationRequirement";
    if (!is_information && one.name != "knowledgeRequirement") continue;
    auto& list = is_information ? read.information : read.knowledge;
    const auto before = list.size();
    for (const auto& target : one.children)
      if (target.name.starts_with("required")) list.push_back(read_reference(target));
    if (list.size() != before + 1) refuse(one, "requirement/one", "一条依赖应当恰好指向一个元素。", "a requirement must name exactly one element");
  }
}

syntax::Reference Reader::read_reference(const xml::Element& element) {
  auto href = platform::trim(element.attribute("href"));
  if (href.empty()) refuse(element, "reference/empty", fmt::format("“{}”没有写明引用（href）。", element.name), fmt::format("{} has no href", element.name));
  return {std::move(href), element.line, element.name};
}

syntax::Variable Reader::read_variable(const xml::Element& element) {
  return {feel::normalized_name(element.attribute("name")), platform::trim(element.attribute("typeRef")), element.line};
}

std::optional<syntax::Tests> Reader::read_tests(const xml::Element& parent, std::string_view name) {
  const auto* found = child(parent, name);
  if (found == nullptr) return std::nullopt;
  if (const auto language = found->attribute("expressionLanguage"); !language.empty() && !vocabulary::is_feel_space(language))
    refuse(*found, "dmn/language", fmt::format("表达式语言“{}”不支持，只支持FEEL。", language), fmt::format("expression language {} is not supported, only FEEL", language));
  return syntax::Tests{text_of(*found, "text"), found->line};
}

syntax::ItemDefinition Reader::read_type(const xml::Element& element) {
  syntax::ItemDefinition type{.name = feel::normalized_name(element.attribute("name")), .type_ref = platform::trim(text_of(element, "typeRef")), .line = element.line,
                              .is_collection = flag(element, "isCollection")};
  if (type.name.empty()) refuse(element, "element/no-name", "数据类型没有名称。", "a type has no name");
  check_names(element, "itemComponent");
  type.allowed_values = read_tests(element, "allowedValues");
  type.type_constraint = read_tests(element, "typeConstraint");
  for (const auto& one : element.children)
    if (one.name == "itemComponent" && is_ours(one)) type.components.push_back(read_type(one));
  if (const auto* item = child(element, "functionItem")) {
    type.function.emplace();
    type.function->output_type_ref = platform::trim(item->attribute("outputTypeRef"));
    for (const auto& one : item->children)
      if (one.name == "parameters") type.function->parameters.push_back(read_variable(one));
  }
  const auto forms = static_cast<int>(!type.type_ref.empty()) + static_cast<int>(!type.components.empty()) + static_cast<int>(type.function.has_value());
  if (forms > 1)
    refuse(element, "type/several-forms", fmt::format("数据类型“{}”只能是引用、结构、函数三者之一。", type.name), fmt::format("type {} must be one of reference, structure and function", type.name));
  return type;
}

}  // namespace yimen::dmn
