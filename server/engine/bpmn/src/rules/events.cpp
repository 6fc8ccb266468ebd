#include <algorithm>
#include <set>

#include "report.h"

namespace yimen::bpmn::rules {
namespace {

/// A flow drawn or listed.
bool has_incoming(const Part& node) { return !node.incoming.empty() || !node.all("incoming").empty(); }
bool has_outgoing(const Part& node) { return !node.outgoing.empty() || !node.all("outgoing").empty(); }

using Names = std::initializer_list<std::string_view>;

/// Tells each definition of the event that is not among `allowed`.
void allow_only(const Check& check, const Part& event, Names allowed, std::string_view rule) {
  for (const auto* definition : definitions_of(check.document, event))
    if (std::ranges::find(allowed, definition->name()) == allowed.end()) check.report.complain(event, rule, {kind_of(definition->name())});
}
void refuse(const Check& check, const Part& event, Names refused, std::string_view rule) {
  for (const auto* definition : definitions_of(check.document, event))
    if (std::ranges::find(refused, definition->name()) != refused.end()) check.report.complain(event, rule, {kind_of(definition->name())});
}
bool has_no_definition(const Part& event) { return event.all("eventDefinition").empty() && event.all("eventDefinitionRef").empty(); }

void check_event_subprocess_start(const Check& check, const Part& event) {
  if (has_no_definition(event)) return check.report.complain(event, "event-subprocess/no-trigger");
  refuse(check, event, {"linkEventDefinition", "cancelEventDefinition", "terminateEventDefinition"}, "event-subprocess/trigger");
  if (!event.flag("isInterrupting", true))
    refuse(check, event, {"errorEventDefinition", "compensateEventDefinition"}, "event-subprocess/not-interrupting");
}

void check_start(const Check& check, const Part& event) {
  if (has_incoming(event)) check.report.complain(event, "start/incoming");
  if (event.outgoing.empty()) check.report.complain(event, "start/outgoing");
  const auto& level = *level_of(event);
  if (is_event_subprocess(level)) check_event_subprocess_start(check, event);
  else if (level.is("subProcess"))
    allow_only(check, event, {}, "start/in-subprocess");
  else if (level.is("process"))
    allow_only(check, event, {"messageEventDefinition", "timerEventDefinition", "conditionalEventDefinition", "signalEventDefinition"}, "start/definition");
}

void check_end(const Check& check, const Part& event) {
  if (has_outgoing(event)) check.report.complain(event, "end/outgoing");
  if (event.incoming.empty()) check.report.complain(event, "end/incoming");
  refuse(check, event, {"linkEventDefinition", "conditionalEventDefinition", "timerEventDefinition"}, "end/definition");
  if (has_definition(check.document, event, "cancelEventDefinition") && event.ancestor("transaction") == nullptr)
    check.report.complain(event, "end/cancel-outside");
}

/// The activities at the other end of an association with the event.
std::set<const Part*> handlers_of(const Check& check, const Part& event) {
  std::set<const Part*> handlers;
  for (const auto* association : check.document.all("association")) {
    const auto* other = association->source == &event ? association->target : association->target == &event ? association->source : nullptr;
    if (other != nullptr && other->is("activity")) handlers.insert(other);
  }
  return handlers;
}

void check_handler(const Check& check, const Part& event) {
  const auto handlers = handlers_of(check, event);
  if (handlers.empty()) return check.report.complain(event, "boundary/compensation-handler");
  if (handlers.size() > 1) check.report.complain(event, "boundary/compensation-handlers", {handlers.size()});
  const auto* host = check.document.find(event, event.attribute("attachedToRef"));
  for (const auto* handler : handlers)
    if (level_of(*handler) != level_of(event)) check.report.complain(event, "compensation/other-level", {called(*handler)});
  for (const auto* handler : handlers)
    if (!handler->flag("isForCompensation")) check.report.complain(*handler, "compensation/handler-mark", {host == nullptr ? called(event) : called(*host)});
}

void check_boundary(const Check& check, const Part& event) {
  if (has_incoming(event)) check.report.complain(event, "boundary/incoming");
  if (has_no_definition(event)) check.report.complain(event, "boundary/no-trigger");
  refuse(check, event, {"linkEventDefinition", "terminateEventDefinition"}, "boundary/trigger");
  if (!event.flag("cancelActivity", true) && !has_definition(check.document, event, "compensateEventDefinition"))
    refuse(check, event, {"errorEventDefinition", "cancelEventDefinition"}, "boundary/not-interrupting");
  if (has_definition(check.document, event, "compensateEventDefinition")) {
    // Compensation happens after the activity, which it therefore cannot interrupt; tools write either value.
    if (!event.flag("cancelActivity", true) && !check.document.is_of_tool())
      check.report.complain(event, "boundary/not-interrupting", {kind_of("compensateEventDefinition")});
    if (has_outgoing(event)) check.report.complain(event, "boundary/compensation-flow");
    check_handler(check, event);
  } else if (event.outgoing.empty()) {
    check.report.complain(event, "boundary/outgoing");
  }
  if (!has_definition(check.document, event, "cancelEventDefinition")) return;
  const auto* host = check.document.find(event, event.attribute("attachedToRef"));
  if (host != nullptr && !host->is("transaction")) check.report.complain(event, "boundary/cancel", {called(*host)});
}

void check_intermediate(const Check& check, const Part& event) {
  const bool is_throwing = event.is("throwEvent");
  const bool is_link = has_definition(check.document, event, "linkEventDefinition");
  if (is_link && (is_throwing ? has_outgoing(event) : has_incoming(event))) check.report.complain(event, "link/both");
  // Where there is no fixed order nothing has to lead anywhere.
  const bool is_ordered = !level_of(event)->is("adHocSubProcess");
  if (is_ordered && event.incoming.empty() && (is_throwing || !is_link)) check.report.complain(event, "intermediate/incoming");
  if (is_ordered && event.outgoing.empty() && (!is_throwing || !is_link)) check.report.complain(event, "intermediate/outgoing");
  if (is_throwing) {
    allow_only(check, event, {"messageEventDefinition", "escalationEventDefinition", "compensateEventDefinition", "linkEventDefinition", "signalEventDefinition"}, "throw/definition");
  } else if (has_no_definition(event)) {
    check.report.complain(event, "catch/no-definition");
  } else {
    allow_only(check, event, {"messageEventDefinition", "timerEventDefinition", "conditionalEventDefinition", "linkEventDefinition", "signalEventDefinition"}, "catch/definition");
  }
}

void check_compensating(const Check& check, const Part& activity) {
  if (activity.flag("isForCompensation") && (has_incoming(activity) || has_outgoing(activity))) check.report.complain(activity, "compensation/flow");
}

bool starts_by_itself(const Check& check, const Part& node) {
  return node.flag("isForCompensation") || is_event_subprocess(node) || node.flag("instantiate") || node.is("startEvent") || node.is("boundaryEvent") ||
         (node.is("catchEvent") && has_definition(check.document, node, "linkEventDefinition"));
}
bool ends_by_itself(const Check& check, const Part& node) {
  return node.flag("isForCompensation") || is_event_subprocess(node) || node.is("endEvent") || node.is("boundaryEvent") ||
         (node.is("throwEvent") && has_definition(check.document, node, "linkEventDefinition"));
}

/// Start and end belong together, level by level, and what stands between has to be connected. Intermediate events are
/// told by rules of their own.
void check_level(const Check& check, const Part& level) {
  if (level.is("adHocSubProcess")) return;
  const auto starts = level.all("startEvent"), ends = level.all("endEvent");
  // An instantiating task or gateway starts the level as well.
  const bool is_instantiated = std::ranges::any_of(level.children, [](const Part* each) { return each->flag("instantiate"); });
  if (starts.empty() && !ends.empty() && !is_instantiated) check.report.complain(level, "process/no-start", {called(*ends.front())});
  if (ends.empty() && !starts.empty()) check.report.complain(level, "process/no-end", {called(*starts.front())});
  const auto plain = std::ranges::count_if(starts, [](const Part* each) { return has_no_definition(*each); });
  if (plain > 1 && level.is("subProcess") && !is_event_subprocess(level)) check.report.complain(level, "subprocess/starts", {static_cast<std::size_t>(plain)});
  for (const auto* node : level.children) {
    if (!node->is("flowNode") || node->is("event")) continue;
    if (node->incoming.empty() && !starts.empty() && !starts_by_itself(check, *node)) check.report.complain(*node, "node/no-incoming");
    if (node->outgoing.empty() && !ends.empty() && !ends_by_itself(check, *node)) check.report.complain(*node, "node/no-outgoing");
  }
}

void check_called_processes(const Check& check) {
  std::set<const Part*> seen;
  for (const auto* call : check.document.all("callActivity")) {
    const auto* process = check.document.find(*call, call->attribute("calledElement"));
    if (process == nullptr || !process->is("process") || !seen.insert(process).second) continue;
    const auto starts = process->all("startEvent");
    if (!starts.empty() && std::ranges::none_of(starts, [](const Part* each) { return has_no_definition(*each); }))
      check.report.complain(*process, "process/no-none-start", {called(*call)});
  }
}

void check_event_subprocess(const Check& check, const Part& subprocess) {
  if (has_incoming(subprocess) || has_outgoing(subprocess)) check.report.complain(subprocess, "event-subprocess/flow");
  const auto starts = subprocess.all("startEvent");
  if (starts.size() != 1) check.report.complain(subprocess, "event-subprocess/start", {starts.size()});
}

}  // namespace

void check_events(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.parent == nullptr) continue;
    if (part.is("startEvent")) check_start(check, part);
    if (part.is("endEvent")) check_end(check, part);
    if (part.is("boundaryEvent")) check_boundary(check, part);
    if (part.is("intermediateCatchEvent") || part.is("intermediateThrowEvent")) check_intermediate(check, part);
    if (part.is("process") || part.is("subProcess") || part.is("choreography") || part.is("subChoreography")) check_level(check, part);
    if (is_event_subprocess(part)) check_event_subprocess(check, part);
    if (part.is("activity")) check_compensating(check, part);
  }
  check_called_processes(check);
}

}  // namespace yimen::bpmn::rules
