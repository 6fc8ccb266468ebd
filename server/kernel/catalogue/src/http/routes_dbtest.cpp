#include <map>

#include <boost/json.hpp>

#include "http/routes.h"
#include "yimen/platform/json.h"
#include "yimen/platform/testing/db_fixture.h"

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}

using namespace yimen::catalogue;
namespace json = boost::json;
namespace platform = yimen::platform;
using platform::Database;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Tx;

namespace {

DepartmentRef one_department(Tx&, std::int64_t, std::string_view category) {
  return {category == "水利" ? 70 : 71, std::string(category) + "局", "11450900MB15580811", "玉林市", "0775-2800000", ""};
}

/// The routes called as the HTTP edge calls them, without the socket; every answer is held against its declaration.
struct Desk {
  explicit Desk(Database& database) : db{database} { add_routes(routes, catalogue, db, one_department); }

  Result<Response> call(const std::string& operation, std::vector<std::pair<std::string, std::string>> path, json::object body = {}, int revision = 0,
                        std::vector<std::pair<std::string, std::string>> query = {}) {
    for (const auto& route : routes.all()) {
      if (route->operation_id != operation) continue;
      Request request;
      request.path_values = std::move(path);
      request.query_values = std::move(query);
      if (revision > 0) request.headers.emplace_back("if-match", "\"" + std::to_string(revision) + "\"");
      request.set_actor(actor);
      if (const auto checked = route->body.check(body); !route->body.is_nothing() && !checked) return tl::make_unexpected(checked.error());
      request.set_body(std::make_shared<json::value>(body));
      auto answer = route->read    ? db.read([&](Tx& tx) { return route->read(request, tx); })
                    : route->plain ? route->plain(request)
                                   : db.transact([&](Tx& tx) { return route->command(request, tx); });
      if (answer && !answer->body.empty() && answer->body.front() == '{') {
        const auto held = route->answers.front().second.check(json::parse(answer->body));
        CHECK_MESSAGE(held.has_value(), operation << " " << (held ? "" : held.error().fields.front().field + held.error().fields.front().detail));
      }
      return answer;
    }
    FAIL("no route " << operation);
    return platform::fail(platform::ErrorCode::internal, "test/no-route", "");
  }
  json::object ask(const std::string& operation, std::vector<std::pair<std::string, std::string>> path, json::object body = {}, int revision = 0,
                   std::vector<std::pair<std::string, std::string>> query = {}) {
    auto answer = call(operation, std::move(path), std::move(body), revision, std::move(query));
    if (!answer) MESSAGE(operation << ": " << answer.error().slug << " " << answer.error().detail);
    REQUIRE(answer);
    return json::parse(answer->body).as_object();
  }
  void act_as(std::int64_t id, const std::string& name) {
    actor.kind = platform::ActorKind::staff;
    actor.id = platform::UserId{id};
    actor.name = name;
    actor.scope_low = 450900000000;
    actor.scope_high = 451000000000;
    actor.all_departments = true;
  }

  Database& db;
  Catalogue catalogue;
  platform::Routes routes;
  platform::Actor actor;
};

const json::object complete_content{
    {"name", "测试取水"}, {"type", "licensing"}, {"service_objects", json::array{"法人"}}, {"legal_basis", json::array{json::object{{"law", "水法"}, {"article", "第七条"}}}},
    {"materials", json::array{json::object{{"key", "m1"}, {"name", "申请书"}, {"necessity", "necessary"}}}}, {"review_standard", "符合规划"},
    {"steps", json::array{json::object{{"name", "受理"}, {"role", "accept"}}}}, {"promised", json::object{{"length", 3}, {"unit", "working_day"}}},
    {"is_charged", false}, {"window_authority", "受理权"}};

int revision_of(const json::object& answer) { return static_cast<int>(answer.at("revision").as_int64()); }
std::string id_of(const json::object& answer) { return std::string(answer.at("id").as_string()); }

}  // namespace

#define ROUTES_TEST(sentence) YIMEN_DB_TEST(sentence, yimen::migrations::trail(), yimen::migrations::catalogue())

ROUTES_TEST("a matter goes from a new draft over review to the public guide through the routes") {
  Desk desk{db};
  desk.act_as(1, "甲");
  auto matter = desk.ask("createMatter", {}, {{"region_code", "450900000000"}, {"category", "水利"}, {"content", complete_content}});
  const std::pair<std::string, std::string> at{"matter_id", id_of(matter)};
  CHECK(matter.at("is_published").as_bool() == false);
  CHECK(matter.at("impl_code").as_string().size() == 31);
  CHECK_FALSE(desk.call("getGuide", {at}));

  const auto without_version = desk.call("saveMatterDraft", {at}, {{"content", complete_content}});
  REQUIRE_FALSE(without_version);
  CHECK(without_version.error().code == platform::ErrorCode::precondition_required);
  auto changed = complete_content;
  changed["conditions"] = json::array{"有取水用途"};
  matter = desk.ask("saveMatterDraft", {at}, {{"content", changed}, {"note", "补条件"}}, revision_of(matter));
  const auto detail = desk.ask("getMatter", {at});
  CHECK(detail.at("content").at("conditions").as_array().size() == 1);
  CHECK(desk.ask("validateMatter", {at}).at("is_publishable").as_bool());
  matter = desk.ask("submitMatter", {at}, {}, revision_of(matter));
  const auto alone = desk.call("publishMatter", {at}, {}, revision_of(matter));
  REQUIRE_FALSE(alone);
  CHECK(alone.error().slug == "catalogue/second-person");
  desk.act_as(2, "乙");
  matter = desk.ask("publishMatter", {at}, {}, revision_of(matter));
  CHECK(matter.at("is_published").as_bool());

  const auto guide = desk.ask("getGuide", {at});
  CHECK(guide.at("name").as_string() == "测试取水");
  CHECK(guide.at("facts").at("promised_text").as_string() == "3个工作日");
  CHECK(desk.ask("selectMaterials", {at}).at("materials").as_array().size() == 1);
  CHECK(desk.ask("listPublicMatters", {}, {}, 0, {{"q", "测试取水"}}).at("items").as_array().size() == 1);
  CHECK(desk.ask("listPublicMatters", {}, {}, 0, {{"region", "450902000000"}}).at("items").as_array().empty());
  CHECK(desk.ask("listPublicMatters", {}, {}, 0, {{"region", "450900000000"}, {"subtree", "true"}, {"type", "licensing"}}).at("total").as_int64() == 1);
  CHECK_FALSE(desk.call("listPublicMatters", {}, {}, 0, {{"region", "4509"}}));
  CHECK_FALSE(desk.call("listPublicMatters", {}, {}, 0, {{"type", "magic"}}));
  CHECK(desk.ask("suggestMatters", {}, {}, 0, {{"q", "取水"}}).at("items").as_array().size() == 1);

  changed["promised"] = json::object{{"length", 2}, {"unit", "working_day"}};
  matter = desk.ask("saveMatterDraft", {at}, {{"content", changed}}, revision_of(matter));
  const auto comparison = desk.ask("compareMatterVersions", {at});
  REQUIRE(comparison.at("changes").as_array().size() == 1);
  CHECK(comparison.at("changes").as_array()[0].at("label").as_string() == "承诺办结时限");
  CHECK(desk.ask("listMatterVersions", {at}).at("items").as_array().size() == 2);
  CHECK(desk.ask("getMatterVersion", {at, {"version", "1"}}).at("content").at("promised").at("length") == json::value(3));
  matter = desk.ask("discardMatterDraft", {at}, {}, revision_of(matter));
  matter = desk.ask("transferMatter", {at}, {{"category", "农业农村"}, {"reason", "机构改革划转"}}, revision_of(matter));
  CHECK(matter.at("department").at("name").as_string() == "农业农村局");
  matter = desk.ask("setMatterStatus", {at}, {{"status", "suspended"}, {"reason", "升级"}}, revision_of(matter));
  CHECK_FALSE(desk.call("getGuide", {at}));
  CHECK(desk.ask("listMatters", {}, {}, 0, {{"status", "suspended"}, {"q", "测试"}}).at("items").as_array().size() == 1);
  CHECK(desk.ask("getMatterConsistency", {at}).at("is_consistent").as_bool());
  CHECK(desk.ask("listMatterConsistency", {}).at("items").as_array().size() == 1);
}

ROUTES_TEST("import reports rows and fields, export gives a spreadsheet without formulas") {
  Desk desk{db};
  desk.act_as(1, "甲");
  const auto report = desk.ask("importMatters", {}, {{"region_code", "450900000000"},
      {"rows", json::array{json::object{{"id", "r1"}, {"name", "=1+1"}, {"item_type", "公共服务"}, {"department_category", "水利"}}, json::object{{"id", "r2"}}}}});
  CHECK(report.at("loaded").as_int64() == 1);
  bool has_name_problem = false;
  for (const auto& problem : report.at("problems").as_array())
    has_name_problem = has_name_problem || (problem.at("row").as_int64() == 2 && problem.at("field").as_string() == "name" && problem.at("severity").as_string() == "error");
  CHECK(has_name_problem);
  const auto csv = desk.call("exportMatters", {});
  REQUIRE(csv);
  CHECK(csv->body.find("\"'=1+1\"") != std::string::npos);
  const auto full = desk.call("exportMatters", {}, {}, 0, {{"format", "json"}});
  REQUIRE(full);
  CHECK(json::parse(full->body).as_array()[0].at("content").at("name").as_string() == "=1+1");
  desk.actor.scope_low = 450100000000;
  desk.actor.scope_high = 450200000000;
  const auto elsewhere = desk.call("importMatters", {}, {{"region_code", "450900000000"}, {"rows", json::array{}}});
  REQUIRE_FALSE(elsewhere);
  CHECK(elsewhere.error().code == platform::ErrorCode::forbidden);
  CHECK(desk.ask("listMatters", {}).at("items").as_array().empty());
}

ROUTES_TEST("life events and topics of the demonstration have names and counts") {
  REQUIRE(load_matters(db, YIMEN_SOURCE_DIR "/data", one_department, {}));
  Desk desk{db};
  const auto events = desk.ask("listLifeEvents", {}).at("items").as_array();
  CHECK(events.size() >= 12);
  for (const auto& event : events) CHECK(event.at("matter_count").as_int64() > 0);
  const auto topics = desk.ask("listMatterTopics", {}, {}, 0, {{"region", "450900000000"}}).at("items").as_array();
  CHECK(topics.size() > 30);
  for (const auto& topic : topics) CHECK(topic.at("name").as_string() != topic.at("topic").as_string());
  CHECK(desk.ask("listPublicMatters", {}, {}, 0, {{"life_event", "开饭店"}}).at("total").as_int64() == 4);
  CHECK(desk.ask("listPublicMatters", {}, {}, 0, {{"audience", "person"}, {"limit", "5"}}).at("items").as_array().size() == 5);
}

ROUTES_TEST("a question of the bank is taken into a form, falls behind when it is reworded, and is renewed in the draft alone") {
  Desk desk{db};
  desk.act_as(1, "甲");
  const auto phone = json::parse(R"({"key":"phone","type":"phone","label":"联系电话","validate":{"required":true}})").as_object();
  const auto wrong = desk.call("createFormQuestion", {}, {{"name", "电话"}, {"definition", json::object{{"type", "telephone"}}}});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().slug == "catalogue/question-invalid");
  auto question = desk.ask("createFormQuestion", {}, {{"name", "联系电话"}, {"definition", phone}, {"note", "11 位"}});
  const std::pair<std::string, std::string> of_question{"question_id", id_of(question)};
  CHECK(question.at("wording").as_int64() == 1);

  auto taken = phone;
  taken["key"] = "tel";
  taken["conditional"] = json::object{{"hide", "=name = null"}};
  taken["properties"] = json::object{{"bank_question", id_of(question)}, {"bank_wording", 1}};
  auto content = complete_content;
  content["form"] = json::object{{"components", json::array{json::object{{"key", "name"}, {"type", "textfield"}, {"label", "姓名"}}, taken}}};
  auto matter = desk.ask("createMatter", {}, {{"region_code", "450900000000"}, {"category", "水利"}, {"content", content}});
  const std::pair<std::string, std::string> at{"matter_id", id_of(matter)};
  const auto nothing = desk.call("renewMatterQuestions", {at}, {}, revision_of(matter));
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().slug == "catalogue/questions-current");

  auto reworded = phone;
  reworded["label"] = "手机号码";
  const auto stale = desk.call("changeFormQuestion", {of_question}, {{"name", "联系电话"}, {"definition", reworded}}, 7);
  REQUIRE_FALSE(stale);
  CHECK(stale.error().code == platform::ErrorCode::stale_version);
  question = desk.ask("changeFormQuestion", {of_question}, {{"name", "联系电话"}, {"definition", reworded}}, revision_of(question));
  CHECK(question.at("wording").as_int64() == 2);
  const auto listed = desk.ask("listFormQuestions", {}, {}, 0, {{"q", "手机"}}).at("items").as_array();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].at("used").as_int64() == 1);
  CHECK(listed[0].at("behind").as_int64() == 1);
  CHECK(desk.ask("getFormQuestion", {of_question}).at("uses").as_array()[0].at("wording").as_int64() == 1);

  const auto renewal = desk.ask("renewMatterQuestions", {at}, {}, revision_of(matter));
  CHECK(renewal.at("renewed").as_int64() == 1);
  const auto shown = desk.ask("getMatter", {at});
  const auto& tel = shown.at("content").at("form").at("components").as_array()[1];
  CHECK(tel.at("label").as_string() == "手机号码");
  CHECK(tel.at("key").as_string() == "tel");
  CHECK(tel.at("conditional").at("hide").as_string() == "=name = null");
  CHECK(desk.ask("listFormQuestions", {}).at("items").as_array()[0].at("behind").as_int64() == 0);
  question = desk.ask("retireFormQuestion", {of_question}, {}, revision_of(question));
  CHECK(question.at("is_retired").as_bool());
}

ROUTES_TEST("the designer hears of cycles, unknown names and conflicts, each with the component it is about") {
  Desk desk{db};
  desk.act_as(1, "甲");
  const auto found = desk.ask("validateForm", {}, {{"schema", json::parse(R"({"components":[
    {"id":"F1","key":"a","type":"expression","label":"甲","expression":"=b + 1"},
    {"id":"F2","key":"b","type":"expression","label":"乙","expression":"=a + 1"},
    {"id":"F3","key":"c","type":"number","label":"丙","validate":{"min":5,"max":1}},
    {"id":"F4","key":"d","type":"textfield","label":"丁","conditional":{"hide":"=nobody"}}]})")}});
  std::map<std::string, std::string> rules;
  for (const auto& item : found.at("items").as_array()) rules[std::string(item.at("id").as_string())] += std::string(item.at("rule").as_string()) + " ";
  CHECK(rules["F1"].find("rule/cycle") != std::string::npos);
  CHECK(rules["F3"].find("field/range-conflict") != std::string::npos);
  CHECK(rules["F4"].find("rule/name-unknown") != std::string::npos);
  CHECK(desk.ask("validateForm", {}, {{"schema", json::object{{"components", json::array{}}}}}).at("items").as_array().empty());
}
