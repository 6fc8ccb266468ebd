#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string fine = model(between(task()));
const std::string signal = "<signalEventDefinition/>";

std::string begun_by(const std::string& definition) { return model(start("s", definition) + end() + flow("a", "s", "e")); }
std::string ended_by(const std::string& definition) { return model(start() + end("e", definition) + flow("a", "s", "e")); }
std::string nested(const std::string& inner, const std::string& tag = "subProcess") { return model(between(node(tag, "t", inner))); }
std::string called(const std::string& definition) {
  return doc(process(between(node("callActivity", "t", "", "calledElement='q'"))) + process(inside(start("s2", definition)), "q"));
}

/// An event sub-process v beside the task.
std::string watching(const std::string& inner, const std::string& more = {}) { return model(between(task()) + node("subProcess", "v", inner, "triggeredByEvent='true'") + more); }
std::string triggered_by(const std::string& definition, const std::string& attributes = {}) { return watching(inside(start("s2", definition, attributes))); }

/// A boundary event x at the activity t.
std::string guarded(const std::string& definition, const std::string& attributes = {}, const std::string& host = task(), const std::string& more = {}) {
  return model(between(host) + node("boundaryEvent", "x", definition, "attachedToRef='t' " + attributes) + end("y") + flow("z", "x", "y") + more);
}
std::string compensated(const std::string& more) { return model(between(task()) + node("boundaryEvent", "x", "<compensateEventDefinition/>", "attachedToRef='t'") + more); }
const std::string handler = task("u", "", "isForCompensation='true'") + "<association id='as' sourceRef='x' targetRef='u'/>";

/// After a sub-process t with the task i in it.
std::string compensating(const std::string& activity) {
  return model(start() + node("subProcess", "t", start("s2") + task("i") + end("e2") + flow("a2", "s2", "i") + flow("b2", "i", "e2")) + throwing("x", "<compensateEventDefinition activityRef='" + activity + "'/>") +
               end() + flow("a", "s", "t") + flow("b", "t", "x") + flow("c", "x", "e"));
}

/// A throwing link h and a catching link c.
std::string linked(const std::string& throws, const std::string& catches, const std::string& more = {}) {
  return model(start() + throwing("h", "<linkEventDefinition id='l1' name='n'>" + throws + "</linkEventDefinition>") + catching("c", "<linkEventDefinition id='l2' name='n'>" + catches + "</linkEventDefinition>") +
               end() + flow("a", "s", "h") + flow("b", "c", "e") + more);
}
const std::string to_catch = "<target>l2</target>", from_throw = "<source>l1</source>";

std::string shared(const std::string& definition) {
  return model(start() + throwing("t", definition) + end("e", "<eventDefinitionRef>d</eventDefinitionRef>") + flow("a", "s", "t") + flow("b", "t", "e"));
}

std::string timed(const std::string& form, const std::string& text) { return model(between(catching("t", timer(form, text)))); }
std::string escalating(const std::string& attributes) {
  return model(between(throwing("t", "<escalationEventDefinition escalationRef='x'/>")), "<escalation id='x' " + attributes + "/>");
}
std::string failing(const std::string& attributes) { return model(start() + end("e", "<errorEventDefinition errorRef='x'/>") + flow("a", "s", "e"), "<error id='x' " + attributes + "/>"); }
std::string receiving(const std::string& attributes, const std::string& inner) {
  return model(between(catching("t", "<messageEventDefinition " + attributes + ">" + inner + "</messageEventDefinition>")),
               "<message id='m'/><message id='k'/><interface id='i' name='n'><operation id='o' name='n'><inMessageRef>m</inMessageRef></operation></interface>");
}
std::string carrying(const std::string& item) {
  return model(between(catching("t", "<dataOutput id='d' itemSubjectRef='" + item + "'/><outputSet><dataOutputRefs>d</dataOutputRefs></outputSet><signalEventDefinition id='se' signalRef='si'/>")),
               "<itemDefinition id='i'/><itemDefinition id='k'/><signal id='si' structureRef='i'/>");
}

}  // namespace

std::vector<Case> event_cases() {
  const auto good_start = begun_by("<conditionalEventDefinition>" + formal("condition", "x = 1") + "</conditionalEventDefinition>");
  return {
      {"start/incoming", fine, model(between(task()) + flow("x", "t", "s"))},
      {"start/outgoing", fine, model(between(task()) + start("x"))},
      {"start/definition", good_start, begun_by("<errorEventDefinition/>")},
      {"start/in-subprocess", nested(inside()), nested(inside(start("s2", signal)))},
      {"process/no-start", fine, model(task() + end() + flow("a", "t", "e"))},
      {"process/no-end", fine, model(start() + task() + flow("a", "s", "t"))},
      {"process/no-none-start", called(""), called(signal)},
      {"end/incoming", fine, model(between(task()) + end("x"))},
      {"end/outgoing", fine, model(between(task()) + flow("x", "e", "t"))},
      {"end/definition", ended_by("<terminateEventDefinition/>"), ended_by(timer())},
      {"end/cancel-outside", nested(start("s2") + end("e2", "<cancelEventDefinition/>") + flow("a2", "s2", "e2"), "transaction"), ended_by("<cancelEventDefinition/>")},
      {"node/no-incoming", fine, model(between(task()) + task("u") + flow("x", "u", "e"))},
      {"node/no-outgoing", fine, model(between(task()) + task("u") + flow("x", "s", "u"))},

      {"event-subprocess/flow", triggered_by(signal), watching(inside(start("s2", signal)), flow("x", "t", "v"))},
      {"event-subprocess/start", triggered_by(signal), watching(task("u"))},
      {"event-subprocess/no-trigger", triggered_by(signal), triggered_by("")},
      {"event-subprocess/trigger", triggered_by("<errorEventDefinition/>"), triggered_by("<cancelEventDefinition/>")},
      {"event-subprocess/not-interrupting", triggered_by(signal, "isInterrupting='false'"), triggered_by("<errorEventDefinition/>", "isInterrupting='false'")},

      {"boundary/no-trigger", guarded(signal), guarded("")},
      {"boundary/trigger", guarded("<errorEventDefinition/>"), guarded("<terminateEventDefinition/>")},
      {"boundary/not-interrupting", guarded(signal, "cancelActivity='false'"), guarded("<errorEventDefinition/>", "cancelActivity='false'")},
      {"boundary/cancel", guarded("<cancelEventDefinition/>", "", node("transaction", "t", inside())), guarded("<cancelEventDefinition/>")},
      {"boundary/incoming", guarded(signal), guarded(signal, "", task(), flow("w", "s", "x"))},
      {"boundary/outgoing", guarded(signal), model(between(task()) + node("boundaryEvent", "x", signal, "attachedToRef='t'"))},
      {"boundary/compensation-flow", compensated(handler), compensated(handler + end("y") + flow("z", "x", "y"))},
      {"boundary/compensation-handler", compensated(handler), compensated("")},
      {"compensation/handler-mark", compensated(handler), compensated("<association id='as' sourceRef='x' targetRef='t'/>")},
      {"boundary/compensation-handlers", compensated(handler), compensated(handler + task("v", "", "isForCompensation='true'") + "<association id='at' sourceRef='x' targetRef='v'/>")},
      {"compensation/other-level", compensated(handler), compensated(node("subProcess", "w", task("u", "", "isForCompensation='true'"), "isForCompensation='true'") + "<association id='as' sourceRef='x' targetRef='u'/>")},
      {"compensation/not-visible", compensating("t"), compensating("i")},
      {"compensation/flow", compensated(handler), compensated(handler + flow("z", "t", "u"))},
      {"intermediate/incoming", model(between(catching("t", signal))), model(between(task()) + catching("x", signal) + flow("y", "x", "e"))},
      {"intermediate/outgoing", model(between(throwing("t", ""))), model(between(task()) + throwing("x", signal) + flow("y", "s", "x"))},
      {"catch/definition", model(between(catching("t", signal))), model(between(catching("t", "<errorEventDefinition/>")))},
      {"catch/no-definition", model(between(catching("t", signal))), model(between(catching("t", "")))},
      {"throw/definition", model(between(throwing("t", signal))), model(between(throwing("t", timer())))},

      {"link/both", linked(to_catch, from_throw), linked(to_catch, from_throw, flow("x", "h", "e"))},
      {"link/pair", linked(to_catch, from_throw), linked(to_catch, "<source>l2</source>")},
      {"link/no-source", linked("", ""), linked(to_catch, "")},
      {"link/no-target", linked("", ""), linked("", from_throw)},
      {"link/other-level", linked(to_catch, from_throw),
       model(between(node("subProcess", "t", catching("c", "<linkEventDefinition id='l2' name='n'>" + from_throw + "</linkEventDefinition>") + task("u") + flow("w", "c", "u"))) +
             throwing("h", "<linkEventDefinition id='l1' name='n'>" + to_catch + "</linkEventDefinition>") + flow("x", "s", "h"))},
      {"link/two-targets", linked("", ""), linked("", "", catching("d", "<linkEventDefinition name='n'/>") + flow("x", "d", "e"))},
      {"definition/shared", model(start() + end("e", "<eventDefinitionRef>d</eventDefinitionRef>") + flow("a", "s", "e"), "<signalEventDefinition id='d'/>"), shared("<signalEventDefinition id='d'/>")},

      {"escalation/no-code", escalating("escalationCode='E1'"), escalating("")},
      {"error/no-code", failing("errorCode='E1'"), failing("")},
      {"message/other-operation", receiving("messageRef='m'", "<operationRef>o</operationRef>"), receiving("messageRef='k'", "<operationRef>o</operationRef>")},
      {"message/no-message", receiving("messageRef='m'", "<operationRef>o</operationRef>"), receiving("", "<operationRef>o</operationRef>")},
      {"message/no-operation", sketch(between(catching("t", "<messageEventDefinition/>"))), receiving("messageRef='m'", "")},
      {"timer/several", model(between(catching("t", timer()))),
       model(between(catching("t", "<timerEventDefinition>" + formal("timeDuration", "PT1H") + formal("timeDate", "2025-06-01") + "</timerEventDefinition>")))},
      {"timer/none", sketch(between(catching("t", "<timerEventDefinition/>"))), model(between(catching("t", "<timerEventDefinition/>")))},
      {"timer/bad-date", timed("timeDate", "2025-06-01T09:00:00+08:00"), timed("timeDate", "2025-6-1")},
      {"timer/bad-cycle", timed("timeCycle", "R3/2025-06-01T09:00:00Z/P1D"), timed("timeCycle", "R3/PT")},
      {"timer/bad-duration", timed("timeDuration", "P1Y2M3DT4H5M6.7S"), timed("timeDuration", "P1H")},
      {"event/data-missing", carrying("i"), carrying("k")},
  };
}

}  // namespace yimen::bpmn::rules::testing
