#include "yimen/platform/schema.h"

#include <doctest/doctest.h>

#include "http/pattern.h"
#include "http/schema_node.h"
#include "yimen/platform/json.h"

using namespace yimen::platform;

namespace {

Schema applicant() {
  return Schema::object("Applicant",
                        {{"name", Schema::text(20).label("姓名")},
                         {"phone", Schema::text(20).label("联系电话").pattern("1\\d{10}", "应为 11 位手机号码。")},
                         {"note", Schema::text(10).label("备注").optional()}});
}

Schema order() {
  return Schema::object("Order", {{"applicant", applicant()},
                                  {"copies", Schema::integer(1, 9).label("份数")},
                                  {"kind", Schema::one_of({"person", "enterprise"}).label("申请人类型")},
                                  {"files", Schema::list(Schema::id().label("文件"), 2).label("材料").min(1)},
                                  {"wanted_on", Schema::date().label("期望日期").optional()},
                                  {"fee_fen", Schema::money().label("费用").optional()}});
}

std::vector<FieldProblem> problems(const Schema& schema, std::string_view text) {
  const auto checked = schema.check(json::parse(text));
  return checked ? std::vector<FieldProblem>{} : checked.error().fields;
}

std::string fields(const std::vector<FieldProblem>& problems) {
  std::string all;
  for (const auto& problem : problems) all += problem.field + " ";
  return all;
}

constexpr std::string_view good =
    R"({"applicant": {"name": "覃某𠮷", "phone": "13800000000"}, "copies": 2, "kind": "person", "files": ["12"]})";

}  // namespace

TEST_CASE("a body that fits has no problems") {
  CHECK(problems(order(), good).empty());
}

TEST_CASE("all problems are reported at once, each with its JSON Pointer") {
  const auto found = problems(
      order(), R"({"applicant": {"name": " ", "phone": "138"}, "copies": 0, "kind": "dog", "files": [], "extra": 1})");
  CHECK(fields(found) == "/applicant/name /applicant/phone /copies /kind /files /extra ");
}

TEST_CASE("a problem speaks in the words of the label") {
  const auto found = problems(
      order(), R"({"applicant": {"name": "张", "phone": "138"}, "copies": 12, "kind": "person", "files": ["1"]})");
  REQUIRE(found.size() == 2);
  CHECK(found[0].detail == "“联系电话”格式不对：应为 11 位手机号码。");
  CHECK(found[1].detail == "“份数”应在 1 到 9 之间。");
}

TEST_CASE("a required text is not blank, an optional one may be absent, null or empty") {
  CHECK(fields(problems(applicant(), R"({"name": "", "phone": "13800000000"})")) == "/name ");
  CHECK(fields(problems(applicant(), R"({"name": "　", "phone": "13800000000"})")) == "/name ");
  CHECK(problems(applicant(), R"({"name": "张", "phone": "13800000000", "note": null})").empty());
  CHECK(problems(applicant(), R"({"name": "张", "phone": "13800000000", "note": ""})").empty());
}

TEST_CASE("length counts characters as people do, not bytes") {
  CHECK(problems(Schema::text(2), R"("𠮷野")").empty());
  CHECK(problems(Schema::text(2), R"("𠮷野家")").size() == 1);
}

TEST_CASE("wrong kinds are refused everywhere") {
  CHECK(problems(Schema::text(), "5").size() == 1);
  CHECK(problems(Schema::integer(), "\"5\"").size() == 1);
  CHECK(problems(Schema::integer(), "1.5").size() == 1);
  CHECK(problems(Schema::integer(), "18446744073709551615").size() == 1);
  CHECK(problems(Schema::boolean(), "1").size() == 1);
  CHECK(problems(Schema::id(), "12").size() == 1);
  CHECK(problems(Schema::id(), "\"012x\"").size() == 1);
  CHECK(problems(Schema::date(), "\"2025-02-30\"").size() == 1);
  CHECK(problems(Schema::instant(), "\"2025-02-03\"").size() == 1);
  CHECK(problems(Schema::money(), "-1").size() == 1);
  CHECK(problems(Schema::money(), "1.5").size() == 1);
  CHECK(problems(Schema::list(Schema::id()), "{}").size() == 1);
  CHECK(problems(order(), "[]").size() == 1);
  CHECK(problems(order(), "null").size() == 1);
}

TEST_CASE("control characters are refused, line breaks are not") {
  CHECK(problems(Schema::text(), "\"a\\u0000b\"").size() == 1);
  CHECK(problems(Schema::text(), "\"a\\u001bb\"").size() == 1);
  CHECK(problems(Schema::text(), "\"第一行\\n第二行\"").empty());
}

TEST_CASE("an item of a list is named by its place") {
  const auto found = problems(
      order(),
      R"({"applicant": {"name": "张", "phone": "13800000000"}, "copies": 1, "kind": "person", "files": ["1", "x"]})");
  REQUIRE(found.size() == 1);
  CHECK(found[0].field == "/files/1");
}

TEST_CASE("a parameter's text becomes the value its schema speaks of") {
  CHECK(value_from_text(Schema::integer(), "5") == json::value(5));
  CHECK(value_from_text(Schema::boolean(), "true") == json::value(true));
  CHECK(value_from_text(Schema::list(Schema::text()), "a,b") == json::value{"a", "b"});
  CHECK_FALSE(Schema::integer().check(value_from_text(Schema::integer(), "5x")));
}

TEST_CASE("the document holds each named object once and marks optional members") {
  json::object components;
  const auto shown = order().to_openapi(components);
  CHECK(shown.at("$ref") == "#/components/schemas/Order");
  CHECK(components.size() == 2);
  const auto& shown_order = components.at("Order").as_object();
  CHECK(shown_order.at("required").as_array().size() == 4);
  CHECK(shown_order.at("properties").at("wanted_on").at("type") == json::value{"string", "null"});
  CHECK(components.at("Applicant").at("properties").at("phone").at("pattern") == "^(?:1\\d{10})$");
}

TEST_CASE("an answer's member may be null or empty and is there all the same") {
  const auto answer = Schema::object("Answer", {{"note", Schema::text(9).or_empty()}, {"closed_on", Schema::date().or_null()}});
  CHECK(answer.check(json::parse(R"({"note": "", "closed_on": null})")));
  CHECK_FALSE(answer.check(json::parse(R"({"note": null, "closed_on": ""})")));
  json::object components;
  answer.to_openapi(components);
  const auto& shown = components.at("Answer").as_object();
  CHECK(shown.at("required") == json::value{"note", "closed_on"});
  CHECK(shown.at("properties").at("closed_on").at("type") == json::value{"string", "null"});
  CHECK_FALSE(shown.at("properties").at("note").as_object().contains("minLength"));
}

TEST_CASE("the pattern matcher knows what field formats need") {
  const auto matches = [](std::string_view pattern, std::string_view text) { return Pattern{pattern}.matches(text); };
  CHECK(matches("1\\d{10}", "13800000000"));
  CHECK_FALSE(matches("1\\d{10}", "138000000001"));
  CHECK(matches("[0-9A-HJ-NPQRTUWXY]{18}", "91450900MA5K4AB12X"));
  CHECK_FALSE(matches("[0-9A-HJ-NPQRTUWXY]{18}", "91450900MA5I4AB12X"));
  CHECK(matches("\\d{17}[\\dXx]", "45090019900101123X"));
  CHECK(matches("(a|bc)*d?", "abcabc"));
  CHECK(matches("^[\\u4e00]?$", ""));
  CHECK(matches("[^<>]+", "桂林山水"));
  CHECK(matches("[一-龥]{2,4}", "覃某某"));
  CHECK_FALSE(matches("[一-龥]{2,4}", "覃"));
  CHECK(matches("\\w+(-\\w+){1,}", "a-b-c"));
  CHECK(matches("[a-]+", "a-a"));
  CHECK_THROWS(Pattern{"(a"});
  CHECK_THROWS(Pattern{"a{x}"});
  CHECK_THROWS(Pattern{"*"});
}

TEST_CASE("a pattern that would run away gives up") {
  const std::string text(40, 'a');
  CHECK_FALSE(Pattern{"(a*)*b"}.matches(text));
  CHECK_FALSE(Pattern{"(a|aa)+b"}.matches(text));
}
