#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string fine = model(between(task()));
const std::string note = "<textAnnotation id='n'><text>note</text></textAnnotation>";

std::string listing(const std::string& of_task, const std::string& of_end) {
  return model(start("s", "<outgoing>a</outgoing>") + task("t", of_task) + end("e", of_end) + flow("a", "s", "t") + flow("b", "t", "e"));
}

/// A gateway g with one way in and two out.
std::string split(const std::string& attributes, const std::string& first = {}) {
  return model(start() + node("exclusiveGateway", "g", "", attributes) + end() + end("f") + flow("a", "s", "g") + flow("b", "g", "e", first) + flow("c", "g", "f"));
}
/// A gateway g with two ways in and one out.
std::string join(const std::string& attributes) {
  return model(start() + task("t") + task("u") + node("parallelGateway", "g", "", attributes) + end() + flow("a", "s", "t") + flow("b", "s", "u") + flow("c", "t", "g") + flow("d", "u", "g") +
               flow("f", "g", "e"));
}
/// An event gateway before the nodes m and n.
std::string choice(const std::string& m, const std::string& n, const std::string& first = {}, const std::string& more = {}) {
  return sketch(start() + node("eventBasedGateway", "g") + m + n + end() + flow("a", "s", "g") + flow("b", "g", "m", first) + flow("c", "g", "n") + flow("d", "m", "e") + flow("f", "n", "e") + more);
}
const std::string waits_for_time = catching("n", timer());
const std::string receives = node("receiveTask", "m");
const std::string waits_for_signal = catching("m", "<signalEventDefinition/>");

std::string instantiating(const std::string& before) {
  return sketch(before + node("eventBasedGateway", "g", "", "instantiate='true'") + waits_for_signal + catching("n", "<signalEventDefinition/>") + end() + flow("b", "g", "m") + flow("c", "g", "n") +
                flow("d", "m", "e") + flow("f", "n", "e"));
}

}  // namespace

std::vector<Case> flow_cases() {
  return {
      {"flow/loose-end", fine, model(between(task()) + flow("c", "t", "nowhere"))},
      {"flow/artifact-source", model(between(task()) + note + "<association id='as' sourceRef='t' targetRef='n'/>"), model(between(task()) + note + flow("c", "n", "e"))},
      {"flow/artifact-target", fine, model(between(task()) + note + flow("c", "t", "n"))},
      {"flow/source-type", model(between(task()) + "<dataObject id='d'/>"), model(between(task()) + "<dataObject id='d'/>" + flow("c", "d", "e"))},
      {"flow/target-type", fine, model(between(task()) + "<dataObject id='d'/>" + flow("c", "t", "d"))},
      {"flow/listing", listing("<incoming>a</incoming><outgoing>b</outgoing>", "<incoming>b</incoming>"), listing("<incoming>b</incoming><outgoing>b</outgoing>", "<incoming>b</incoming>")},
      {"flow/immediate", model(start() + end() + flow("a", "s", "e", "", "isImmediate='true'")), model(start() + end() + flow("a", "s", "e", "", "isImmediate='false'"))},
      {"flow/condition-alone", model(between(task()) + flow("c", "t", "e", condition())), model(start() + task() + end() + flow("a", "s", "t") + flow("b", "t", "e", condition()))},
      {"flow/condition-source", fine, model(start() + end() + flow("a", "s", "e", condition()) + flow("b", "s", "e"))},
      {"flow/condition-parallel", split("", condition()), model(start() + node("parallelGateway", "g") + end() + flow("a", "s", "g") + flow("b", "g", "e", condition()) + flow("c", "g", "e"))},
      {"flow/crosses-pool", doc(process(between(task())) + process(task("u"), "q")), doc(process(between(task())) + process(task("u") + flow("x", "t", "u"), "q"))},
      {"flow/crosses-level", model(between(node("subProcess", "t", task("u")))), model(between(node("subProcess", "t", task("u"))) + flow("x", "s", "u"))},

      {"gateway/bad-default", split("default='b'"), split("default='a'")},
      {"gateway/converging", join("gatewayDirection='Converging'"), split("gatewayDirection='Converging'")},
      {"gateway/diverging", split("gatewayDirection='Diverging'"), join("gatewayDirection='Diverging'")},
      {"gateway/mixed", split("gatewayDirection='Unspecified'"), split("gatewayDirection='Mixed'")},
      {"gateway/idle", split("", condition()), model(between(node("exclusiveGateway", "t")))},
      {"event-gateway/too-few", choice(waits_for_signal, waits_for_time),
       model(start() + node("eventBasedGateway", "g") + catching("m", "<signalEventDefinition/>") + end() + flow("a", "s", "g") + flow("b", "g", "m") + flow("c", "m", "e"))},
      {"event-gateway/condition", choice(receives, waits_for_time), choice(receives, waits_for_time, condition())},
      {"event-gateway/target", choice(receives, waits_for_time), choice(task("m"), waits_for_time)},
      {"event-gateway/both-kinds", choice(receives, waits_for_time), choice(receives, catching("n", "<messageEventDefinition/>"))},
      {"event-gateway/boundary", choice(receives, waits_for_time),
       choice(receives, waits_for_time, "", node("boundaryEvent", "x", timer(), "attachedToRef='m'") + flow("y", "x", "e"))},
      {"event-gateway/other-incoming", choice(receives, waits_for_time), choice(receives, waits_for_time, "", task("u") + flow("x", "s", "u") + flow("y", "u", "n"))},
      {"event-gateway/parallel", instantiating(""), model(start() + node("eventBasedGateway", "g", "", "eventGatewayType='Parallel'") + waits_for_signal + waits_for_time + end() + flow("a", "s", "g") +
                                                           flow("b", "g", "m") + flow("c", "g", "n") + flow("d", "m", "e") + flow("f", "n", "e"))},
      {"event-gateway/instantiate", instantiating(""), instantiating(start() + flow("a", "s", "g"))},
  };
}

}  // namespace yimen::bpmn::rules::testing
