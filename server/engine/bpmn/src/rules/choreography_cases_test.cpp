#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string both = "<participantRef>pa</participantRef><participantRef>pb</participantRef>", others = "<participantRef>pb</participantRef><participantRef>pc</participantRef>";
const std::string says = "<messageFlowRef>m1</messageFlowRef>", answers = "<messageFlowRef>m2</messageFlowRef>";

std::string choreography(const std::string& inner) {
  return doc("<choreography id='ch'><participant id='pa'/><participant id='pb'/><participant id='pc'/><messageFlow id='m1' sourceRef='pa' targetRef='pb'/><messageFlow id='m2' sourceRef='pb' targetRef='pc'/>" + inner +
             "</choreography>");
}
std::string task_of(const std::string& initiator, const std::string& inner, const std::string& id = "t") { return node("choreographyTask", id, inner, "initiatingParticipantRef='" + initiator + "'"); }
std::string task_alone(const std::string& initiator, const std::string& inner) { return choreography(task_of(initiator, inner)); }
std::string ended_by(const std::string& definition) { return choreography(start() + task_of("pa", both + says) + end("e", definition) + flow("a", "s", "t") + flow("b", "t", "e")); }
std::string followed_by(const std::string& initiator) {
  return choreography(start() + task_of("pa", both + says) + task_of(initiator, others + answers, "u") + end() + flow("a", "s", "t") + flow("b", "t", "u") + flow("c", "u", "e"));
}

std::string talking(const std::string& inner) { return doc("<collaboration id='c'><participant id='us'/><participant id='them'/>" + inner + "</collaboration>"); }
std::string conversation(const std::string& participants) { return "<conversation id='cv'>" + participants + "</conversation>"; }
const std::string we_two = "<participantRef>us</participantRef><participantRef>them</participantRef>";
std::string joined(const std::string& from, const std::string& to) { return talking(conversation(we_two) + "<conversationLink id='l' sourceRef='" + from + "' targetRef='" + to + "'/>"); }

std::string subscribed(const std::string& property) {
  const auto property_of = [](const std::string& id) {
    return "<correlationProperty id='" + id + "'><correlationPropertyRetrievalExpression messageRef='m'><messagePath>x</messagePath></correlationPropertyRetrievalExpression></correlationProperty>";
  };
  return doc("<message id='m'/>" + property_of("number") + property_of("colour") +
             "<collaboration id='c'><participant id='us' processRef='p'/><correlationKey id='k'><correlationPropertyRef>number</correlationPropertyRef></correlationKey></collaboration>" +
             process(between(task()) + "<correlationSubscription correlationKeyRef='k'><correlationPropertyBinding correlationPropertyRef='" + property + "'><dataPath>y</dataPath></correlationPropertyBinding></correlationSubscription>"));
}

std::string lanes(const std::string& first, const std::string& second) {
  return doc(process("<laneSet id='ls'><lane id='l1'><flowNodeRef>" + first + "</flowNodeRef></lane><lane id='l2'><flowNodeRef>" + second + "</flowNodeRef></lane></laneSet>" + between(task())) +
             process(inside(), "q"));
}

}  // namespace

std::vector<Case> choreography_cases() {
  return {
      {"lane/foreign", lanes("s", "t"), lanes("s", "s2")},
      {"lane/twice", lanes("s", "t"), lanes("t", "t")},

      {"conversation/participants", talking(conversation(we_two)), talking(conversation("<participantRef>us</participantRef>"))},
      {"conversation/link", joined("us", "cv"), joined("us", "them")},
      {"correlation/foreign-property", subscribed("number"), subscribed("colour")},

      {"choreography/participants", task_alone("pa", both + says), task_alone("pa", "<participantRef>pa</participantRef>" + says)},
      {"choreography/initiator", task_alone("pb", both + says), task_alone("pc", both + says)},
      {"choreography/two-participants", task_alone("pa", both + says), task_alone("pa", both + "<participantRef>pc</participantRef>" + says)},
      {"choreography/message-flows", task_alone("pa", both + says), task_alone("pa", both)},
      {"choreography/message-ends", task_alone("pa", both + says), task_alone("pa", both + answers)},
      {"choreography/sequence", followed_by("pb"), followed_by("pc")},
      {"choreography/content", task_alone("pa", both + says), choreography(task_of("pa", both + says) + "<userTask id='u'/>")},
      {"choreography/event", ended_by("<terminateEventDefinition/>"), ended_by("<errorEventDefinition/>")},
  };
}

}  // namespace yimen::bpmn::rules::testing
