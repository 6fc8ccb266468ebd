#pragma once
#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "yimen/bpmn/instance.h"
#include "yimen/bpmn/policy.h"
#include "yimen/bpmn/simulation.h"

/// Builders for tests: what matters is named, the wrapping hidden.
namespace yimen::bpmn::testing {

/// `roots` stand beside the process: messages, signals, errors, further processes.
inline std::string wrap(const std::string& elements, const std::string& roots = {}) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="https://yimen.org/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:test">
<process id="p" name="试验" isExecutable="true">
)" + elements + "\n</process>" + roots + "</definitions>";
}
inline std::string node(const std::string& tag, const std::string& id, const std::string& inner = {}, const std::string& attributes = {}) {
  return "<" + tag + " id='" + id + "' " + attributes + ">" + inner + "</" + tag + ">\n";
}
inline std::string start(const std::string& id = "s", const std::string& inner = {}, const std::string& attributes = {}) { return node("startEvent", id, inner, attributes); }
inline std::string end(const std::string& id = "e", const std::string& inner = {}) { return node("endEvent", id, inner); }
inline std::string task(const std::string& id, const std::string& role = "handler", const std::string& inner = {}, const std::string& attributes = {}) {
  return node("userTask", id, inner, "y:role='" + role + "' " + attributes);
}
inline std::string script(const std::string& id, const std::string& text = "null", const std::string& inner = {}, const std::string& attributes = {}) {
  return node("scriptTask", id, inner + "<script><![CDATA[" + text + "]]></script>", attributes);
}
inline std::string gateway(const std::string& id, const std::string& default_flow = {}) {
  return "<exclusiveGateway id='" + id + "'" + (default_flow.empty() ? "" : " default='" + default_flow + "'") + "/>\n";
}
inline std::string parallel(const std::string& id) { return node("parallelGateway", id); }
inline std::string sub(const std::string& id, const std::string& inner, const std::string& attributes = {}) { return node("subProcess", id, "\n" + inner, attributes); }
inline std::string event_sub(const std::string& id, const std::string& inner) { return sub(id, inner, "triggeredByEvent='true'"); }
inline std::string boundary(const std::string& id, const std::string& of, const std::string& definition, bool is_interrupting = true) {
  return node("boundaryEvent", id, definition, "attachedToRef='" + of + "' cancelActivity='" + (is_interrupting ? "true" : "false") + "'");
}
inline std::string catching(const std::string& id, const std::string& definition) { return node("intermediateCatchEvent", id, definition); }
inline std::string throwing(const std::string& id, const std::string& definition) { return node("intermediateThrowEvent", id, definition); }
inline std::string flow(const std::string& id, const std::string& from, const std::string& to, const std::string& condition = {}) {
  const std::string head = "<sequenceFlow id='" + id + "' sourceRef='" + from + "' targetRef='" + to + "'";
  if (condition.empty()) return head + "/>\n";
  return head + "><conditionExpression xsi:type='tFormalExpression'><![CDATA[" + condition + "]]></conditionExpression></sequenceFlow>\n";
}
/// Flows along "s a b e", named s_a, a_b, b_e; several ways separated by ";".
inline std::string way(const std::string& nodes) {
  std::istringstream words{nodes};
  std::string text, last, next;
  while (words >> next) {
    const bool is_last = next.ends_with(';');
    if (is_last) next.pop_back();
    if (!last.empty()) text += flow(last + "_" + next, last, next);
    last = is_last ? std::string{} : next;
  }
  return text;
}
inline std::string formal(const std::string& tag, const std::string& text) { return "<" + tag + " xsi:type='tFormalExpression'><![CDATA[" + text + "]]></" + tag + ">"; }
inline std::string signal(const std::string& name) { return "<signalEventDefinition signalRef='" + name + "'/>"; }
inline std::string message(const std::string& name, const std::string& attributes = {}) { return "<messageEventDefinition messageRef='" + name + "' " + attributes + "/>"; }
inline std::string error(const std::string& name) { return "<errorEventDefinition" + (name.empty() ? "" : " errorRef='" + name + "'") + "/>"; }
inline std::string escalation(const std::string& name) { return "<escalationEventDefinition" + (name.empty() ? "" : " escalationRef='" + name + "'") + "/>"; }
inline std::string condition(const std::string& text) { return "<conditionalEventDefinition>" + formal("condition", text) + "</conditionalEventDefinition>"; }
inline std::string duration(const std::string& text) { return "<timerEventDefinition>" + formal("timeDuration", text) + "</timerEventDefinition>"; }
inline std::string cycle(const std::string& text) { return "<timerEventDefinition>" + formal("timeCycle", text) + "</timerEventDefinition>"; }
inline std::string date(const std::string& text) { return "<timerEventDefinition>" + formal("timeDate", text) + "</timerEventDefinition>"; }
/// What events refer to: "signal:a" gives <signal id='a' name='a'/>, "error:E" <error id='E' errorCode='E'/>.
inline std::string roots(const std::string& list) {
  std::istringstream words{list};
  std::string text, word;
  while (words >> word) {
    const auto colon = word.find(':');
    const auto kind = word.substr(0, colon), id = word.substr(colon + 1);
    text += "<" + kind + " id='" + id + "' name='" + id + "'" + (kind == "error" ? " errorCode='" + id + "'" : kind == "escalation" ? " escalationCode='" + id + "'" : "") + "/>\n";
  }
  return text;
}

inline std::shared_ptr<const Model> model_of(const std::string& xml) {
  std::vector<Problem> problems;
  auto model = read_model(xml, problems);
  for (const auto& problem : problems) MESSAGE(problem.line << " " << problem.element << " " << problem.rule << " " << problem.en);
  REQUIRE(model);
  return *model;
}

/// Rules broken, in the order of lines: those of BPMN and the engine, then, in a model that keeps them, those of check_structure.
inline std::vector<std::string> rules_of(const std::string& xml, const Limits& limits = {}) {
  std::vector<Problem> problems;
  const auto model = read_model(xml, problems, limits);
  CHECK(model.has_value() == std::ranges::all_of(problems, &Problem::is_formal));
  if (model) problems = check_structure(**model);
  std::vector<std::string> rules;
  for (const auto& problem : problems) {
    CHECK_FALSE(problem.zh.empty());
    CHECK_FALSE(problem.en.empty());
    rules.push_back(problem.rule);
  }
  return rules;
}

inline std::string slurp(const std::string& name) {
  std::ifstream in{std::string{YIMEN_SOURCE_DIR} + "/" + name, std::ios::binary};
  REQUIRE_MESSAGE(in, name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline Step must(Result<Step> step) {
  REQUIRE_MESSAGE(step, (step ? std::string{} : step.error().slug + " " + step.error().detail));
  return std::move(*step);
}

/// "opened review(2)", "closed handle(1) agree", "ended done" …
std::string told(const Step& step);

/// The tasks that completed ("a b"), those cancelled ("-c"), errors ("!E") and how it ended, one word each: "a b -c completed".
std::string played(const std::string& xml, RunOptions options = {});

/// An instance that is driven by hand; every state goes through its text form, as the database keeps it.
class Driven {
 public:
  explicit Driven(const std::string& xml, json::object variables = {}) : model_{model_of(xml)} { tell(Start{.variables = variables}); }

  /// Effects as told() words them.
  std::string tell(const Command& command);
  /// The slug of the refusal, after checking that nothing has changed.
  std::string refused(const Command& command);
  /// The only open task at that node (the n-th, from 1), or 0.
  int token(const std::string& node, int which = 1) const;
  std::string complete(const std::string& node, const std::string& outcome = "agree", json::object variables = {}, int which = 1) {
    return tell(Complete{.token = token(node, which), .outcome = outcome, .variables = variables});
  }
  std::string back(const std::string& from, const std::string& to, MoveBack::Then then = MoveBack::Then::walk) { return tell(MoveBack{.token = token(from), .to_node = to, .then = then}); }
  /// "a b b": the nodes of open tasks, in the order of their numbers; those put aside in brackets.
  std::string open() const;
  std::string places(const std::string& from) const;
  const Model& model() const { return *model_; }
  State& state() { return state_; }
  Surroundings around;

 private:
  std::shared_ptr<const Model> model_;
  State state_;
};

}  // namespace yimen::bpmn::testing
