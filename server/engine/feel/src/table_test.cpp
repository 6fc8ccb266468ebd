#include <doctest/doctest.h>

#include "testing/table.h"
#include "yimen/feel/expression.h"
#include "yimen/feel/json.h"

namespace yimen::feel {

namespace {

const auto start = *platform::parse_instant("2024-05-06T07:08:09+08:00");

struct Variables {
  Scope scope;
  List values;
};

Variables variables_of(const std::string& json) {
  Variables variables;
  if (json.empty()) return variables;
  const auto context = read_json(json);
  REQUIRE_MESSAGE(context.has_value(), json);
  for (const auto& entry : context->entries()) {
    variables.scope.add(entry.name, type_of(entry.value));
    variables.values.push_back(entry.value);
  }
  return variables;
}

std::string first_slug(const Session& session) {
  return session.problems().empty() ? "" : session.problems().front().slug;
}

/// The texts are equal, or both are FEEL for the same value.
bool shows(const Value& value, const std::string& expected) {
  if (literal_text(value) == expected) return true;
  const auto wanted = parse_expression(expected);
  Session session;
  return wanted && same(value, wanted->evaluate({}, session));
}

}  // namespace

TEST_CASE("every row of tests/data/feel.tsv yields its value and its problem") {
  const auto rows = testing::read_table("feel.tsv", 4);
  CHECK(rows.size() > 500);
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    const auto variables = variables_of(row[1]);
    const auto expression = parse_expression(row[0], variables.scope);
    if (row[2] == "error") {
      CHECK_FALSE(expression.has_value());
      continue;
    }
    REQUIRE(expression.has_value());
    Session session{start};
    const auto value = expression->evaluate(variables.values, session);
    CHECK_MESSAGE(shows(value, row[2]), literal_text(value));
    CHECK(first_slug(session) == row[3]);
  }
}

TEST_CASE("every row of tests/data/feel.tsv yields the same when evaluated a second time from the same parsed form") {
  for (const auto& row : testing::read_table("feel.tsv", 4)) {
    CAPTURE(row[0]);
    const auto variables = variables_of(row[1]);
    const auto expression = parse_expression(row[0], variables.scope);
    if (!expression) continue;
    Session first{start}, second{start};
    CHECK(literal_text(expression->evaluate(variables.values, first)) ==
          literal_text(expression->evaluate(variables.values, second)));
    CHECK(first.problems().size() == second.problems().size());
  }
}

TEST_CASE("every row of tests/data/feel_unary.tsv accepts or refuses its input") {
  const auto rows = testing::read_table("feel_unary.tsv", 5);
  CHECK(rows.size() > 60);
  for (const auto& row : rows) {
    CAPTURE(row[0]);
    CAPTURE(row[1]);
    const auto variables = variables_of(row[2]);
    const auto input = read_json(row[1]);
    REQUIRE(input.has_value());
    const auto tests = parse_unary_tests(row[0], variables.scope, type_of(*input));
    REQUIRE(tests.has_value());
    Session session{start};
    CHECK(literal_text(tests->evaluate(*input, variables.values, session)) == row[3]);
    CHECK(first_slug(session) == row[4]);
  }
}

}  // namespace yimen::feel
