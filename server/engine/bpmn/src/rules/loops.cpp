#include <algorithm>

#include "formats.h"
#include "items.h"

namespace yimen::bpmn::rules {
namespace {

/// A tool that keeps the collection elsewhere writes an attribute or extension of its own.
bool has_extension(const Part& part) {
  return part.child("extensionElements") != nullptr || std::ranges::any_of(part.element->attributes, [](const auto& each) { return !each.space.empty(); });
}

void check_number(const Check& check, const Part& activity, const Part& loop) {
  const bool is_given = loop.child("loopCardinality") != nullptr || loop.child("loopDataInputRef") != nullptr;
  if (!is_given && !has_extension(loop) && is_executable(activity)) check.report.complain(activity, loop.element->line, "multi/no-number");
}

struct Side {
  std::string_view reference, kind, item, carrier_rule, item_rule;
};

bool is_own(const Part& activity, const Part& data) {
  return data.parent != nullptr && data.parent->is("ioSpecification") && data.parent->parent == &activity;
}

void check_side(const Check& check, const Part& activity, const Part& loop, const Side& side) {
  const auto* reference = loop.child(side.reference);
  if (reference == nullptr) return;
  const auto* collection = check.document.find(*reference, reference->element->text);
  if (collection == nullptr) return;
  if (activity.is("task") && collection->is(side.kind) && !is_own(activity, *collection))
    check.report.complain(activity, reference->element->line, side.carrier_rule, {collection->id()});
  const auto* item = loop.child(side.item);
  if (item == nullptr) return;
  const auto* of_collection = item_of(check.document, *collection);
  const auto* of_item = item_of(check.document, *item);
  if (of_collection == nullptr || of_item == nullptr) return;
  // One element of a list has the structure of the list and is no list itself.
  const bool has_other_structure = of_item != of_collection && of_item->attribute("structureRef") != of_collection->attribute("structureRef");
  if (has_other_structure || of_item->flag("isCollection")) check.report.complain(activity, item->element->line, side.item_rule, {collection->id()});
}

/// A number written as such; what is computed stays out of sight.
void check_cardinality(const Check& check, const Part& activity, const Part& loop) {
  const auto* cardinality = loop.child("loopCardinality");
  if (cardinality == nullptr) return;
  const auto text = cardinality->text();
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  const bool is_other_value = text == "true" || text == "false" || is_literal_but_no_boolean(text);
  if (is_other_value && !is_number) check.report.complain(activity, cardinality->element->line, "multi/cardinality", {text});
}

void check_behavior(const Check& check, const Part& activity, const Part& loop) {
  const auto behavior = loop.attribute("behavior");
  if (behavior == "Complex" && loop.child("complexBehaviorDefinition") == nullptr) check.report.complain(activity, loop.element->line, "multi/no-definition");
  const std::string_view reference = behavior == "One" ? "oneBehaviorEventRef" : behavior == "None" ? "noneBehaviorEventRef" : "";
  if (!reference.empty() && !loop.has(reference)) check.report.complain(activity, loop.element->line, "multi/no-event", {behavior, reference});
}

void check_item(const Check& check, const Part& activity, const Part& loop, std::string_view item, std::string_view collection) {
  if (loop.child(item) != nullptr && loop.child(collection) == nullptr && !has_extension(loop)) check.report.complain(activity, loop.element->line, "multi/item-alone", {item, collection});
}

}  // namespace

void check_loops(const Check& check) {
  for (const auto* loop : check.document.all("loopCharacteristics")) {
    if (loop->parent == nullptr || !loop->parent->is("activity")) continue;
    const auto& activity = *loop->parent;
    if (loop->is("standardLoopCharacteristics")) {
      const auto maximum = trimmed(loop->attribute("loopMaximum"));
      if (maximum.starts_with('-') && is_integer(maximum)) check.report.complain(activity, loop->element->line, "loop/maximum", {maximum});
      continue;
    }
    check_number(check, activity, *loop);
    check_cardinality(check, activity, *loop);
    check_behavior(check, activity, *loop);
    check_item(check, activity, *loop, "inputDataItem", "loopDataInputRef");
    check_item(check, activity, *loop, "outputDataItem", "loopDataOutputRef");
    check_side(check, activity, *loop, {"loopDataInputRef", "dataInput", "inputDataItem", "multi/input", "multi/input-item"});
    check_side(check, activity, *loop, {"loopDataOutputRef", "dataOutput", "outputDataItem", "multi/output", "multi/output-item"});
  }
}

}  // namespace yimen::bpmn::rules
