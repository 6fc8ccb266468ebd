#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "yimen/rules/rules.h"

using namespace yimen;
namespace json = boost::json;

namespace {

std::string row(int number, std::string_view when, std::string_view then) {
  return fmt::format(R"(<rule id="r{0}"><inputEntry id="i{0}"><text>{1}</text></inputEntry><outputEntry id="o{0}"><text>{2}</text></outputEntry></rule>)", number, when, then);
}

std::string model(std::string_view rows, std::string_view policy = "UNIQUE") {
  return fmt::format(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="等级" namespace="urn:test">
<inputData id="n" name="面积"><variable id="nv" name="面积" typeRef="number"/></inputData>
<decision id="t" name="等级"><variable id="tv" name="等级"/><informationRequirement id="q"><requiredInput href="#n"/></informationRequirement>
<decisionTable id="dt" hitPolicy="{}"><input id="c" label="面积"><inputExpression id="e" typeRef="number"><text>面积</text></inputExpression></input><output id="o" name="年限"/>{}</decisionTable></decision></definitions>)",
                     policy, rows);
}

const auto whole = model(row(1, "&lt; 50", "3") + row(2, ">= 50", "5"));
const json::array fitting{json::object{{"name", "小店"}, {"inputs", {{"面积", 30}}}, {"expected", 3}}};

std::set<std::string> faults(const std::string& xml, const json::array& samples) {
  std::set<std::string> rules;
  for (const auto& problem : rules::judge(xml, samples, {}).problems)
    if (problem.is_error) rules.insert(problem.rule);
  return rules;
}

}  // namespace

TEST_CASE("a table without overlap or gap and with a fitting example has no fault") {
  const auto verdict = rules::judge(whole, fitting, {});
  for (const auto& problem : verdict.problems) MESSAGE(problem.zh);
  CHECK(verdict.problems.empty());
  CHECK(verdict.decision == "等级");
  REQUIRE(verdict.samples.size() == 1);
  CHECK(verdict.samples[0].is_met);
}

TEST_CASE("a gap is named with an example of it, an overlap with both rows, a masked row as a warning") {
  const auto gap = rules::judge(model(row(1, "&lt; 50", "3") + row(2, "> 50", "5")), fitting, {});
  REQUIRE(gap.problems.size() == 1);
  CHECK(gap.problems[0].rule == "rules/gap");
  CHECK(gap.problems[0].example.at("面积") == 50);
  const auto overlap = rules::judge(model(row(1, "&lt;= 50", "3") + row(2, ">= 50", "5")), fitting, {});
  REQUIRE(overlap.problems.size() == 1);
  CHECK(overlap.problems[0].rule == "rules/overlap");
  CHECK(overlap.problems[0].rows == std::vector<int>{1, 2});
  const auto masked = rules::judge(model(row(1, "&lt; 50", "3") + row(2, "-", "5") + row(3, "> 90", "1"), "FIRST"), fitting, {});
  REQUIRE(masked.problems.size() == 1);
  CHECK(masked.problems[0].rule == "rules/masked");
  CHECK_FALSE(masked.problems[0].is_error);
}

TEST_CASE("an example with another answer, none at all, and a text that is no model keep from publication") {
  CHECK(faults(whole, {}) == std::set<std::string>{"rules/no-sample"});
  const json::array wrong{json::object{{"name", "小店"}, {"inputs", {{"面积", 60}}}, {"expected", 3}}};
  CHECK(faults(whole, wrong) == std::set<std::string>{"rules/sample"});
  const json::array unanswered{json::object{{"name", "空"}, {"inputs", json::object{}}, {"expected", 3}}};
  CHECK(rules::judge(whole, unanswered, {}).samples.at(0).problem.find("得到 没有结论，应为 3。") == 0);
  CHECK_FALSE(faults("<oops", fitting).empty());
  CHECK_FALSE(faults(model(row(1, "&lt; &lt;", "3")), fitting).empty());
}

namespace {

std::string boxed(std::string_view rows, std::string_view result) {
  return fmt::format(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="费用" namespace="urn:test">
<inputData id="n" name="面积"><variable id="nv" name="面积" typeRef="number"/></inputData>
<decision id="t" name="费用"><variable id="tv" name="费用"/><informationRequirement id="q"><requiredInput href="#n"/></informationRequirement>
<context id="c"><contextEntry id="e1"><variable id="v1" name="档"/><decisionTable id="dt"><input id="i"><inputExpression id="x" typeRef="number"><text>面积</text></inputExpression></input><output id="o" name="元"/>{}</decisionTable></contextEntry>
<contextEntry><literalExpression><text>{}</text></literalExpression></contextEntry></context></decision></definitions>)",
                     rows, result);
}

}  // namespace

TEST_CASE("cells that cannot be read are all told, each with its row and column, and examples are not blamed for them") {
  const auto verdict = rules::judge(model(row(1, "&lt; &lt;", "3") + row(2, "＜ 50", "5") + row(3, "&gt;=", "1 +")), fitting, {});
  std::vector<std::string> told;
  for (const auto& problem : verdict.problems) {
    told.push_back(problem.zh);
    CHECK(problem.element == "等级");
    CHECK(problem.rule != "rules/sample");
  }
  REQUIRE(told.size() == 4);
  CHECK(told[0].find("“等级”第1行“面积”：写的第3个字处：") == 0);
  CHECK(verdict.problems[0].rows == std::vector<int>{1});
  CHECK(told[1] == "“等级”第2行“面积”：名称“＜ 50”没有定义，按空值计算。“＜”是全角符号，请改用半角的 < 。");
  CHECK(told[2].find("“等级”第3行“面积”：") == 0);
  CHECK(told[3].find("“等级”第3行“年限”：") == 0);
}

TEST_CASE("a column, entry or argument called like a word of ours is shown as it is called") {
  const auto told = [](const std::string& xml) {
    const auto problems = rules::judge(xml, {}, {}).problems;
    return problems.empty() ? std::string() : problems.front().zh.substr(0, problems.front().zh.find("："));
  };
  const auto renamed = [](std::string xml, std::string_view from, std::string_view to) {
    for (auto at = xml.find(from); at != std::string::npos; at = xml.find(from, at + to.size())) xml.replace(at, from.size(), to);
    return xml;
  };
  const auto column = model(row(1, "-", "3 +"));
  CHECK(told(renamed(column, "年限", "default")) == "“等级”第1行“default”");
  CHECK(told(renamed(column, "年限", "row 2")) == "“等级”第1行“row 2”");
  CHECK(told(renamed(column, "年限", "rule 2")) == "“等级”第1行“rule 2”");
  CHECK(told(renamed(model(row(1, "&lt; &lt;", "3")), "面积", "match")) == "“等级”第1行“match”");
  const auto box = boxed(row(1, "-", "3 +"), "1");
  CHECK(told(box) == "“费用 › 档”第1行“元”");
  for (const auto* name : {"default", "match", "rule 3", "row 3", "item 3"}) CHECK(told(renamed(box, "name=\"档\"", fmt::format("name=\"{}\"", name))) == fmt::format("“费用 › {}”第1行“元”", name));
  // Words of ours stay words.
  auto otherwise = model(row(1, "-", "3"));
  otherwise.replace(otherwise.find("name=\"年限\"/>"), std::string_view("name=\"年限\"/>").size(), "name=\"年限\"><defaultOutputEntry><text>3 +</text></defaultOutputEntry></output>");
  CHECK(told(otherwise) == "“等级 › 都不适用时的结论”");
}

TEST_CASE("a text in a column of numbers is named as such") {
  const auto verdict = rules::judge(model(row(1, R"("大")", "3") + row(2, "-", "5"), "FIRST"), {}, {});
  REQUIRE(std::ranges::any_of(verdict.problems, [](const auto& one) { return one.rule == "table/unfit-cell" && one.rows == std::vector<int>{1} && !one.is_error; }));
}

TEST_CASE("an expression that cannot be read is named by its decision or part") {
  const auto verdict = rules::judge(boxed(row(1, "-", "3"), "档 *"), {}, {});
  REQUIRE_FALSE(verdict.problems.empty());
  CHECK(verdict.problems[0].zh.find("“费用”：写的第4个字处：") == 0);
}

TEST_CASE("two texts are compared row by row") {
  CHECK(rules::compare(whole, whole)->empty());
  const auto other = *rules::compare(whole, model(row(1, "&lt; 50", "2") + row(2, ">= 50", "5") + row(3, "> 900", "1"), "FIRST"));
  REQUIRE(other.size() == 3);
  CHECK(other[0].field == "命中策略");
  CHECK(other[1].element == "r1");
  CHECK(other[1].field == "年限");
  CHECK(other[1].before == "3");
  CHECK(other[1].after == "2");
  CHECK(other[2].kind == "added");
  CHECK(other[2].element_name == "等级 第3行");
}

TEST_CASE("problems of a table within a box name the box and lead to the table") {
  const auto verdict = rules::judge(boxed(row(1, "&lt; 50", "3") + row(2, "&lt; 70", "5"), "档"), {}, {});
  int told = 0;
  for (const auto& problem : verdict.problems) {
    if (problem.rule != "rules/gap" && problem.rule != "rules/overlap") continue;
    ++told;
    CHECK(problem.table == "dt");
    CHECK(problem.element == "费用");
    CHECK(problem.zh.find("“费用 › 档”") == 0);
  }
  CHECK(told == 2);
}

TEST_CASE("what changes within boxes is compared part by part") {
  const auto changes = rules::compare(boxed(row(1, "-", "3"), "档"), boxed(row(1, "-", "4"), "档 * 2"));
  REQUIRE(changes);
  REQUIRE(changes->size() == 2);
  CHECK((*changes)[0].element_name == "费用 › 档 第1行");
  CHECK((*changes)[0].field == "元");
  CHECK((*changes)[0].after == "4");
  CHECK((*changes)[1].element_name == "费用 › 结果");
  CHECK((*changes)[1].before == "档");
  CHECK((*changes)[1].after == "档 * 2");
  const auto turned = rules::compare(model(row(1, "-", "3")), boxed(row(1, "-", "3"), "档"));
  REQUIRE(turned);
  CHECK(std::ranges::any_of(*turned, [](const auto& one) { return one.kind == "added" && one.after.find("上下文") != std::string::npos; }));
}
