#include <algorithm>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/cases/models.h"
#include "yimen/discretion/discretion.h"

namespace yimen::processes {

namespace {

/// What a rule reads of the case comes by itself; what somebody has to state is stated by the process, if need be as null.
void check_inputs(const bpmn::Node& node, const discretion::Rule& rule, Problems& problems) {
  const auto stated = [&](const std::string& name) { return std::ranges::any_of(node.task.stated, [&](const bpmn::StatedInput& one) { return one.name == name; }); };
  for (const auto& input : rule.inputs)
    if (input.is_stated() && !stated(input.name))
      report(problems, node, "processes/input-not-stated", fmt::format("规则任务“{}”没有写“{}”从哪里取：请在“给规则的事实”里写表达式，确实不知道的写 null。", shown(node), input.name),
             fmt::format("business-rule task {} states nothing for {}", node.id, input.name));
  for (const auto& one : node.task.stated) {
    const auto found = std::ranges::find(rule.inputs, one.name, &discretion::Input::name);
    if (found == rule.inputs.end())
      report(problems, node, "processes/no-such-input", fmt::format("规则“{}”没有名为“{}”的输入，请在规则任务“{}”里删去这一项或改正名称。", rule.name, one.name, shown(node)), fmt::format("the rule of {} has no input {}", node.id, one.name));
    else if (!found->is_stated())
      report(problems, node, "processes/input-from-case", fmt::format("规则“{}”的“{}”取自办件本身，规则任务“{}”不用再写，请删去这一项。", rule.name, one.name, shown(node)), fmt::format("input {} of the rule of {} comes from the case", one.name, node.id));
  }
}

}  // namespace

void check_rules(platform::Tx& tx, const bpmn::Model& model, Problems& problems) {
  for (const auto& node : model.nodes()) {
    if (node.kind != bpmn::NodeKind::business_rule_task) continue;
    const auto& key = node.task.implementation;
    const auto rule = key.empty() ? std::nullopt : std::optional(discretion::rule_of_today(tx, key));
    if (!rule || !*rule)
      report(problems, node, "processes/no-rule", key.empty() ? fmt::format("规则任务“{}”没有选择决策规则。", shown(node)) : fmt::format("规则任务“{}”用的决策规则“{}”没有现行版本。", shown(node), key),
             fmt::format("business-rule task {} names no published rule", node.id));
    else check_inputs(node, ***rule, problems);
    if (node.task.result.empty())
      report(problems, node, "processes/no-result-name", fmt::format("规则任务“{}”没有写结果名称，后面的条件用不到它的结果。", shown(node)), fmt::format("business-rule task {} names no result variable", node.id));
  }
}

}  // namespace yimen::processes
