#include "document.h"

#include <algorithm>
#include <array>

#include "../build/builder.h"
#include "formats.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn::rules {
namespace {

/// Parts of namespaces and of `exporter` by which programs are known that read and write executable BPMN their own way.
constexpr std::array<std::string_view, 19> tools{"camunda",  "zeebe",  "activiti", "flowable", "bpmn.io", "bpmn-js", "signavio", "drools",
                                                 "jboss", "bonitasoft", "operaton", "alfresco", "trisotech", "yimen.org", "jbpm", "spiffworkflow",
                                                 "bizagi", "visual-paradigm", "org.eclipse.bpmn2"};

bool names_tool(std::string_view text) {
  const auto folded = platform::fold_width(text);
  return std::ranges::any_of(tools, [&](std::string_view tool) { return folded.find(tool) != std::string::npos; });
}

}  // namespace

bool Part::flag(std::string_view wanted, bool when_absent) const {
  const auto value = trimmed(attribute(wanted));
  return value.empty() ? when_absent : value == "true" || value == "1";
}

const Part* Part::child(std::string_view wanted) const {
  const auto found = std::ranges::find_if(children, [&](const Part* each) { return each->name() == wanted; });
  return found == children.end() ? nullptr : *found;
}

std::vector<const Part*> Part::all(std::string_view wanted) const {
  std::vector<const Part*> found;
  for (const auto* each : children)
    if (each->name() == wanted || each->is(wanted)) found.push_back(each);
  return found;
}

const Part* Part::ancestor(std::string_view family) const {
  const Part* part = parent;
  while (part != nullptr && !part->is(family)) part = part->parent;
  return part;
}

std::string_view Part::text() const { return trimmed(element->text); }

Document::Document(const xml::Element& root) {
  add(root, nullptr);
  link();
  note_tool();
}

void Document::add(const xml::Element& element, Part* parent) {
  auto& part = parts_.emplace_back();
  part.element = &element;
  part.parent = parent;
  // The name alone says what it is but for a few that mean another thing in another place (condition, source, event).
  const auto* row = parent == nullptr || parent->type == nullptr ? nullptr : parent->type->child(element.name);
  part.type = row != nullptr && row->type != nullptr && !row->is_family ? row->type : find_type(element.name);
  if (row != nullptr && row->type == nullptr) part.type = nullptr;
  if (parent != nullptr) parent->children.push_back(&part);
  if (!part.id().empty()) ids_.emplace(part.id(), &part);
  file(part);
  if (part.type != nullptr && part.type->is_open) return;
  for (const auto& child : element.children)
    if (child.space == bpmn_namespace) add(child, &part);
}

void Document::file(const Part& part) {
  if (part.type == nullptr || part.type->name != part.name()) families_[part.name()].push_back(&part);
  for (const auto* type = part.type; type != nullptr; type = type->base) families_[type->name].push_back(&part);
}

void Document::link() {
  for (auto& part : parts_) {
    if (part.is("boundaryEvent"))
      if (auto* host = resolve(part, part.attribute("attachedToRef")).part; host != nullptr) host->boundaries.push_back(&part);
    if (!part.is("sequenceFlow") && !part.is("messageFlow") && !part.is("association")) continue;
    part.source = resolve(part, part.attribute("sourceRef")).part;
    part.target = resolve(part, part.attribute("targetRef")).part;
    if (!part.is("sequenceFlow")) continue;
    if (part.source != nullptr) part.source->outgoing.push_back(&part);
    if (part.target != nullptr) part.target->incoming.push_back(&part);
  }
}

void Document::note_tool() {
  const auto& element = *root().element;
  is_of_tool_ = names_tool(root().attribute("exporter")) || names_tool(target_namespace()) ||
                std::ranges::any_of(element.prefixes, [](const auto& prefix) { return names_tool(prefix.second); });
}

const std::vector<const Part*>& Document::all(std::string_view family) const {
  static const std::vector<const Part*> none;
  const auto found = families_.find(family);
  return found == families_.end() ? none : found->second;
}

Document::Target Document::resolve(const Part& from, std::string_view qname) const {
  const auto text = trimmed(qname);
  const auto at = ids_.find(text);
  if (at != ids_.end()) return {Target::State::found, at->second};
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  const auto prefix = text.substr(0, colon);
  for (const auto* part = &from; part != nullptr; part = part->parent)
    for (const auto& [declared, space] : part->element->prefixes) {
      if (declared != prefix) continue;
      if (space != target_namespace()) return {Target::State::elsewhere, nullptr};
      const auto local = ids_.find(text.substr(colon + 1));
      return local == ids_.end() ? Target{} : Target{Target::State::found, local->second};
    }
  return {Target::State::undeclared, nullptr};
}

const Part* Document::refer(const Part& from, std::string_view child) const {
  const auto* part = from.child(child);
  return part == nullptr ? nullptr : find(*part, part->element->text);
}

std::vector<const Part*> definitions_of(const Document& document, const Part& event) {
  auto found = event.all("eventDefinition");
  for (const auto* reference : event.all("eventDefinitionRef"))
    if (const auto* target = document.find(*reference, reference->element->text); target != nullptr) found.push_back(target);
  return found;
}

bool has_definition(const Document& document, const Part& event, std::string_view name) {
  return std::ranges::any_of(definitions_of(document, event), [&](const Part* each) { return each->name() == name; });
}

bool is_executable(const Part& part) {
  const auto* process = part.is("process") ? &part : part.ancestor("process");
  return process != nullptr && process->flag("isExecutable");
}

bool is_event_subprocess(const Part& part) { return part.is("subProcess") && part.flag("triggeredByEvent"); }

}  // namespace yimen::bpmn::rules
