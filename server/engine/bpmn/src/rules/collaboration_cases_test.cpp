#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

/// Two pools: one is drawn as the process of `inner`, the other is a black box.
std::string pools(const std::string& inner, const std::string& from, const std::string& to, const std::string& more = {}) {
  return doc("<collaboration id='c'><participant id='us' processRef='p'/><participant id='them'/><messageFlow id='mf' sourceRef='" + from + "' targetRef='" + to + "'/>" + more + "</collaboration>" +
             process(inner, "p", ""));
}
const std::string message = "<messageEventDefinition/>";
std::string begun_by(const std::string& definition) { return start("s", definition) + end() + flow("a", "s", "e"); }
std::string ended_by(const std::string& definition) { return start() + end("e", definition) + flow("a", "s", "e"); }
const std::string note = "<textAnnotation id='n'><text>note</text></textAnnotation>";

std::string many(const std::string& attributes) {
  return doc("<collaboration id='c'><participant id='us'><participantMultiplicity " + attributes + "/></participant></collaboration>");
}
std::string conducted(const std::string& tag, const std::string& inner, const std::string& choreography = {}) {
  return doc("<choreography id='ch' " + choreography + "/><" + tag + " id='c'><participant id='us'/><participant id='them'/>" + inner + "</" + tag + ">");
}
const std::string follows = "<choreographyRef>ch</choreographyRef>", talks = "<messageFlow id='mf' sourceRef='us' targetRef='them'/>";
}  // namespace

std::vector<Case> collaboration_cases() {
  const auto sends_from_task = pools(between(task()), "t", "them");
  return {
      {"message-flow/artifact-source", sends_from_task, pools(between(task()) + note, "n", "them")},
      {"message-flow/artifact-target", sends_from_task, pools(between(task()) + note, "them", "n")},
      {"message-flow/same-pool", sends_from_task, pools(between(task()), "us", "t")},
      {"message-flow/start-sends", pools(begun_by(message), "them", "s"), pools(begun_by(message), "s", "them")},
      {"message-flow/start-receives", pools(begun_by(message), "them", "s"), pools(begun_by(""), "them", "s")},
      {"message-flow/end-receives", pools(ended_by(message), "e", "them"), pools(ended_by(message), "them", "e")},
      {"message-flow/end-sends", pools(ended_by(message), "e", "them"), pools(ended_by(""), "e", "them")},
      {"message-flow/throw-receives", pools(between(throwing("t", message)), "t", "them"), pools(between(throwing("t", message)), "them", "t")},
      {"message-flow/catch-sends", pools(between(catching("t", message)), "them", "t"), pools(between(catching("t", message)), "t", "them")},
      {"message-flow/catch-receives", pools(between(catching("t", message)), "them", "t"), pools(between(catching("t", timer())), "them", "t")},
      {"message-flow/throw-sends", pools(between(throwing("t", message)), "t", "them"), pools(between(throwing("t", "")), "t", "them")},
      {"participant/minimum", many("minimum='0' maximum='2'"), many("minimum='-1' maximum='2'")},
      {"participant/maximum", many("minimum='2' maximum='2'"), many("minimum='3' maximum='2'")},
      {"collaboration/choreography-ref", conducted("collaboration", follows), conducted("globalConversation", follows)},
      {"collaboration/closed-choreography", conducted("collaboration", talks + follows), conducted("collaboration", talks + follows, "isClosed='true'")},
      {"global-conversation/content", conducted("globalConversation", talks), conducted("globalConversation", "<conversation id='cv'/>")},
  };
}

}  // namespace yimen::bpmn::rules::testing
