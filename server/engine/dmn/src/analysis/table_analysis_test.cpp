#include <algorithm>

#include "../testing_models.h"

using namespace yimen::dmn;
using namespace yimen::dmn::testing;

namespace {

TableAnalysis analyse(const std::string& attributes, const std::vector<std::string>& inputs, const std::vector<std::string>& outputs, const std::vector<std::string>& rules,
                      const AnalysisLimits& limits = {}) {
  const auto model = model_of(wrap(input("n", "number") + input("s", "string") + input("b", "boolean") + input("d", "date") + input("g", "tGrade") +
                                   "<itemDefinition name='tGrade'><typeRef>string</typeRef><allowedValues><text>\"A\",\"B\",\"C\"</text></allowedValues></itemDefinition>" +
                                   decision("D", table(attributes, inputs, outputs, rules), needs_input("n") + needs_input("s") + needs_input("b") + needs_input("d") + needs_input("g"))));
  auto all = analyse_tables(model, limits);
  REQUIRE(all.size() == 1);
  return all.front();
}

std::vector<std::vector<std::string>> gaps(const TableAnalysis& analysis) {
  std::vector<std::vector<std::string>> found;
  for (const auto& gap : analysis.gaps) found.push_back(gap.conditions);
  std::ranges::sort(found);
  return found;
}
using Gaps = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("a table that covers everything once has neither gaps nor overlaps") {
  const auto analysis = analyse("", {"n", "b"}, {""}, {"< 18 | - | 1", "[18..65) | true | 2", "[18..65) | false | 3", ">= 65 | - | 4"});
  CHECK(analysis.element == "D");
  CHECK(analysis.overlaps.empty());
  CHECK(analysis.gaps.empty());
  CHECK_FALSE(analysis.is_cut_short);
}

TEST_CASE("gaps are named as cells, with an example that no rule takes") {
  const auto analysis = analyse("", {"n", "b"}, {""}, {"< 18 | - | 1", "> 18 | true | 2", "(20..30] | false | 3"});
  CHECK(gaps(analysis) == Gaps{{"(18..20], > 30", "false"}, {"18", "-"}});
  for (const auto& gap : analysis.gaps) CHECK_FALSE(gap.example[0].is_null());
  CHECK(gaps(analyse("", {"s"}, {""}, {"\"a\",\"b\" | 1"})) == Gaps{{"not(\"a\", \"b\")"}});
  CHECK(gaps(analyse("", {"b"}, {""}, {"true | 1"})) == Gaps{{"false"}});
  CHECK(gaps(analyse("", {"s"}, {""}, {"not(\"a\") | 1"})) == Gaps{{"\"a\""}});
}

TEST_CASE("days have neighbours, numbers do not; allowed values bound what can be asked") {
  CHECK(gaps(analyse("", {"d"}, {""}, {"<= date(\"2024-12-31\") | 1", ">= date(\"2025-01-01\") | 2"})).empty());
  CHECK(gaps(analyse("", {"d"}, {""}, {"< @\"2025-01-01\" | 1", "> @\"2025-01-01\" | 2"})) == Gaps{{"@\"2025-01-01\""}});
  CHECK(gaps(analyse("", {"n"}, {""}, {"<= 17 | 1", ">= 18 | 2"})) == Gaps{{"(17..18)"}});
  CHECK(gaps(analyse("", {"g"}, {""}, {"\"A\" | 1", "\"B\" | 2"})) == Gaps{{"\"C\""}});
  CHECK(gaps(analyse("", {"g"}, {""}, {"\"A\" | 1", "\"B\" | 2", "\"C\" | 3"})).empty());
}

TEST_CASE("overlaps come with the inputs both rules take; the hit policy says whether they are a conflict") {
  const std::vector<std::string> rules{"< 20 | \"x\"", "[10..30] | \"x\"", "> 25 | \"y\"", "> 20 | \"z\""};
  const auto unique = analyse("", {"n"}, {""}, rules);
  REQUIRE(unique.overlaps.size() == 4);
  CHECK(unique.overlaps[0].first == 1);
  CHECK(unique.overlaps[0].second == 2);
  CHECK(unique.overlaps[0].is_conflict);
  CHECK(unique.overlaps[0].region.conditions == std::vector<std::string>{"[10..20)"});
  CHECK(yimen::feel::json_text(unique.overlaps[0].region.example[0], yimen::feel::JsonForm::plain) == "10");
  const auto any = analyse("hitPolicy='ANY'", {"n"}, {""}, rules);
  CHECK_FALSE(any.overlaps[0].is_conflict);  // both say "x"
  CHECK(any.overlaps[1].is_conflict);
  for (const auto* policy : {"FIRST", "RULE ORDER", "COLLECT"})
    for (const auto& overlap : analyse(fmt::format("hitPolicy='{}'", policy), {"n"}, {""}, rules).overlaps) CHECK_FALSE(overlap.is_conflict);
}

TEST_CASE("the example of an overlap or gap is met by both rules, or by none, when the table is asked") {
  const auto model = model_of(wrap(input("n", "number") + input("s", "string") + decision("D", table("hitPolicy='COLLECT'", {"n", "s"}, {""}, {"< 10 | \"a\",\"b\" | 1", "[5..8) | not(\"a\") | 2", "> 12 | - | 3"}), needs_input("n") + needs_input("s"))));
  const auto analysis = analyse_tables(model).front();
  const auto hits = [&](const Region& region) {
    yimen::feel::Session session;
    const auto inputs = yimen::feel::Value::context({{"n", region.example[0]}, {"s", region.example[1]}});
    return model.decide("D", inputs, session)->list().size();
  };
  CHECK_FALSE(analysis.overlaps.empty());
  CHECK_FALSE(analysis.gaps.empty());
  for (const auto& overlap : analysis.overlaps) CHECK(hits(overlap.region) == 2);
  for (const auto& gap : analysis.gaps) CHECK(hits(gap) == 0);
}

TEST_CASE("tables within boxes and in functions are analysed as well, each known by its path and its id") {
  const auto boxed = "<context><contextEntry><variable name='档'/>" + table("id='t1'", {"n"}, {""}, {"< 5 | 1", "< 9 | 2"}) + "</contextEntry><contextEntry>" + literal("档") + "</contextEntry></context>";
  const auto function = "<businessKnowledgeModel id='F' name='F'><variable name='F'/><encapsulatedLogic><formalParameter name='a' typeRef='number'/>" + table("id='t2'", {"a"}, {""}, {"< 5 | 1"}) + "</encapsulatedLogic></businessKnowledgeModel>";
  const auto all = analyse_tables(model_of(wrap(input("n", "number") + function + decision("D", boxed, needs_input("n") + needs_function("F")))));
  REQUIRE(all.size() == 2);
  const auto& inner = all[0].id == "t1" ? all[0] : all[1];
  const auto& body = all[0].id == "t1" ? all[1] : all[0];
  CHECK(inner.element == "D");
  CHECK(inner.path == "D › 档");
  CHECK(inner.overlaps.size() == 1);
  CHECK(gaps(inner) == Gaps{{">= 9"}});
  CHECK(body.id == "t2");
  CHECK(body.element == "F");
  CHECK(body.path == "F");
  CHECK(gaps(body) == Gaps{{">= 5"}});
}

TEST_CASE("default outputs close gaps; rules that earlier ones take wholly are masked under FIRST") {
  CHECK(analyse("", {"n"}, {"o::1"}, {"< 5 | 2"}).gaps.empty());
  const auto first = analyse("hitPolicy='FIRST'", {"n"}, {""}, {"< 5 | 1", ">= 5 | 2", "7 | 3"});
  REQUIRE(first.masked.size() == 1);
  CHECK(first.masked[0].rule == 3);
}

TEST_CASE("cells that depend on other things are left out and said to be") {
  const auto analysis = analyse("", {"n"}, {""}, {"< 5 | 1", "> d.year | 2", ">= 5 | 3"});
  CHECK(analysis.unread_rules == std::vector<int>{2});
  CHECK(analysis.gaps.empty());
}

TEST_CASE("a large table is analysed within its limits") {
  std::vector<std::string> rules, inputs;
  for (int column = 0; column < 6; ++column) inputs.push_back("n + " + std::to_string(column));
  for (int i = 0; i < 200; ++i) {
    std::string rule;
    for (int column = 0; column < 6; ++column) rule += fmt::format("[{}..{}) | ", (i * 7 + column * 13) % 100, (i * 7 + column * 13) % 100 + 9);
    rules.push_back(rule + "1");
  }
  const auto analysis = analyse("", inputs, {""}, rules, {.steps = 200'000, .overlaps = 20, .gaps = 20});
  CHECK(analysis.is_cut_short);
  CHECK(analysis.overlaps.size() <= 20);
  CHECK(analysis.gaps.size() <= 20);
}
