#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/discretion/discretion.h"

using namespace yimen;
namespace json = boost::json;

namespace {

std::string model(std::string_view more = {}) {
  return fmt::format(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:y="https://yimen.org/dmn" id="d" name="有效期" namespace="urn:test">
<inputData id="i1" name="面积" y:source="form:area"><variable name="面积" typeRef="number"/></inputData>
<inputData id="i2" name="申请人" y:source="applicant"><variable name="申请人" typeRef="string"/></inputData>
<inputData id="i3" name="一年内被处罚"><variable name="一年内被处罚" typeRef="boolean"/></inputData>
<decision id="t" name="许可条件"><variable name="许可条件"/>
<informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement><informationRequirement id="r2"><requiredInput href="#i2"/></informationRequirement>
<informationRequirement id="r3"><requiredInput href="#i3"/></informationRequirement>
<decisionTable id="dt" hitPolicy="FIRST"><input id="c1"><inputExpression id="e1" typeRef="boolean"><text>一年内被处罚</text></inputExpression></input>
<input id="c2"><inputExpression id="e2" typeRef="number"><text>面积</text></inputExpression></input>
<output id="o1" name="有效期（年）"/><output id="o2" name="监管等级"/>
<rule id="x1"><inputEntry id="a1"><text>true</text></inputEntry><inputEntry id="a2"><text>-</text></inputEntry><outputEntry id="a3"><text>[1..2]</text></outputEntry><outputEntry id="a4"><text>"重点"</text></outputEntry></rule>
<rule id="x2"><inputEntry id="b1"><text>false</text></inputEntry><inputEntry id="b2"><text>&gt;= 500</text></inputEntry><outputEntry id="b3"><text>3</text></outputEntry><outputEntry id="b4"><text>["一般","重点"]</text></outputEntry></rule>
<rule id="x3"><inputEntry id="d1"><text>false</text></inputEntry><inputEntry id="d2"><text>-</text></inputEntry><outputEntry id="d3"><text>5</text></outputEntry><outputEntry id="d4"><text>"一般"</text></outputEntry></rule>
</decisionTable></decision>{}</definitions>)",
                     more);
}

discretion::Rule rule() {
  std::vector<dmn::Problem> problems;
  auto read = discretion::read_rule(model(), problems);
  REQUIRE_MESSAGE(read, (problems.empty() ? read.error().detail : problems.front().zh));
  CHECK(problems.empty());
  return *read;
}

}  // namespace

TEST_CASE("a rule names its inputs with type and source; what has no source is stated by who decides") {
  const auto read = rule();
  CHECK(read.decision == "许可条件");
  REQUIRE(read.inputs.size() == 3);
  CHECK(read.inputs[0].source == "form:area");
  CHECK(read.inputs[1].source == "applicant");
  CHECK(read.inputs[2].is_stated());
  CHECK(read.inputs[0].type == "number");
}

TEST_CASE("nothing is proposed before every fact is stated; then ranges and lists leave a choice") {
  const auto read = rule();
  discretion::Facts facts{.form = {{"area", "620"}}, .situation = {}, .is_enterprise = true, .stated = {}};
  const auto waiting = discretion::propose(read, facts, {});
  CHECK(waiting.missing == std::vector<std::string>{"一年内被处罚"});
  CHECK(waiting.bands.empty());
  facts.stated["一年内被处罚"] = false;
  const auto whole = discretion::propose(read, facts, {});
  REQUIRE(whole.bands.size() == 2);
  CHECK(whole.bands[0].name == "有效期（年）");
  CHECK(whole.bands[0].text == "3");
  CHECK(whole.bands[1].kind == "list");
  CHECK(whole.inputs.at("申请人") == "enterprise");
  facts.stated["一年内被处罚"] = true;
  const auto strict = discretion::propose(read, facts, {});
  CHECK(strict.bands[0].kind == "range");
  CHECK(strict.bands[0].text == "1至2");
}

TEST_CASE("a choice departs when it is outside the range, not in the list, or not what was proposed") {
  const auto read = rule();
  discretion::Facts facts{.form = {{"area", 620}}, .situation = {}, .is_enterprise = false, .stated = {{"一年内被处罚", true}}};
  const auto strict = discretion::propose(read, facts, {});
  CHECK(discretion::departures(strict, {{"有效期（年）", 2}, {"监管等级", "重点"}}).empty());
  CHECK(discretion::departures(strict, {{"有效期（年）", "1"}, {"监管等级", "重点"}}).empty());
  CHECK(discretion::departures(strict, {{"有效期（年）", 3}, {"监管等级", "重点"}}) == std::vector<std::string>{"有效期（年）"});
  CHECK(discretion::departures(strict, {}).size() == 2);
  facts.stated["一年内被处罚"] = false;
  const auto wide = discretion::propose(read, facts, {});
  CHECK(discretion::departures(wide, {{"有效期（年）", "3"}, {"监管等级", "重点"}}).empty());
  CHECK(discretion::departures(wide, {{"有效期（年）", 3}, {"监管等级", "免检"}}) == std::vector<std::string>{"监管等级"});
}

TEST_CASE("a file with two decisions that do not meet has no proposal and says so") {
  std::vector<dmn::Problem> problems;
  const auto read = discretion::read_rule(model(R"(<decision id="u" name="另一个"><variable name="另一个"/><literalExpression id="l"><text>1</text></literalExpression></decision>)"), problems);
  REQUIRE_FALSE(read);
  CHECK(read.error().slug == "discretion/several-decisions");
}
