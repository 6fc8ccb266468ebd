#include <map>

#include <fmt/format.h>

#include "yimen/platform/text.h"
#include "yimen/rules/rules.h"
#include "yimen/xml/xml.h"

namespace yimen::rules {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
/// A thing as people see it: what it is called and what is written in it, in order.
struct Seen {
  std::string name;
  Fields fields;
};
using Sight = std::vector<std::pair<std::string, Seen>>;

const xml::Element* child(const xml::Element& of, std::string_view name) {
  for (const auto& one : of.children)
    if (one.name == name) return &one;
  return nullptr;
}

std::string text_in(const xml::Element& of) {
  const auto* text = child(of, "text");
  return text ? platform::trim(text->text) : std::string();
}

std::string shown(std::string text) { return text.empty() ? "-" : text; }

std::string column_name(const xml::Element& column) {
  if (const auto label = column.attribute("label"); !label.empty()) return std::string(label);
  if (const auto name = column.attribute("name"); !name.empty()) return std::string(name);
  const auto* expression = child(column, "inputExpression");
  return expression ? text_in(*expression) : std::string(column.attribute("id"));
}

void see_table(const std::string& name, const std::string& id, const xml::Element& table, Sight& sight) {
  std::vector<std::string> inputs, outputs;
  for (const auto& part : table.children) {
    if (part.name == "input") inputs.push_back(column_name(part));
    if (part.name == "output") outputs.push_back(column_name(part));
  }
  Seen whole{name, {{"命中策略", std::string(table.attribute("hitPolicy").empty() ? "UNIQUE" : table.attribute("hitPolicy"))}, {"聚合", std::string(table.attribute("aggregation"))},
                    {"输入列", platform::join(inputs, "、")}, {"输出列", platform::join(outputs, "、")}}};
  sight.emplace_back(id, std::move(whole));
  int row = 0;
  for (const auto& rule : table.children) {
    if (rule.name != "rule") continue;
    ++row;
    Seen seen{fmt::format("{} 第{}行", name, row), {}};
    std::size_t at_input = 0, at_output = 0;
    for (const auto& cell : rule.children) {
      if (cell.name == "inputEntry") seen.fields.emplace_back(at_input < inputs.size() ? inputs[at_input] : "输入", shown(text_in(cell))), ++at_input;
      if (cell.name == "outputEntry") seen.fields.emplace_back(at_output < outputs.size() ? outputs[at_output] : "输出", shown(text_in(cell))), ++at_output;
      if (cell.name == "description") seen.fields.emplace_back("说明", platform::trim(cell.text));
    }
    sight.emplace_back(rule.attribute("id").empty() ? fmt::format("{}#{}", id, row) : std::string(rule.attribute("id")), std::move(seen));
  }
}

/// Boxes and what stands between them and the boxes within, as the designer calls them.
std::string word_of(const std::string& kind) {
  static const std::map<std::string, std::string> words{
      {"decisionTable", "决策表"}, {"literalExpression", "表达式"}, {"context", "上下文"}, {"list", "列表"}, {"relation", "关系表"}, {"invocation", "调用函数"}, {"functionDefinition", "函数"},
      {"encapsulatedLogic", "函数"}, {"conditional", "条件"}, {"filter", "筛选"}, {"for", "逐个计算"}, {"some", "有一个符合"}, {"every", "全部符合"}};
  const auto found = words.find(kind);
  return found == words.end() ? std::string() : found->second;
}
std::string part_name(const xml::Element& part) {
  static const std::map<std::string, std::string> words{{"if", "如果"}, {"then", "那么"}, {"else", "否则"}, {"in", "从哪些里取"}, {"match", "留下的条件"}, {"return", "得出"}, {"satisfies", "符合的条件"}};
  if (const auto found = words.find(part.name); found != words.end()) return found->second;
  const auto* named = child(part, part.name == "binding" ? "parameter" : "variable");
  if (named) return std::string(named->attribute("name"));
  return part.name == "contextEntry" ? "结果" : std::string();
}
std::string names_of(const xml::Element& box, std::string_view kind) {
  std::vector<std::string> names;
  for (const auto& one : box.children)
    if (one.name == kind) names.emplace_back(one.attribute("name"));
  return platform::join(names, "、");
}

/// A box with everything in it. Parts without id are known by the way to them.
void see_box(const xml::Element& box, const std::string& name, const std::string& way, Sight& sight) {
  const std::string id(box.attribute("id").empty() ? way : box.attribute("id"));
  if (box.name == "decisionTable") return see_table(name, id, box, sight);
  if (box.name == "literalExpression") return sight.emplace_back(id, Seen{name, {{"表达式", text_in(box)}}}), void();
  sight.emplace_back(id, Seen{name, {{"内容", word_of(box.name)}, {"参数", names_of(box, "formalParameter")}, {"各列", names_of(box, "column")}, {"逐个取出的名字", std::string(box.attribute("iteratorVariable"))}}});
  int item = 0;
  for (const auto& part : box.children) {
    if (const auto word = word_of(part.name); !word.empty()) {
      const auto number = box.name == "list" || box.name == "row" ? fmt::format(" 第{}项", ++item) : std::string();
      see_box(part, name + number, fmt::format("{}/{}{}", id, part.name, number), sight);
    } else if (part.name == "row") {
      ++item;
      see_box(part, fmt::format("{} 第{}行", name, item), fmt::format("{}/{}", id, item), sight);
    } else if (const auto called = part_name(part); !called.empty()) {
      for (const auto& inner : part.children)
        if (!word_of(inner.name).empty()) see_box(inner, name + " › " + called, fmt::format("{}/{}", id, called), sight);
    }
  }
}

std::optional<Sight> sight_of(std::string_view text) {
  xml::Refusal refusal;
  const auto file = xml::parse(text, {.bytes = 4 << 20, .elements = 100'000, .depth = 120}, refusal);
  if (!file) return std::nullopt;
  Sight sight;
  for (const auto& element : file->children) {
    const std::string id(element.attribute("id")), name(element.attribute("name"));
    if (element.name == "inputData") {
      const auto* variable = child(element, "variable");
      sight.emplace_back(id, Seen{name, {{"名称", name}, {"类型", variable ? std::string(variable->attribute("typeRef")) : std::string()}, {"来源", std::string(element.attribute("source", discretion::space))}}});
    }
    if (element.name != "decision" && element.name != "businessKnowledgeModel") continue;
    Fields fields{{"名称", name}};
    if (const auto* literal = child(element, "literalExpression")) fields.emplace_back("表达式", text_in(*literal));
    sight.emplace_back(id, Seen{name, std::move(fields)});
    for (const auto& box : element.children)
      if (box.name != "literalExpression" && !word_of(box.name).empty()) see_box(box, name, id + "/" + box.name, sight);
  }
  return sight;
}

std::string value_of(const Fields& fields, const std::string& name) {
  for (const auto& [field, value] : fields)
    if (field == name) return value;
  return {};
}

std::string in_one(const Fields& fields) {
  std::vector<std::string> parts;
  for (const auto& [field, value] : fields)
    if (!value.empty()) parts.push_back(field + "：" + value);
  return platform::join(parts, "；");
}

}  // namespace

Result<std::vector<designs::Change>> compare(std::string_view before, std::string_view after) {
  const auto old_sight = sight_of(before), new_sight = sight_of(after);
  if (!old_sight || !new_sight) return platform::fail(platform::ErrorCode::invalid_input, "rules/unreadable", "有一版规则不是完整的XML，不能比较。");
  std::map<std::string, const Seen*> were, are;
  for (const auto& [id, seen] : *old_sight) were[id] = &seen;
  for (const auto& [id, seen] : *new_sight) are[id] = &seen;
  std::vector<designs::Change> changes;
  for (const auto& [id, seen] : *new_sight) {
    const auto was = were.find(id);
    if (was == were.end()) {
      changes.push_back({.element = id, .element_name = seen.name, .kind = "added", .field = {}, .before = {}, .after = in_one(seen.fields)});
      continue;
    }
    for (const auto& [field, now] : seen.fields)
      if (const auto then = value_of(was->second->fields, field); then != now)
        changes.push_back({.element = id, .element_name = seen.name, .kind = "changed", .field = field, .before = then, .after = now});
  }
  for (const auto& [id, seen] : *old_sight)
    if (!are.contains(id)) changes.push_back({.element = id, .element_name = seen.name, .kind = "removed", .field = {}, .before = in_one(seen.fields), .after = {}});
  return changes;
}

}  // namespace yimen::rules
