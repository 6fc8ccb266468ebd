#include <fmt/format.h>

#include "reader.h"
#include "yimen/feel/expression.h"
#include "yimen/platform/text.h"

namespace yimen::dmn {
namespace {

std::optional<HitPolicy> policy_of(std::string_view text) {
  if (text.empty() || text == "UNIQUE") return HitPolicy::unique;
  if (text == "ANY") return HitPolicy::any;
  if (text == "PRIORITY") return HitPolicy::priority;
  if (text == "FIRST") return HitPolicy::first;
  if (text == "RULE ORDER") return HitPolicy::rule_order;
  if (text == "OUTPUT ORDER") return HitPolicy::output_order;
  if (text == "COLLECT") return HitPolicy::collect;
  return std::nullopt;
}

std::optional<Aggregation> aggregation_of(std::string_view text) {
  if (text.empty()) return Aggregation::none;
  if (text == "SUM") return Aggregation::sum;
  if (text == "COUNT") return Aggregation::count;
  if (text == "MIN") return Aggregation::min;
  if (text == "MAX") return Aggregation::max;
  return std::nullopt;
}

}  // namespace

syntax::Table Reader::read_table(const xml::Element& element) {
  syntax::Table table;
  if (const auto policy = policy_of(element.attribute("hitPolicy"))) table.policy = *policy;
  else
    refuse(element, "table/policy", fmt::format("命中策略“{}”不认识。", element.attribute("hitPolicy")), fmt::format("unknown hit policy {}", element.attribute("hitPolicy")));
  if (const auto aggregation = aggregation_of(element.attribute("aggregation"))) table.aggregation = *aggregation;
  else
    refuse(element, "table/aggregation", fmt::format("汇总方式“{}”不认识。", element.attribute("aggregation")), fmt::format("unknown aggregation {}", element.attribute("aggregation")));
  if (table.aggregation != Aggregation::none && table.policy != HitPolicy::collect)
    refuse(element, "table/aggregation", "只有“收集”策略才能汇总。", "only the hit policy COLLECT aggregates");
  for (const auto& one : element.children) {
    if (!is_ours(one)) continue;
    if (one.name == "input") table.inputs.push_back(read_input(one));
    if (one.name == "output") table.outputs.push_back(read_output(one));
  }
  if (table.outputs.empty()) refuse(element, "table/no-output", "决策表没有输出列。", "the decision table has no output");
  if (table.outputs.size() > 1)
    for (const auto& output : table.outputs)
      if (output.name.empty()) refuse(element, "table/output-name", "有多个输出列时，每列都要有名称。", "with several outputs each needs a name");
  check_names(element, "output");
  const auto orientation = element.attribute("preferredOrientation");
  if (!orientation.empty() && orientation != "Rule-as-Row" && orientation != "Rule-as-Column" && orientation != "CrossTable")
    refuse(element, "attribute/value", fmt::format("决策表的方向“{}”不认识。", orientation), fmt::format("unknown orientation {}", orientation));
  if (table.outputs.size() > 1 && table.aggregation != Aggregation::none)
    refuse(element, "table/aggregation", "有多个输出列的决策表不能汇总。", "a decision table of several outputs cannot aggregate");
  for (const auto& one : element.children)
    if (one.name == "rule" && is_ours(one)) table.rules.push_back(read_rule(one, table));
  return table;
}

syntax::InputClause Reader::read_input(const xml::Element& element) {
  syntax::InputClause input{.label = std::string{element.attribute("label")}, .line = element.line};
  if (const auto* expression = child(element, "inputExpression")) input.expression = literal_of(*expression);
  else refuse(element, "table/no-input-expression", "输入列没有表达式。", "an input has no expression");
  input.values = read_tests(element, "inputValues");
  return input;
}

syntax::OutputClause Reader::read_output(const xml::Element& element) {
  syntax::OutputClause output{.name = feel::normalized_name(element.attribute("name")), .label = std::string{element.attribute("label")},
                              .type_ref = platform::trim(element.attribute("typeRef")), .line = element.line};
  output.values = read_tests(element, "outputValues");
  if (const auto* entry = child(element, "defaultOutputEntry")) output.default_entry = literal_of(*entry);
  return output;
}

syntax::Rule Reader::read_rule(const xml::Element& element, const syntax::Table& table) {
  syntax::Rule rule{.id = std::string{element.attribute("id")}, .line = element.line};
  for (const auto& one : element.children) {
    if (!is_ours(one)) continue;
    if (one.name == "inputEntry") rule.inputs.push_back({text_of(one, "text"), one.line});
    if (one.name == "outputEntry") rule.outputs.push_back(literal_of(one));
    if (one.name == "annotationEntry") rule.annotations.push_back(text_of(one, "text"));
  }
  if (rule.inputs.size() != table.inputs.size() || rule.outputs.size() != table.outputs.size())
    refuse(element, "table/cells", fmt::format("这条规则有{}个条件、{}个结果，应有{}个、{}个。", rule.inputs.size(), rule.outputs.size(), table.inputs.size(), table.outputs.size()),
           fmt::format("the rule has {} inputs and {} outputs instead of {} and {}", rule.inputs.size(), rule.outputs.size(), table.inputs.size(), table.outputs.size()));
  return rule;
}

}  // namespace yimen::dmn
