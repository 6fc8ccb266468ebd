#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "rules.h"

/// Small models for the tests of the rules: what matters is named, the wrapping hidden. Unlike shipped models these name no
/// tool and are executable, so that all rules apply.
namespace yimen::bpmn::rules::testing {

struct Case {
  std::string_view rule;
  std::string right, wrong;  // whole documents
};
std::vector<Case> structure_cases();
std::vector<Case> flow_cases();
std::vector<Case> event_cases();
std::vector<Case> activity_cases();
std::vector<Case> data_cases();
std::vector<Case> collaboration_cases();
std::vector<Case> choreography_cases();
std::vector<Case> diagram_cases();
std::vector<Case> all_cases();

inline std::vector<Problem> problems_of(const std::string& text) {
  std::vector<Problem> problems;
  if (const auto root = xml::parse(text, {}, problems)) return check_rules(*root);
  return problems;
}
inline std::vector<std::string> broken_by(const std::string& text) {
  std::vector<std::string> rules;
  for (const auto& problem : problems_of(text)) rules.push_back(problem.rule);
  return rules;
}

inline std::string doc(const std::string& roots) {
  return "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:o='urn:other' "
         "id='model' targetNamespace='urn:model'>\n" + roots + "</definitions>";
}
inline std::string node(const std::string& tag, const std::string& id, const std::string& inner = {}, const std::string& attributes = {}) {
  return "<" + tag + " id='" + id + "' " + attributes + ">" + inner + "</" + tag + ">\n";
}
inline std::string process(const std::string& inner, const std::string& id = "p", const std::string& attributes = "isExecutable='true'") {
  return node("process", id, "\n" + inner, attributes);
}
inline std::string model(const std::string& inner, const std::string& before = {}) { return doc(before + process(inner)); }
/// Not executable: nothing has to be complete.
inline std::string sketch(const std::string& inner, const std::string& before = {}) { return doc(before + process(inner, "p", "")); }

inline std::string start(const std::string& id = "s", const std::string& inner = {}, const std::string& attributes = {}) { return node("startEvent", id, inner, attributes); }
inline std::string end(const std::string& id = "e", const std::string& inner = {}) { return node("endEvent", id, inner); }
inline std::string task(const std::string& id = "t", const std::string& inner = {}, const std::string& attributes = {}) { return node("task", id, inner, attributes); }
inline std::string catching(const std::string& id, const std::string& inner) { return node("intermediateCatchEvent", id, inner); }
inline std::string throwing(const std::string& id, const std::string& inner) { return node("intermediateThrowEvent", id, inner); }
inline std::string flow(const std::string& id, const std::string& from, const std::string& to, const std::string& inner = {}, const std::string& attributes = {}) {
  return node("sequenceFlow", id, inner, "sourceRef='" + from + "' targetRef='" + to + "' " + attributes);
}
inline std::string formal(const std::string& tag, const std::string& text) { return "<" + tag + " xsi:type='tFormalExpression'>" + text + "</" + tag + ">"; }
inline std::string condition(const std::string& text = "x = 1") { return formal("conditionExpression", text); }
inline std::string timer(const std::string& form = "timeDuration", const std::string& text = "PT1H") {
  return "<timerEventDefinition>" + formal(form, text) + "</timerEventDefinition>";
}

/// Start s, the node t, end e.
inline std::string between(const std::string& middle) { return start() + middle + end() + flow("a", "s", "t") + flow("b", "t", "e"); }
/// Its own start, end and flow.
inline std::string inside(const std::string& start_event = start("s2")) { return start_event + end("e2") + flow("a2", "s2", "e2"); }

}  // namespace yimen::bpmn::rules::testing
