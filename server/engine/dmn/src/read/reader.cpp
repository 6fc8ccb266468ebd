#include "reader.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "vocabulary.h"
#include "yimen/feel/expression.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {
namespace {

std::string name_of(const xml::Element& element) {
  for (const auto* word : {"name", "id"})
    if (const auto value = element.attribute(word); !value.empty()) return std::string{value};
  return element.name;
}

}  // namespace

std::optional<syntax::Definitions> Reader::read(const xml::Element& root) {
  if (root.name != "definitions" || !vocabulary::is_model_space(root.space)) {
    refuse(root, "dmn/no-definitions", fmt::format("根元素应当是DMN 1.1至1.5的definitions，实际是{{{}}}{}。", root.space, root.name),
           fmt::format("the root must be definitions of DMN 1.1 to 1.5, found {{{}}}{}", root.space, root.name));
    return std::nullopt;
  }
  space_ = root.space;
  const auto before = problems_.size();
  check(root);
  syntax::Definitions definitions{.file = file_, .name = std::string{root.attribute("name")}, .space = std::string{root.attribute("namespace")}, .prefixes = root.prefixes};
  if (const auto language = root.attribute("expressionLanguage"); !language.empty() && !vocabulary::is_feel_space(language))
    refuse(root, "dmn/language", fmt::format("表达式语言“{}”不支持，只支持FEEL。", language), fmt::format("expression language {} is not supported, only FEEL", language));
  // What the vocabulary refused is not read: half-read elements would bring problems that are none.
  if (std::any_of(problems_.begin() + static_cast<std::ptrdiff_t>(before), problems_.end(), [](const Problem& one) { return one.severity == Severity::error; }))
    return definitions;
  for (const auto& one : root.children) {
    if (!is_ours(one)) continue;
    if (one.name == "import") definitions.imports.push_back(read_import(one));
    if (one.name == "itemDefinition") definitions.types.push_back(read_type(one));
    for (const auto* kind : {"decision", "businessKnowledgeModel", "decisionService", "inputData", "knowledgeSource"})
      if (one.name == kind) definitions.elements.push_back(read_element(one));
  }
  if (definitions.space.empty())
    object(root, "definitions/no-namespace", "definitions没有写明命名空间（namespace），别的文件无法导入它。", "definitions has no namespace; no other file can import it");
  check_names(root, "itemDefinition");
  definitions.problems = std::move(objections_);
  return definitions;
}

/// An element without namespace that DMN knows is taken for DMN's, with a warning: some tools lose the prefix.
bool Reader::is_ours(const xml::Element& element) const {
  return element.space == space_ || (element.space.empty() && vocabulary::is_known_element(element.name));
}

void Reader::check(const xml::Element& element) {
  if (!vocabulary::holds_text(element.name) && !platform::trim(element.text).empty())
    refuse(element, "element/text", fmt::format("元素“{}”中不应有文字。", element.name), fmt::format("element {} may hold no text", element.name));
  for (const auto& attribute : element.attributes)
    if (attribute.space.empty() && !vocabulary::may_have(element.name, attribute.name))
      refuse(element, "attribute/unknown", fmt::format("元素“{}”没有名为“{}”的属性。", element.name, attribute.name),
             fmt::format("element {} has no attribute {}", element.name, attribute.name));
  check_id(element);
  for (const auto& child : element.children) check_child(element, child);
}

/// Ids are names of XML (NCName) and each stands once in a file.
void Reader::check_id(const xml::Element& element) {
  const std::string id{element.attribute("id")};
  if (id.empty()) return;
  if (!feel::is_name(id) || id.find_first_of(" \t\n\r'/+*") != std::string::npos)
    report(Severity::warning, element, "element/id", fmt::format("标识“{}”不是合法的XML标识。", id), fmt::format("{} is no id of XML", id));
  const auto [known, is_new] = ids_.emplace(id, element.line);
  if (!is_new)
    object(element, "element/id-twice", fmt::format("标识“{}”用了两次，第{}行已有。", id, known->second), fmt::format("the id {} is used twice, first in line {}", id, known->second));
}

void Reader::check_names(const xml::Element& parent, std::string_view kind) {
  std::set<std::string> names;
  for (const auto& one : parent.children) {
    if (one.name != kind || !is_ours(one)) continue;
    const auto* variable = kind == "contextEntry" ? child(one, "variable") : &one;
    if (variable == nullptr) continue;
    const auto name = feel::normalized_name(variable->attribute("name"));
    if (name.empty() && kind != "output" && kind != "itemDefinition" && kind != "itemComponent")
      refuse(one, "element/no-name", fmt::format("“{}”没有名称。", one.name), fmt::format("a {} has no name", one.name));
    else if (!name.empty() && !names.insert(name).second)
      object(one, "element/name-twice", fmt::format("名称“{}”用了两次，只有一个起作用。", name), fmt::format("the name {} is used twice; only one of them counts", name));
  }
}

void Reader::check_child(const xml::Element& parent, const xml::Element& child) {
  if (vocabulary::is_diagram_space(child.space)) return;
  if (!is_ours(child) || !vocabulary::is_known_element(child.name))
    return refuse(child, "element/unknown", fmt::format("不认识的元素“{}”（在“{}”之内）。", child.name, parent.name),
                  fmt::format("unknown element {} in {}", child.name, parent.name));
  if (!vocabulary::may_contain(parent.name, child.name))
    return refuse(child, "element/misplaced", fmt::format("元素“{}”不能出现在“{}”之内。", child.name, parent.name),
                  fmt::format("element {} may not stand in {}", child.name, parent.name));
  if (child.space.empty())
    report(Severity::warning, child, "element/no-namespace", fmt::format("元素“{}”没有命名空间，按DMN元素读取。", child.name),
           fmt::format("element {} has no namespace and is read as DMN's", child.name));
  if (child.name != "extensionElements") check(child);
}

const xml::Element* Reader::child(const xml::Element& parent, std::string_view name) {
  const xml::Element* found = nullptr;
  for (const auto& one : parent.children) {
    if (!is_ours(one) || one.name != name) continue;
    if (found != nullptr) refuse(one, "element/twice", fmt::format("元素“{}”只能有一个“{}”。", parent.name, name), fmt::format("element {} may have one {} only", parent.name, name));
    else found = &one;
  }
  return found;
}

std::string Reader::text_of(const xml::Element& parent, std::string_view name) {
  const auto* found = child(parent, name);
  return found == nullptr ? std::string{} : found->text;
}

bool Reader::flag(const xml::Element& element, std::string_view attribute) {
  const auto value = platform::trim(element.attribute(attribute));
  if (value == "true" || value == "1") return true;
  if (!value.empty() && value != "false" && value != "0")
    refuse(element, "attribute/value", fmt::format("属性“{}”应为true或false。", attribute), fmt::format("attribute {} must be true or false", attribute));
  return false;
}

void Reader::refuse(const xml::Element& element, std::string rule, std::string zh, std::string en) {
  report(Severity::error, element, std::move(rule), std::move(zh), std::move(en));
}

void Reader::object(const xml::Element& element, std::string rule, std::string zh, std::string en) {
  objections_.push_back({Severity::error, file_, name_of(element), element.line, std::move(rule), std::move(zh), std::move(en)});
}

void Reader::report(Severity severity, const xml::Element& element, std::string rule, std::string zh, std::string en) {
  problems_.push_back({severity, file_, name_of(element), element.line, std::move(rule), std::move(zh), std::move(en)});
}

}  // namespace yimen::dmn
