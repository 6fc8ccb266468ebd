#pragma once
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "yimen/dmn/model.h"
#include "yimen/dmn/table.h"
#include "yimen/feel/json.h"
#include "yimen/platform/text.h"

/// Small models in text, and what they answer as text.
namespace yimen::dmn::testing {

inline std::string slurp(const std::string& name) {
  std::ifstream in{std::string{YIMEN_SOURCE_DIR} + "/tests/data/dmn/" + name, std::ios::binary};
  REQUIRE(in);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Definitions of DMN 1.5 around the elements; line 1 is the root.
inline std::string wrap(const std::string& elements, const std::string& space = "urn:test") {
  return fmt::format("<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='test' namespace='{}'>\n{}</definitions>", space, elements);
}

inline std::string literal(const std::string& text) { return "<literalExpression><text><![CDATA[" + text + "]]></text></literalExpression>"; }

/// A decision "D" that requires the named inputs and decisions by their ids, which are their names.
inline std::string decision(const std::string& name, const std::string& expression, const std::string& requirements = {}, const std::string& type = {}) {
  return fmt::format("<decision id='{0}' name='{0}'><variable name='{0}'{1}/>{2}{3}</decision>\n", name, type.empty() ? "" : " typeRef='" + type + "'", requirements, expression);
}
inline std::string input(const std::string& name, const std::string& type = {}) {
  return fmt::format("<inputData id='{0}' name='{0}'><variable name='{0}'{1}/></inputData>\n", name, type.empty() ? "" : " typeRef='" + type + "'");
}
inline std::string needs_input(const std::string& id) { return "<informationRequirement><requiredInput href='#" + id + "'/></informationRequirement>"; }
inline std::string needs(const std::string& id) { return "<informationRequirement><requiredDecision href='#" + id + "'/></informationRequirement>"; }
inline std::string needs_function(const std::string& id) { return "<knowledgeRequirement><requiredKnowledge href='#" + id + "'/></knowledgeRequirement>"; }

inline Model model_of(const std::string& text, const std::vector<File>& imports = {}) {
  std::vector<Problem> problems;
  auto model = read_model({"main.dmn", text}, imports, problems);
  if (!model) FAIL("unreadable: " << model.error().detail);
  return *std::move(model);
}

using Rules = std::vector<std::string>;
inline Rules rules_of(const std::vector<Problem>& problems) {
  Rules rules;
  for (const auto& problem : problems) rules.push_back(problem.rule);
  return rules;
}
/// Rules of the problems of a model that is refused; of one that is not, those kept beside "readable".
inline Rules refusal_of(const std::string& text, const std::vector<File>& imports = {}) {
  std::vector<Problem> problems;
  const auto model = read_model({"main.dmn", text}, imports, problems);
  auto rules = rules_of(problems);
  if (model) rules.insert(rules.begin(), "readable");
  return rules;
}

inline feel::Value context(const std::string& json) {
  const auto value = feel::read_json(json);
  REQUIRE(value);
  return *value;
}

struct Answer {
  std::string value;  // as plain JSON
  Rules errors;
};
inline Answer answer_of(platform::Result<feel::Value> value, const feel::Session& session) {
  if (!value) return {value.error().slug, {}};
  Answer answer{feel::json_text(*value, feel::JsonForm::plain), {}};
  for (const auto& problem : session.problems())
    if (problem.severity == Severity::error) answer.errors.push_back(problem.slug);
  return answer;
}
inline Answer ask(const Model& model, const std::string& decision, const std::string& inputs = "{}") {
  feel::Session session;
  auto value = model.decide(decision, context(inputs), session);
  return answer_of(std::move(value), session);
}
inline std::string decide(const Model& model, const std::string& decision, const std::string& inputs = "{}") { return ask(model, decision, inputs).value; }
inline Answer ask_service(const Model& model, const std::string& service, const std::string& inputs = "{}") {
  feel::Session session;
  auto value = model.call_service(service, context(inputs), session);
  return answer_of(std::move(value), session);
}

/// A table over the input expressions. An output is `name` or `name: values`; cells of a rule are split by "|".
inline std::string table(const std::string& attributes, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs, const std::vector<std::string>& rules) {
  const auto cell = [](const char* tag, const std::string& text) { return fmt::format("<{0}><text><![CDATA[{1}]]></text></{0}>", tag, platform::trim(text)); };
  auto xml = "<decisionTable " + attributes + ">\n";
  for (const auto& one : inputs) xml += "<input>" + cell("inputExpression", one) + "</input>";
  for (const auto& one : outputs) {
    const auto parts = platform::split(one, ':');
    xml += "<output name='" + parts.at(0) + "'>" + (parts.size() > 1 ? cell("outputValues", parts.at(1)) : "") + (parts.size() > 2 ? cell("defaultOutputEntry", parts.at(2)) : "") + "</output>";
  }
  for (const auto& rule : rules) {
    xml += "\n<rule>";
    const auto cells = platform::split(rule, '|');
    for (std::size_t i = 0; i < cells.size(); ++i) xml += cell(i < inputs.size() ? "inputEntry" : "outputEntry", cells[i]);
    xml += "</rule>";
  }
  return xml + "</decisionTable>";
}

}  // namespace yimen::dmn::testing
