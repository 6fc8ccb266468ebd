#include "expression.h"

#include <map>

#include <doctest/doctest.h>

using namespace yimen::bpmn;
using yimen::feel::Value;

namespace {

struct Given : NameSource {
  std::map<std::string, Value, std::less<>> values;
  Value value_of(std::string_view name) const override {
    const auto found = values.find(name);
    return found == values.end() ? Value{} : found->second;
  }
};

Value of(std::string_view text, const Given& given, const std::vector<std::string>& names = {}) {
  auto parsed = Expression::parse(text, names);
  REQUIRE(std::holds_alternative<ExpressionRef>(parsed));
  yimen::feel::Session session;
  return std::get<ExpressionRef>(parsed)->evaluate(given, session);
}

}  // namespace

TEST_CASE("names are looked up when an expression is evaluated, unknown ones are null") {
  Given given;
  given.values["n"] = 3;
  given.values["人数"] = 5;
  given.values["case"] = Value::context({{"fee", 12}});
  CHECK(of("n + 1", given).number() == yimen::feel::Decimal{4});
  CHECK(of("人数 > n", given).is_true());
  CHECK(of("case.fee = 12 and other = null", given).is_true());
  CHECK(of("other > 3", given).is_null());
  CHECK(of("if other = null then \"none\" else other", given).string() == "none");
}

TEST_CASE("declared names may hold spaces; a leading equals sign, as other tools write it, is left out") {
  Given given;
  given.values["Data Input"] = "x";
  CHECK(of("Data Input", given, {"Data Input"}).string() == "x");
  CHECK(of(" = 1 + 2 ", given).number() == yimen::feel::Decimal{3});
  CHECK(of("true", given).is_true());
}

TEST_CASE("what is no FEEL is told with its place in both languages") {
  const auto parsed = Expression::parse("x == ");
  REQUIRE(std::holds_alternative<ExpressionProblem>(parsed));
  CHECK_FALSE(std::get<ExpressionProblem>(parsed).zh.empty());
  CHECK_FALSE(std::get<ExpressionProblem>(parsed).en.empty());
}

TEST_CASE("only true is true") {
  Given given;
  yimen::feel::Session session;
  for (const auto* text : {"1", "\"true\"", "null", "false", "other"}) CHECK_FALSE(std::get<ExpressionRef>(Expression::parse(text))->test(given, session));
  CHECK(std::get<ExpressionRef>(Expression::parse("1 < 2"))->test(given, session));
}
