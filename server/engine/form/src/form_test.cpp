#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/form/form.h"
#include "yimen/platform/json.h"

namespace {

namespace json = boost::json;
using yimen::form::answer;
using yimen::form::Form;
using yimen::form::Host;
using yimen::form::Kinds;
using yimen::form::Problem;

json::value cases() {
  std::ifstream file(YIMEN_SOURCE_DIR "/tests/data/forms/cases.json");
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

const Kinds& kinds() {
  static const Kinds known;
  return known;
}

std::vector<std::string> rules_of(std::string_view schema) {
  std::vector<Problem> problems;
  const auto parsed = json::parse(schema);
  (void)read_form(parsed.as_object(), kinds(), {}, problems);
  std::vector<std::string> rules;
  for (const auto& one : problems) rules.push_back(one.rule);
  return rules;
}

std::vector<std::string> texts(const json::object& run, std::string_view name) {
  std::vector<std::string> list;
  if (const auto* array = yimen::platform::array_at(run, name))
    for (const auto& one : *array) list.emplace_back(one.as_string());
  std::sort(list.begin(), list.end());
  return list;
}

/// Numbers alike whether they stand as 0.3 or as 3e-1, as 100 or 1E2.
bool alike(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) return std::abs(a.to_number<double>() - b.to_number<double>()) < 1e-12;
  if (a.is_object() && b.is_object()) {
    if (a.as_object().size() != b.as_object().size()) return false;
    for (const auto& [key, value] : a.as_object())
      if (const auto* other = b.as_object().if_contains(key); !other || !alike(value, *other)) return false;
    return true;
  }
  if (a.is_array() && b.is_array())
    return std::equal(a.as_array().begin(), a.as_array().end(), b.as_array().begin(), b.as_array().end(), alike);
  return a == b;
}

const json::object nothing;
const json::object& object_or_empty(const json::object& run, std::string_view name) {
  const auto* found = yimen::platform::object_at(run, name);
  return found ? *found : nothing;
}

}  // namespace

TEST_CASE("forms judge answers as the shared table says") {
  const auto table = cases();
  for (const auto& entry : table.as_array()) {
    const auto& one = entry.as_object();
    Host host;
    std::vector<std::string> names;
    if (const auto* given = yimen::platform::object_at(one, "host")) {
      host.values = *given;
      for (const auto& [name, value] : *given) names.emplace_back(name);
    }
    std::vector<Problem> problems;
    const auto form = read_form(one, kinds(), names, problems);
    INFO(one.at("name").as_string().c_str());
    INFO((form ? std::string{} : form.error().detail));
    if (one.contains("refused")) {  // what neither side can use
      std::vector<std::string> rules;
      for (const auto& problem : problems) rules.push_back(problem.rule);
      std::sort(rules.begin(), rules.end());
      CHECK_FALSE(form.has_value());
      CHECK(rules == texts(one, "refused"));
      continue;
    }
    REQUIRE(form.has_value());
    for (const auto& run : one.at("runs").as_array()) {
      INFO(json::serialize(run));
      const auto outcome = answer(**form, run.as_object().at("answers").as_object(), host);
      INFO(json::serialize(outcome.answers));
      CHECK(alike(outcome.answers, object_or_empty(run.as_object(), "shown")));
      CHECK(alike(outcome.hidden, object_or_empty(run.as_object(), "kept")));
      auto hidden = outcome.hidden_fields;
      std::sort(hidden.begin(), hidden.end());
      CHECK(hidden == texts(run.as_object(), "hidden"));
      std::vector<std::string> wrong;
      for (const auto& problem : outcome.problems) wrong.push_back(problem.field);
      std::sort(wrong.begin(), wrong.end());
      CHECK(wrong == texts(run.as_object(), "problems"));
    }
  }
}

TEST_CASE("a schema is refused with everything that keeps it from working") {
  using Rules = std::vector<std::string>;
  CHECK(rules_of(R"({})") == Rules{"form/no-components"});
  CHECK(rules_of(R"({"components":[5]})") == Rules{"field/no-object"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"hologram","label":"甲"}]})") == Rules{"field/type-unknown"});
  CHECK(rules_of(R"({"components":[{"type":"textfield","label":"甲"}]})") == Rules{"field/no-key"});
  CHECK(rules_of(R"({"components":[{"key":"a b","type":"textfield"}]})") == Rules{"field/key-unusable", "field/no-label"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲"},{"key":"a","type":"number","label":"乙"}]})") == Rules{"field/key-doubled"});
  CHECK(rules_of(R"({"components":[{"key":"sum","type":"number","label":"甲"}]})") == Rules{"field/key-of-function"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"radio","label":"甲"}]})") == Rules{"field/no-options"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"number","label":"甲","validate":{"min":3,"max":2}}]})") == Rules{"field/range-conflict"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲","validate":{"minLength":3,"maxLength":2,"pattern":"["}}]})") == Rules{"field/length-conflict", "field/pattern-unreadable"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲","conditional":{"hide":"=b = "}}]})") == Rules{"rule/unreadable"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲","conditional":{"hide":"=nobody = 1"}}]})") == Rules{"rule/name-unknown"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲","validate":{"required":true},"conditional":{"hide":"=true"}}]})") == Rules{"field/never-shown"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲","conditional":{"hide":"=b = 1"}},{"key":"b","type":"number","label":"乙","conditional":{"hide":"=a = null"}}]})") == Rules{"rule/cycle"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"expression","label":"甲","expression":"=a + 1"}]})") == Rules{"rule/cycle"});
  CHECK(rules_of(R"({"components":[{"type":"dynamiclist","path":"rows","label":"行","components":[{"key":"x","type":"textfield","label":"甲","conditional":{"hide":"=count(rows) > 1"}}]}]})") == Rules{"rule/cycle"});
}

TEST_CASE("a condition on one choice that always or never holds is told, one that decides something is not") {
  using Rules = std::vector<std::string>;
  const auto hidden_by = [](std::string_view hide) {
    return rules_of(fmt::format(R"({{"components":[{{"key":"kind","type":"radio","label":"类别","values":[{{"value":"a","label":"甲"}},{{"value":"b","label":"乙"}}]}},
      {{"key":"items","type":"checklist","label":"项目","values":["hot","cold","wet"]}},{{"key":"rented","type":"checkbox","label":"租赁"}},
      {{"key":"x","type":"textfield","label":"此项","conditional":{{"hide":"{}"}}}}]}})", hide));
  };
  CHECK(hidden_by(R"(=kind != \"a\")").empty());
  CHECK(hidden_by(R"(=kind = null)").empty());
  CHECK(hidden_by(R"(=not(rented))").empty());
  CHECK(hidden_by(R"(=items = null or not(list contains(items, \"hot\")))").empty());
  CHECK(hidden_by(R"(=rented = null)").empty());
  CHECK(hidden_by(R"(=list contains(items, \"cold\") and list contains(items, \"wet\") and not(list contains(items, \"hot\")))").empty());
  CHECK(hidden_by(R"(=kind != \"gone\")") == Rules{"rule/always-hides"});
  CHECK(hidden_by(R"(=kind = \"gone\")") == Rules{"rule/never-hides"});
  CHECK(hidden_by(R"(=items = \"hot\" and false)") == Rules{"rule/never-hides"});
  CHECK(hidden_by(R"(=1 + 1)") == Rules{"rule/no-truth"});
  CHECK(hidden_by(R"(=kind = \"gone\" and today() > date(2027, 1, 1))").empty());
}

TEST_CASE("words that fill the page and rules without a relation are told") {
  using Rules = std::vector<std::string>;
  CHECK(rules_of(fmt::format(R"({{"components":[{{"key":"a","type":"textfield","label":"{}"}}]}})", std::string(600, 'x'))) == Rules{"field/words-too-long"});
  CHECK(rules_of(R"({"components":[{"key":"a","type":"textfield","label":"甲","validate":{"rules":[{"expression":"","message":"不对。"}]}}]})") == Rules{"rule/no-expression"});
}

TEST_CASE("a validation rule may read what is computed from its own field") {
  CHECK(rules_of(R"({"components":[{"key":"a","type":"number","label":"甲","validate":{"rules":[{"expression":"=twice < 10","message":"太大。"}]}},{"key":"twice","type":"expression","label":"乙","expression":"=a*2"}]})").empty());
}

TEST_CASE("a host's type has the shape and the check it was given") {
  Kinds own;
  own.add("even", {.shape = yimen::form::Shape::number, .problem = [](const json::value& value, yimen::platform::Instant) { return value.to_number<double>() / 2 == 1 ? "" : std::string{"应为二。"}; }});
  std::vector<Problem> problems;
  const auto schema = json::parse(R"({"components":[{"key":"a","type":"even","label":"甲"}]})");
  const auto form = read_form(schema.as_object(), own, {}, problems);
  REQUIRE(form.has_value());
  CHECK(answer(**form, {{"a", 2}}, {}).problems.empty());
  const auto wrong = answer(**form, {{"a", 3}}, {});
  REQUIRE(wrong.problems.size() == 1);
  CHECK(wrong.problems[0].detail == "甲应为二。");
}

TEST_CASE("patterns are JavaScript's: digits, words and the end as a browser reads them") {
  const auto accepts = [](const std::string& pattern, const std::string& text) {
    std::vector<Problem> problems;
    const json::object schema{{"components", json::array{json::object{{"key", "x"}, {"type", "textfield"}, {"label", "此项"}, {"validate", json::object{{"pattern", pattern}}}}}}};
    const auto form = read_form(schema, kinds(), {}, problems);
    REQUIRE(form);
    return yimen::form::answer(**form, {{"x", text}}, {}).problems.empty();
  };
  CHECK(accepts("^\\d+$", "12"));
  CHECK_FALSE(accepts("^\\d+$", "１２"));
  CHECK_FALSE(accepts("^\\w+$", "中"));
  CHECK(accepts("^[\\w&&-]+$", "a&-"));
  CHECK(accepts("^[[\\d]$", "["));
  CHECK(accepts("^a\\sb$", "a　b"));
  CHECK(accepts("^\\D\\W\\S$", "中中中"));
  CHECK(accepts("^\\$[$]$", "$$"));
}

TEST_CASE("an answer of the wrong kind has one problem, and a long list of choices is no work") {
  const auto schema = json::parse(R"({"components":[{"type":"dynamiclist","path":"rows","label":"行","validate":{"minRows":1},"components":[]},
    {"key":"c","type":"checklist","label":"多选","values":[{"value":"a","label":"甲"}]}]})");
  std::vector<Problem> problems;
  const auto form = read_form(schema.as_object(), kinds(), {}, problems);
  REQUIRE(form);
  json::array many;
  for (int i = 0; i < 200'000; ++i) many.emplace_back("a");
  const auto outcome = yimen::form::answer(**form, {{"rows", "x"}, {"c", std::move(many)}}, {});
  REQUIRE(outcome.problems.size() == 2);
  CHECK(outcome.problems[0].detail == "行应为一列填写项。");
  CHECK(outcome.problems[1].detail == "多选有一项选了两次。");
}

TEST_CASE("a thousand rules are judged; damaged schemas and answers harm nothing") {
  json::array components{json::object{{"key", "f0"}, {"type", "number"}, {"label", "甲"}}};
  for (int i = 1; i <= 1000; ++i)
    components.push_back(json::object{{"key", fmt::format("f{}", i)}, {"type", "number"}, {"label", "乙"}, {"conditional", {{"hide", fmt::format("=f{} = null", i - 1)}}}});
  std::vector<Problem> problems;
  const auto form = read_form({{"components", components}}, kinds(), {}, problems);
  REQUIRE(form.has_value());
  json::object answers;
  for (int i = 0; i <= 1000; ++i) answers[fmt::format("f{}", i)] = i;
  CHECK(answer(**form, answers, {}).answers.size() == 1001);
  answers.erase("f0");
  CHECK(answer(**form, answers, {}).hidden_fields.size() == 1000);

  const auto text = json::serialize(cases());
  std::mt19937 random{7};
  for (int round = 0; round < 3000; ++round) {
    auto damaged = text.substr(0, 1 + random() % text.size());
    const auto at = text.find("\"components\"", random() % (text.size() / 2));
    damaged = "{" + text.substr(at, 400);
    for (int i = 0; i < 5; ++i) damaged[random() % damaged.size()] = "{}[]\",:=x1"[random() % 10];
    boost::system::error_code error;
    const auto value = json::parse(damaged + "]}", error);
    if (error || !value.is_object()) continue;
    if (const auto read = read_form(value.as_object(), kinds(), {}, problems)) (void)answer(**read, {{"a", json::array{1}}, {"shop", {{"area", "x"}}}}, {});
  }
}
