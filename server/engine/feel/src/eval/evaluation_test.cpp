#include <doctest/doctest.h>

#include <thread>

#include "yimen/feel/expression.h"
#include "yimen/feel/functions.h"

namespace yimen::feel {

namespace {

Expression parsed(const std::string& text, const Scope& scope = {}) {
  auto expression = parse_expression(text, scope);
  REQUIRE_MESSAGE(expression.has_value(), text);
  return std::move(*expression);
}

}  // namespace

TEST_CASE("now and today come from the caller's clock and zone") {
  const auto moment = *platform::parse_instant("2024-12-31T23:30:00Z");
  Session shanghai{moment}, utc{moment, "UTC"};
  CHECK(literal_text(parsed("today()").evaluate({}, shanghai)) == "@\"2025-01-01\"");
  CHECK(literal_text(parsed("today()").evaluate({}, utc)) == "@\"2024-12-31\"");
  CHECK(literal_text(parsed("now()").evaluate({}, shanghai)) == "@\"2025-01-01T07:30:00@Asia/Shanghai\"");
}

TEST_CASE("a problem tells its place, its reason in two languages and whose expression it is") {
  Session session;
  const auto outer = session.enter("月供");
  const auto value = parsed("1 +\n  (2 / 0)").evaluate({}, session);
  session.leave(outer);
  CHECK(value.is_null());
  REQUIRE(session.problems().size() == 1);  // the sum over null needs no second word
  const auto& problem = session.problems().front();
  CHECK(problem.slug == "feel/division-by-zero");
  CHECK(problem.severity == Severity::warning);
  CHECK(problem.position.line == 2);
  CHECK(problem.position.column == 6);
  CHECK(problem.element == "月供");
  CHECK(problem.text() == "第 2 行第 6 列：除数为零");
  CHECK(problem.message_en == "division by zero");
}

TEST_CASE("variables are taken by slot, missing ones are null") {
  Scope scope;
  scope.add("a");
  scope.add("b");
  const auto sum = parsed("a + b", scope);
  Session session;
  const List both{Value{1}, Value{2}};
  CHECK(sum.evaluate(both, session).number() == Decimal{3});
  CHECK(sum.evaluate(List{Value{1}}, session).is_null());
  CHECK(sum.evaluate_in(Value::context({{"b", Value{5}}, {"a", Value{4}}}), session).number() == Decimal{9});
}

TEST_CASE("a native function gets arguments that conform and its result is held to its type") {
  int calls = 0;
  const auto twice = make_function({.name = "twice",
                                    .parameters = {{"n", TypeKind::number}},
                                    .result = TypeKind::number,
                                    .body = [&calls](std::span<const Value> arguments, Session&) {
                                      ++calls;
                                      return arguments[0].is_null()
                                                 ? Value{"none"}
                                                 : Value{*multiply(arguments[0].number(), Decimal{2})};
                                    }});
  Scope scope;
  scope.add("twice");
  const List variables{twice};
  Session session;
  CHECK(parsed("twice(4)", scope).evaluate(variables, session).number() == Decimal{8});
  CHECK(parsed("twice(n: [4])", scope).evaluate(variables, session).number() == Decimal{8});
  CHECK(session.problems().empty());
  CHECK(parsed("twice(\"a\")", scope).evaluate(variables, session).is_null());
  CHECK(calls == 2);
  CHECK(session.problems().back().slug == "feel/argument-kind");
  CHECK(parsed("twice(null)", scope).evaluate(variables, session).is_null());
  CHECK(session.problems().back().slug == "feel/result-kind");
  CHECK(parsed("twice(m: 1)", scope).evaluate(variables, session).is_null());
  CHECK(session.problems().back().slug == "feel/argument-name");
}

TEST_CASE("a lambda outlives its expression and keeps the values it saw") {
  Value add;
  {
    Scope scope;
    scope.add("base");
    Session session;
    add = parsed("{f: function(x) function(y) x + y + base}.f(1)", scope).evaluate(List{Value{100}}, session);
  }
  Session session;
  const Value arguments[] = {Value{10}};
  CHECK(call(add, arguments, session).number() == Decimal{111});
}

TEST_CASE("threads may share one parsed expression") {
  Scope scope;
  scope.add("n");
  const auto expression =
      parsed("sum(for i in 1..n return if even(i) then i else -i) + string length(string({a: [n, \"x\"]}))", scope);
  std::vector<std::string> results(4);
  {
    std::vector<std::jthread> threads;
    for (auto& result : results)
      threads.emplace_back([&expression, &result] {
        for (int i = 0; i < 200; ++i) {
          Session session;
          result = literal_text(expression.evaluate(List{Value{50}}, session));
        }
      });
  }
  for (const auto& result : results) CHECK(result == results.front());
}

TEST_CASE("coercion makes a list of an item, an item of a list of one, a moment of a date") {
  CHECK(literal_text(*coerce(Value{1}, Type::list_of(TypeKind::number))) == "[1]");
  CHECK(literal_text(*coerce(Value{List{Value{1}}}, TypeKind::number)) == "1");
  CHECK(literal_text(*coerce(Value{Date{2024, 1, 2}}, TypeKind::date_time)) == "@\"2024-01-02T00:00:00Z\"");
  CHECK_FALSE(coerce(Value{"a"}, TypeKind::number).has_value());
  CHECK_FALSE(coerce(Value{List{Value{1}, Value{2}}}, TypeKind::number).has_value());
  CHECK(coerce(Value{}, TypeKind::number)->is_null());
}

TEST_CASE("values are shared by copies and the later of two entries counts") {
  const Value list{List{Value{1}, Value{"x"}}};
  const Value copy = list;
  CHECK(&copy.list() == &list.list());
  CHECK(List{list}.size() == 1);
  const List items{Value{1}, Value{2}};
  const List moved{List(items)};
  CHECK(moved.size() == 2);
  std::vector<ContextEntry> entries;
  for (int i = 0; i < 40; ++i) entries.push_back({"k" + std::to_string(i % 20), Value{i}});
  const auto context = Value::context(std::move(entries));
  CHECK(context.entries().size() == 20);
  CHECK(context.find("k3")->number() == Decimal{23});
  CHECK(context.find("k99") == nullptr);
}

TEST_CASE("an unknown zone of the caller counts as UTC") {
  Session session{*platform::parse_instant("2024-05-06T00:00:00Z"), "No/Where"};
  CHECK(literal_text(parsed("now()").evaluate({}, session)) == "@\"2024-05-06T00:00:00Z\"");
}

}  // namespace yimen::feel
