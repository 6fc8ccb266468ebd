#pragma once
#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "yimen/bpmn/instance.h"

/// Builders for tests: what matters is named, the wrapping hidden.
namespace yimen::bpmn::testing {

inline std::string wrap(const std::string& elements) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="https://yimen.org/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<process id="p" name="试验">
)" + elements + "\n</process></definitions>";
}
inline std::string start(const std::string& id = "s") { return "<startEvent id='" + id + "'/>\n"; }
inline std::string end(const std::string& id = "e") { return "<endEvent id='" + id + "'/>\n"; }
inline std::string task(const std::string& id, const std::string& role = "handler") { return "<userTask id='" + id + "' y:role='" + role + "'/>\n"; }
inline std::string gateway(const std::string& id, const std::string& default_flow = {}) {
  return "<exclusiveGateway id='" + id + "'" + (default_flow.empty() ? "" : " default='" + default_flow + "'") + "/>\n";
}
inline std::string flow(const std::string& id, const std::string& from, const std::string& to, const std::string& condition = {}) {
  const std::string head = "<sequenceFlow id='" + id + "' sourceRef='" + from + "' targetRef='" + to + "'";
  if (condition.empty()) return head + "/>\n";
  return head + "><conditionExpression xsi:type='tFormalExpression'><![CDATA[" + condition + "]]></conditionExpression></sequenceFlow>\n";
}

inline std::shared_ptr<const Model> model_of(const std::string& xml) {
  std::vector<Problem> problems;
  auto model = read_model(xml, problems);
  for (const auto& problem : problems) MESSAGE(problem.line << " " << problem.element << " " << problem.rule << " " << problem.zh);
  REQUIRE(model);
  return *model;
}

/// Rules broken, in the order of lines.
inline std::vector<std::string> rules_of(const std::string& xml, const Limits& limits = {}) {
  std::vector<Problem> problems;
  const auto model = read_model(xml, problems, limits);
  CHECK(model.has_value() == problems.empty());
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
  REQUIRE_MESSAGE(step, (step ? std::string{} : step.error().detail));
  return std::move(*step);
}

/// "opened review(2)", "closed handle(1) agree", "ended done" …
inline std::string told(const Step& step) {
  std::string text;
  for (const auto& effect : step.effects) {
    if (!text.empty()) text += "; ";
    switch (effect.kind) {
      case Effect::Kind::task_opened: text += "opened " + effect.node + "(" + std::to_string(effect.token) + ")"; break;
      case Effect::Kind::task_closed: text += "closed " + effect.node + "(" + std::to_string(effect.token) + ") " + effect.outcome; break;
      case Effect::Kind::ended: text += "ended " + effect.node; break;
      case Effect::Kind::terminated: text += "terminated"; break;
    }
  }
  return text;
}

}  // namespace yimen::bpmn::testing
