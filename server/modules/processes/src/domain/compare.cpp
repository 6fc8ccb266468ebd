#include <map>

#include <fmt/format.h>

#include "yimen/bpmn/expressions.h"
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
  std::string ends;  // of a way: what it joins, whatever that is called
};
using Sight = std::map<std::string, Seen>;
using Place = bpmn::ExpressionPlace;

std::string name_of(const bpmn::Model& model, int node) {
  if (node < 0) return {};
  const auto& one = model.node(node);
  return one.name.empty() ? one.id : one.name;
}

/// The expressions of a node, by what they are for.
using Written = std::map<Place, std::vector<std::string>>;
std::map<int, Written> written_in(const bpmn::Model& model) {
  std::map<int, Written> written;
  for (auto& one : bpmn::expressions_of(model)) written[one.node][one.place].push_back(std::move(one.text));
  return written;
}

/// All that is written there for any of these, behind what is `before`.
std::string joined(const Written& written, std::initializer_list<Place> places, std::vector<std::string> before = {}) {
  for (const auto place : places)
    if (const auto found = written.find(place); found != written.end()) before.insert(before.end(), found->second.begin(), found->second.end());
  std::erase_if(before, [](const auto& part) { return part.empty(); });
  return platform::join(before, "；");
}

std::string_view word_of(bpmn::VoteRule::Kind kind) {
  using Kind = bpmn::VoteRule::Kind;
  switch (kind) {
    case Kind::none: break;
    case Kind::all: return "all";
    case Kind::share: return "share";
    case Kind::veto: return "veto";
    case Kind::any: return "any";
  }
  return {};
}

/// Several persons, lists, repeats and whatever else is worked out: who publishes sees each change of them.
void add_worked_out(const bpmn::Node& node, const Written& written, Seen& seen) {
  const auto& loop = node.loop ? *node.loop : bpmn::Loop{};
  const std::vector<std::string> order{loop.is_sequential ? "一项办完再办下一项" : ""};
  const auto is_list = loop.is_multiple && !loop.participants;
  const auto add = [&](const char* field, std::string text) { seen.fields.emplace_back(field, std::move(text)); };
  add("vote", std::string{word_of(loop.vote.kind)});
  add("share", loop.vote.kind == bpmn::VoteRule::Kind::share ? fmt::format("{}/{}", loop.vote.part, loop.vote.whole) : std::string());
  add("participants", joined(written, {Place::participants}, loop.participants ? order : std::vector<std::string>()));
  add("participant", joined(written, {Place::participant}));
  add("candidates", joined(written, {Place::candidates}));
  add("finish", joined(written, {Place::finish}, {node.ends_by_people ? "people" : ""}));
  add("needed", node.is_needed ? "true" : "");
  add("once", node.is_once ? "true" : "");
  add("repeat_when", joined(written, {Place::repeat}));
  add("items", joined(written, {Place::items, Place::cardinality, Place::completion, Place::behavior}, is_list ? std::vector{loop.item, loop.output_collection, loop.output_item, order.front()} : std::vector<std::string>()));
  add("condition", joined(written, {Place::event_condition, Place::activation}));
  add("script", joined(written, {Place::script}));
  add("data", joined(written, {Place::data}));
}

Seen seen_of(const bpmn::Node& node, const Written& written) {
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
  Seen seen{node.name.empty() ? std::string(bpmn::zh_name(node.kind)) : node.name,
          {{"kind", std::string(bpmn::zh_name(node.kind))}, {"name", node.name}, {"stage", task.stage}, {"role", task.role},
           {"limit_days", task.limit_days == 0 ? std::string() : std::to_string(task.limit_days)},
           {"opinion_required", task.is_opinion_required ? "true" : ""}, {"checklist", platform::join(task.checklist, "\n")}, {"documents", platform::join(documents, "、")},
           {"message", joined(written, {Place::key}, {platform::join(told, "、")})}, {"called", node.called_element},
           {"repeats", node.loop && !node.loop->is_multiple ? std::to_string(node.loop->maximum) : std::string()}, {"rule", node.kind == bpmn::NodeKind::business_rule_task ? task.implementation : std::string()}, {"inputs", platform::join(stated, "\n")},
           {"service", node.kind == bpmn::NodeKind::service_task ? task.implementation : std::string()}, {"result", task.result}, {"time", joined(written, {Place::timer}, times)},
           {"takes_over", is_caught && node.is_interrupting ? "true" : ""}},
          {}};
  add_worked_out(node, written, seen);
  return seen;
}

Sight sight_of(const bpmn::Model& model) {
  Sight sight;
  const auto written = written_in(model);
  for (int index = 0; index < std::ssize(model.nodes()); ++index) {
    const auto found = written.find(index);
    sight.emplace(model.node(index).id, seen_of(model.node(index), found == written.end() ? Written{} : found->second));
  }
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
