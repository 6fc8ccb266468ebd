#include <doctest/doctest.h>

#include "yimen/feel/expression.h"
#include "yimen/feel/functions.h"

namespace yimen::feel {

namespace {

struct Wrong {
  std::string text;
  std::string place;
};

Value value_of(const std::string& text, const Scope& scope = {}, List variables = {}) {
  const auto expression = parse_expression(text, scope);
  REQUIRE_MESSAGE(expression.has_value(), text);
  Session session;
  return expression->evaluate(variables, session);
}

}  // namespace

TEST_CASE("a syntax error names line and column in Chinese and English") {
  const Wrong all[] = {{"", "1:1"},
                       {"1 +", "1:4"},
                       {"(1", "1:3"},
                       {"[1, 2", "1:6"},
                       {"{a 1}", "1:5"},
                       {"1 2", "1:3"},
                       {"\"abc", "1:1"},
                       {"if true then 1", "1:15"},
                       {"for x in [1]", "1:13"},
                       {"1 +\n  * 2", "2:3"},
                       {"中 + ", "1:5"},
                       {"@\"2024-13-01\"", "1:1"},
                       {"a.", "1:3"},
                       {"f(1", "1:4"},
                       {"/* open", "1:1"},
                       {"? > 1", "1:1"},
                       {"(function(x: tNone) x)(1)", "1:14"},
                       {"[1..2", "1:6"},
                       {"f(a: 1, 2)", "1:9"},
                       {"#", "1:1"},
                       {"function(a) external {java: 1}", "1:21"}};
  for (const auto& wrong : all) {
    CAPTURE(wrong.text);
    const auto result = parse_expression(wrong.text);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == platform::ErrorCode::malformed);
    REQUIRE_FALSE(result.error().fields.empty());
    CHECK(result.error().fields.front().field == wrong.place);
    CHECK(result.error().detail.starts_with("第 "));
    CHECK_FALSE(result.error().fields.front().detail.empty());
  }
}

TEST_CASE("the longest known name counts, with spaces and signs") {
  Scope scope;
  scope.add("a");
  scope.add("b");
  scope.add("a-b");
  scope.add("Monthly  Salary");
  scope.add("rate / 100");
  const List values{Value{10}, Value{3}, Value{1}, Value{5'000}, Value{2}};
  CHECK(same(value_of("a-b", scope, values), Value{1}));
  CHECK(same(value_of("a -b", scope, values), Value{1}));
  CHECK(same(value_of("a-(b)", scope, values), Value{7}));
  CHECK(same(value_of("a-bc", scope, values), Value{}));
  CHECK(same(value_of("Monthly\n Salary+1", scope, values), Value{5'001}));
  CHECK(same(value_of("rate/100 + 1", scope, values), Value{3}));
  CHECK(scope.find("Monthly Salary") == 3);
}

TEST_CASE("an expression tells the slots it reads and the names nobody knows") {
  Scope scope;
  scope.add("a");
  scope.add("b");
  scope.add("c");
  const auto expression = parse_expression("c + (function(x) x + a + 未知 名称)(1) + other", scope);
  REQUIRE(expression.has_value());
  CHECK(expression->used_slots() == std::vector<int>{0, 2});
  CHECK(expression->unknown_names() == std::vector<std::string>{"未知 名称", "other"});
}

TEST_CASE("members of typed values may hold signs, also inside filters") {
  Scope scope;
  scope.add("loans", Type::list_of(Type::context_of(
                         {{"pre-paid", Type{TypeKind::number}}, {"terms and conditions", Type{TypeKind::string}}})));
  const Value loan = Value::context({{"pre-paid", Value{7}}, {"terms and conditions", Value{"x"}}});
  const List values{Value{List{loan}}};
  CHECK(same(value_of("loans[pre-paid > 5].terms and conditions", scope, values), Value{List{Value{"x"}}}));
  CHECK(same(value_of("loans[1].pre-paid", scope, values), Value{7}));
  CHECK(same(value_of("{p-q: 1}.p-q"), Value{1}));
}

TEST_CASE("a variable hides the built-in function of the same name") {
  Scope scope;
  scope.add("count");
  CHECK(same(value_of("count + 1", scope, {Value{4}}), Value{5}));
  CHECK(same(value_of("count([1])"), Value{1}));
}

TEST_CASE("what is constant is worked out once") {
  for (const auto* text :
       {"1 + 2 * 3", "-5", "[1, 2]", "{a: 1}", "[1..2]", "date(\"2024-01-01\")", "@\"P1D\" * 2", "\"a\" + \"b\""}) {
    const auto expression = parse_expression(text);
    REQUIRE(expression.has_value());
    CHECK_MESSAGE(expression->constant() != nullptr, text);
  }
  CHECK(parse_expression("now()")->constant() == nullptr);
  CHECK(parse_expression("1 / 0")->constant() == nullptr);  // the warning must come at each evaluation
}

TEST_CASE("types are read, printed and compared") {
  for (const auto* text : {"number", "date and time", "list<number>", "context<a: number, b c: list<string>>",
                           "function<number, string> -> boolean", "range<date>", "days and time duration", "Any"}) {
    const auto type = parse_type(text);
    REQUIRE_MESSAGE(type.has_value(), text);
    CHECK(type->text() == text);
  }
  CHECK_FALSE(parse_type("nonsense").has_value());
  CHECK_FALSE(parse_type("list<number").has_value());
  const auto conforms_to = [](const char* a, const char* b) { return parse_type(a)->conforms_to(*parse_type(b)); };
  CHECK(conforms_to("list<number>", "list<Any>"));
  CHECK_FALSE(conforms_to("list<Any>", "list<number>"));
  CHECK(conforms_to("context<a: number, b: string>", "context<a: number>"));
  CHECK_FALSE(conforms_to("context<a: number>", "context<a: number, b: string>"));
  CHECK(conforms_to("function<Any> -> number", "function<number> -> Any"));
  CHECK_FALSE(conforms_to("function<number> -> Any", "function<Any> -> number"));
  CHECK(conforms_to("Null", "number"));
}

TEST_CASE("names of types may be given by the caller") {
  Scope scope;
  scope.add_type("tLoan", Type::context_of({{"amount", Type{TypeKind::number}}}));
  scope.add_type("Annual Income", Type{TypeKind::number});
  CHECK(value_of("{amount: 1} instance of tLoan", scope).is_true());
  CHECK(value_of("{amount: \"x\"} instance of tLoan", scope).is_false());
  CHECK(value_of("(function(x: Annual Income) x + 1)(2)", scope).number() == Decimal{3});
}

TEST_CASE("the shape of literal unary tests is known, that of others is not") {
  const auto shape = parse_unary_tests("< 5, [7..9], 12")->shape();
  REQUIRE(shape.has_value());
  CHECK_FALSE(shape->is_negated);
  REQUIRE(shape->values.size() == 3);
  CHECK(literal_text(shape->values[0]) == "(< 5)");
  CHECK(literal_text(shape->values[1]) == "[7..9]");
  CHECK(literal_text(shape->values[2]) == "12");
  CHECK(parse_unary_tests("not(\"a\", \"b\")")->shape()->is_negated);
  CHECK_FALSE(parse_unary_tests("-")->shape().has_value());
  CHECK(parse_unary_tests(" - ")->is_any());
  CHECK_FALSE(parse_unary_tests("? > 5")->shape().has_value());
}

TEST_CASE("names are recognised and their white space is made one") {
  CHECK(is_name("Monthly Salary"));
  CHECK(is_name("a-b'c"));
  CHECK(is_name("收入"));
  CHECK_FALSE(is_name("1a"));
  CHECK_FALSE(is_name("a(b)"));
  CHECK_FALSE(is_name(""));
  CHECK(normalized_name("  a \n  b ") == "a b");
}

}  // namespace yimen::feel
