#include <map>

#include "yimen/cases/process_messages.h"
#include "yimen/cases/step_documents.h"
#include "yimen/platform/text.h"
#include "yimen/processes/processes.h"

namespace yimen::processes {

namespace {

/// An element as people see it: what it is called and its properties by field, in the order they are shown.
struct Seen {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;
};
using Sight = std::map<std::string, Seen>;

std::string name_of(const bpmn::Model& model, int node) {
  if (node < 0) return {};
  const auto& one = model.node(node);
  return one.name.empty() ? one.id : one.name;
}

Seen seen_of(const bpmn::Node& node) {
  const auto& task = node.task;
  std::vector<std::string> told, stated;
  for (const auto& event : node.events)
    if (event.kind == bpmn::EventKind::message || event.kind == bpmn::EventKind::signal) told.emplace_back(cases::message_label(event.name));
    else if (event.kind == bpmn::EventKind::error || event.kind == bpmn::EventKind::escalation) told.emplace_back(event.code);
  for (const auto& input : task.stated) stated.push_back(input.name + " = " + input.text);
  std::vector<std::string> documents;
  for (const auto& type : task.documents) {
    const auto* known = cases::find_step_document(type);
    documents.emplace_back(known ? known->label : std::string_view(type));
  }
  return {node.name.empty() ? std::string(bpmn::zh_name(node.kind)) : node.name,
          {{"kind", std::string(bpmn::zh_name(node.kind))}, {"name", node.name}, {"stage", task.stage}, {"role", task.role},
           {"limit_days", task.limit_days == 0 ? std::string() : std::to_string(task.limit_days)},
           {"opinion_required", task.is_opinion_required ? "true" : ""}, {"checklist", platform::join(task.checklist, "\n")}, {"documents", platform::join(documents, "、")},
           {"message", platform::join(told, "、")}, {"called", node.called_element},
           {"repeats", node.loop && !node.loop->is_multiple ? std::to_string(node.loop->maximum) : std::string()}, {"rule", node.kind == bpmn::NodeKind::business_rule_task ? task.implementation : std::string()}, {"inputs", platform::join(stated, "\n")}}};
}

Sight sight_of(const bpmn::Model& model) {
  Sight sight;
  for (const auto& node : model.nodes()) sight.emplace(node.id, seen_of(node));
  for (const auto& flow : model.flows()) {
    const auto from = name_of(model, flow.source), to = name_of(model, flow.target);
    const bool is_default = flow.source >= 0 && model.node(flow.source).default_flow == static_cast<int>(&flow - model.flows().data());
    sight.emplace(flow.id, Seen{flow.name.empty() ? from + " → " + to : flow.name,
                                {{"name", flow.name}, {"way", from + " → " + to}, {"condition", flow.condition_text}, {"is_default", is_default ? "true" : ""}}});
  }
  return sight;
}

}  // namespace

Result<std::vector<designs::Change>> compare(std::string_view before, std::string_view after) {
  std::vector<bpmn::Problem> problems;
  const auto old_model = TRY(bpmn::read_model(before, problems));
  const auto new_model = TRY(bpmn::read_model(after, problems));
  const auto old_sight = sight_of(*old_model), new_sight = sight_of(*new_model);
  std::vector<designs::Change> changes;
  for (const auto& [id, seen] : new_sight) {
    const auto was = old_sight.find(id);
    if (was == old_sight.end()) {
      changes.push_back({.element = id, .element_name = seen.name, .kind = "added"});
      continue;
    }
    for (std::size_t i = 0; i < seen.fields.size(); ++i) {
      const auto& [field, now] = seen.fields[i];
      const auto then = i < was->second.fields.size() && was->second.fields[i].first == field ? was->second.fields[i].second : std::string();
      if (then != now) changes.push_back({.element = id, .element_name = seen.name, .kind = "changed", .field = field, .before = then, .after = now});
    }
  }
  for (const auto& [id, seen] : old_sight)
    if (!new_sight.contains(id)) changes.push_back({.element = id, .element_name = seen.name, .kind = "removed"});
  return changes;
}

}  // namespace yimen::processes
