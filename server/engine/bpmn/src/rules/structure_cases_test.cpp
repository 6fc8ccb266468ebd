#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string fine = model(between(task()));

/// Two ways out of the task t; the first has what is given.
std::string branch(const std::string& inner) { return model(start() + task() + end() + end("f") + flow("a", "s", "t") + flow("b", "t", "e", inner) + flow("c", "t", "f")); }

std::string sending(const std::string& message) {
  return doc("<message id='m'/>" + process(between(node("sendTask", "t", "", "messageRef='" + message + "'")), "p", "isExecutable='true' xmlns:here='urn:model'"));
}

std::string import_of(const std::string& type) { return doc("<import namespace='urn:x' location='x.xml' importType='" + type + "'/>" + process(between(task()))); }

std::string defined_by(const std::string& played) {
  return doc("<collaboration id='c'><participant id='us' processRef='" + played + "'/><participant id='them'/></collaboration>" + process(between(task()), "p", "definitionalCollaborationRef='c'") +
             process(inside(), "q", ""));
}

}  // namespace

std::vector<Case> structure_cases() {
  return {
      {"structure/unknown-element", fine, doc("<property id='x'/>" + process(between(task())))},
      {"structure/missing-element", doc("<message id='m'/><interface id='i' name='n'><operation id='o' name='n'><inMessageRef>m</inMessageRef></operation></interface>"),
       doc("<interface id='i' name='n'/>")},
      {"structure/too-many", model(between(task("t", "<extensionElements><o:x/><o:x/></extensionElements>"))),
       model(between(task("t", "<extensionElements/><extensionElements/>")))},
      {"structure/unknown-attribute", model(between(task("t", "", "o:colour='red'"))), model(between(task("t", "", "colour='red'")))},
      {"structure/missing-attribute", doc("<resource id='r' name='n'/>"), doc("<resource id='r'/>")},
      {"structure/bad-value", model(between(task("t", "", "isForCompensation='0' startQuantity=' 2 '"))), model(between(task("t", "", "isForCompensation='ja'")))},
      {"structure/order", model(between(task("t", "<documentation/><extensionElements/>"))), model(between(task("t", "<extensionElements/><documentation/>")))},
      {"structure/text", model(between(task("t", "<documentation>by hand</documentation>"))), model(between(task("t", "by hand")))},
      {"structure/foreign", model(between(task("t", "<extensionElements><o:x/></extensionElements>"))), model(between(task("t", "<o:x/>")))},
      {"structure/target-namespace", fine, "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='model'>" + process(between(task())) + "</definitions>"},
      {"element/id-twice", model(between(task()) + "<dataObject id='d'/>"), model(between(task()) + "<dataObject id='t'/>")},
      {"format/mime-type", model("<textAnnotation id='n' textFormat='text/html; charset=utf-8'><text>x</text></textAnnotation>"), model("<textAnnotation id='n' textFormat='html'/>")},
      {"format/uri", branch("<conditionExpression xsi:type='tFormalExpression' language='urn:feel'>x = 1</conditionExpression>"),
       branch("<conditionExpression xsi:type='tFormalExpression' language='my words'>x = 1</conditionExpression>")},

      {"reference/unresolved", sending("m"), sending("nobody")},
      {"reference/wrong-type", sending("here:m"), sending("e")},
      {"reference/undeclared-prefix", sending("o:anything"), sending("q:m")},
      {"reference/import", import_of("http://www.w3.org/2001/XMLSchema"), import_of("http://www.omg.org/spec/BPMN/20100524/MODEL")},

      {"process/definitional-collaboration", defined_by("p"), defined_by("q")},

      {"expression/unmarked", branch(condition()), branch("<conditionExpression>x = 1</conditionExpression>")},
      {"expression/type", branch("<conditionExpression xsi:type='tFormalExpression'>x = 1</conditionExpression>"), branch("<conditionExpression xsi:type='tGuess'>maybe</conditionExpression>")},
      {"expression/not-formal", model(between(catching("t", timer()))), model(between(catching("t", "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>")))},
      {"expression/empty", branch(condition()), branch(condition(" "))},
      {"expression/not-boolean", branch(condition("x")), branch(condition("5"))},
  };
}

}  // namespace yimen::bpmn::rules::testing
