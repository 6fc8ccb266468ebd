#include <algorithm>
#include <charconv>
#include <set>

#include "formats.h"
#include "report.h"

namespace yimen::bpmn::rules {
namespace {

/// The participant itself, or the process around; two ends with the same are in one pool.
const Part* pool_of(const Document& document, const Part& end) {
  if (!end.is("participant")) return end.is("callableElement") ? &end : end.ancestor("callableElement");
  const auto* process = document.find(end, end.attribute("processRef"));
  return process == nullptr ? &end : process;
}

void check_artifacts(const Check& check, const Part& flow) {
  if (flow.source != nullptr && flow.source->is("artifact")) check.report.complain(flow, "message-flow/artifact-source", {kind_of(flow.source->name()), called(*flow.source)});
  if (flow.target != nullptr && flow.target->is("artifact")) check.report.complain(flow, "message-flow/artifact-target", {kind_of(flow.target->name()), called(*flow.target)});
}

void check_source_event(const Check& check, const Part& flow, const Part& event) {
  if (event.is("startEvent")) check.report.complain(flow, "message-flow/start-sends", {called(event)});
  if (event.is("endEvent") && !has_definition(check.document, event, "messageEventDefinition")) check.report.complain(flow, "message-flow/end-sends", {called(event)});
  if (event.is("intermediateCatchEvent") || event.is("boundaryEvent")) check.report.complain(flow, "message-flow/catch-sends", {called(event)});
  if (event.is("intermediateThrowEvent") && !has_definition(check.document, event, "messageEventDefinition")) check.report.complain(flow, "message-flow/throw-sends", {called(event)});
}

void check_target_event(const Check& check, const Part& flow, const Part& event) {
  if (event.is("startEvent") && !has_definition(check.document, event, "messageEventDefinition")) check.report.complain(flow, "message-flow/start-receives", {called(event)});
  if (event.is("endEvent")) check.report.complain(flow, "message-flow/end-receives", {called(event)});
  const bool is_catching = event.is("intermediateCatchEvent") || event.is("boundaryEvent");
  if (is_catching && !definitions_of(check.document, event).empty() && !has_definition(check.document, event, "messageEventDefinition"))
    check.report.complain(flow, "message-flow/catch-receives", {called(event)});
  if (event.is("intermediateThrowEvent")) check.report.complain(flow, "message-flow/throw-receives", {called(event)});
}

void check_message_flow(const Check& check, const Part& flow) {
  check_artifacts(check, flow);
  if (flow.source == nullptr || flow.target == nullptr) return;
  check_source_event(check, flow, *flow.source);
  check_target_event(check, flow, *flow.target);
  const auto* from = pool_of(check.document, *flow.source);
  const auto* to = pool_of(check.document, *flow.target);
  // Two participants may stand for one process; two different ones are never one pool.
  const bool are_participants = flow.source->is("participant") && flow.target->is("participant");
  if (flow.source == flow.target || (!are_participants && from != nullptr && from == to)) check.report.complain(flow, "message-flow/same-pool");
}

long long number(const Part& part, std::string_view attribute, long long when_absent) {
  const auto text = trimmed(part.attribute(attribute));
  long long value = when_absent;
  if (is_integer(text)) std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void check_multiplicity(const Check& check, const Part& part) {
  const auto minimum = number(part, "minimum", 0), maximum = number(part, "maximum", 1);
  const auto& participant = part.parent == nullptr ? part : *part.parent;
  if (minimum < 0) check.report.complain(participant, part.element->line, "participant/minimum", {std::to_string(minimum)});
  if (maximum < 1 || maximum < minimum) check.report.complain(participant, part.element->line, "participant/maximum", {std::to_string(maximum), std::to_string(minimum)});
}

/// Message flows that say which flow of the choreography they are.
std::set<const Part*> associated_flows(const Check& check, const Part& collaboration) {
  std::set<const Part*> flows;
  for (const auto* each : collaboration.all("messageFlowAssociation"))
    for (const auto end : {"innerMessageFlowRef", "outerMessageFlowRef"}) flows.insert(check.document.find(*each, each->attribute(end)));
  return flows;
}

void check_choreographies(const Check& check, const Part& collaboration) {
  const auto associated = associated_flows(check, collaboration);
  std::set<const Part*> seen;
  for (const auto* reference : collaboration.all("choreographyRef")) {
    const auto* choreography = check.document.find(*reference, reference->element->text);
    if (choreography == nullptr || !seen.insert(choreography).second) continue;
    if (collaboration.is("choreography") || collaboration.is("globalConversation"))
      check.report.complain(collaboration, reference->element->line, "collaboration/choreography-ref", {called(*choreography)});
    if (!choreography->flag("isClosed")) continue;
    for (const auto* flow : collaboration.all("messageFlow"))
      if (!associated.contains(flow)) check.report.complain(collaboration, flow->element->line, "collaboration/closed-choreography", {called(*choreography), called(*flow)});
  }
}

void check_global_conversation(const Check& check, const Part& conversation) {
  for (const auto* child : conversation.children)
    if (child->is("conversationNode") || child->is("conversationLink") || child->is("conversationAssociation") || child->is("artifact") ||
        child->is("participantAssociation") || child->is("messageFlowAssociation"))
      check.report.complain(conversation, child->element->line, "global-conversation/content", {kind_of(child->name())});
}

}  // namespace

void check_collaborations(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("messageFlow")) check_message_flow(check, part);
    if (part.is("participantMultiplicity")) check_multiplicity(check, part);
    if (part.is("collaboration")) check_choreographies(check, part);
    if (part.is("globalConversation")) check_global_conversation(check, part);
  }
}

}  // namespace yimen::bpmn::rules
