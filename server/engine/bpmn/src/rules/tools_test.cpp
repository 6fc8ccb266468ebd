#include <algorithm>

#include "testing_rules.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::rules;
using namespace yimen::bpmn::rules::testing;

namespace {

const std::string namespaces = "xmlns:bpmn='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' "
                               "xmlns:di='http://www.omg.org/spec/DD/20100524/DI' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' ";

void passes(const std::string& text) {
  for (const auto& problem : problems_of(text)) FAIL_CHECK(problem.line << " " << problem.element << " " << problem.rule << " " << problem.en);
}

/// The document as if Camunda Modeler had written it.
std::string of_tool(std::string text) { return text.insert(text.find(" id='model'"), " exporter='Camunda Modeler'"); }

}  // namespace

TEST_CASE("files of known programs are spared what those keep elsewhere, and nothing else") {
  for (const auto& [rule, right, wrong] : all_cases()) {
    if (wrong.find(" id='model'") == std::string::npos) continue;
    CAPTURE(rule);
    const auto told = broken_by(of_tool(wrong));
    CHECK(std::ranges::count(told, rule) == (find_rule(rule).spares_tools() ? 0 : std::ranges::count(broken_by(wrong), rule)));
    passes(of_tool(right));
  }
}

TEST_CASE("a file that lists flows lists all of them; of tools' files people edit by hand that is not asked") {
  const auto partly = model(start("s", "<outgoing>a</outgoing>") + task() + end() + flow("a", "s", "t") + flow("b", "t", "e"));
  CHECK(broken_by(partly) == std::vector<std::string>{"flow/listing", "flow/listing", "flow/listing"});
  passes(of_tool(partly));
}

TEST_CASE("a sketch as bpmn-js draws it passes: pools, lanes, data, notes, colours and empty markers") {
  passes("<?xml version='1.0' encoding='UTF-8'?>\n<bpmn:definitions " + namespaces +
         R"(xmlns:bioc='http://bpmn.io/schema/bpmn/biocolor/1.0' xmlns:color='http://www.omg.org/spec/BPMN/non-normative/color/1.0' id='Definitions_0k3' targetNamespace='http://bpmn.io/schema/bpmn'
    exporter='bpmn-js (https://demo.bpmn.io)' exporterVersion='17.11.1'>
  <bpmn:collaboration id='Collaboration_1'>
    <bpmn:participant id='Participant_1' name='Office' processRef='Process_1' /><bpmn:participant id='Participant_2' name='Citizen' />
    <bpmn:messageFlow id='Flow_m1' sourceRef='Participant_2' targetRef='Event_s' /><bpmn:messageFlow id='Flow_m2' name='letter' sourceRef='Activity_1' targetRef='Participant_2' />
    <bpmn:textAnnotation id='TextAnnotation_1'><bpmn:text>from 2025 on</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id='Association_1' associationDirection='None' sourceRef='Participant_2' targetRef='TextAnnotation_1' /><bpmn:group id='Group_1' categoryValueRef='CategoryValue_1' />
  </bpmn:collaboration>
  <bpmn:category id='Category_1'><bpmn:categoryValue id='CategoryValue_1' value='Front' /></bpmn:category>
  <bpmn:process id='Process_1' isExecutable='false'>
    <bpmn:laneSet id='LaneSet_1'><bpmn:lane id='Lane_1' name='Desk'><bpmn:flowNodeRef>Event_s</bpmn:flowNodeRef><bpmn:childLaneSet id='LaneSet_2'><bpmn:lane id='Lane_2'><bpmn:flowNodeRef>Activity_1</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id='Event_s'><bpmn:outgoing>Flow_1</bpmn:outgoing><bpmn:messageEventDefinition id='MessageEventDefinition_1' /></bpmn:startEvent>
    <bpmn:task id='Activity_1' name='Check'><bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing>
      <bpmn:property id='Property_1' name='__targetRef_placeholder' />
      <bpmn:dataInputAssociation id='DataInputAssociation_1'><bpmn:sourceRef>DataObjectReference_1</bpmn:sourceRef><bpmn:targetRef>Property_1</bpmn:targetRef></bpmn:dataInputAssociation>
      <bpmn:dataOutputAssociation id='DataOutputAssociation_1'><bpmn:targetRef>DataStoreReference_1</bpmn:targetRef></bpmn:dataOutputAssociation>
      <bpmn:multiInstanceLoopCharacteristics />
    </bpmn:task>
    <bpmn:dataObjectReference id='DataObjectReference_1' name='Form' dataObjectRef='DataObject_1' /><bpmn:dataObject id='DataObject_1' isCollection='true' />
    <bpmn:dataStoreReference id='DataStoreReference_1' name='Archive' />
    <bpmn:boundaryEvent id='Event_b' cancelActivity='false' attachedToRef='Activity_1'><bpmn:outgoing>Flow_3</bpmn:outgoing><bpmn:timerEventDefinition id='TimerEventDefinition_1' /></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id='Event_c' attachedToRef='Activity_1'><bpmn:compensateEventDefinition id='CompensateEventDefinition_1' /></bpmn:boundaryEvent>
    <bpmn:task id='Activity_2' name='Undo' isForCompensation='true' /><bpmn:association id='Association_2' associationDirection='One' sourceRef='Event_c' targetRef='Activity_2' />
    <bpmn:exclusiveGateway id='Gateway_1'><bpmn:incoming>Flow_2</bpmn:incoming><bpmn:outgoing>Flow_4</bpmn:outgoing></bpmn:exclusiveGateway>
    <bpmn:subProcess id='Activity_3'><bpmn:incoming>Flow_4</bpmn:incoming><bpmn:outgoing>Flow_5</bpmn:outgoing></bpmn:subProcess>
    <bpmn:callActivity id='Activity_4' name='Elsewhere'><bpmn:incoming>Flow_3</bpmn:incoming><bpmn:outgoing>Flow_6</bpmn:outgoing><bpmn:standardLoopCharacteristics /></bpmn:callActivity>
    <bpmn:endEvent id='Event_e'><bpmn:incoming>Flow_5</bpmn:incoming><bpmn:incoming>Flow_6</bpmn:incoming><bpmn:messageEventDefinition id='MessageEventDefinition_2' /></bpmn:endEvent>
    <bpmn:sequenceFlow id='Flow_1' sourceRef='Event_s' targetRef='Activity_1' /><bpmn:sequenceFlow id='Flow_2' sourceRef='Activity_1' targetRef='Gateway_1' />
    <bpmn:sequenceFlow id='Flow_3' sourceRef='Event_b' targetRef='Activity_4' /><bpmn:sequenceFlow id='Flow_4' sourceRef='Gateway_1' targetRef='Activity_3' />
    <bpmn:sequenceFlow id='Flow_5' sourceRef='Activity_3' targetRef='Event_e' /><bpmn:sequenceFlow id='Flow_6' sourceRef='Activity_4' targetRef='Event_e' />
  </bpmn:process>
  <bpmndi:BPMNDiagram id='BPMNDiagram_1'><bpmndi:BPMNPlane id='BPMNPlane_1' bpmnElement='Collaboration_1'>
    <bpmndi:BPMNShape id='Event_s_di' bpmnElement='Event_s' bioc:stroke='#831311' color:border-color='#831311'><dc:Bounds x='1' y='2' width='36' height='36' /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id='Flow_1_di' bpmnElement='Flow_1'><di:waypoint x='1' y='2' /></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>)");
}

TEST_CASE("an executable model of Camunda passes: expressions, extensions, collections and half-named events") {
  passes("<bpmn:definitions " + namespaces +
         R"(xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:modeler='http://camunda.org/schema/modeler/1.0' id='Definitions_1' targetNamespace='http://bpmn.io/schema/bpmn' exporter='Camunda Modeler'
    exporterVersion='5.20.0' modeler:executionPlatform='Camunda Platform' modeler:executionPlatformVersion='7.21.0'>
  <bpmn:process id='permit' name='Permit' isExecutable='true' camunda:historyTimeToLive='180'>
    <bpmn:startEvent id='s' camunda:initiator='who' camunda:formKey='x.html'><bpmn:extensionElements><camunda:formData><camunda:formField id='f' type='string' /></camunda:formData></bpmn:extensionElements></bpmn:startEvent>
    <bpmn:serviceTask id='a' camunda:asyncBefore='true' camunda:class='org.example.Work'><bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name='i'>${x}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:businessRuleTask id='r' camunda:decisionRef='d' camunda:mapDecisionResult='singleEntry' /><bpmn:scriptTask id='c' scriptFormat='graal.js'><bpmn:script>x + 1</bpmn:script></bpmn:scriptTask>
    <bpmn:userTask id='u' camunda:assignee='${who}' camunda:candidateGroups='clerks'><bpmn:multiInstanceLoopCharacteristics isSequential='true' camunda:collection='cases' camunda:elementVariable='case'>
      <bpmn:completionCondition xsi:type='bpmn:tFormalExpression'>${nrOfCompletedInstances > 2}</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
    <bpmn:boundaryEvent id='b' attachedToRef='u'><bpmn:timerEventDefinition id='t1'><bpmn:timeDuration xsi:type='bpmn:tFormalExpression'>${patience}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id='b2' cancelActivity='false' attachedToRef='u'><bpmn:timerEventDefinition id='t2'><bpmn:timeCycle xsi:type='bpmn:tFormalExpression'>0 0/5 * * * ?</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id='g' default='f5' camunda:asyncAfter='true' /><bpmn:callActivity id='k' calledElement='other' camunda:calledElementBinding='version' />
    <bpmn:intermediateThrowEvent id='l1' name='to the end'><bpmn:linkEventDefinition id='ld1' name='A' /></bpmn:intermediateThrowEvent><bpmn:intermediateCatchEvent id='l2'><bpmn:linkEventDefinition id='ld2' name='A' /></bpmn:intermediateCatchEvent>
    <bpmn:receiveTask id='w' messageRef='m' /><bpmn:endEvent id='e'><bpmn:messageEventDefinition id='md' messageRef='m' camunda:type='external' camunda:topic='t' /></bpmn:endEvent>
    <bpmn:endEvent id='e2'><bpmn:errorEventDefinition id='ed' errorRef='er' /></bpmn:endEvent>
    <bpmn:subProcess id='es' triggeredByEvent='true'><bpmn:startEvent id='ess' isInterrupting='false'><bpmn:conditionalEventDefinition id='cd'><bpmn:condition xsi:type='bpmn:tFormalExpression'>${stock &lt; 3}</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>
      <bpmn:sequenceFlow id='esf' sourceRef='ess' targetRef='ese' /><bpmn:endEvent id='ese' /></bpmn:subProcess>
    <bpmn:sequenceFlow id='f1' sourceRef='s' targetRef='a' /><bpmn:sequenceFlow id='f2' sourceRef='a' targetRef='r' /><bpmn:sequenceFlow id='f3' sourceRef='r' targetRef='c' /><bpmn:sequenceFlow id='f31' sourceRef='c' targetRef='u' />
    <bpmn:sequenceFlow id='f4' sourceRef='u' targetRef='g' /><bpmn:sequenceFlow id='f5' sourceRef='g' targetRef='k' />
    <bpmn:sequenceFlow id='f6' sourceRef='g' targetRef='l1'><bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>${approved}</bpmn:conditionExpression></bpmn:sequenceFlow>
    <bpmn:sequenceFlow id='f7' sourceRef='k' targetRef='w' /><bpmn:sequenceFlow id='f71' sourceRef='w' targetRef='e' /><bpmn:sequenceFlow id='f8' sourceRef='b' targetRef='e2' /><bpmn:sequenceFlow id='f9' sourceRef='b2' targetRef='e' /><bpmn:sequenceFlow id='f10' sourceRef='l2' targetRef='e' />
  </bpmn:process>
  <bpmn:message id='m' name='answer' /><bpmn:error id='er' name='failed' errorCode='500' camunda:errorMessage='no' />
</bpmn:definitions>)");
  passes("<bpmn:definitions " + namespaces +
         R"(xmlns:zeebe='http://camunda.org/schema/zeebe/1.0' targetNamespace='http://bpmn.io/schema/bpmn'><bpmn:process id='p' isExecutable='true'>
    <bpmn:startEvent id='s'><bpmn:timerEventDefinition id='t'><bpmn:timeCycle xsi:type='bpmn:tFormalExpression'>=cycle(3, duration("PT1H"))</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>
    <bpmn:scriptTask id='c'><bpmn:extensionElements><zeebe:script expression='=x + 1' resultVariable='x' /></bpmn:extensionElements></bpmn:scriptTask><bpmn:inclusiveGateway id='g' default='f3' />
    <bpmn:endEvent id='e'><bpmn:escalationEventDefinition id='ee' /></bpmn:endEvent><bpmn:sequenceFlow id='f1' sourceRef='s' targetRef='c' /><bpmn:sequenceFlow id='f2' sourceRef='c' targetRef='g' /><bpmn:sequenceFlow id='f3' sourceRef='g' targetRef='e' />
    <bpmn:sequenceFlow id='f4' sourceRef='g' targetRef='e'><bpmn:conditionExpression xsi:type='bpmn:tFormalExpression'>=amount &gt; 100</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:process></bpmn:definitions>)");
}

TEST_CASE("models of Flowable and Activiti pass: untyped timers, codes as references, people as formal expressions") {
  passes(R"(<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:xsd='http://www.w3.org/2001/XMLSchema'
    xmlns:flowable='http://flowable.org/bpmn' xmlns:tns='http://www.activiti.org/processdef' typeLanguage='http://www.w3.org/2001/XMLSchema' expressionLanguage='http://www.w3.org/1999/XPath' targetNamespace='http://www.activiti.org/processdef'>
  <message id='paid' name='paid' /><signal id='alert' name='alert' flowable:scope='global' />
  <process id='loan' name='Loan' isExecutable='true' flowable:candidateStarterGroups='all'>
    <dataObject id='dObj1' name='amount' itemSubjectRef='xsd:int'><extensionElements><flowable:value>5</flowable:value></extensionElements></dataObject>
    <startEvent id='s' flowable:initiator='who' flowable:formFieldValidation='true' />
    <userTask id='u' name='Ask'><documentation>why</documentation><extensionElements><flowable:taskListener event='create' class='L' /></extensionElements><humanPerformer><resourceAssignmentExpression><formalExpression>kermit</formalExpression></resourceAssignmentExpression></humanPerformer>
      <potentialOwner><resourceAssignmentExpression><formalExpression>group(clerks), user(fozzie)</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>
    <boundaryEvent id='b' attachedToRef='u' cancelActivity='true'><timerEventDefinition><timeDuration>PT5M</timeDuration></timerEventDefinition></boundaryEvent>
    <serviceTask id='v' flowable:expression='${bean.run()}' flowable:resultVariableName='x'><multiInstanceLoopCharacteristics isSequential='false' flowable:collection='list' flowable:elementVariable='one'><loopCardinality>5</loopCardinality></multiInstanceLoopCharacteristics></serviceTask>
    <boundaryEvent id='b2' attachedToRef='v'><errorEventDefinition errorRef='123' /></boundaryEvent>
    <intermediateCatchEvent id='m'><messageEventDefinition messageRef='tns:paid' /></intermediateCatchEvent>
    <scriptTask id='c' scriptFormat='juel' flowable:autoStoreVariables='false'><script>${x}</script></scriptTask><exclusiveGateway id='g' default='f6' />
    <endEvent id='e'><terminateEventDefinition flowable:terminateAll='true' /></endEvent><endEvent id='e2'><errorEventDefinition errorRef='payment-failed' /></endEvent>
    <sequenceFlow id='f1' sourceRef='s' targetRef='u' /><sequenceFlow id='f2' sourceRef='u' targetRef='v' /><sequenceFlow id='f3' sourceRef='v' targetRef='m' /><sequenceFlow id='f4' sourceRef='m' targetRef='c' /><sequenceFlow id='f5' sourceRef='c' targetRef='g' />
    <sequenceFlow id='f6' sourceRef='g' targetRef='e' /><sequenceFlow id='f7' sourceRef='g' targetRef='e2'><conditionExpression xsi:type='tFormalExpression'><![CDATA[${amount > 5}]]></conditionExpression></sequenceFlow>
    <sequenceFlow id='f8' sourceRef='b' targetRef='e2' /><sequenceFlow id='f9' sourceRef='b2' targetRef='e2' />
  </process></definitions>)");
}

TEST_CASE("a model of Signavio passes: its own ids, metadata, sets left out and conditions left empty") {
  passes(R"(<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:signavio='http://www.signavio.com' exporter='Signavio Process Editor, http://www.signavio.com'
    exporterVersion='15.1' expressionLanguage='http://www.w3.org/1999/XPath' id='sid-0f1' targetNamespace='http://www.signavio.com' typeLanguage='http://www.w3.org/2001/XMLSchema'
    xsi:schemaLocation='http://www.omg.org/spec/BPMN/20100524/MODEL http://www.omg.org/spec/BPMN/2.0/20100501/BPMN20.xsd'>
  <collaboration id='sid-c'><extensionElements><signavio:signavioMetaData metaKey='revisionid' metaValue='7' /></extensionElements>
    <participant id='sid-p1' name='Office' processRef='sid-pr'><extensionElements><signavio:signavioMetaData metaKey='bgcolor' metaValue='#ffffff' /></extensionElements></participant><participant id='sid-p2' name='Bank' />
    <messageFlow id='sid-mf' name='' sourceRef='sid-u' targetRef='sid-p2' /></collaboration>
  <process id='sid-pr' isClosed='false' isExecutable='true' name='Office' processType='None'>
    <laneSet id='sid-ls'><lane id='sid-l' name='Clerk'><extensionElements><signavio:signavioMetaData metaKey='x' metaValue='' /></extensionElements><flowNodeRef>sid-s</flowNodeRef><flowNodeRef>sid-u</flowNodeRef></lane></laneSet>
    <startEvent id='sid-s' isInterrupting='true' name=''><outgoing>sid-f1</outgoing></startEvent>
    <task completionQuantity='1' id='sid-u' isForCompensation='false' name='Check' startQuantity='1'><incoming>sid-f1</incoming><outgoing>sid-f2</outgoing>
      <ioSpecification id='sid-io'><dataInput id='sid-di' isCollection='false' name='Letter' /><inputSet id='sid-is' /><outputSet id='sid-os' /></ioSpecification>
      <dataInputAssociation id='sid-da'><sourceRef>sid-do</sourceRef><targetRef>sid-di</targetRef></dataInputAssociation></task>
    <dataObject id='sid-d' isCollection='false' name='Letter' /><dataObjectReference dataObjectRef='sid-d' id='sid-do' name='Letter' />
    <exclusiveGateway gatewayDirection='Diverging' id='sid-g' name=''><incoming>sid-f2</incoming><outgoing>sid-f3</outgoing><outgoing>sid-f4</outgoing></exclusiveGateway>
    <endEvent id='sid-e' name=''><incoming>sid-f3</incoming><incoming>sid-f4</incoming></endEvent>
    <sequenceFlow id='sid-f1' isImmediate='true' name='' sourceRef='sid-s' targetRef='sid-u' /><sequenceFlow id='sid-f2' sourceRef='sid-u' targetRef='sid-g' />
    <sequenceFlow id='sid-f3' name='yes' sourceRef='sid-g' targetRef='sid-e'><conditionExpression id='sid-ce' xsi:type='tFormalExpression' /></sequenceFlow><sequenceFlow id='sid-f4' name='no' sourceRef='sid-g' targetRef='sid-e' />
  </process></definitions>)");
}

TEST_CASE("a model of jBPM passes: variables as items, scripts by address, simulation data beside it") {
  passes(R"(<bpmn2:definitions xmlns:bpmn2='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:drools='http://www.jboss.org/drools' xmlns:bpsim='http://www.bpsim.org/schemas/1.0'
    id='_1' exporter='jBPM Process Modeler' exporterVersion='2.0' targetNamespace='http://www.omg.org/bpmn20'>
  <bpmn2:itemDefinition id='_nameItem' structureRef='String' /><bpmn2:itemDefinition id='_inItem' structureRef='String' />
  <bpmn2:process id='p' drools:packageName='org' drools:version='1.0' drools:adHoc='false' name='p' isExecutable='true' processType='Public'>
    <bpmn2:property id='name' itemSubjectRef='_nameItem' name='name' />
    <bpmn2:startEvent id='s'><bpmn2:outgoing>f1</bpmn2:outgoing></bpmn2:startEvent>
    <bpmn2:userTask id='u' name='Do'><bpmn2:incoming>f1</bpmn2:incoming><bpmn2:outgoing>f2</bpmn2:outgoing>
      <bpmn2:ioSpecification><bpmn2:dataInput id='u_in' drools:dtype='String' itemSubjectRef='_inItem' name='in' /><bpmn2:inputSet><bpmn2:dataInputRefs>u_in</bpmn2:dataInputRefs></bpmn2:inputSet></bpmn2:ioSpecification>
      <bpmn2:dataInputAssociation><bpmn2:targetRef>u_in</bpmn2:targetRef><bpmn2:assignment><bpmn2:from xsi:type='bpmn2:tFormalExpression'><![CDATA[x]]></bpmn2:from><bpmn2:to xsi:type='bpmn2:tFormalExpression'><![CDATA[u_in]]></bpmn2:to></bpmn2:assignment></bpmn2:dataInputAssociation></bpmn2:userTask>
    <bpmn2:scriptTask id='c' scriptFormat='http://www.java.com/java'><bpmn2:incoming>f2</bpmn2:incoming><bpmn2:outgoing>f3</bpmn2:outgoing><bpmn2:script>run();</bpmn2:script></bpmn2:scriptTask>
    <bpmn2:endEvent id='e'><bpmn2:incoming>f3</bpmn2:incoming></bpmn2:endEvent>
    <bpmn2:sequenceFlow id='f1' sourceRef='s' targetRef='u' /><bpmn2:sequenceFlow id='f2' sourceRef='u' targetRef='c' /><bpmn2:sequenceFlow id='f3' sourceRef='c' targetRef='e' /></bpmn2:process>
  <bpmn2:relationship type='BPSimData'><bpmn2:extensionElements><bpsim:BPSimData /></bpmn2:extensionElements><bpmn2:source>_1</bpmn2:source><bpmn2:target>_1</bpmn2:target></bpmn2:relationship>
</bpmn2:definitions>)");
}
