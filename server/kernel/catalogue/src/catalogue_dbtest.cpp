#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/editing.h"
#include "store/matter_lists.h"
#include "yimen/catalogue/module.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/trail/trail.h"

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}

using namespace yimen::catalogue;
namespace json = boost::json;
namespace platform = yimen::platform;
using platform::Actor;
using platform::Database;
using platform::Result;
using platform::Tx;
using yimen::calendar::Limit;
using yimen::calendar::LimitUnit;

namespace {

constexpr std::int64_t yulin = 450900000000, yuzhou = 450902000000;
const std::string data_dir = YIMEN_SOURCE_DIR "/data";

std::string file_text(const std::string& path) {
  std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Every category has a department in every place, but 未知类别.
DepartmentRef any_department(Tx&, std::int64_t region, std::string_view category) {
  if (category == "未知类别" || category.empty()) return {};
  return {region / 1000 + static_cast<std::int64_t>(category.size()), fmt::format("{}{}局", region == yulin ? "玉林市" : "某县", category),
          "11450900MB15580811", region == yulin ? "玉林市" : "某县", "0775-2800000", "玉林市某路1号"};
}

ImportOptions options_of(bool with_counties) {
  ImportOptions options{.region_code = yulin, .department = any_department};
  if (with_counties) options.county_codes = {450902000000, 450903000000, 450921000000, 450922000000, 450923000000, 450924000000, 450981000000};
  return options;
}

Actor staff(std::int64_t id, const std::string& name) {
  Actor actor;
  actor.kind = platform::ActorKind::staff;
  actor.id = platform::UserId{id};
  actor.name = name;
  actor.scope_low = yulin;
  actor.scope_high = 451000000000;
  actor.all_departments = true;
  return actor;
}
const Actor editor = staff(11, "甲"), publisher = staff(12, "乙");

template <class Work>
auto write(Database& db, Work work) {
  return db.transact([&](Tx& tx) -> Result<std::invoke_result_t<Work, Tx&>> { return work(tx); });
}

ImportReport import_text(Database& db, const std::string& text, bool with_counties = false) {
  auto report = import_matters_text(db, platform::system_actor(), text, options_of(with_counties), {});
  REQUIRE(report);
  return *report;
}

std::int64_t count(Database& db, std::string sql) {
  return db.read([&](Tx& tx) { return tx.scalar<std::int64_t>(sql).value_or(-1); });
}

bool reports(const ImportReport& report, int row, std::string_view field, Severity severity) {
  for (const auto& problem : report.problems)
    if (problem.row == row && problem.field == field && problem.severity == severity) return true;
  return false;
}

store::MatterRow matter_named(Database& db, const std::string& name, std::int64_t region = yulin) {
  const auto row = db.read([&](Tx& tx) {
    return tx.find("select " + store::matter_columns + " from matter m where m.name = ? and m.region_code = ?", store::matter_from, name, region);
  });
  REQUIRE(row);
  return *row;
}

/// A guide that may be published, as a row of an import file.
const std::string good_row = R"json({"id": "ok-1", "name": "测试许可", "item_type": "行政许可", "department_category": "水利", "level": "县级",
  "legal_basis": [{"law": "水法", "number": null, "article": "第七条"}], "target": ["法人"], "conditions": ["符合规划"],
  "materials": [{"name": "申请书", "required": true}], "steps": [{"name": "受理", "limit": 1, "unit": "工作日"}],
  "promised_limit": {"raw": "5个工作日", "value": 5, "unit": "工作日"}, "fee": {"charged": false, "raw": "不收费", "standards": []}})json";

/// The one matter of good_row, published once by another person.
store::MatterRow publish_good(Database& db) {
  import_text(db, "[" + good_row + "]");
  auto matter = matter_named(db, "测试许可");
  auto content = *write(db, [&](Tx& tx) { return content_of(store::version_of(*newest_version(tx, matter), matter)); });
  content["window_authority"] = "受理权";
  matter = *db.transact([&](Tx& tx) { return save_draft(tx, editor, {matter.id, matter.revision, content, "补窗口权限"}); });
  matter = *db.transact([&](Tx& tx) { return submit_draft(tx, editor, matter.id, matter.revision); });
  matter = *db.transact([&](Tx& tx) { return publish_draft(tx, publisher, matter.id, matter.revision, {}); });
  return matter;
}

}  // namespace

#define CATALOGUE_TEST(sentence) YIMEN_DB_TEST(sentence, yimen::migrations::trail(), yimen::migrations::catalogue())

CATALOGUE_TEST("all 61 guides load, county guides in every county of one base item, and loading again changes nothing") {
  const auto text = file_text(data_dir + "/matters/yulin.json");
  const auto report = import_text(db, text, true);
  CHECK(report.rows == 61);
  CHECK(report.loaded == 61);
  for (const auto& problem : report.problems) CHECK_MESSAGE(problem.severity != Severity::error, to_line(problem));
  CHECK(count(db, "select count(*) from matter_base") == 61);
  // 41 guides name the county level; each has its city instance and seven more.
  CHECK(report.instances == 61 + 7 * 41);
  CHECK(count(db, "select count(*) from matter") == report.instances);
  CHECK(count(db, "select count(distinct base_id) from matter where region_code = 450902000000") == 41);
  CHECK(count(db, "select count(*) from matter where length(impl_code) = 31") == report.instances);
  CHECK(count(db, "select count(*) from matter where open_issues > 0") > 200);

  const auto again = import_text(db, text, true);
  CHECK(again.instances == 0);
  CHECK(again.unchanged == report.instances);
  CHECK(count(db, "select count(*) from matter_version") == report.instances);
}

CATALOGUE_TEST("a second file of the same shape with other content loads; good rows load beside bad ones, each bad one with row, field and reason") {
  const auto report = import_text(db, R"json([
    {"id": "b-1", "name": "成品油零售经营资格审批", "item_type": "行政许可", "department_category": "商务", "level": "市级", "statutory_limit": "20个工作日",
     "promised_limit": {"raw": "一个半月"}, "colour": {"a": 1}, "conditions": "合法经营", "legal_basis": ["成品油市场管理办法"],
     "fee": {"charged": "是", "raw": "每件 12.5 元", "standards": [{"item": "工本费", "amount": 12.5, "unit": "元/件"}, {"item": "检测费", "amount": "按市场价"}]},
     "materials": [{"name": "申请表 𠮷 😀", "form": "电子", "original_count": "两份", "weight": 3}, "身份证"], "on_site_visits": -1, "consult_phone": 123456},
    {"name": "没有编号"},
    {"id": "b-3", "name": "  "},
    "不是对象",
    {"id": "b-1", "name": "重复编号"},
    {"id": "b-6", "name": "只有名称和编号", "item_type": "备案类"},
    {"id": "b-7", "name": "没有部门的事项", "department_category": "未知类别"}
  ])json");
  CHECK(report.rows == 7);
  CHECK(report.loaded == 3);
  CHECK(reports(report, 1, "colour", Severity::info));
  CHECK(reports(report, 1, "conditions", Severity::warning));
  CHECK(reports(report, 1, "fee/charged", Severity::warning));
  CHECK(reports(report, 1, "materials/0/original_count", Severity::warning));
  CHECK(reports(report, 1, "materials/1", Severity::warning));
  CHECK(reports(report, 1, "on_site_visits", Severity::warning));
  CHECK(reports(report, 1, "consult_phone", Severity::warning));
  CHECK(reports(report, 2, "id", Severity::error));
  CHECK(reports(report, 3, "name", Severity::error));
  CHECK(reports(report, 4, "", Severity::error));
  CHECK(reports(report, 5, "id", Severity::error));
  CHECK(reports(report, 7, "department_category", Severity::warning));

  const auto matter = matter_named(db, "成品油零售经营资格审批");
  const auto version = *write(db, [&](Tx& tx) { return store::version_of(*newest_version(tx, matter), matter); });
  CHECK(version.statutory == Limit{20, LimitUnit::working_day});
  CHECK_FALSE(version.promised);
  CHECK(version.promised_raw == "一个半月");
  CHECK(version.fees.at(0).amount_fen == 1250);
  CHECK_FALSE(version.fees.at(1).amount_fen);
  CHECK(version.fees.at(1).standard_raw == "按市场价");
  CHECK(version.materials.at(0).name == "申请表 𠮷 😀");
  CHECK(version.consult_phone == "123456");
  CHECK(version.extra.contains("colour"));
  CHECK(version.extra.at("on_site_visits") == json::value(-1));
  CHECK(version.extra.at("materials/1") == json::value("身份证"));
  CHECK(matter_named(db, "只有名称和编号").type == MatterType::unstated);
  CHECK(matter_named(db, "没有部门的事项").department_id == 0);
}

CATALOGUE_TEST("a file that is no JSON is refused with line and column, and nothing is stored") {
  const auto broken = import_matters_text(db, platform::system_actor(), "[\n  {\"id\": \"a\",\n   \"name\": }\n]", options_of(false), {});
  REQUIRE_FALSE(broken);
  CHECK(broken.error().code == platform::ErrorCode::malformed);
  CHECK_MESSAGE(broken.error().detail.find("3") != std::string::npos, broken.error().detail);
  CHECK_FALSE(import_matters_text(db, platform::system_actor(), "{\"a\": 1}", options_of(false), {}));
  CHECK_FALSE(import_matters_text(db, platform::system_actor(), "", options_of(false), {}));
  CHECK_FALSE(import_matters(db, platform::system_actor(), "/nowhere/matters.json", options_of(false), {}));
  CHECK(count(db, "select count(*) from matter") == 0);
}

CATALOGUE_TEST("the same id with other content makes a new draft; the published version stays as it is") {
  const auto published = publish_good(db);
  Catalogue catalogue;
  const auto before = *db.read([&](Tx& tx) { return catalogue.current(tx, published.id); });
  CHECK(before->promised == Limit{5, LimitUnit::working_day});

  auto changed = good_row;
  changed.replace(changed.find("5个工作日"), std::string("5个工作日").size(), "3个工作日");
  changed.replace(changed.find("\"value\": 5"), 10, "\"value\": 3");
  const auto report = import_text(db, "[" + changed + "]");
  CHECK(report.instances == 1);
  const auto matter = matter_named(db, "测试许可");
  REQUIRE(matter.draft);
  CHECK(matter.current == published.current);
  const auto after = *db.read([&](Tx& tx) { return catalogue.current(tx, published.id); });
  CHECK(after->promised == Limit{5, LimitUnit::working_day});
  const auto draft = *db.read([&](Tx& tx) { return catalogue.version(tx, *matter.draft); });
  CHECK(draft->promised == Limit{3, LimitUnit::working_day});
  CHECK(draft->version == before->version + 1);
}

CATALOGUE_TEST("an open case keeps its version when another is published, and the old one is retired with its last day") {
  auto matter = publish_good(db);
  const auto old_id = *matter.current;
  Catalogue catalogue;
  const auto held = *db.read([&](Tx& tx) { return catalogue.version(tx, old_id); });
  auto content = content_of(*held);
  content["promised"] = limit_json({2, LimitUnit::working_day});
  clock.advance(std::chrono::hours{24});
  matter = *db.transact([&](Tx& tx) { return save_draft(tx, editor, {matter.id, matter.revision, content, "缩短"}); });
  matter = *db.transact([&](Tx& tx) { return submit_draft(tx, editor, matter.id, matter.revision); });
  matter = *db.transact([&](Tx& tx) { return publish_draft(tx, publisher, matter.id, matter.revision, {}); });
  const auto now = *db.read([&](Tx& tx) { return catalogue.current(tx, matter.id); });
  CHECK(now->promised == Limit{2, LimitUnit::working_day});
  const auto kept = *db.read([&](Tx& tx) { return catalogue.version(tx, old_id); });
  CHECK(kept->promised == Limit{5, LimitUnit::working_day});
  CHECK(kept->state == VersionState::retired);
  CHECK(kept->retired_on == now->effective_on);
  CHECK(content_of(*kept) == content_of(*held));
}

CATALOGUE_TEST("a version published for a later day comes into force on that day") {
  auto matter = publish_good(db);
  Catalogue catalogue;
  auto content = content_of(**db.read([&](Tx& tx) { return catalogue.current(tx, matter.id); }));
  content["promised"] = limit_json({1, LimitUnit::working_day});
  matter = *db.transact([&](Tx& tx) { return save_draft(tx, editor, {matter.id, matter.revision, content, ""}); });
  matter = *db.transact([&](Tx& tx) { return submit_draft(tx, editor, matter.id, matter.revision); });
  const auto day = platform::add_days(clock.today(), 10);
  const auto past = db.transact([&](Tx& tx) { return publish_draft(tx, publisher, matter.id, matter.revision, platform::add_days(clock.today(), -1)); });
  REQUIRE_FALSE(past);
  CHECK(past.error().slug == "catalogue/effective-in-the-past");
  matter = *db.transact([&](Tx& tx) { return publish_draft(tx, publisher, matter.id, matter.revision, day); });
  const auto promised = [&] { return (*db.read([&](Tx& tx) { return catalogue.current(tx, matter.id); }))->promised->length; };
  CHECK(promised() == 5);
  clock.advance(std::chrono::hours{24 * 10});
  CHECK(promised() == 1);  // the day decides, even before the daily job
  CHECK(*write(db, [](Tx& tx) { return activate_due(tx); }) == 1);
  CHECK(promised() == 1);
  CHECK(matter_named(db, "测试许可").promised_text == "1个工作日");
  CHECK(write(db, [](Tx& tx) { return activate_due(tx); }).value() == 0);
}

CATALOGUE_TEST("who edited or submitted cannot publish, and what is not complete cannot be submitted") {
  import_text(db, "[" + good_row + "]");
  auto matter = matter_named(db, "测试许可");
  const auto incomplete = db.transact([&](Tx& tx) { return submit_draft(tx, editor, matter.id, matter.revision); });
  REQUIRE_FALSE(incomplete);
  CHECK(incomplete.error().slug == "catalogue/not-publishable");
  REQUIRE(incomplete.error().fields.size() == 1);
  CHECK(incomplete.error().fields[0].field == "/content/window_authority");

  auto content = *write(db, [&](Tx& tx) { return content_of(store::version_of(*newest_version(tx, matter), matter)); });
  content["window_authority"] = "受理权";
  matter = *db.transact([&](Tx& tx) { return save_draft(tx, editor, {matter.id, matter.revision, content, ""}); });
  matter = *db.transact([&](Tx& tx) { return submit_draft(tx, editor, matter.id, matter.revision); });
  const auto alone = db.transact([&](Tx& tx) { return publish_draft(tx, editor, matter.id, matter.revision, {}); });
  REQUIRE_FALSE(alone);
  CHECK(alone.error().slug == "catalogue/second-person");
  matter = *db.transact([&](Tx& tx) { return return_draft(tx, publisher, matter.id, matter.revision, "时限依据不清"); });
  const auto early = db.transact([&](Tx& tx) { return publish_draft(tx, publisher, matter.id, matter.revision, {}); });
  REQUIRE_FALSE(early);
  CHECK(early.error().slug == "catalogue/draft-state");
  const auto trail = db.read([&](Tx& tx) { return yimen::trail::of_subject(tx, "matter", matter.id.value()); });
  REQUIRE(trail.size() == 4);  // import, edit, submit, return
  CHECK(trail.back().action == "catalogue.return");
  CHECK(trail.back().text.find("时限依据不清") != std::string::npos);
}

CATALOGUE_TEST("a stale revision, an unknown member, a base element and a foreign place are refused") {
  import_text(db, "[" + good_row + "]", true);
  const auto matter = matter_named(db, "测试许可");
  const auto content = *write(db, [&](Tx& tx) { return content_of(store::version_of(*newest_version(tx, matter), matter)); });
  const auto slug_of = [&](const Actor& actor, int revision, json::object changed) -> std::string {
    const auto result = db.transact([&](Tx& tx) { return save_draft(tx, actor, {matter.id, revision, changed, ""}); });
    return result ? "" : result.error().slug;
  };
  CHECK(slug_of(editor, matter.revision - 1, content) == "catalogue/changed-meanwhile");
  auto changed = content;
  changed["colour"] = "red";
  CHECK(slug_of(editor, matter.revision, changed) == "catalogue/content-not-understood");
  changed = content;
  changed["name"] = "另一个名称";
  CHECK(slug_of(editor, matter.revision, changed) == "catalogue/base-element");
  auto stranger = editor;
  stranger.scope_low = 450100000000;
  stranger.scope_high = 450200000000;
  CHECK(slug_of(stranger, matter.revision, content) == "catalogue/out-of-scope");
  auto colleague = editor;
  colleague.all_departments = false;
  colleague.department_id = matter.department_id + 1;
  CHECK(slug_of(colleague, matter.revision, content) == "catalogue/out-of-scope");
  CHECK(slug_of(editor, matter.revision, content).empty());
}

CATALOGUE_TEST("a suspended matter is not offered until it is resumed, a cancelled one never again") {
  auto matter = publish_good(db);
  Catalogue catalogue;
  const auto current_slug = [&]() -> std::string {
    const auto result = db.read([&](Tx& tx) { return catalogue.current(tx, matter.id); });
    return result ? "" : result.error().slug;
  };
  const auto found = [&] { return db.read([&](Tx& tx) { return catalogue.find(tx, {.words = "测试许可"}).items.size(); }); };
  const auto set = [&](MatterStatus to) {
    auto result = db.transact([&](Tx& tx) { return change_status(tx, publisher, {matter.id, matter.revision, to, "系统升级"}); });
    if (result) matter = *result;
    return result ? std::string() : result.error().slug;
  };
  CHECK(found() == 1);
  CHECK(set(MatterStatus::suspended).empty());
  CHECK(current_slug() == "catalogue/suspended");
  CHECK(found() == 0);
  CHECK(set(MatterStatus::suspended) == "catalogue/status-already");
  CHECK(set(MatterStatus::in_force).empty());
  CHECK(current_slug().empty());
  CHECK(found() == 1);
  CHECK(set(MatterStatus::cancelled).empty());
  CHECK(current_slug() == "catalogue/cancelled");
  CHECK(set(MatterStatus::in_force) == "catalogue/cancelled-is-final");
}

CATALOGUE_TEST("an editor settles what could not be held; on a published matter this begins the next version") {
  import_text(db, file_text(data_dir + "/matters/yulin.json"));
  auto matter = matter_named(db, "全民健身设施拆迁或者改变用途批准");
  const auto issues_before = matter.open_issues;
  const auto index_of = [&](std::string_view field) {
    const auto version = *write(db, [&](Tx& tx) { return store::version_of(*newest_version(tx, matter), matter); });
    for (std::size_t i = 0; i < version.issues.size(); ++i)
      if (version.issues[i].field == field) return i;
    return std::size_t{999};
  };
  const auto issue = index_of("statutory");
  matter = *db.transact([&](Tx& tx) {
    return settle_issue(tx, editor, {matter.id, matter.revision, issue, "依条例第二十七条按20个工作日", Limit{20, LimitUnit::working_day}});
  });
  const auto version = *write(db, [&](Tx& tx) { return store::version_of(*newest_version(tx, matter), matter); });
  CHECK(version.statutory == Limit{20, LimitUnit::working_day});
  CHECK(version.issues[index_of("statutory")].is_settled);
  CHECK(version.issues[index_of("statutory")].settled_by == "甲");
  CHECK(version.statutory_raw.find("66") != std::string::npos);
  CHECK(matter.open_issues == issues_before - 1);
  const auto nothing = db.transact([&](Tx& tx) { return settle_issue(tx, editor, {matter.id, matter.revision, 998, "无", {}}); });
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().slug == "catalogue/no-such-issue");
}

CATALOGUE_TEST("places that share a base item are compared, and a difference is named") {
  import_text(db, "[" + good_row + "]", true);
  const auto city = matter_named(db, "测试许可");
  auto county = matter_named(db, "测试许可", yuzhou);
  CHECK(county.base == city.base);
  CHECK((*write(db, [&](Tx& tx) { return consistency_of(tx, city.base); })).at("is_consistent").as_bool());
  auto content = *write(db, [&](Tx& tx) { return content_of(store::version_of(*newest_version(tx, county), county)); });
  content["promised"] = limit_json({9, LimitUnit::working_day});
  county = *db.transact([&](Tx& tx) { return save_draft(tx, editor, {county.id, county.revision, content, ""}); });
  const auto report = *write(db, [&](Tx& tx) { return consistency_of(tx, city.base); });
  CHECK_FALSE(report.at("is_consistent").as_bool());
  for (const auto& instance : report.at("instances").as_array()) {
    const auto& differences = instance.at("differences").as_array();
    if (instance.at("matter_id").as_string() == json::string(county.id.str())) CHECK(differences.at(0).at("label").as_string() == "承诺办结时限");
    else CHECK(differences.empty());
  }
}

CATALOGUE_TEST("the staff list pages by key without losing or repeating a row, within the scope") {
  import_text(db, file_text(data_dir + "/matters/yulin.json"), true);
  const auto walk = [&](store::StaffQuery query) {
    std::vector<std::int64_t> seen;
    for (int pages = 0; pages < 100; ++pages) {
      const auto page = db.read([&](Tx& tx) { return store::list_for_staff(tx, query); });
      for (const auto& item : page.items) seen.push_back(item.id.value());
      if (!page.next) break;
      query.after = *page.next;
    }
    return seen;
  };
  auto all = walk({.scope = {yulin, 451000000000}, .limit = 37});
  CHECK(all.size() == 348);
  std::sort(all.begin(), all.end());
  CHECK(std::adjacent_find(all.begin(), all.end()) == all.end());
  CHECK(walk({.scope = store::range_of(yuzhou), .limit = 10}).size() == 41);
  CHECK(walk({.scope = {yulin, 451000000000}, .words = "qushuixuke", .limit = 50}).size() > 0);
  CHECK(walk({.scope = {yulin, 451000000000}, .words = "100%", .limit = 50}).empty());
  CHECK(walk({.scope = {yulin, 451000000000}, .stage = "published"}).empty());
}

CATALOGUE_TEST("the demonstration's catalogue loads once, publishes what is fit and finds it by everyday words in under 50 ms") {
  const auto report = load_matters(db, data_dir, any_department, {});
  if (!report) MESSAGE(report.error().detail);
  REQUIRE(report);
  CHECK(report->loaded == 61);
  const auto published = count(db, "select count(*) from matter where region_code = 450900000000 and current_version_id is not null");
  CHECK(published == 45);
  const auto again = load_matters(db, data_dir, any_department, {});
  REQUIRE(again);
  CHECK(again->instances == 0);

  Catalogue catalogue;
  const auto top = [&](const std::string& words, std::int64_t region = 0) {
    const auto started = std::chrono::steady_clock::now();
    const auto page = db.read([&](Tx& tx) { return catalogue.find(tx, {.words = words, .region_code = region, .limit = 10}); });
    const auto ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - started).count();
    if (ms > 50) MESSAGE("search for " << words << " took " << ms << " ms");
    return page.items.empty() ? std::string() : page.items.front().name;
  };
  CHECK(top("开饭店") == "食品经营许可证(销售类)登记");
  CHECK(top("开 饭 店") == "食品经营许可证(销售类)登记");
  CHECK(top("我想开饭店怎么办") == "食品经营许可证(销售类)登记");
  CHECK(top("取水许可") == "取水许可");
  CHECK(top("qushuixuke") == "取水许可");
  CHECK(top("qsxk") == "取水许可");
  CHECK(top("低保") == "最低生活保障金的给付");
  CHECK(top("跑货运", yuzhou).empty());  // the guide names no level, so only the city has it
  CHECK(top("跑货运") == "道路普通货物运输经营许可");
  CHECK(top("上户口") == "居民身份证、居民户口簿办理(收费)");
  CHECK(top("身份正").find("身份证") != std::string::npos);
  CHECK(top("取水许可", yuzhou) == "取水许可");
  CHECK(top("zzzzzz").empty());

  const auto page_of_event = db.read([&](Tx& tx) { return catalogue.find(tx, {.life_event = "open_restaurant"}); });
  CHECK(page_of_event.items.size() == 4);
  const auto event_for = [&](const std::string& words) {
    const auto found = db.read([&](Tx& tx) { return catalogue.life_events_for(tx, words); });
    return found.empty() ? std::string() : found.front().name;
  };
  for (const auto* words : {"开公司", "我想注册公司怎么办", "企业开办", "kgs", "kaigongsi"}) CHECK_MESSAGE(event_for(words) == "企业开办", words);
  CHECK(event_for("开饭店") == "开饭店");
  CHECK(event_for("公").empty());
  CHECK(event_for("火星移民").empty());
  const auto topic = db.read([&](Tx& tx) { return catalogue.find(tx, {.topic = "c:010"}); });
  CHECK(topic.items.size() >= 6);
  const auto suggestions = db.read([&](Tx& tx) { return catalogue.suggest(tx, "开饭", 0); });
  REQUIRE_FALSE(suggestions.empty());
  CHECK(suggestions.front() == "开饭店");

  const auto food = matter_named(db, "食品经营许可证(销售类)登记");
  const auto version = *db.read([&](Tx& tx) { return catalogue.current(tx, food.id); });
  CHECK(version->situations.size() == 3);
  CHECK(version->is_demo);
  CHECK(version->process_key == "handler-reviewer-approver");
  const auto renew = catalogue.materials_for(*version, {{"kind", "renew"}, {"agent", "self"}});
  CHECK(std::none_of(renew.begin(), renew.end(), [](auto& m) { return m.key == "m3" || m.key == "m6"; }));
  CHECK(std::any_of(renew.begin(), renew.end(), [](auto& m) { return m.key == "a1"; }));
  const auto guide = guide_json(*version, store::summary_of(food));
  CHECK(guide.at("eight_disclosures").as_array().size() == 8);
  CHECK(guide.at("facts").at("visit_count") == json::value(0));
}

CATALOGUE_TEST("looking at a guide writes nothing; what was counted is stored together and orders the lists") {
  const auto matter = publish_good(db);
  const auto stored = [&] { return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select view_count from matter where id = ?", matter.id); }); };
  Catalogue catalogue;
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i)
      readers.emplace_back([&] {
        for (int n = 0; n < 25; ++n) catalogue.note_view(matter.id);
      });
  }
  const auto before = stored();
  CHECK(catalogue.store_views(db) == 1);
  CHECK(stored() == before + 100);
  CHECK(catalogue.store_views(db) == 0);
  CHECK(stored() == before + 100);
  CHECK(db.read([&](Tx& tx) { return catalogue.find(tx, {}).items.front().view_count; }) == before + 100);
}
