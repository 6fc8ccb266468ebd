#include <algorithm>
#include <array>
#include <set>

#include "report.h"

namespace yimen::bpmn::rules {
namespace {

struct ByLine {
  bool operator()(const Part* one, const Part* other) const { return order(one) < order(other); }
  /// A reference into nothing comes first.
  static std::pair<int, const Part*> order(const Part* part) { return {part == nullptr ? 0 : part->element->line, part}; }
};
using Parts = std::set<const Part*, ByLine>;

Parts referred(const Check& check, const Part& part, std::string_view list) {
  Parts found;
  for (const auto* reference : part.all(list)) found.insert(check.document.find(*reference, reference->element->text));
  return found;
}

// --- conversations -----------------------------------------------------------------------------------------------------

void check_conversation(const Check& check, const Part& conversation) {
  const auto count = conversation.all("participantRef").size();
  if (count < 2) check.report.complain(conversation, "conversation/participants", {count});
}

void check_link(const Check& check, const Part& link) {
  const auto* source = check.document.find(link, link.attribute("sourceRef"));
  const auto* target = check.document.find(link, link.attribute("targetRef"));
  if (source == nullptr || target == nullptr) return;
  const auto talks = [](const Part& end) { return end.is("participant") || end.is("activity") || end.is("event"); };
  const bool is_right = (source->is("conversationNode") && talks(*target)) || (target->is("conversationNode") && talks(*source));
  if (!is_right) check.report.complain(link, "conversation/link");
}

/// A subscription binds properties of its key.
void check_subscription(const Check& check, const Part& subscription) {
  const auto* key = check.document.find(subscription, subscription.attribute("correlationKeyRef"));
  if (key == nullptr || !key->is("correlationKey")) return;
  const auto properties = referred(check, *key, "correlationPropertyRef");
  for (const auto* binding : subscription.all("correlationPropertyBinding")) {
    const auto* property = check.document.find(*binding, binding->attribute("correlationPropertyRef"));
    if (property != nullptr && !properties.contains(property)) check.report.complain(subscription, binding->element->line, "correlation/foreign-property", {called(*property), called(*key)});
  }
}

// --- choreographies ----------------------------------------------------------------------------------------------------

void check_participants(const Check& check, const Part& activity) {
  const auto participants = activity.all("participantRef");
  if (participants.size() < 2) check.report.complain(activity, "choreography/participants", {participants.size()});
  else if (activity.is("choreographyTask") && participants.size() > 2) check.report.complain(activity, "choreography/two-participants", {participants.size()});
  const auto* initiator = check.document.find(activity, activity.attribute("initiatingParticipantRef"));
  if (initiator != nullptr && !referred(check, activity, "participantRef").contains(initiator)) check.report.complain(activity, "choreography/initiator", {called(*initiator)});
}

void check_messages(const Check& check, const Part& task) {
  const auto count = task.all("messageFlowRef").size();
  if (count < 1 || count > 2) check.report.complain(task, "choreography/message-flows", {count});
  const auto participants = referred(check, task, "participantRef");
  for (const auto* reference : task.all("messageFlowRef")) {
    const auto* flow = check.document.find(*reference, reference->element->text);
    if (flow == nullptr || flow->source == nullptr || flow->target == nullptr || !flow->source->is("participant") || !flow->target->is("participant")) continue;
    if (!participants.contains(flow->source) || !participants.contains(flow->target)) check.report.complain(task, reference->element->line, "choreography/message-ends", {called(*flow)});
  }
}

/// What comes right before, with gateways and events between left out.
void activities_before(const Part& node, Parts& seen, Parts& found) {
  for (const auto* flow : node.incoming) {
    const auto* source = flow->source;
    if (source == nullptr || !seen.insert(source).second) continue;
    if (source->is("choreographyActivity")) found.insert(source);
    else activities_before(*source, seen, found);
  }
}

/// Nobody else tells the initiator that it is their turn.
void check_sequence(const Check& check, const Part& activity) {
  const auto* initiator = check.document.find(activity, activity.attribute("initiatingParticipantRef"));
  if (initiator == nullptr) return;
  Parts seen, before;
  activities_before(activity, seen, before);
  for (const auto* each : before)
    if (!referred(check, *each, "participantRef").contains(initiator)) check.report.complain(activity, "choreography/sequence", {called(*initiator), called(*each)});
}

void check_level(const Check& check, const Part& level) {
  for (const auto* child : level.children) {
    const bool is_foreign = child->is("activity") || child->is("dataObject") || child->is("dataObjectReference") || child->is("dataStoreReference");
    if (is_foreign) check.report.complain(level, child->element->line, "choreography/content", {kind_of(child->name()), called(*child)});
  }
}

/// Nobody stands outside of a choreography to send or hear what a message, an error or an escalation says.
void check_event(const Check& check, const Part& event) {
  constexpr std::array<std::string_view, 4> starts{"timerEventDefinition", "signalEventDefinition", "conditionalEventDefinition", "linkEventDefinition"};
  for (const auto* definition : definitions_of(check.document, event)) {
    const bool is_right = event.is("endEvent") ? definition->is("terminateEventDefinition") : std::ranges::find(starts, definition->name()) != starts.end();
    if (!is_right) check.report.complain(event, "choreography/event", {kind_of(definition->name())});
  }
}

}  // namespace

void check_choreographies(const Check& check) {
  for (const auto& part : check.document.parts()) {
    if (part.is("conversationNode")) check_conversation(check, part);
    if (part.is("conversationLink")) check_link(check, part);
    if (part.is("correlationSubscription")) check_subscription(check, part);
    if (part.is("choreographyActivity")) {
      check_participants(check, part);
      check_sequence(check, part);
    }
    if (part.is("choreographyTask")) check_messages(check, part);
    const bool is_level = part.is("choreography") || part.is("subChoreography");
    if (is_level) check_level(check, part);
    const auto* around = part.is("startEvent") || part.is("endEvent") ? level_of(part) : nullptr;
    if (around != nullptr && (around->is("choreography") || around->is("subChoreography"))) check_event(check, part);
  }
}

}  // namespace yimen::bpmn::rules
