#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string fine = model(between(task()));

std::string with(const std::string& attributes) { return model(between(task("t", "", attributes))); }
std::string performed(const std::string& inner) {
  return model(between(task("t", "<performer>" + inner + "</performer>")), "<resource id='r' name='n'><resourceParameter id='rp' name='n'/></resource><resource id='r2' name='n'/>"
               "<resource id='r3' name='n'><resourceParameter id='rq' name='n' isRequired='true'/></resource>");
}
const std::string names_resource = "<resourceRef>r</resourceRef>", binds = "<resourceParameterBinding parameterRef='rp'><formalExpression>x</formalExpression></resourceParameterBinding>",
                  assigns = "<resourceAssignmentExpression><formalExpression>x</formalExpression></resourceAssignmentExpression>";

std::string scripted(const std::string& attributes, const std::string& script) { return model(between(node("scriptTask", "t", "<script>" + script + "</script>", attributes))); }
std::string instantiating(const std::string& before) { return sketch(before + node("receiveTask", "t", "", "instantiate='true'") + end() + flow("b", "t", "e")); }
const std::string choreographed = "<choreographyTask id='x' initiatingParticipantRef='pa'><participantRef>pa</participantRef><participantRef>pb</participantRef></choreographyTask>";
std::string ad_hoc(const std::string& inner) { return model(between(node("adHocSubProcess", "t", inner))); }
std::string kept(const std::string& type, bool is_executable) { return doc(process(between(task()), "p", "processType='" + type + "' isExecutable='" + (is_executable ? "true'" : "false'"))); }

std::string several(const std::string& inner, const std::string& data = {}) {
  return model(between(task("t", data + "<multiInstanceLoopCharacteristics>" + inner + "</multiInstanceLoopCharacteristics>") + task("u", "<ioSpecification><dataInput id='other_in'/><dataOutput id='other_out'/>"
                                                                                                                        "<inputSet><dataInputRefs>other_in</dataInputRefs></inputSet><outputSet><dataOutputRefs>other_out</dataOutputRefs></outputSet></ioSpecification>",
                                                                                                        "isForCompensation='true'")),
               "<itemDefinition id='list' structureRef='urn:case' isCollection='true'/><itemDefinition id='one' structureRef='urn:case'/><itemDefinition id='else' structureRef='urn:else'/>");
}
const std::string lists = "<ioSpecification><dataInput id='in' itemSubjectRef='list' isCollection='true'/><dataOutput id='out' itemSubjectRef='list' isCollection='true'/>"
                          "<inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>";
std::string takes(const std::string& from, const std::string& item) {
  return several("<loopDataInputRef>" + from + "</loopDataInputRef><inputDataItem id='each' itemSubjectRef='" + item + "'/>", lists);
}
std::string gives(const std::string& to, const std::string& item) {
  return several("<loopDataInputRef>in</loopDataInputRef><loopDataOutputRef>" + to + "</loopDataOutputRef><outputDataItem id='each' itemSubjectRef='" + item + "'/>", lists);
}

std::string behaving(const std::string& behavior, const std::string& attributes, const std::string& inner) {
  return model(between(task("t", "<multiInstanceLoopCharacteristics behavior='" + behavior + "' " + attributes + ">" + formal("loopCardinality", "3") + inner + "</multiInstanceLoopCharacteristics>")),
               "<signalEventDefinition id='done'/>");
}

}  // namespace

std::vector<Case> activity_cases() {
  return {
      {"activity/start-quantity", with("startQuantity='1'"), with("startQuantity='0'")},
      {"activity/completion-quantity", with("completionQuantity='2'"), with("completionQuantity='-1'")},
      {"activity/two-loops", model(between(task("t", "<standardLoopCharacteristics/>"))),
       model(between(task("t", "<standardLoopCharacteristics/><multiInstanceLoopCharacteristics>" + formal("loopCardinality", "3") + "</multiInstanceLoopCharacteristics>")))},
      {"activity/resource-or-expression", performed(assigns), performed(names_resource + assigns)},
      {"activity/binding-without-resource", performed(names_resource + binds), performed(binds)},
      {"activity/foreign-parameter", performed(names_resource + binds), performed("<resourceRef>r2</resourceRef>" + binds)},
      {"activity/parameter-missing", performed(names_resource + binds), performed("<resourceRef>r3</resourceRef>")},
      {"task/script-format", scripted("scriptFormat='text/javascript'", "post the letter"), scripted("", "post the letter")},
      {"task/script-unmarked", scripted("scriptFormat='feel'", "1 + 1"), scripted("", "1 + 1")},
      {"task/unknown-script-format", scripted("scriptFormat='Groovy'", "x = 1"), scripted("scriptFormat='klingon'", "x = 1")},
      {"receive/instantiate", instantiating(""), instantiating(start() + flow("a", "s", "t"))},
      {"process/choreography", fine, model(between(task()) + choreographed)},
      {"subprocess/choreography", model(between(node("subProcess", "t", task("u")))), model(between(node("subProcess", "t", choreographed)))},
      {"subprocess/data", model(between(node("subProcess", "t", "<dataObject id='d'/>"))), model(between(node("subProcess", "t", "<ioSpecification><inputSet/><outputSet/></ioSpecification>")))},
      {"subprocess/starts", model(between(node("subProcess", "t", inside()))), model(between(node("subProcess", "t", inside() + start("s9") + end("e9") + flow("f9", "s9", "e9"))))},
      {"transaction/method", model(between(node("transaction", "t", "", "method='##Store'"))), model(between(node("transaction", "t", "", "method='two phases'")))},
      {"ad-hoc/empty", ad_hoc(task("u")), ad_hoc("")},
      {"ad-hoc/content", ad_hoc(task("u") + task("v") + flow("w", "u", "v")), ad_hoc(task("u") + start("v"))},
      {"process/public", kept("Public", false), kept("Public", true)},

      {"loop/maximum", model(between(task("t", "<standardLoopCharacteristics loopMaximum='0'/>"))), model(between(task("t", "<standardLoopCharacteristics loopMaximum='-2'/>")))},
      {"multi/no-number", several(formal("loopCardinality", "3")), several("")},
      {"multi/cardinality", several(formal("loopCardinality", "0")), several(formal("loopCardinality", "-1"))},
      {"multi/no-definition", behaving("Complex", "", "<complexBehaviorDefinition><condition>x = 1</condition></complexBehaviorDefinition>"), behaving("Complex", "", "")},
      {"multi/no-event", behaving("One", "oneBehaviorEventRef='done'", ""), behaving("None", "", "")},
      {"multi/item-alone", takes("in", "one"), several(formal("loopCardinality", "3") + "<inputDataItem id='each'/>")},
      {"multi/input", takes("in", "one"), takes("other_in", "one")},
      {"multi/output", gives("out", "one"), gives("other_out", "one")},
      {"multi/input-item", takes("in", "one"), takes("in", "else")},
      {"multi/output-item", gives("out", "one"), gives("out", "list")},
  };
}

}  // namespace yimen::bpmn::rules::testing
