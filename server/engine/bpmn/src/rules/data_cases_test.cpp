#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string items = "<itemDefinition id='i' structureRef='urn:i'/><itemDefinition id='k' structureRef='urn:k'/><itemDefinition id='same' structureRef='urn:i'/>"
                          "<itemDefinition id='list' structureRef='urn:i' isCollection='true'/>";
const std::string messages = "<message id='m' itemRef='i'/><message id='n' itemRef='k'/><interface id='if' name='n'><operation id='o' name='ask'><inMessageRef>m</inMessageRef>"
                             "<outMessageRef>n</outMessageRef></operation></interface>";

std::string input(const std::string& id, const std::string& item) { return "<dataInput id='" + id + "' itemSubjectRef='" + item + "'/>"; }
std::string output(const std::string& id, const std::string& item) { return "<dataOutput id='" + id + "' itemSubjectRef='" + item + "'/>"; }
std::string refer(const std::string& list, const std::string& id) { return "<" + list + ">" + id + "</" + list + ">"; }
std::string takes(const std::string& id) { return "<inputSet>" + refer("dataInputRefs", id) + "</inputSet>"; }
std::string gives(const std::string& id) { return "<outputSet>" + refer("dataOutputRefs", id) + "</outputSet>"; }
std::string specification(const std::string& inner) { return "<ioSpecification>" + inner + "</ioSpecification>"; }
std::string exchanging(const std::string& in, const std::string& out) { return specification(input("din", in) + output("dout", out) + takes("din") + gives("dout")); }

std::string doing(const std::string& tag, const std::string& attributes, const std::string& inner) { return model(between(node(tag, "t", inner, attributes)), items + messages); }
std::string serving(const std::string& inner) { return doing("serviceTask", "operationRef='o'", inner); }
std::string sending(const std::string& inner) { return doing("sendTask", "messageRef='m'", inner); }
std::string receiving(const std::string& inner) { return doing("receiveTask", "messageRef='m'", inner); }
std::string calling(const std::string& in, const std::string& out, const std::string& ours = exchanging("i", "k")) {
  return doc(items + process(between(node("callActivity", "t", ours, "calledElement='q'"))) +
             process(specification(input("qin", in) + output("qout", out) + takes("qin") + gives("qout")) + inside(), "q"));
}
std::string callable(const std::string& binding, const std::string& in = "i") {
  return model("<supportedInterfaceRef>if</supportedInterfaceRef>" + exchanging(in, "k") + binding + between(task()), items + messages);
}
const std::string bound = "<ioBinding operationRef='o' inputDataRef='din' outputDataRef='dout'/>";

/// A process that takes and gives data, with the sets as written.
std::string holding(const std::string& inner) { return model(specification(inner) + between(task()), items); }
std::string in_sets(const std::string& list, const std::string& id) {
  return holding(input("a1", "i") + input("a2", "i") + "<inputSet>" + refer("dataInputRefs", "a1") + refer(list, id) + "</inputSet>" + takes("a2") + "<outputSet/>");
}
std::string out_sets(const std::string& list, const std::string& id) {
  return holding(output("a1", "i") + output("a2", "i") + "<inputSet/><outputSet>" + refer("dataOutputRefs", "a1") + refer(list, id) + "</outputSet>" + gives("a2"));
}
std::string pair(const std::string& back) {
  return holding(input("din", "i") + output("dout", "i") + "<inputSet id='is'>" + refer("dataInputRefs", "din") + refer("outputSetRefs", "os") + "</inputSet><outputSet id='os'>" + refer("dataOutputRefs", "dout") +
                 back + "</outputSet>");
}

/// The task t fed from data objects of item i.
std::string fed(const std::string& item, const std::string& sources, const std::string& more = {}) {
  return model("<dataObject id='d1' itemSubjectRef='i'/><dataObject id='d2' itemSubjectRef='i'/>" +
                   between(task("t", specification(input("din", item) + takes("din") + "<outputSet/>") + "<dataInputAssociation id='as'>" + sources + refer("targetRef", "din") + more + "</dataInputAssociation>")),
               items);
}
const std::string one_source = refer("sourceRef", "d1"), two_sources = one_source + refer("sourceRef", "d2"), transforms = "<transformation>f(x)</transformation>";

/// The process takes pin and gives pout; the task t joins its own data with one of them.
std::string joining(const std::string& read, const std::string& written) {
  return model(specification(input("pin", "i") + output("pout", "i") + takes("pin") + gives("pout")) +
                   between(task("t", exchanging("i", "i") + "<dataInputAssociation id='as'>" + refer("sourceRef", read) + refer("targetRef", "din") + "</dataInputAssociation><dataOutputAssociation id='at'>" +
                                         refer("sourceRef", "dout") + refer("targetRef", written) + "</dataOutputAssociation>")),
               items);
}
std::string stateful(const std::string& name) {
  return model(between(task()) + "<dataObject id='d' name='Case'/><dataObjectReference id='dr' dataObjectRef='d' name='" + name + "'><dataState name='open'/></dataObjectReference>");
}

/// The tasks t and u, each with an input; what the set of t lists and where its association leads to.
std::string two_tasks(const std::string& listed, const std::string& target) {
  return model("<dataObject id='d1'/>" + start() +
               task("t", specification("<dataInput id='din'/>" + takes(listed) + (listed == "din" ? "" : takes("din")) + "<outputSet/>") + "<dataInputAssociation id='as'>" + one_source + refer("targetRef", target) + "</dataInputAssociation>") +
               task("u", specification("<dataInput id='other'/>" + takes("other") + "<outputSet/>")) + end() + flow("a", "s", "t") + flow("b", "t", "u") + flow("c", "u", "e"));
}
/// The task t reads data of its own process or of the sub-process beside it.
std::string seeing(const std::string& source) {
  return model("<dataObject id='d1'/>" + between(task("t", specification("<dataInput id='din'/>" + takes("din") + "<outputSet/>") + "<dataInputAssociation id='as'>" + refer("sourceRef", source) + refer("targetRef", "din") +
                                                               "</dataInputAssociation>")) +
               node("subProcess", "v", "<dataObject id='d2'/>") + flow("x", "s", "v") + flow("y", "v", "e"));
}

}  // namespace

std::vector<Case> data_cases() {
  return {
      {"service/one-input", serving(exchanging("i", "k")), serving("")},
      {"service/one-output", serving(exchanging("i", "k")), serving(specification(input("din", "i") + output("d1", "k") + output("d2", "k") + takes("din") + gives("d1") + gives("d2")))},
      {"service/input-item", serving(exchanging("same", "k")), serving(exchanging("k", "k"))},
      {"service/output-item", serving(exchanging("i", "k")), serving(exchanging("i", "i"))},
      {"send/one-input", sending(""), sending(specification(input("d1", "i") + takes("d1") + takes("d1") + "<outputSet/>"))},
      {"send/item", sending(exchanging("i", "k")), sending(exchanging("k", "k"))},
      {"receive/one-output", receiving(""), receiving(specification(output("d1", "i") + "<inputSet/>" + gives("d1") + gives("d1")))},
      {"receive/item", receiving(exchanging("k", "same")), receiving(exchanging("k", "k"))},
      {"call/data", calling("same", "k"), calling("k", "k")},
      {"call/data", calling("same", "k"), calling("same", "k", "")},
      {"callable/binding", callable(bound), callable("")},
      {"callable/bound-item", callable(bound), callable(bound, "k")},

      {"data/collection", model("<dataObject id='d' itemSubjectRef='list' isCollection='true'/>", items), model("<dataObject id='d' itemSubjectRef='list'/>", items)},
      {"data/state-name", stateful("Case [open]"), stateful("Case open")},
      {"data/object-state", stateful("Case [open]"), model(between(task()) + "<dataObject id='d'><dataState name='open'/></dataObject>")},
      {"data/reference-item", model(between(task()) + "<dataObject id='d' itemSubjectRef='i'/><dataObjectReference id='dr' dataObjectRef='d'/>", items),
       model(between(task()) + "<dataObject id='d'/><dataObjectReference id='dr' dataObjectRef='d' itemSubjectRef='i'/>", items)},
      {"data/no-set", holding("<inputSet/><outputSet/>"), holding("<inputSet/>")},
      {"data/no-target", fed("i", one_source), model(between(task("t", specification("<inputSet/><outputSet/>") + "<dataInputAssociation id='as'>" + transforms + "</dataInputAssociation>")))},
      {"data/foreign-member", two_tasks("din", "din"), two_tasks("other", "din")},
      {"data/foreign-end", two_tasks("din", "din"), two_tasks("din", "other")},
      {"data/out-of-scope", seeing("d1"), seeing("d2")},
      {"data/input-without-set", holding(input("x", "i") + takes("x") + "<outputSet/>"), holding(input("x", "i") + "<inputSet/><outputSet/>")},
      {"data/output-without-set", holding(output("x", "i") + "<inputSet/>" + gives("x")), holding(output("x", "i") + "<inputSet/><outputSet/>")},
      {"data/optional-input", in_sets("optionalInputRefs", "a1"), in_sets("optionalInputRefs", "a2")},
      {"data/late-input", in_sets("whileExecutingInputRefs", "a1"), in_sets("whileExecutingInputRefs", "a2")},
      {"data/optional-output", out_sets("optionalOutputRefs", "a1"), out_sets("optionalOutputRefs", "a2")},
      {"data/late-output", out_sets("whileExecutingOutputRefs", "a1"), out_sets("whileExecutingOutputRefs", "a2")},
      {"data/set-pair", pair(refer("inputSetRefs", "is")), pair("")},
      {"data/association-item", fed("k", one_source, transforms), fed("k", one_source)},
      {"data/several-sources", fed("i", two_sources, transforms), fed("i", two_sources)},
      {"data/process-input-written", joining("pin", "pout"), joining("pin", "pin")},
      {"data/process-output-read", joining("pin", "pout"), joining("pout", "pout")},
  };
}

}  // namespace yimen::bpmn::rules::testing
