#include <doctest/doctest.h>
#include <fmt/format.h>

#include "value/weight.h"
#include "yimen/feel/expression.h"

namespace yimen::feel {

namespace {

std::string repeated(const std::string& part, int count, const std::string& before = {},
                     const std::string& after = {}) {
  auto text = before;
  for (int i = 0; i < count; ++i) text += part;
  return text + after;
}

}  // namespace

TEST_CASE("what would not end or take too much stops with one error that says which limit it was") {
  const std::pair<std::string, std::string> all[] = {
      {"{f: function(n) f(n + 1), r: f(1)}.r", "depth"},
      {"count(for i in 1..1000000000 return i)", "steps"},
      {"some x in 1..1000000000, y in 1..1000000000 satisfies x < 0", "steps"},
      {"(for i in 1..60 return if i = 1 then \"0123456789\" else partial[-1] + partial[-1])[-1]", "memory"},
      {"count(distinct values(for i in 1..100000 return i))", "steps"},
      {"{f: function(n) [f(n + 1)], r: f(1)}.r", "depth"},
      {"count(for i in 1..100000 return (i + 0.5) ** 2.5)", "steps"},
      {"count(for i in 1..100000 return 3 ** 2333333333333333333333333333)", "steps"},
      {"count(for i in 1..100000 return log(i))", "steps"},
      {"count(for i in 1..100000 return exp(i / 1000))", "steps"},
      {"sort(for i in 1..1000000 return i, function(a, b) a > b)", "steps"},
      {"[1..1000000000][item > 1] = (for i in 1..100000000 return [i])", "steps"},
  };
  for (const auto& [text, limit] : all) {
    CAPTURE(text);
    const auto expression = parse_expression(text);
    REQUIRE(expression.has_value());
    Session session;
    CHECK(expression->evaluate({}, session).is_null());
    CHECK(session.is_stopped());
    std::size_t errors = 0;
    for (const auto& problem : session.problems()) {
      if (problem.severity != Severity::error) continue;
      ++errors;
      CHECK(problem.slug == "feel/limit");
      CHECK(problem.message_en.find(limit) != std::string::npos);
    }
    CHECK(errors == 1);
  }
}

TEST_CASE("text nested without end is refused before it can exhaust the stack") {
  for (const auto& text :
       {repeated("(", 100'000), repeated("[", 100'000), repeated("{a:", 100'000), repeated("-", 100'000, "", "1"),
        repeated("if true then ", 50'000), repeated("function(x) ", 50'000), repeated("x in [", 50'000),
        repeated("]1..", 50'000), repeated("for x in ", 50'000), repeated("a[", 50'000), repeated("f(", 50'000),
        repeated("not(", 50'000), repeated("list<", 50'000, "1 instance of "), repeated("+x", 5'000, "x"),
        repeated(".a", 5'000, "x"), repeated("[1]", 5'000, "x"), repeated("(1)", 5'000, "x")}) {
    CHECK_FALSE(parse_expression(text).has_value());
    CHECK_FALSE(parse_unary_tests(text).has_value());
  }
  CHECK_FALSE(parse_expression(std::string(2 << 20, ' ') + "1").has_value());
}

TEST_CASE("a constant nested deeply is read and typed without doubling its cost at every level") {
  for (const auto& text : {repeated("[", 60) + repeated("]", 60), repeated("{a: [", 20) + "1" + repeated("]}", 20)}) {
    CAPTURE(text);
    CHECK(parse_expression(text).has_value());  // with the doubling this would not end
    CHECK(parse_expression(text + " instance of Any").has_value());
  }
}

TEST_CASE("long chains of and, or and constants are fine") {
  Session session;
  CHECK(parse_expression(repeated(" and true", 5'000, "true"))->evaluate({}, session).is_true());
  CHECK(parse_expression(repeated("+1", 5'000, "1"))->evaluate({}, session).number() == Decimal{5'001});
}

TEST_CASE("a pattern that explodes ends as null") {
  Session session;
  const auto text = "matches(\"" + std::string(60, 'a') + "b\", \"(a+)+$\")";
  CHECK(parse_expression(text)->evaluate({}, session).is_null());
}

TEST_CASE("values nested too deep become null instead of a danger") {
  Value value{1};
  for (int i = 0; i < 10'000; ++i) {
    value = Value{List{value}};
    if (value.is_null()) break;
  }
  CHECK(value.is_null());
  Value nested{1};
  for (int i = 0; i < Value::max_depth; ++i) nested = Value{List{nested}};
  CHECK(nested.depth() == Value::max_depth);
  CHECK(literal_text(nested).size() > 600);
}

TEST_CASE("values that hold one value many times are not unfolded without end") {
  for (const auto* last : {"string(x)", "x = y", "distinct values([x, y])", "index of([x, y], x)", "get entries({a: x})"}) {
    CAPTURE(last);
    for (const auto* twice : {"[s, s]", "{a: s, b: s}", "[s..s]"}) {
      Session session;
      const auto text = fmt::format(
          "{{d: function(s, n) if n = 0 then s else d({}, n - 1), x: d(\"a\", 60), y: d(\"a\", 60), r: {}}}.r", twice, last);
      const auto value = parse_expression(text)->evaluate({}, session);
      CHECK(literal_text(value).size() < 10'000);
    }
  }
  Value doubled{"a"};
  for (int i = 0; i < 15; ++i) doubled = Value{List{doubled, doubled}};
  CHECK(weight_of(doubled) > 1 << 19);
  CHECK(weight_of(doubled) < 1 << 21);
  for (int i = 0; i < 15 && !doubled.is_null(); ++i) doubled = Value{List{doubled, doubled}};
  CHECK(doubled.is_null());
}

TEST_CASE("a budget may be set, and what is left of it is known") {
  Session session{platform::Instant{}, "UTC", {.steps = 1'000, .bytes = 1 << 20, .depth = 50}};
  Scope scope;
  scope.add("n");
  CHECK(parse_expression("sum(for i in 1..n return i)", scope)->evaluate(List{Value{100}}, session).number() ==
        Decimal{5'050});
  CHECK(session.steps_left() > 0);
  CHECK(session.steps_left() < 1'000);
  CHECK(parse_expression("sum(for i in 1..n return i)", scope)->evaluate(List{Value{1'000}}, session).is_null());
  CHECK(session.is_stopped());
}

TEST_CASE("at most a hundred problems are kept, and the limit's error is among them") {
  Session session;
  parse_expression("for i in 1..10000000 return i + null")->evaluate({}, session);
  CHECK(session.problems().size() <= 100);
  CHECK(session.problems().back().slug == "feel/limit");
}

}  // namespace yimen::feel
