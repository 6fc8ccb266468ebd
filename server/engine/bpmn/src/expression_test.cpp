#include "expression.h"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace yimen::bpmn;

namespace {

/// "true", "false", "null", or "refused" when the text is no condition.
std::string result(std::string_view text, std::string_view variables = "{}") {
  auto parsed = Expression::parse(text);
  if (std::holds_alternative<ExpressionProblem>(parsed)) return "refused";
  const auto object = boost::json::parse(variables).as_object();
  const auto value = std::get<Expression>(parsed).test([&](std::string_view name) { return object.if_contains(name); });
  return !value ? "null" : *value ? "true" : "false";
}

}  // namespace

TEST_CASE("conditions compare texts, numbers and booleans") {
  const char* v = R"({"outcome":"return","n":12,"x":-0.5,"is_simple":true,"金额":20000,"a":{"b":{"c":3}}})";
  for (const auto* text : {R"(outcome = "return")", R"(outcome != "agree")", "n = 12", "n != 13", "n < 12.5", "n <= 12", "n > 11", "n >= 12", "x = -0.5", "x < 0", "is_simple",
                           "is_simple = true", "not false", "not(n > 20)", "not not true", "金额 >= 20000", "a.b.c = 3", R"("abc" < "abd")", "(n)=(12)", "null = null", "1=1.0"})
    CHECK_MESSAGE(result(text, v) == "true", text);
  for (const auto* text : {R"(outcome = "Return")", "n < 12", "not true", "is_simple = false", "a.b.c != 3", "n = 12 and x > 0", "null != null"})
    CHECK_MESSAGE(result(text, v) == "false", text);
}

TEST_CASE("an unknown name is null, and null compares to nothing but itself") {
  CHECK(result("missing = null") == "true");
  CHECK(result("missing = 1") == "false");
  CHECK(result("missing != 1") == "true");
  CHECK(result("missing < 1") == "null");
  CHECK(result("missing") == "null");
  CHECK(result("not missing") == "null");
  CHECK(result("a.b.c = null", R"({"a":{"b":5}})") == "true");
  CHECK(result("a = null", R"({"a":null})") == "true");
}

TEST_CASE("values of different kinds compare to null, lists and objects count as null") {
  CHECK(result(R"(n = "12")", R"({"n":12})") == "null");
  CHECK(result(R"(n < "12")", R"({"n":12})") == "null");
  CHECK(result("true < false") == "null");
  CHECK(result("n", R"({"n":12})") == "null");
  CHECK(result("l = null", R"({"l":[1]})") == "true");
}

TEST_CASE("and and or follow three-valued logic; and binds tighter") {
  CHECK(result("missing and false") == "false");
  CHECK(result("missing and true") == "null");
  CHECK(result("missing or true") == "true");
  CHECK(result("missing or false") == "null");
  CHECK(result("true or false and false") == "true");
  CHECK(result("(true or false) and false") == "false");
  CHECK(result("not false and false") == "false");
  CHECK(result("not (false and false)") == "true");
  CHECK(result("not 1 = 2") == "true");
}

TEST_CASE("words of the language are words only when they stand alone") {
  CHECK(result("order = 1 and android = 2 or notice = 3", R"({"order":1,"android":2,"notice":0})") == "true");
  CHECK(result("true_story = 1", R"({"true_story":1})") == "true");
  CHECK(result(R"(s = "a and \"b\" \\ or")", R"({"s":"a and \"b\" \\ or"})") == "true");
}

TEST_CASE("what is no condition is refused with its place") {
  for (const auto* text : {"", " ", "=", "a =", "= 1", "a == 1", "a = = 1", "a = 1 b", "a and", "and a", "or", "not", "(a", "a)", "()", "\"open", "\"bad \\q\"", "1a", "1 < 2 < 3", "a;b",
                           "${a}", "f(1)", "a in (1,2)", "a + 1 = 2", "'x' = a", "a ! b", "-", "- 1", "a.=1"})
    CHECK_MESSAGE(result(text) == "refused", text);
  const auto problem = std::get<ExpressionProblem>(Expression::parse("amount == 5"));
  CHECK(problem.position == 8);
  CHECK(problem.zh.find("一个等号") != std::string::npos);
}

TEST_CASE("no text is deep or long enough to exhaust the stack") {
  CHECK(result(std::string(3000, '(')) == "refused");
  CHECK(result(std::string(60, '(') + "true" + std::string(60, ')')) == "true");
  CHECK(result(std::string(5000, 'a')) == "refused");
  std::string negations;
  for (int i = 0; i < 900; ++i) negations += "not ";
  CHECK(result(negations + "true") == "true");
  std::string chain = "true";
  while (chain.size() < 3900) chain += " and true";
  CHECK(result(chain) == "true");
}
