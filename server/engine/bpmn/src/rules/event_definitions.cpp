#include <algorithm>
#include <map>
#include <set>

#include "formats.h"
#include "items.h"

namespace yimen::bpmn::rules {
namespace {

// --- links -----------------------------------------------------------------------------------------------------------

/// The level of the event that holds a link.
const Part* level_of_link(const Part& link) { return link.parent == nullptr ? nullptr : link.parent->parent; }

/// Who points to whom, and by which name on which level links meet.
class Links {
 public:
  explicit Links(const Document& document) {
    for (const auto* link : document.all("linkEventDefinition")) {
      is_by_name_ = is_by_name_ && link->child("source") == nullptr && link->child("target") == nullptr;
      if (link->parent == nullptr) continue;
      const bool is_new = (link->parent->is("throwEvent") ? throwing_ : catching_).try_emplace({level_of_link(*link), link->attribute("name")}, link).second;
      if (!is_new && !link->parent->is("throwEvent")) again_.push_back(link);
      for (const auto* source : link->all("source")) sources_.emplace(link, document.find(*source, source->element->text));
    }
  }
  /// Many programs join links by their names alone and write neither source nor target.
  bool are_joined_by_name() const { return is_by_name_; }
  bool has_partner(const Part& link) const { return (link.parent->is("throwEvent") ? catching_ : throwing_).contains({level_of_link(link), link.attribute("name")}); }
  /// The first that catches the same link on the same level.
  const Part& first_target(const Part& link) const { return *catching_.at({level_of_link(link), link.attribute("name")}); }
  const std::vector<const Part*>& further_targets() const { return again_; }
  bool names_source(const Part& target, const Part& link) const { return sources_.contains({&target, &link}); }

 private:
  bool is_by_name_ = true;
  std::map<std::pair<const Part*, std::string_view>, const Part*> throwing_, catching_;
  std::vector<const Part*> again_;
  std::set<std::pair<const Part*, const Part*>> sources_;
};

void check_link(const Check& check, const Part& link, const Links& links) {
  if (link.parent == nullptr || !link.parent->is("event")) return;
  const auto& event = *link.parent;
  const bool is_throwing = event.is("throwEvent");
  if (links.are_joined_by_name()) {
    if (!links.has_partner(link)) check.report.complain(event, is_throwing ? "link/no-target" : "link/no-source");
    return;
  }
  const auto* target = check.document.refer(link, "target");
  if (is_throwing && link.child("target") == nullptr) check.report.complain(event, "link/no-target");
  if (!is_throwing && link.child("source") == nullptr) check.report.complain(event, "link/no-source");
  if (target == nullptr || !target->is("linkEventDefinition")) return;
  if (!links.names_source(*target, link)) check.report.complain(event, "link/pair", {target->id()});
  if (level_of_link(*target) != level_of_link(link)) check.report.complain(event, "link/other-level", {target->id()});
}

/// Links that are joined by reference may share a name.
void check_link_targets(const Check& check, const Links& links) {
  if (!links.are_joined_by_name()) return;
  for (const auto* link : links.further_targets())
    if (link->parent->is("event")) check.report.complain(*link->parent, "link/two-targets", {link->attribute("name"), called(*links.first_target(*link).parent)});
}

// --- timers ----------------------------------------------------------------------------------------------------------

/// Names and ids of data: such a word stands for its value.
using DataNames = std::set<std::string_view>;
DataNames data_names(const Document& document) {
  DataNames names;
  for (const auto family : {"property", "dataObject", "dataInput", "dataObjectReference"})
    for (const auto* data : document.all(family)) names.insert({data->id(), data->attribute("name")});
  return names;
}

struct TimerForm {
  std::string_view child, rule;
  bool (*is_right)(std::string_view);
};

/// What computes a value stays out of sight; what is written as a value has to be one.
bool looks_like_value(const Check& check, std::string_view text, const DataNames& names) {
  const bool starts_as_value = text.size() > 1 && (text[0] == 'P' || text[0] == 'R' || text[0] == '-') && (text[1] == 'T' || text[1] == '/' || (text[1] >= '0' && text[1] <= '9'));
  const bool is_date = text.size() > 4 && text[4] == '-' && text[0] >= '0' && text[0] <= '9' && text.find_first_of("(\" ") == std::string::npos;
  // "10 minutes"
  const auto unit = std::min(text.find_first_not_of("0123456789 "), text.size());
  const bool is_amount = unit > 0 && is_prose(text.substr(unit));
  if (starts_as_value || is_date || is_amount) return true;
  return !check.document.is_of_tool() && is_prose(text) && !names.contains(text);
}

void check_timer(const Check& check, const Part& timer, const DataNames& names) {
  const auto& event = timer.parent != nullptr && timer.parent->is("event") ? *timer.parent : timer;
  std::size_t forms = 0;
  for (const auto& form : {TimerForm{"timeDate", "timer/bad-date", is_iso_date_time}, TimerForm{"timeCycle", "timer/bad-cycle", is_iso_cycle},
                           TimerForm{"timeDuration", "timer/bad-duration", is_iso_duration}}) {
    const auto* given = timer.child(form.child);
    if (given == nullptr) continue;
    ++forms;
    const auto text = given->text();
    const bool is_cycle = form.child == "timeCycle" && (is_cron(text) || is_iso_duration(text));
    if (!text.empty() && !form.is_right(text) && !is_cycle && looks_like_value(check, text, names)) check.report.complain(event, given->element->line, form.rule, {text});
  }
  if (forms > 1) check.report.complain(event, "timer/several", {forms});
  if (forms == 0 && is_executable(timer)) check.report.complain(event, "timer/none");
}

// --- messages, escalations, what is owned ------------------------------------------------------------------------------

void check_message(const Check& check, const Part& definition) {
  if (definition.parent == nullptr || !definition.parent->is("event") || !is_executable(definition)) return;
  if (!definition.has("messageRef")) check.report.complain(*definition.parent, "message/no-message");
  if (definition.child("operationRef") == nullptr) check.report.complain(*definition.parent, "message/no-operation");
}

/// Whoever catches it tells it by its code.
void check_code(const Check& check, const Part& event) {
  if (!is_executable(event)) return;
  struct Kind {
    std::string_view definition, reference, code, rule;
  };
  constexpr Kind kinds[] = {{"escalationEventDefinition", "escalationRef", "escalationCode", "escalation/no-code"}, {"errorEventDefinition", "errorRef", "errorCode", "error/no-code"}};
  for (const auto* definition : definitions_of(check.document, event))
    for (const auto& kind : kinds) {
      if (!definition->is(kind.definition)) continue;
      const auto* thrown = check.document.find(*definition, definition->attribute(kind.reference));
      if (thrown == nullptr || thrown->attribute(kind.code).empty()) check.report.complain(event, kind.rule);
    }
}

/// What is to be compensated stands beside the thrower, or beside the event sub-process that throws.
void check_compensated(const Check& check, const Part& event) {
  for (const auto* definition : definitions_of(check.document, event)) {
    const auto* activity = definition->is("compensateEventDefinition") ? check.document.find(*definition, definition->attribute("activityRef")) : nullptr;
    if (activity == nullptr || !activity->is("activity")) continue;
    const auto* level = level_of(event);
    if (level_of(*activity) != level && level->flag("triggeredByEvent")) level = level_of(*level);
    if (level_of(*activity) != level) check.report.complain(event, "compensation/not-visible", {called(*activity)});
  }
}

/// The operation of a message exchanges that message.
void check_operation(const Check& check, const Part& at, const Part& told, const Part* operation, std::string_view message_ref) {
  const auto* message = check.document.find(at, message_ref);
  if (message == nullptr || operation == nullptr || !operation->is("operation")) return;
  if (check.document.refer(*operation, "inMessageRef") != message && check.document.refer(*operation, "outMessageRef") != message)
    check.report.complain(told, "message/other-operation", {called(*message), called(*operation)});
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
  std::map<std::string, int> carriers;  // how many there are for each content
  for (const auto* carrier : event.all(kind)) ++carriers[kind_of_item(item_of(check.document, *carrier))];
  if (carriers.empty()) return;
  for (const auto* definition : definitions_of(check.document, event)) {
    const auto* content = content_of(check, *definition);
    if (content != nullptr && --carriers[kind_of_item(content)] < 0) check.report.complain(event, "event/data-missing", {definition->id(), kind_of(kind)});
  }
}

}  // namespace

void check_event_definitions(const Check& check) {
  const Links links{check.document};
  const auto names = data_names(check.document);
  check_owned(check);
  check_link_targets(check, links);
  for (const auto& part : check.document.parts()) {
    if (part.is("linkEventDefinition")) check_link(check, part, links);
    if (part.is("timerEventDefinition")) check_timer(check, part, names);
    if (part.is("messageEventDefinition")) check_message(check, part);
    if (part.is("messageEventDefinition")) check_operation(check, part, part.parent != nullptr && part.parent->is("event") ? *part.parent : part, check.document.refer(part, "operationRef"), part.attribute("messageRef"));
    if (part.is("sendTask") || part.is("receiveTask")) check_operation(check, part, part, check.document.find(part, part.attribute("operationRef")), part.attribute("messageRef"));
    if (part.is("throwEvent")) check_code(check, part);
    if (part.is("throwEvent")) check_compensated(check, part);
    if (part.is("event")) check_event_data(check, part);
  }
}

}  // namespace yimen::bpmn::rules
