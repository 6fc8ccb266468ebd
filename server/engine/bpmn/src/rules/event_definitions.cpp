#include <algorithm>
#include <set>

#include "formats.h"
#include "report.h"

namespace yimen::bpmn::rules {
namespace {

// --- links -----------------------------------------------------------------------------------------------------------

/// The level of the event that holds a link.
const Part* level_of_link(const Part& link) { return link.parent == nullptr ? nullptr : link.parent->parent; }

/// Many programs join links by their names alone and write neither source nor target.
bool is_joined_by_name(const Check& check) {
  const auto& links = check.document.all("linkEventDefinition");
  return std::ranges::all_of(links, [](const Part* link) { return link->child("source") == nullptr && link->child("target") == nullptr; });
}

bool has_partner(const Check& check, const Part& link, std::string_view partner_event) {
  const auto& links = check.document.all("linkEventDefinition");
  return std::ranges::any_of(links, [&](const Part* other) {
    return other->parent != nullptr && other->parent->is(partner_event) && level_of_link(*other) == level_of_link(link) && other->attribute("name") == link.attribute("name");
  });
}

void check_link(const Check& check, const Part& link, bool by_name) {
  if (link.parent == nullptr || !link.parent->is("event")) return;
  const auto& event = *link.parent;
  const bool is_throwing = event.is("throwEvent");
  if (by_name) {
    if (!has_partner(check, link, is_throwing ? "intermediateCatchEvent" : "intermediateThrowEvent")) check.report.complain(event, is_throwing ? "link/no-target" : "link/no-source");
    return;
  }
  const auto* target = check.document.refer(link, "target");
  if (is_throwing && link.child("target") == nullptr) check.report.complain(event, "link/no-target");
  if (!is_throwing && link.child("source") == nullptr) check.report.complain(event, "link/no-source");
  if (target == nullptr || !target->is("linkEventDefinition")) return;
  const auto sources = target->all("source");
  if (std::ranges::none_of(sources, [&](const Part* source) { return check.document.find(*source, source->element->text) == &link; }))
    check.report.complain(event, "link/pair", {target->id()});
  if (level_of_link(*target) != level_of_link(link)) check.report.complain(event, "link/other-level", {target->id()});
}

// --- timers ----------------------------------------------------------------------------------------------------------

/// A word that is the name or id of data in the model stands for its value.
bool names_data(const Check& check, std::string_view text) {
  const auto is_named = [&](const Part* part) { return part->id() == text || part->attribute("name") == text; };
  const auto is_among = [&](std::string_view family) { return std::ranges::any_of(check.document.all(family), is_named); };
  return is_among("property") || is_among("dataObject") || is_among("dataInput") || is_among("dataObjectReference");
}

struct TimerForm {
  std::string_view child, rule;
  bool (*is_right)(std::string_view);
};

/// What computes a value stays out of sight; what is written as a value has to be one.
bool looks_like_value(const Check& check, std::string_view text) {
  const bool starts_as_value = text.size() > 1 && (text[0] == 'P' || text[0] == 'R' || text[0] == '-') && (text[1] == 'T' || text[1] == '/' || (text[1] >= '0' && text[1] <= '9'));
  const bool is_date = text.size() > 4 && text[4] == '-' && text[0] >= '0' && text[0] <= '9' && text.find_first_of("(\" ") == std::string::npos;
  if (starts_as_value || is_date) return true;
  return !check.document.is_of_tool() && is_prose(text) && !names_data(check, text);
}

void check_timer(const Check& check, const Part& timer) {
  const auto& event = timer.parent != nullptr && timer.parent->is("event") ? *timer.parent : timer;
  std::size_t forms = 0;
  for (const auto& form : {TimerForm{"timeDate", "timer/bad-date", is_iso_date_time}, TimerForm{"timeCycle", "timer/bad-cycle", is_iso_cycle},
                           TimerForm{"timeDuration", "timer/bad-duration", is_iso_duration}}) {
    const auto* given = timer.child(form.child);
    if (given == nullptr) continue;
    ++forms;
    const auto text = given->text();
    const bool is_cycle = form.child == "timeCycle" && (is_cron(text) || is_iso_duration(text));
    if (!text.empty() && !form.is_right(text) && !is_cycle && looks_like_value(check, text)) check.report.complain(event, given->element->line, form.rule, {text});
  }
  if (forms > 1) check.report.complain(event, "timer/several", {forms});
  if (forms == 0 && check.document.must_be_complete(timer)) check.report.complain(event, "timer/none");
}

// --- messages, escalations, what is owned ------------------------------------------------------------------------------

void check_message(const Check& check, const Part& definition) {
  if (definition.parent == nullptr || !definition.parent->is("event") || !check.document.must_be_complete(definition)) return;
  if (!definition.has("messageRef")) check.report.complain(*definition.parent, "message/no-message");
  if (definition.child("operationRef") == nullptr) check.report.complain(*definition.parent, "message/no-operation");
}

void check_escalation(const Check& check, const Part& event) {
  if (!check.document.must_be_complete(event)) return;
  for (const auto* definition : definitions_of(check.document, event)) {
    if (!definition->is("escalationEventDefinition")) continue;
    const auto* escalation = check.document.find(*definition, definition->attribute("escalationRef"));
    if (escalation == nullptr || escalation->attribute("escalationCode").empty()) check.report.complain(event, "escalation/no-code");
  }
}

/// A definition inside a throwing event is that event's own.
void check_owned(const Check& check) {
  for (const auto* reference : check.document.all("eventDefinitionRef")) {
    const auto* definition = check.document.find(*reference, reference->element->text);
    if (definition != nullptr && definition->parent != nullptr && definition->parent->is("throwEvent"))
      check.report.complain(*definition->parent, "definition/shared", {definition->id()});
  }
}

// --- data ------------------------------------------------------------------------------------------------------------

/// The item definition of what a definition carries; null when it carries nothing.
const Part* content_of(const Check& check, const Part& definition) {
  const auto through = [&](std::string_view reference, std::string_view item) -> const Part* {
    const auto* carried = check.document.find(definition, definition.attribute(reference));
    return carried == nullptr ? nullptr : check.document.find(*carried, carried->attribute(item));
  };
  if (definition.is("messageEventDefinition")) return through("messageRef", "itemRef");
  if (definition.is("signalEventDefinition")) return through("signalRef", "structureRef");
  if (definition.is("escalationEventDefinition")) return through("escalationRef", "structureRef");
  if (definition.is("errorEventDefinition")) return through("errorRef", "structureRef");
  return nullptr;
}

void check_event_data(const Check& check, const Part& event) {
  const std::string_view kind = event.is("throwEvent") ? "dataInput" : "dataOutput";
  std::set<const Part*> carried;
  for (const auto* carrier : event.all(kind)) carried.insert(check.document.find(*carrier, carrier->attribute("itemSubjectRef")));
  if (carried.empty()) return;
  for (const auto* definition : definitions_of(check.document, event)) {
    const auto* content = content_of(check, *definition);
    if (content != nullptr && !carried.contains(content)) check.report.complain(event, "event/data-missing", {definition->id(), kind_of(kind)});
  }
}

}  // namespace

void check_event_definitions(const Check& check) {
  const bool by_name = is_joined_by_name(check);
  check_owned(check);
  for (const auto& part : check.document.parts()) {
    if (part.is("linkEventDefinition")) check_link(check, part, by_name);
    if (part.is("timerEventDefinition")) check_timer(check, part);
    if (part.is("messageEventDefinition")) check_message(check, part);
    if (part.is("throwEvent")) check_escalation(check, part);
    if (part.is("event")) check_event_data(check, part);
  }
}

}  // namespace yimen::bpmn::rules
