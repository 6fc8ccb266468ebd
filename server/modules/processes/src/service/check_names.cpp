#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/feel/expression.h"
#include "yimen/platform/text.h"

/// A name that nobody gives is null: every case goes the same way, whatever was meant.
namespace yimen::processes {

using bpmn::NodeKind;

namespace {

/// What every case knows (approval, known_of and seen_of), and what the engine counts.
constexpr std::array<std::string_view, 17> always_known{"form", "situation", "applicant", "channel", "handling_class", "staff", "outcome", "is_simple", "check", "message", "decision", "loopCounter",
                                                        "numberOfInstances", "numberOfCompletedInstances", "numberOfActiveInstances", "numberOfTerminatedInstances", "participant"};

}  // namespace

bool is_always_known(std::string_view name) { return std::ranges::find(always_known, name) != always_known.end(); }

KnownNames names_in(const bpmn::Model& model) {
  KnownNames known;
  for (const auto name : always_known) known.names.emplace(name);
  for (const auto& node : model.nodes()) {
    const bool answers = node.kind == NodeKind::script_task || node.kind == NodeKind::business_rule_task || node.kind == NodeKind::service_task;
    if (answers && node.task.result.empty() && node.kind != NodeKind::service_task) known.is_open = true;
    known.is_open = known.is_open || node.kind == NodeKind::call_activity;
    for (const auto& name : {node.task.result, node.loop ? node.loop->item : std::string(), node.loop ? node.loop->output_collection : std::string(), node.loop ? node.loop->output_item : std::string()})
      if (!name.empty()) known.names.insert(name);
    for (const auto* list : {&node.inputs, &node.outputs}) known.names.insert(list->begin(), list->end());
    if (node.inner >= 0)
      for (const auto& name : model.scope(node.inner).data) known.names.insert(name);
  }
  for (const auto& process : model.processes())
    for (const auto& name : model.scope(process.scope).data) known.names.insert(name);
  return known;
}

void check_names(const bpmn::Model& model, Problems& problems) {
  const auto known = names_in(model);
  const bool is_called = std::ranges::any_of(model.processes(), [](const auto& process) { return !process.is_executable; });
  if (known.is_open || is_called) return;  // callers and what is called may give any
  feel::Scope scope;
  for (const auto& name : known.names)
    if (feel::is_name(name)) scope.add(name);
  for (const auto& flow : model.flows()) {
    auto text = platform::trim(flow.condition_text);
    if (text.starts_with('=')) text = platform::trim(std::string_view(text).substr(1));
    const auto parsed = feel::parse_expression(text, scope);
    if (text.empty() || !parsed) continue;  // the engine has said so
    for (const auto& name : parsed->unknown_names())
      problems.push_back({flow.id, flow.line, "processes/unknown-name",
                          fmt::format("条件“{}”里的“{}”没有人给出，办件走到这里不能按意思判断：请检查有没有写错；可以用 form（申请表）、situation（情形）、outcome、is_simple、handling_class 和前面环节、规则给出的名称，文字要加引号。", text, name),
                          fmt::format("the condition of {} reads the unknown name {}", flow.id, name)});
  }
}

}  // namespace yimen::processes
