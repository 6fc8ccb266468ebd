#include <algorithm>

#include "report.h"

/// Where data may stand and from where it is seen.
namespace yimen::bpmn::rules {
namespace {

bool is_carrier(const Part& data) { return data.is("dataInput") || data.is("dataOutput"); }

/// The activity, event or process a data input or output belongs to.
const Part* owner_of(const Part& data) {
  const auto* parent = data.parent;
  return parent != nullptr && (parent->is("ioSpecification") || parent->is("loopCharacteristics")) ? parent->parent : parent;
}

void check_specification(const Check& check, const Part& specification) {
  for (const std::string_view set : {"inputSet", "outputSet"})
    if (specification.child(set) == nullptr) check.report.complain(*specification.parent, specification.element->line, "data/no-set", {kind_of(set)});
}

void check_members(const Check& check, const Part& set) {
  for (const auto* reference : set.children) {
    const auto* data = reference->type == nullptr ? check.document.find(*reference, reference->element->text) : nullptr;
    if (data != nullptr && is_carrier(*data) && owner_of(*data) != owner_of(set)) check.report.complain(set, reference->element->line, "data/foreign-member", {data->id()});
  }
}

/// Data objects and properties are seen in the level that holds them and in all that stands in it; stores everywhere.
bool is_seen(const Part& data, const Part& from) {
  const auto* holder = is_carrier(data) ? owner_of(data) : data.parent;
  if (holder == nullptr || data.is("dataStore") || data.is("dataStoreReference") || data.is("dataInputAssociation")) return true;
  for (const auto* around = &from; around != nullptr; around = around->parent)
    if (around == holder) return true;
  return false;
}

void check_ends(const Check& check, const Part& association) {
  if (association.parent == nullptr) return;
  const auto& holder = *association.parent;
  const bool is_input = association.is("dataInputAssociation");
  if (association.child("targetRef") == nullptr) check.report.complain(holder, association.element->line, "data/no-target");
  for (const auto* reference : association.children) {
    const bool is_source = reference->name() == "sourceRef";
    if (!is_source && reference->name() != "targetRef") continue;
    const auto* data = check.document.find(*reference, reference->element->text);
    if (data == nullptr) continue;
    const bool is_own_end = is_source != is_input;
    if (is_own_end && is_carrier(*data) && owner_of(*data) != &holder)
      check.report.complain(holder, reference->element->line, "data/foreign-end", {is_source ? Words{"来源", "source"} : Words{"目标", "target"}, data->id()});
    else if (!is_seen(*data, holder)) check.report.complain(holder, reference->element->line, "data/out-of-scope", {called(*data)});
  }
}

}  // namespace

void check_data_ends(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("dataObject") && part.child("dataState") != nullptr) check.report.complain(part, "data/object-state");
    if (part.is("dataObjectReference") && part.has("itemSubjectRef")) check.report.complain(part, "data/reference-item");
    if (part.is("ioSpecification") && part.parent != nullptr) check_specification(check, part);
    if (part.is("inputSet") || part.is("outputSet")) check_members(check, part);
    if (part.is("dataAssociation")) check_ends(check, part);
  }
}

}  // namespace yimen::bpmn::rules
