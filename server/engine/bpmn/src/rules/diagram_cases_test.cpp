#include "testing_rules.h"

namespace yimen::bpmn::rules::testing {
namespace {

const std::string spaces = "xmlns:d='http://www.omg.org/spec/BPMN/20100524/DI' xmlns:c='http://www.omg.org/spec/DD/20100524/DC' xmlns:l='http://www.omg.org/spec/DD/20100524/DI'";
const std::string bounds = "<c:Bounds x='-1.5' y='2' width='3e1' height='4'/>", points = "<l:waypoint x='1' y='2'/><l:waypoint x='3' y='4'/>";

std::string shape(const std::string& element, const std::string& inner = bounds, const std::string& id = "di1") { return "<d:BPMNShape id='" + id + "' bpmnElement='" + element + "'>" + inner + "</d:BPMNShape>"; }
std::string edge(const std::string& element, const std::string& inner = points) { return "<d:BPMNEdge id='di2' bpmnElement='" + element + "'>" + inner + "</d:BPMNEdge>"; }
std::string drawn(const std::string& inner) {
  return doc(process(between(task())) + "<d:BPMNDiagram " + spaces + " id='dg'><d:BPMNPlane id='pl' bpmnElement='p'>" + inner + "</d:BPMNPlane><d:BPMNLabelStyle id='big'><c:Font size='9'/></d:BPMNLabelStyle></d:BPMNDiagram>");
}

}  // namespace

std::vector<Case> diagram_cases() {
  const auto right = drawn(shape("t", bounds + "<d:BPMNLabel labelStyle='big'>" + bounds + "</d:BPMNLabel>") + edge("a"));
  return {
      {"diagram/structure", right, drawn(shape("t", ""))},
      {"diagram/value", right, drawn(shape("t", "<c:Bounds x='left' y='2' width='3' height='4'/>"))},
      {"diagram/unresolved", right, drawn(shape("nothing"))},
      {"diagram/kind", right, drawn(edge("t"))},
      {"diagram/id-twice", right, drawn(shape("t", bounds, "t"))},
  };
}

}  // namespace yimen::bpmn::rules::testing
