#include <fstream>
#include <map>
#include <sstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "domain/codes.h"
#include "domain/compare.h"
#include "domain/imported_row.h"
#include "domain/row_words.h"
#include "domain/validate.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/json.h"

using namespace yimen::catalogue;
namespace json = boost::json;
using yimen::calendar::Limit;
using yimen::calendar::LimitUnit;

namespace {

const std::map<std::string, ImportedRow>& guides() {
  static const auto rows = [] {
    std::ifstream file{YIMEN_SOURCE_DIR "/data/matters/yulin.json"};
    std::ostringstream text;
    text << file.rdbuf();
    std::map<std::string, ImportedRow> read;
    const auto file_content = json::parse(text.str());
    for (const auto& row : file_content.as_array()) {
      auto result = read_row(row);
      read.emplace(result.id, std::move(result));
    }
    return read;
  }();
  return rows;
}

const MatterVersion& guide(const std::string& id) { return guides().at(id).version; }

/// The reason of the first issue on a field that holds the words.
bool has_issue(const MatterVersion& version, std::string_view field, std::string_view words) {
  for (const auto& issue : version.issues)
    if (issue.field.starts_with(field) && issue.reason.find(words) != issue.reason.npos) return true;
  return false;
}

bool has_problem(const MatterVersion& version, std::string_view rule) {
  for (const auto& problem : validate(version))
    if (problem.rule == rule) return true;
  return false;
}

/// A guide that has all a published one needs.
MatterVersion complete_guide() {
  MatterVersion v;
  v.name = "食品经营许可";
  v.type = MatterType::licensing;
  v.department_id = 7;
  v.service_objects = {"法人"};
  v.legal_basis = {{"食品安全法", "", "第三十五条", ""}};
  v.materials = {{.key = "m1", .name = "申请书", .necessity = Necessity::necessary}};
  v.review_standard = "符合法定条件";
  v.steps = {{.name = "受理", .role = "accept"}, {.name = "决定", .role = "decide"}};
  v.promised = Limit{5, LimitUnit::working_day};
  v.statutory = Limit{20, LimitUnit::working_day};
  v.is_charged = false;
  v.window_authority = "受理权";
  return v;
}

int errors_of(const MatterVersion& version) {
  int count = 0;
  for (const auto& problem : validate(version)) count += problem.severity == Severity::error ? 1 : 0;
  return count;
}

MatterVersion with_situations() {
  MatterVersion v = complete_guide();
  v.materials = {{.key = "m1", .name = "申请书"}, {.key = "m2", .name = "平面图"}, {.key = "m3", .name = "原证", .is_on_request = true}, {.key = "m4", .name = "委托书", .is_on_request = true}};
  v.situations = {{.key = "kind", .question = "办哪一种？", .options = {{.key = "new", .text = "新办"}, {.key = "renew", .text = "延续", .materials_added = {"m3"}, .materials_removed = {"m2"}}}},
                  {.key = "agent", .question = "谁来办？", .when = "kind = \"new\"", .options = {{.key = "self", .text = "本人"}, {.key = "agent", .text = "委托", .materials_added = {"m4"}}}}};
  return v;
}

std::string keys_of(const std::vector<Material>& materials) {
  std::string keys;
  for (const auto& material : materials) keys += material.key;
  return keys;
}

}  // namespace

TEST_CASE("all 61 guides are read and none is refused") {
  CHECK(guides().size() == 61);
  for (const auto& [id, row] : guides()) {
    CAPTURE(id);
    CHECK(row.is_usable());
    CHECK_FALSE(row.version.name.empty());
  }
}

TEST_CASE("66 against 20 working days: neither is taken, both stay as stated") {
  const auto& v = guide("gx-ls-jsss");
  CHECK_FALSE(v.statutory);
  CHECK(v.statutory_raw.find("66") != v.statutory_raw.npos);
  CHECK(v.statutory_raw.find("20个工作日") != v.statutory_raw.npos);
  CHECK(has_issue(v, "statutory", "矛盾"));
  CHECK_FALSE(v.promised);
  CHECK(has_issue(v, "promised", "几个不同的时限"));
}

TEST_CASE("a step of 0 days has no limit and is listed") {
  const auto& step = guide("hn-ly-wxzj").steps.at(1);
  CHECK_FALSE(step.limit);
  CHECK(step.limit_raw == "0个工作日");
  CHECK(has_issue(guide("hn-ly-wxzj"), "steps/1", "时限写为0"));
}

TEST_CASE("hours are held as hours and set against the promise in days for the editor") {
  const auto& v = guide("hn-ld-ybz");
  CHECK(v.steps.at(0).limit == Limit{7, LimitUnit::hour});
  CHECK(has_issue(v, "steps", "以小时计"));
}

TEST_CASE("ranges and stages of several offices are not reduced to one number") {
  const auto& v = guide("zj-nb-db");
  CHECK_FALSE(v.promised);
  CHECK(v.promised_raw.find("7-10个工作日") != v.promised_raw.npos);
  CHECK(has_issue(v, "promised", "几个不同的时限"));
}

TEST_CASE("a longest limit beside the limit is listed, the limit itself is held") {
  const auto& v = guide("jx-dc-sfz");
  CHECK(v.promised == Limit{60, LimitUnit::calendar_day});
  CHECK(has_issue(v, "promised", "最长时限"));
  CHECK(has_issue(v, "promised", "另有延长"));
}

TEST_CASE("999 is a sentinel, not a limit") {
  const auto& special = guide("gd-sz-flyz").special_procedures.at(0);
  CHECK_FALSE(special.limit);
  CHECK(special.limit_raw == "999个工作日");
  CHECK(has_issue(guide("gd-sz-flyz"), "special_procedures", "占位值"));
}

TEST_CASE("fees in tiers are held one by one in fen, with their relief") {
  const auto& v = guide("js-sfz");
  REQUIRE(v.fees.size() == 4);
  CHECK(v.fees.at(1).amount_fen == 4000);
  CHECK(v.fees.at(3).amount_fen == 0);
  CHECK(v.fee_relief.find("减半") != v.fee_relief.npos);
  CHECK_FALSE(v.statutory);  // two certificates, two limits
}

TEST_CASE("日 and 工作日 stay different, and 日 is listed") {
  CHECK(guide("gx-njj-tlj").statutory == Limit{2, LimitUnit::calendar_day});
  CHECK(has_issue(guide("gx-njj-tlj"), "statutory", "工作日还是自然日"));
  CHECK(guide("gx-njj-zj").statutory == Limit{2, LimitUnit::working_day});
  CHECK_FALSE(has_issue(guide("gx-njj-zj"), "statutory", ""));
}

TEST_CASE("法定时限 without a number is kept as text, and licensing then has the law's twenty working days") {
  const auto& v = guide("he-wj-qs");
  CHECK_FALSE(v.statutory);
  CHECK(v.statutory_raw == "法定时限");
  CHECK(handling_limit(v).limit == Limit{20, LimitUnit::working_day});
  CHECK(handling_limit(v).from == HandlingLimit::From::law_default);
  CHECK(handling_limit(v).reason.find("第四十二条") != std::string::npos);
}

TEST_CASE("a class that is not stated stays absent and is derived only for handling") {
  CHECK_FALSE(guide("js-jr-cbbg").case_class);
  CHECK(guide("js-jr-cbbg").promised == Limit{0, LimitUnit::instant});
  CHECK(handled_as(guide("js-jr-cbbg")) == CaseClass::instant);
  CHECK_FALSE(guide("cq-ck-yhbz").case_class);
  CHECK(handled_as(guide("cq-ck-yhbz")) == CaseClass::joint);
  CHECK(handled_as(guide("ha-ja-ky")) == CaseClass::promised);
}

TEST_CASE("joint departments, unnamed items and the abolished class are kept and listed") {
  CHECK(guide("gx-ls-kypf").joint_departments.size() == 2);
  CHECK(guide("sd-zq-yb").is_name_inferred);
  CHECK(has_issue(guide("sd-zq-yb"), "name", "没有印出"));
  CHECK(guide("gx-xx-stnj").type == MatterType::legacy_non_licence_approval);
  CHECK(has_issue(guide("gx-xx-stnj"), "type", "已取消"));
  CHECK(has_problem(guide("gx-xx-stnj"), "type/abolished"));
}

TEST_CASE("three code systems are told apart and kept as printed") {
  CHECK(scheme_of(guide("gx-ls-jnsc").stated_code) == CodeScheme::national_impl_31);
  CHECK(scheme_of(guide("ln-lc-yyx").stated_code) == CodeScheme::handling_item_33);
  CHECK(guide("ln-lc-yyx").handling_item_code == "11211303761813006B400012201200001");
  CHECK(scheme_of(guide("gx-njj-wx").stated_code) == CodeScheme::other);
  CHECK(has_issue(guide("gx-njj-wx"), "stated_code", "D17012") == false);
  CHECK(guide("gx-njj-wx").stated_code == "D17012");
}

TEST_CASE("a special procedure longer than the statutory limit is listed") {
  CHECK(has_issue(guide("gx-ls-kypf"), "special_procedures", "还长"));
  CHECK_FALSE(guide("gx-ls-kypf").special_procedures.at(0).is_counted.has_value());
}

TEST_CASE("a stopped fee, a fee without standards and one phone for two purposes are listed") {
  CHECK(has_issue(guide("hn-hr-gwsns"), "fees", "暂停征收"));
  CHECK(has_issue(guide("hn-hn-jkz"), "fees", "没有收费项目"));
  CHECK(has_issue(guide("gx-xx-stnj"), "supervise_phone", "相同"));
}

TEST_CASE("steps that do not add up to the promise are listed, those that do are not") {
  CHECK(has_issue(guide("hn-sft-tj"), "steps", "合计"));
  CHECK_FALSE(has_issue(guide("sx-slt-stbc"), "steps", "合计"));
}

TEST_CASE("a version survives writing and reading with every element") {
  for (const auto& [id, row] : guides()) {
    CAPTURE(id);
    const auto content = content_of(row.version);
    CHECK(content_of(version_from(content)) == content);
    CHECK(lost_members(content, content_of(version_from(content))).empty());
  }
}

TEST_CASE("situation answers select materials; what one answer asks for is not taken away by another") {
  const Catalogue catalogue;
  const auto v = with_situations();
  CHECK(keys_of(catalogue.materials_for(v, {})) == "m1m2");
  CHECK(keys_of(catalogue.materials_for(v, {{"kind", "renew"}})) == "m1m3");
  CHECK(keys_of(catalogue.materials_for(v, {{"kind", "new"}, {"agent", "agent"}})) == "m1m2m4");
  // The question about the agent is not asked for a renewal, so a stale answer to it does not count.
  CHECK(keys_of(catalogue.materials_for(v, {{"kind", "renew"}, {"agent", "agent"}})) == "m1m3");
}

TEST_CASE("every question that applies wants an answer among its options") {
  const Catalogue catalogue;
  const auto v = with_situations();
  CHECK_FALSE(catalogue.check_answers(v, {}));
  CHECK_FALSE(catalogue.check_answers(v, {{"kind", "new"}}));
  CHECK_FALSE(catalogue.check_answers(v, {{"kind", "other"}}));
  CHECK_FALSE(catalogue.check_answers(v, {{"kind", json::array{"new", "renew"}}}));
  CHECK(catalogue.check_answers(v, {{"kind", "renew"}}));
  CHECK(catalogue.check_answers(v, {{"kind", "new"}, {"agent", "self"}}));
}

TEST_CASE("a complete guide has no error, and each of the eight disclosures is missed when it is gone") {
  CHECK(errors_of(complete_guide()) == 0);
  auto v = complete_guide();
  v.legal_basis.clear();
  CHECK(has_problem(v, "eight/legal_basis"));
  v = complete_guide();
  v.materials.clear();
  CHECK(has_problem(v, "eight/materials"));
  v = complete_guide();
  v.review_standard.clear();
  CHECK(has_problem(v, "eight/review_standard"));
  v = complete_guide();
  v.steps.clear();
  CHECK(has_problem(v, "eight/steps"));
  v = complete_guide();
  v.promised.reset();
  CHECK(has_problem(v, "eight/promised"));
  v = complete_guide();
  v.is_charged.reset();
  CHECK(has_problem(v, "eight/is_charged"));
  v = complete_guide();
  v.window_authority.clear();
  CHECK(has_problem(v, "eight/window_authority"));
}

TEST_CASE("audit rules find what is wrong and say where") {
  auto v = complete_guide();
  v.promised = Limit{30, LimitUnit::working_day};
  CHECK(has_problem(v, "limit/promise-longer"));
  v = complete_guide();
  v.is_charged = true;
  CHECK(has_problem(v, "fee/no-rows"));
  CHECK(has_problem(v, "fee/no-basis"));
  v = complete_guide();
  v.materials.push_back({.key = "m2", .name = "法律规定的其他材料"});
  CHECK(has_problem(v, "material/catch-all"));
  v = complete_guide();
  v.materials.push_back({.key = "m1", .name = "平面图", .necessity = Necessity::tolerable});
  CHECK(has_problem(v, "material/key"));
  CHECK(has_problem(v, "material/tolerance"));
  v = complete_guide();
  v.visit_count = 1;
  CHECK(has_problem(v, "visit/reason"));
  v.online_level = 4;
  CHECK(has_problem(v, "visit/full-online"));
  v = complete_guide();
  v.case_class = CaseClass::instant;
  CHECK(has_problem(v, "limit/instant-not-same-day"));
  v = with_situations();
  v.situations[0].options[1].materials_added = {"m9"};
  CHECK(has_problem(v, "situation/material"));
  CHECK(has_problem(complete_guide(), "faq/missing"));
}

TEST_CASE("two versions are compared by element and by material, with Chinese names") {
  auto before = complete_guide(), after = complete_guide();
  after.promised = Limit{3, LimitUnit::working_day};
  after.materials[0].copy_count = 2;
  after.materials.push_back({.key = "m2", .name = "平面图"});
  const auto changes = compare_contents(content_of(before), content_of(after));
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].at("label").as_string() == "承诺办结时限");
  CHECK(changes[1].at("label").as_string() == "申请材料");
  const auto& items = changes[1].at("items").as_array();
  REQUIRE(items.size() == 2);
  CHECK(items[0].at("changes").as_array()[0].at("label").as_string() == "复印件份数");
  CHECK(items[1].at("kind").as_string() == "added");
  CHECK(compare_contents(content_of(before), content_of(before)).empty());
}

TEST_CASE("an unknown or ill-typed member of a draft is found before it would be lost") {
  const json::object given{{"name", "甲"}, {"colour", "red"}, {"visit_count", "two"}, {"materials", json::array{json::object{{"key", "m1"}, {"size", 3}}}}};
  const auto lost = lost_members(given, content_of(version_from(given)));
  CHECK(lost == std::vector<std::string>{"/colour", "/visit_count", "/materials/0/size"});
}

TEST_CASE("codes are built and checked by their rules") {
  CHECK(is_uscc("11450721MB15580811"));
  CHECK_FALSE(is_uscc("11450721MB15580812"));
  CHECK(base_code(45, MatterType::licensing, "市场监管", 22, 0) == "450131022000");
  CHECK(impl_code("11450721MB15580811", 4, "450131022000").size() == 31);
  CHECK(impl_code("", 4, "450131022000").empty());
}

TEST_CASE("printed words are read without guessing") {
  CHECK(type_of_words("公共服务(便民)") == MatterType::public_service);
  CHECK(type_of_words("非行政许可") == MatterType::legacy_non_licence_approval);
  CHECK_FALSE(type_of_words("备案类"));
  CHECK(level_of_words("县级") == 4);
  CHECK(level_of_words("市级/隶属") == 3);
  CHECK(level_of_words("省、市、县级") == 7);
  CHECK(level_of_words("盟市级") == 3);
  CHECK(level_of_words("不详") == 0);
  CHECK(step_role("审查") == "review");
  CHECK(step_role("提交申请、审查、出具受理通知书").empty());
  CHECK_FALSE(is_catch_all("与申请法律援助事项有关的材料"));
}
