#include <map>

#include <fmt/format.h>

#include "yimen/cases/process_messages.h"
#include "yimen/cases/step_documents.h"
#include "yimen/platform/text.h"
#include "yimen/processes/processes.h"
#include "yimen/xml/xml.h"

namespace yimen::processes {

namespace {

/// An element as people see it: what it is called and its properties by field, in the order they are shown.
struct Seen {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string ends;  // of a way: what it joins, whatever that is called
};
using Sight = std::map<std::string, Seen>;

std::string name_of(const bpmn::Model& model, int node) {
  if (node < 0) return {};
  const auto& one = model.node(node);
  return one.name.empty() ? one.id : one.name;
}

Seen seen_of(const bpmn::Node& node) {
  const auto& task = node.task;
  std::vector<std::string> told, stated, times;
  const bool is_caught = node.attached_to >= 0 || (node.kind == bpmn::NodeKind::start_event && !node.events.empty());
  for (const auto& event : node.events)
    if (event.kind == bpmn::EventKind::timer) times.push_back(event.timer_text);
    else if (event.kind == bpmn::EventKind::message || event.kind == bpmn::EventKind::signal) told.emplace_back(cases::message_label(event.name));
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
           {"repeats", node.loop && !node.loop->is_multiple ? std::to_string(node.loop->maximum) : std::string()}, {"rule", node.kind == bpmn::NodeKind::business_rule_task ? task.implementation : std::string()}, {"inputs", platform::join(stated, "\n")},
           {"service", node.kind == bpmn::NodeKind::service_task ? task.implementation : std::string()}, {"result", task.result}, {"time", platform::join(times, "、")},
           {"takes_over", is_caught && node.is_interrupting ? "true" : ""}},
          {}};
}

/// Several persons, lists and repeats as the file has them, of the model's own kind: who publishes sees each change of them.
void add_written(const xml::Element& element, Seen& seen) {
  const auto own = [&](std::string_view name, const xml::Element& of) { return platform::trim(of.attribute(name, bpmn::extension_namespace)); };
  const auto joined = [](std::vector<std::string> parts) {
    std::erase_if(parts, [](const auto& part) { return part.empty(); });
    return platform::join(parts, "；");
  };
  const auto add = [&](const char* field, std::string text) { seen.fields.emplace_back(field, std::move(text)); };
  add("vote", own("vote", element));
  add("share", own("share", element));
  add("participants", own("participants", element));
  add("participant", own("participant", element));
  add("finish", own("finish", element));
  add("needed", own("needed", element));
  add("once", own("once", element));
  std::vector<std::string> repeats, items;
  for (const auto& child : element.children) {
    if (child.name != "standardLoopCharacteristics" && child.name != "multiInstanceLoopCharacteristics") continue;
    auto& into = child.name.starts_with('s') ? repeats : items;
    for (const auto name : {"items", "item", "results"}) into.push_back(own(name, child));
    for (const auto& part : child.children) into.push_back(platform::trim(part.text));
    if (child.attribute("isSequential") == "true") into.emplace_back("一项办完再办下一项");
  }
  add("repeat_when", joined(std::move(repeats)));
  add("items", joined(std::move(items)));
}
void add_written_below(const xml::Element& element, Sight& sight) {
  for (const auto& child : element.children) {
    if (const auto found = sight.find(std::string(child.attribute("id"))); found != sight.end()) add_written(child, found->second);
    add_written_below(child, sight);
  }
}

Sight sight_of(const bpmn::Model& model) {
  Sight sight;
  for (const auto& node : model.nodes()) sight.emplace(node.id, seen_of(node));
  xml::Refusal refusal;
  if (const auto file = xml::parse(model.source(), {.bytes = 4 << 20, .elements = 100'000, .depth = 120}, refusal)) add_written_below(*file, sight);
  for (const auto& process : model.processes()) sight.emplace(process.id, Seen{process.name.empty() ? process.id : process.name, {{"for_calls", process.is_executable ? "" : "true"}}, {}});
  for (const auto& flow : model.flows()) {
    const auto from = name_of(model, flow.source), to = name_of(model, flow.target);
    const bool is_default = flow.source >= 0 && model.node(flow.source).default_flow == static_cast<int>(&flow - model.flows().data());
    sight.emplace(flow.id, Seen{flow.name.empty() ? from + " → " + to : flow.name,
                                {{"name", flow.name}, {"way", from + " → " + to}, {"condition", flow.condition_text}, {"is_default", is_default ? "true" : ""}},
                                fmt::format("{} {}", flow.source < 0 ? "" : model.node(flow.source).id, flow.target < 0 ? "" : model.node(flow.target).id)});
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
      if (field == "way" && seen.ends == was->second.ends) continue;  // a step of another name stands where it stood
      if (then != now) changes.push_back({.element = id, .element_name = seen.name, .kind = "changed", .field = field, .before = then, .after = now});
    }
  }
  for (const auto& [id, seen] : old_sight)
    if (!new_sight.contains(id)) changes.push_back({.element = id, .element_name = seen.name, .kind = "removed"});
  return changes;
}

}  // namespace yimen::processes
