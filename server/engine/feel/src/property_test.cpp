#include <doctest/doctest.h>

#include <random>

#include "testing/fuzz_one.h"
#include "testing/table.h"

namespace yimen::feel {

namespace {

using Random = std::mt19937;

int pick(Random& random, int count) {
  return static_cast<int>(random() % static_cast<unsigned>(count));
}

const char* one_of(Random& random, std::initializer_list<const char*> all) {
  return *(all.begin() + pick(random, static_cast<int>(all.size())));
}

/// A random expression; most are well formed and many mean something.
std::string expression(Random& random, int depth) {
  const auto inner = [&] { return expression(random, depth - 1); };
  if (depth <= 0)
    return one_of(random, {"1", "2.5", "-3", "\"a\"", "null", "true", "a", "list b", "x+y", "@\"2024-01-31\"",
                           "@\"P1M\"", "@\"PT5H\"", "[1..5]", "item", "unknown"});
  switch (pick(random, 18)) {
    case 0:
      return inner() + one_of(random, {" + ", " - ", " * ", " / ", " ** "}) + inner();
    case 1:
      return inner() + one_of(random, {" = ", " != ", " < ", " <= ", " > ", " >= "}) + inner();
    case 2:
      return inner() + one_of(random, {" and ", " or "}) + inner();
    case 3:
      return "(" + inner() + ")";
    case 4:
      return "[" + inner() + ", " + inner() + "]";
    case 5:
      return "{k: " + inner() + ", \"m n\": k}";
    case 6:
      return "if " + inner() + " then " + inner() + " else " + inner();
    case 7:
      return "for i in " + inner() + " return " + inner();
    case 8:
      return one_of(random, {"some", "every"}) + std::string{" i in "} + inner() + " satisfies " + inner();
    case 9:
      return "(" + inner() + ")[" + inner() + "]";
    case 10:
      return "(" + inner() + ")." + one_of(random, {"e", "year", "k", "c-d", "start"});
    case 11:
      return inner() + " in (" + inner() + ", < " + inner() + ")";
    case 12:
      return inner() + " between " + inner() + " and " + inner();
    case 13:
      return "(function(p, q: number) " + inner() + ")(" + inner() + ", " + inner() + ")";
    case 14:
      return one_of(random, {"sum", "count", "string", "flatten", "abs", "not", "min", "duration", "date"}) +
             std::string{"("} + inner() + ")";
    case 15:
      return "sort(" + inner() + ", function(p, q) p < q)";
    case 16:
      return "[" + inner() + ".." + inner() + ")";
    default:
      return "-" + inner();
  }
}

Value random_value(Random& random, int depth) {
  switch (pick(random, depth > 0 ? 12 : 8)) {
    case 0:
      return {};
    case 1:
      return pick(random, 2) == 0;
    case 2:
      return Value{static_cast<std::int64_t>(random()) - 2'000'000'000};
    case 3:
      return *divide(Decimal{static_cast<std::int64_t>(random())},
                     Decimal{static_cast<std::int64_t>(random() % 1'000 + 1)});
    case 4:
      return Value{one_of(random, {"", "a", "中文", "\"", "\\", "\n\t", "🐎", "a\\nb"})};
    case 5:
      return civil_from_days(static_cast<std::int64_t>(random() % 4'000'000) - 2'000'000);
    case 6:
      return DaysDuration{static_cast<std::int64_t>(random()) - 2'000'000'000,
                          static_cast<std::int32_t>(random() % 1'000'000'000)};
    case 7:
      return from_utc(static_cast<std::int64_t>(random()) - 2'000'000'000, static_cast<std::int32_t>(random() % 1'000),
                      pick(random, 2) == 0 ? Zone{} : *Zone::named("Asia/Shanghai"));
    case 8:
      return MonthsDuration{static_cast<std::int64_t>(random() % 1'000) - 500};
    case 9:
      return Value{List{random_value(random, depth - 1), random_value(random, depth - 1)}};
    case 10:
      return Value::context({{"a", random_value(random, depth - 1)}, {"b c", random_value(random, depth - 1)}});
    default:
      return Range{.start = Value{1},
                   .end = Value{static_cast<std::int64_t>(random() % 100 + 1)},
                   .start_included = pick(random, 2) == 0};
  }
}

void feed(const std::string& text) {
  testing::fuzz_one(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

TEST_CASE("any value printed as a literal reads back as the same value") {
  Random random{11};
  for (int i = 0; i < 5'000; ++i) {
    const auto value = random_value(random, 3);
    const auto text = literal_text(value);
    CAPTURE(text);
    const auto expression = parse_expression(text);
    REQUIRE(expression.has_value());
    Session session;
    const auto back = expression->evaluate({}, session);
    CHECK(literal_text(back) == text);
    CHECK(session.problems().empty());
    CHECK(json_text(*read_json(json_text(value))) == json_text(value));
  }
}

TEST_CASE("random expressions parse and evaluate within their budget, the same each time") {
  Random random{12};
  Scope scope;
  for (const auto* name : {"a", "list b", "x+y"}) scope.add(name);
  const List variables{Value{5}, Value{List{Value{1}, Value{2}, Value{"c"}}}, Value{"text"}};
  int parsed = 0;
  for (int i = 0; i < 5'000; ++i) {
    const auto text = expression(random, 4);
    CAPTURE(text);
    const auto result = parse_expression(text, scope);
    if (!result) continue;
    ++parsed;
    Session first{platform::Instant{}, "UTC", {.steps = 20'000, .bytes = 4 << 20, .depth = 500}}, second = first;
    CHECK(literal_text(result->evaluate(variables, first)) == literal_text(result->evaluate(variables, second)));
    CHECK(first.steps_left() == second.steps_left());
  }
  CHECK(parsed > 2'500);
}

TEST_CASE("damaged expressions never break the reader") {
  Random random{13};
  std::vector<std::string> seeds;
  for (const auto& row : testing::read_table("feel.tsv", 4)) seeds.push_back(row[0]);
  for (int i = 0; i < 6'000; ++i) {
    auto text = seeds[random() % seeds.size()];
    for (int changes = pick(random, 4) + 1; changes > 0 && !text.empty(); --changes) {
      const auto place = random() % text.size();
      switch (pick(random, 5)) {
        case 0:
          text.erase(place, 1);
          break;
        case 1:
          text.insert(place, 1, static_cast<char>(random()));
          break;
        case 2:
          text[place] = static_cast<char>(random());
          break;
        case 3:
          text.insert(place, seeds[random() % seeds.size()].substr(0, 8));
          break;
        default:
          text.insert(place, one_of(random, {"(", ")", "[", "]", "..", "\"", "@", "?", " in ", " and ", "function(",
                                             "{", "}", "\\u", "<"}));
          break;
      }
    }
    feed(text);
  }
}

TEST_CASE("random bytes never break the reader") {
  Random random{14};
  for (int i = 0; i < 3'000; ++i) {
    std::string text(random() % 40, ' ');
    for (auto& c : text)
      c = pick(random, 3) == 0 ? static_cast<char>(random()) : "()[]{}.,:;\"@?<>=!+-*/ 019aeinotf\\"[random() % 33];
    feed(text);
  }
}

}  // namespace yimen::feel
