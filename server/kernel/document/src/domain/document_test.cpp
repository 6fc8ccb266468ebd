#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>

#include "domain/canonical.h"
#include "domain/number.h"
#include "domain/template.h"

using namespace yimen::document;

namespace {

json::object object_of(std::string_view text) { return json::parse(text).as_object(); }

constexpr std::string_view small_template = R"json({
  "type": "receipt", "title": "收件凭证", "number_word": "收", "copies": "",
  "facts": [{"name": "applicant_name", "label": "申请人"}, {"name": "materials", "label": "材料清单"},
            {"name": "note", "label": "备注", "is_optional": true}],
  "blocks": [{"kind": "paragraph", "text": "{applicant_name}：{note?无}"}, {"kind": "seal"}]})json";

}  // namespace

TEST_CASE("a number is mark, word of the kind, year in six-sided brackets and serial without leading zeros") {
  CHECK(document_number("玉农许", "受", 2026, 12) == "玉农许受〔2026〕12号");
  CHECK(document_number("桂交", "不准", 2027, 1) == "桂交不准〔2027〕1号");
}

TEST_CASE("each kind of document has its own word, so numbers of two kinds never look alike") {
  std::set<std::string_view> words;
  for (const auto type : all_document_types()) {
    CHECK(document_type(word(type)) == type);
    CHECK(words.insert(word(type)).second);
  }
  CHECK(words.size() == 19);
  CHECK_FALSE(document_type("nothing"));
}

TEST_CASE("a verify code is read with hyphens, blanks, small letters and full-width forms, and nothing else passes") {
  const auto code = new_verify_code();
  CHECK(code.size() == 16);
  CHECK(code != new_verify_code());
  CHECK(normal_verify_code(printed_verify_code(code)) == code);
  CHECK(printed_verify_code("ABCDEFGHJKLMNPQR") == "ABCD-EFGH-JKLM-NPQR");
  CHECK(normal_verify_code("abcd efgh－jklm-npqr") == "ABCDEFGHJKLMNPQR");
  CHECK(normal_verify_code("ABCD").empty());
  CHECK(normal_verify_code("ABCDEFGHJKLMNPQ0").empty());
  CHECK(normal_verify_code("ABCDEFGHJKLMNPQR2").empty());
  CHECK(normal_verify_code("'; drop table --").empty());
}

TEST_CASE("a printed number is recognised with the brackets people can type") {
  for (const auto* typed : {"玉农许受〔2026〕12号", " 玉农许受[2026]12号 ", "玉农许受（2026）12号", "玉农许受【2026】第12号", "玉农许受(2026) 12号"})
    CHECK(normal_number(typed) == "玉农许受〔2026〕12号");
}

TEST_CASE("a person's name is masked, an organisation's is shown") {
  CHECK(masked_applicant("张三") == "张*");
  CHECK(masked_applicant("张小明") == "张*明");
  CHECK(masked_applicant("买买提·艾力") == "买****力");
  CHECK(masked_applicant("𬭛小明") == "𬭛*明");
  CHECK(masked_applicant("玉林市某某食品有限公司") == "玉林市某某食品有限公司");
  CHECK(masked_applicant("福绵区中心小学") == "福绵区中心小学");
  CHECK(masked_applicant("").empty());
}

TEST_CASE("the canonical text does not depend on the order in which facts were put in") {
  CHECK(canonical_json(json::parse(R"({"b":1,"a":{"d":[1,{"z":null,"y":true}],"c":"玉"}})")) ==
        R"({"a":{"c":"玉","d":[1,{"y":true,"z":null}]},"b":1})");
  Document one, two;
  one.facts = object_of(R"({"a":"1","b":["x","y"]})");
  two.facts = object_of(R"({"b":["x","y"],"a":"1"})");
  CHECK(canonical_text(one, "t") == canonical_text(two, "t"));
}

TEST_CASE("every statement of a document changes its canonical text") {
  const Document original;
  const auto before = canonical_text(original, "t");
  const auto differs = [&](auto change) {
    Document changed;
    change(changed);
    return canonical_text(changed, "t") != before;
  };
  CHECK(differs([](Document& d) { d.number = "x"; }));
  CHECK(differs([](Document& d) { d.title = "x"; }));
  CHECK(differs([](Document& d) { d.verify_code = "x"; }));
  CHECK(differs([](Document& d) { d.issued_at += std::chrono::milliseconds{1}; }));
  CHECK(differs([](Document& d) { d.department_id = 1; }));
  CHECK(differs([](Document& d) { d.department_name = "x"; }));
  CHECK(differs([](Document& d) { d.subject_id = 1; }));
  CHECK(differs([](Document& d) { d.template_version = 2; }));
  CHECK(differs([](Document& d) { d.is_sealed = true; }));
  CHECK(differs([](Document& d) { d.type = DocumentType::grant_decision; }));
  CHECK(differs([](Document& d) { d.facts["a"] = 1; }));
  CHECK(canonical_text(original, "u") != before);
}

TEST_CASE("placeholders take facts, format dates and fall back") {
  const auto facts = object_of(R"({"name":" 甲 ","on":"2026-06-02","zh":"六月二日","n":3,"blank":"","at":"2026-06-02T10:05:00+08:00"})");
  const Scope scope{facts};
  CHECK(fill("{name}于{on:date}办理", scope) == "甲于2026年6月2日办理");
  CHECK(fill("{zh:date}", scope) == "六月二日");
  CHECK(fill("{at:instant}", scope) == "2026年6月2日 10:05");
  CHECK(fill("{n}份", scope) == "3份");
  CHECK(fill("{a}吨、{b}元", {object_of(R"({"a":0.07,"b":3000.5})")}) == "0.07吨、3000.5元");
  CHECK(fill("{none?没有}{blank?空}{none}", scope) == "没有空");
  CHECK(fill("未闭合{name", scope) == "未闭合{name");
  CHECK(fill("理由：{r}。", {object_of(R"({"r":"材料不全。"})")}) == "理由：材料不全。");
  const auto row = object_of(R"({"name":"乙"})");
  CHECK(fill("{#}{name}{n}", {facts, &row, 2}) == "2乙3");
}

TEST_CASE("a value that looks like a placeholder is printed, not filled again") {
  CHECK(fill("{a}", {object_of(R"({"a":"{b}","b":"secret"})")}) == "{b}");
}

TEST_CASE("each missing fact is named with its label; blank text is missing, an empty list is not") {
  const auto layout = parse_template(small_template);
  REQUIRE(layout);
  CHECK(check_facts(*layout, object_of(R"({"applicant_name":"甲","materials":[]})")));
  const auto missing = check_facts(*layout, object_of(R"({"applicant_name":"  "})"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().slug == "document/fact-missing");
  REQUIRE(missing.error().fields.size() == 2);
  CHECK(missing.error().fields[0].field == "/facts/applicant_name");
  CHECK(missing.error().detail.find("申请人、材料清单") != std::string::npos);
}

TEST_CASE("a template with mistakes is refused with all of them at once") {
  const auto broken = parse_template(R"json({"type":"nothing","title":"{who}","facts":[{"label":"x"}],
    "blocks":[{"kind":"poem","text":"{x}"},{"kind":"table","list":"rows","columns":[["a","b",0]]}]})json");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().slug == "document/template-invalid");
  CHECK(broken.error().fields.size() >= 8);
  CHECK(parse_template("[]").error().slug == "document/template-invalid");
  CHECK(parse_template("{").error().code == yimen::platform::ErrorCode::malformed);
}
