#include <algorithm>
#include <set>

#include "items.h"

namespace yimen::bpmn::rules {
namespace {

void check_collection(const Check& check, const Part& data) {
  const auto* item = check.document.find(data, data.attribute("itemSubjectRef"));
  if (item != nullptr && item->is("itemDefinition") && item->flag("isCollection") != data.flag("isCollection"))
    check.report.complain(data, "data/collection", {item->id()});
}

void check_state_name(const Check& check, const Part& reference) {
  const auto* object = check.document.find(reference, reference.attribute("dataObjectRef"));
  const auto* state = reference.child("dataState");
  if (object == nullptr || state == nullptr || object->attribute("name").empty() || state->attribute("name").empty() || !reference.has("name")) return;
  const auto expected = std::string{object->attribute("name")} + " [" + std::string{state->attribute("name")} + "]";
  if (reference.attribute("name") != expected) check.report.complain(reference, "data/state-name", {expected});
}

std::set<const Part*> referred(const Document& document, const Part& set, std::string_view list) {
  std::set<const Part*> found;
  for (const auto* reference : set.all(list)) found.insert(document.find(*reference, reference->element->text));
  return found;
}

struct SetKind {
  std::string_view all, optional, late, optional_rule, late_rule;
};

void check_set(const Check& check, const Part& set, const SetKind& kind) {
  const auto& document = check.document;
  const auto members = referred(document, set, kind.all);
  const auto subset = [&](std::string_view list, std::string_view rule) {
    for (const auto* part : referred(document, set, list))
      if (part != nullptr && !members.contains(part)) check.report.complain(set, rule, {part->id()});
  };
  subset(kind.optional, kind.optional_rule);
  subset(kind.late, kind.late_rule);
}

/// Input and output sets that belong together name each other.
void check_pairs(const Check& check) {
  std::vector<std::pair<const Part*, const Part*>> pairs;
  for (const auto& [sets, list] : {std::pair{"inputSet", "outputSetRefs"}, std::pair{"outputSet", "inputSetRefs"}})
    for (const auto* set : check.document.all(sets))
      for (const auto* other : referred(check.document, *set, list))
        if (other != nullptr) pairs.emplace_back(set, other);
  const std::set known(pairs.begin(), pairs.end());
  for (const auto& [set, other] : pairs)
    if (!known.contains({other, set})) check.report.complain(*set, "data/set-pair", {other->id()});
}

/// Data of an activity, process or event belongs to at least one set.
void check_membership(const Check& check, std::string_view kind, std::string_view sets, std::string_view list, std::string_view rule) {
  std::set<const Part*> members;
  for (const auto* set : check.document.all(sets)) members.merge(referred(check.document, *set, list));
  for (const auto* data : check.document.all(kind))
    if (data->name() == kind && !members.contains(data)) check.report.complain(*data, rule);
}

bool is_of_process(const Part& data) { return data.parent != nullptr && data.parent->parent != nullptr && data.parent->is("ioSpecification") && data.parent->parent->is("callableElement"); }

void check_association(const Check& check, const Part& association) {
  const auto sources = association.all("sourceRef");
  const auto* target = check.document.refer(association, "targetRef");
  const bool has_transformation = association.child("transformation") != nullptr;
  if (sources.size() > 1 && !has_transformation) check.report.complain(association, "data/several-sources", {sources.size()});
  if (target != nullptr && target->is("dataInput") && is_of_process(*target)) check.report.complain(association, "data/process-input-written", {target->id()});
  for (const auto* reference : sources) {
    const auto* source = check.document.find(*reference, reference->element->text);
    if (source == nullptr) continue;
    if (source->is("dataOutput") && is_of_process(*source)) check.report.complain(association, "data/process-output-read", {source->id()});
    if (target == nullptr || has_transformation || association.child("assignment") != nullptr) continue;
    const auto* from = item_of(check.document, *source);
    const auto* to = item_of(check.document, *target);
    if (from != nullptr && to != nullptr && !is_same_item(from, to)) check.report.complain(association, "data/association-item");
  }
}

}  // namespace

void check_data(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("dataObject") || part.is("dataInput") || part.is("dataOutput")) check_collection(check, part);
    if (part.is("dataObjectReference")) check_state_name(check, part);
    if (part.is("inputSet")) check_set(check, part, {"dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs", "data/optional-input", "data/late-input"});
    if (part.is("outputSet")) check_set(check, part, {"dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs", "data/optional-output", "data/late-output"});
    if (part.is("dataAssociation")) check_association(check, part);
  }
  check_pairs(check);
  check_membership(check, "dataInput", "inputSet", "dataInputRefs", "data/input-without-set");
  check_membership(check, "dataOutput", "outputSet", "dataOutputRefs", "data/output-without-set");
}

}  // namespace yimen::bpmn::rules
