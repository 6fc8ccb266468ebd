#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "yimen/forms/forms.h"

namespace json = boost::json;
using yimen::forms::checked;

namespace {
json::object schema_of(std::string_view type) {
  return {{"components", json::array{json::object{{"key", "x"}, {"type", type}, {"label", "此项"}}}}};
}
bool is_accepted(std::string_view type, const json::value& answer) { return checked(schema_of(type), {{"x", answer}}, {}, "/form").has_value(); }
}  // namespace

TEST_CASE("types of government forms accept what is right and nothing else") {
  struct Row { const char* type; json::value right, wrong; };
  const Row rows[] = {
      {"phone", "13800000000", "1380000"},
      {"id_number", "11010519491231002X", "110105194912310021"},
      {"uscc", "91450900MA5KTEST0X", ""},
      {"bank_card", "6222 0212 3456 7894", "6222 0212 3456 7890"},
      {"money", "12.50", "十二"},
      {"address", json::object{{"region", "450902000000"}, {"detail", "玉州路 1 号"}}, json::object{{"region", "4509"}, {"detail", "1 号"}}},
      {"address", "玉州路 1 号", 5},
      {"party", json::object{{"kind", "person"}, {"name", "阿依古丽·买买提"}}, json::object{{"kind", "person"}, {"name", ""}, {"id_no", "1"}}},
      {"party", json::object{{"kind", "person"}, {"name", "王秀兰"}, {"id_no", "e1234 5678"}}, json::object{{"kind", "person"}, {"name", "王秀兰"}, {"id_no", "乱写ABC"}}},
      {"party", json::object{{"kind", "person"}, {"name", "王秀兰"}, {"id_no", "11010519491231002x"}}, json::object{{"kind", "person"}, {"name", "王秀兰"}, {"id_no", "110105194912310021"}}},
      {"party", json::object{{"kind", "person"}, {"name", "王秀兰"}, {"id_no", "911124198108030024"}}, json::object{{"kind", "enterprise"}, {"name", "绿源公司"}, {"id_no", "911124198108030024"}}},
      {"material", json::object{{"file_id", "12"}}, json::object{{"name", "a.pdf"}}},
  };
  for (const auto& row : rows) {
    if (std::string_view(row.type) == "uscc") continue;  // held against generated codes in party's tests
    INFO(row.type);
    CHECK(is_accepted(row.type, row.right));
    CHECK_FALSE(is_accepted(row.type, row.wrong));
  }
}

TEST_CASE("answers are said in words, in the form's order, without those that do not show") {
  const auto schema = json::parse(R"({"components":[
    {"key":"kind","type":"radio","label":"类型","values":[{"value":"new","label":"新办"},{"value":"renew","label":"延续"}]},
    {"key":"old","type":"textfield","label":"旧证号","conditional":{"hide":"=kind != \"renew\""}},
    {"key":"from","type":"date","label":"开业日期"},
    {"key":"place","type":"address","label":"地址"},
    {"key":"open","type":"checkbox","label":"全年营业"},
    {"type":"dynamiclist","path":"rooms","label":"房间","components":[{"key":"size","type":"number","label":"面积"}]}]})");
  const json::object answers{{"kind", "new"}, {"old", "A1"}, {"from", "2026-03-01"}, {"place", json::object{{"region", "450902000000"}, {"detail", "人民路 1 号"}}},
                             {"open", true}, {"rooms", json::array{json::object{{"size", 12}}, json::object{{"size", 20}}}}};
  const auto lines = yimen::forms::answer_lines(schema.as_object(), answers, {}, [](std::string_view code) { return code == "450902000000" ? "玉州区" : "？"; });
  std::string text;
  for (const auto& line : lines) text += line.label + "=" + line.text + ";";
  CHECK(text == "类型=新办;开业日期=2026年3月1日;地址=玉州区人民路 1 号;全年营业=是;房间 1 · 面积=12;房间 2 · 面积=20;");
}

TEST_CASE("numbers are printed in full, what is computed with its unit") {
  const auto schema = json::parse(R"s({"components":[
    {"key":"wage","type":"money","label":"月薪"},{"key":"part","type":"number","label":"比例"},
    {"key":"year","type":"expression","label":"年薪","expression":"=wage * 12","properties":{"unit":"元"}},
    {"key":"much","type":"expression","label":"超过一千","expression":"=wage > 1000"},
    {"key":"until","type":"expression","label":"止","expression":"=date(2026, 3, 1)"},
    {"key":"days","type":"expression","label":"日子","expression":"=[date(2026, 3, 1), date(2026, 4, 1)]"},
    {"key":"tests","type":"expression","label":"各项","expression":"=[wage > 1000, \"甲\", part]"},
    {"key":"parts","type":"expression","label":"组成","expression":"={月薪: wage, 合格: true}"},
    {"key":"large","type":"expression","label":"大数","expression":"=10 ** 21"}]})s");
  const auto lines = yimen::forms::answer_lines(schema.as_object(), {{"wage", 3000.5}, {"part", 0.07}}, {}, {});
  std::string text;
  for (const auto& line : lines) text += line.label + "=" + line.text + ";";
  CHECK(text == "月薪=3000.5 元;比例=0.07;年薪=36006 元;超过一千=是;止=2026年3月1日;日子=2026年3月1日、2026年4月1日;各项=是、甲、0.07;组成=月薪：3000.5；合格：是;大数=1000000000000000000000;");
}

TEST_CASE("a paper that is missing is asked for as a paper, a signature as a signature") {
  const auto schema = json::parse(R"({"components":[{"key":"lease","type":"material","label":"租赁合同","validate":{"required":true}},{"key":"sign","type":"signature","label":"负责人签名","validate":{"required":true}}]})");
  const auto refused = checked(schema.as_object(), {}, {}, "/form");
  REQUIRE_FALSE(refused.has_value());
  REQUIRE(refused.error().fields.size() == 2);
  CHECK(refused.error().fields[0].detail == "请上传租赁合同。");
  CHECK(refused.error().fields[1].detail == "请签好并确认负责人签名。");
}

TEST_CASE("answers come back with computed fields, and with what hidden fields were given") {
  const auto schema = json::parse(R"({"components":[
    {"key":"price","type":"money","label":"单价"},
    {"key":"total","type":"expression","label":"合计","expression":"=price * 2"},
    {"key":"firm","type":"textfield","label":"单位","validate":{"required":true},"conditional":{"hide":"=applicant.kind != \"enterprise\""}},
    {"key":"old","type":"textfield","label":"旧证号","conditional":{"hide":"=situation.kind != \"renew\""}}]})");
  const auto kept = checked(schema.as_object(), {{"price", 1.5}, {"total", 999}, {"old", "A1"}}, {.applicant_kind = "person", .situation = {{"kind", "new"}}, .now = {}}, "/form");
  REQUIRE(kept.has_value());
  CHECK(kept->at("total").to_number<double>() == 3);
  CHECK(kept->at("old").as_string() == "A1");
  const auto refused = checked(schema.as_object(), {{"price", 1.5}}, {.applicant_kind = "enterprise", .situation = {}, .now = {}}, "/form");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().slug == "forms/invalid");
  CHECK(refused.error().fields.at(0).field == "/form/firm");
}

TEST_CASE("a form in use is filled in though designers are asked for more by now; what cannot be read stays refused") {
  const auto with = [](std::string_view part) { return json::parse(fmt::format(R"({{"components":[{{"type":"textfield","key":"size","label":"面积",{}}}]}})", part)).as_object(); };
  const yimen::forms::Facts facts{.applicant_kind = "person", .situation = {}, .now = {}};
  const json::object given{{"size", "86"}};
  for (const auto& schema : {with(R"("validate":{"rules":[{"expression":"","message":"请写面积"}]})"), with(fmt::format(R"("description":"{}")", std::string(600, 'x')))}) {
    std::vector<yimen::form::Problem> problems;
    CHECK_FALSE(yimen::forms::read(schema, problems));
    CHECK(checked(schema, given, facts, "")->at("size") == "86");
  }
  CHECK_FALSE(checked(with(R"("conditional":{"hide":"=1 +"})"), given, facts, ""));
}
