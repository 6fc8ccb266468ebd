// Administrators write a rule, others publish it, decisions are held against it.
#include <fstream>
#include <set>
#include <sstream>

#include "city_server.h"
#include "yimen/approval/discretion.h"
#include "yimen/cases/models.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto route = "/rules/haulage-inspection";

std::string shipped(const char* name) {
  std::ifstream in(std::string(YIMEN_SOURCE_DIR "/data/rules/") + name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE_MESSAGE(at != std::string::npos, std::string(what));
  return text.replace(at, what.size(), by);
}

struct Drawing {
  Caller& who;
  int revision = 0;
  HttpAnswer act(std::string_view verb, std::string_view path, const json::value& body = json::object{}) {
    auto answer = who.call(verb, std::string(route) + std::string(path), body, fmt::format("If-Match: \"{}\"\r\n", revision));
    if (answer.status < 300 && !answer.body.empty() && answer.json().as_object().contains("revision")) revision = static_cast<int>(platform::int_or(answer.json().as_object(), "revision"));
    return answer;
  }
};

std::set<std::string> errors_of(Caller& who, const std::string& xml, const json::value& samples) {
  const auto answer = who.post("/rule-validations", json::object{{"key", "haulage-inspection"}, {"xml", xml}, {"samples", samples}});
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  std::set<std::string> rules;
  const auto body = answer.json();
  for (const auto& item : body.at("items").as_array())
    if (item.at("is_error").as_bool()) rules.insert(std::string(item.at("rule").as_string()));
  return rules;
}

}  // namespace

YIMEN_DB_TEST("the rules that come with the program have no fault, overlap or gap, and their examples hold", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue");
  for (const auto* key : {"water-permit-term", "haulage-inspection"}) {
    const auto samples = json::parse(shipped((std::string(key) + ".json").c_str()));
    const auto answer = author.post("/rule-validations", json::object{{"key", key}, {"xml", shipped((std::string(key) + ".dmn").c_str())}, {"samples", samples}});
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    CHECK_MESSAGE(answer.json().at("items").as_array().empty(), answer.body);
    CHECK(answer.json().at("samples").as_array().size() == samples.as_array().size());
  }
}

YIMEN_DB_TEST("a rule is changed by one, refused while it has a gap or a failing example, published by another", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue"), checker(city, "yl.catalogueb"), clerk(city, "yl.clerk1");
  CHECK(clerk.get("/rules").status == 403);
  const auto xml = shipped("haulage-inspection.dmn");
  const auto samples = json::parse(shipped("haulage-inspection.json"));
  REQUIRE(author.post(std::string(route) + "/draft").status == 201);
  Drawing drawing{author, 1};

  const auto gap = replaced(xml, "<text>true</text>", "<text>false</text>");
  CHECK(errors_of(author, gap, samples).contains("rules/sample"));
  auto whole_gap = xml;
  whole_gap = replaced(whole_gap, R"(<inputEntry id="row_4_in_2">
          <text>-</text>)", R"(<inputEntry id="row_4_in_2">
          <text>&lt; 40</text>)");
  CHECK(errors_of(author, whole_gap, samples) == std::set<std::string>{"rules/gap"});
  CHECK(errors_of(author, replaced(xml, "form:vehicle_count", "form:lorries"), samples) == std::set<std::string>{"rules/no-source"});

  REQUIRE(drawing.act("PUT", "/draft", json::object{{"xml", whole_gap}, {"samples", samples}}).status == 200);
  const auto refused = drawing.act("POST", "/submission");
  CHECK(slug_of(refused).ends_with("rules/has-problems"));
  const auto changed = replaced(xml, "<text>1</text>", "<text>[1..2]</text>");
  REQUIRE(drawing.act("PUT", "/draft", json::object{{"xml", changed}, {"samples", samples}}).status == 200);
  CHECK(slug_of(drawing.act("POST", "/submission")).ends_with("rules/has-problems"));  // the example still says 1
  auto mended = samples;
  mended.as_array()[0].as_object()["expected"].as_object()["首年现场检查（次）"] = "[1..2]";
  REQUIRE(drawing.act("PUT", "/draft", json::object{{"xml", changed}, {"samples", mended}, {"note", "留出一次复查"}}).status == 200);
  CHECK(platform::text_or(author.get(std::string(route) + "/draft").json().as_object(), "xml") == changed);
  REQUIRE(drawing.act("POST", "/submission").status == 200);
  CHECK(slug_of(drawing.act("POST", "/publication")).ends_with("rules/own-work"));
  const auto compared = author.get(std::string(route) + "/comparison?from=1&to=draft").json();
  REQUIRE(compared.at("items").as_array().size() == 1);
  CHECK(compared.at("items").at(0).at("before") == "1");
  CHECK(compared.at("items").at(0).at("after") == "[1..2]");
  Drawing checking{checker, drawing.revision};
  const auto published = checking.act("POST", "/publication");
  REQUIRE_MESSAGE(published.status == 200, published.body);
  CHECK(published.json().at("version") == 2);
  const auto shown = author.get(route).json();
  CHECK(shown.at("matter_count").as_int64() > 0);
  const auto acts = db.read([](Tx& tx) { return tx.all("select action from trail_event where subject_kind = 'rule' order by id", [](const platform::Row& row) { return row.get<std::string>(0); }); });
  CHECK(acts == std::vector<std::string>{"rule.start_draft", "rule.save_draft", "rule.save_draft", "rule.save_draft", "rule.submit", "rule.publish"});
  // A restart with the same data takes nothing back.
  app::load_reference_data(*city.product, YIMEN_SOURCE_DIR "/data");
  CHECK(db.read([](Tx& tx) { return cases::stored_model(tx, cases::ModelKind::rule, "haulage-inspection", 0)->version; }) == 2);
}

YIMEN_DB_TEST("one set of inputs is tried without saving anything", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue");
  const auto answer = author.post("/rule-tests", json::object{{"xml", shipped("water-permit-term.dmn")}, {"inputs", {{"取水用途", "life"}, {"年最大取水量", 100}, {"近三年超许可取水", false}}}});
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  CHECK(answer.json().at("value") == "[5..10]");
  CHECK(slug_of(author.post("/rule-tests", json::object{{"xml", "<a/>"}, {"inputs", json::object{}}})).ends_with("rules/cannot-test"));
}

namespace {

/// A case of 取水许可 that waits for its decision.
struct WaterCase {
  City& city;
  platform::Database& db;
  Done done;
  cases::CaseTask task;
  WaterCase(City& c, platform::Database& database) : city{c}, db{database} {
    db.read([&](Tx& tx) {
      const auto found = city.product->catalogue.find(tx, {.words = "取水许可", .region_code = 450900000000, .limit = 5});
      REQUIRE_FALSE(found.items.empty());
      for (const auto& one : found.items)
        if (auto version = *city.product->catalogue.current(tx, one.id); version->discretion_key == "water-permit-term") city.matter = version;
      REQUIRE(city.matter->discretion_key == "water-permit-term");
      city.roster = std::make_unique<demo::Roster>(tx, city.product->approval, std::vector<std::int64_t>{city.matter->department_id}, tx.today());
    });
    done = db.transact([&](Tx& tx) -> Result<Done> {
      auto application = city.application(tx);
      application.form["use"] = "life";
      application.form["annual_amount"] = 20000;
      return city.product->approval.receive(tx, city.clerk(), application);
    }).value();
    done = city.must(db, [&](Tx& tx) { return city.product->approval.accept(tx, city.clerk(), done.case_id, done.version, "予以受理"); });
    done = city.review(db, done);
    task = city.open_task(db, done.case_id);
  }
  Result<Done> decide(const approval::DiscretionChoice& choice) {
    return db.transact([&](Tx& tx) {
      return city.product->approval.decide(tx, city.any(task.role), task.id, done.version, {.decision = cases::Decision::granted, .discretion = choice}, {.opinion = "同意", .checks = City::all_met(task)});
    });
  }
};

}  // namespace

YIMEN_DB_TEST("a grant is held against the benchmark: incomplete and unexplained ones are refused, a choice within it is kept", parts()) {
  City city(db);
  WaterCase water(city, db);
  const auto none = water.decide({});
  REQUIRE_FALSE(none);
  CHECK(none.error().slug == "approval/discretion-incomplete");
  CHECK(none.error().fields.front().field == "/discretion/stated/近三年超许可取水");
  CHECK(water.decide({.stated = {{"近三年超许可取水", false}}}).error().fields.front().field == "/discretion/chosen/取水许可证有效年数");
  const auto bare = water.decide({.stated = {{"近三年超许可取水", false}}, .chosen = {{"取水许可证有效年数", 3}}});
  REQUIRE_FALSE(bare);
  CHECK(bare.error().slug == "approval/departure-unexplained");
  CHECK(bare.error().fields.size() == 3);
  const auto within = water.decide({.stated = {{"近三年超许可取水", false}}, .chosen = {{"取水许可证有效年数", 8}}, .reason = "无须理由"});
  REQUIRE_MESSAGE(within, within.error().detail);
  const auto kept = db.read([&](Tx& tx) {
    return *tx.find("select is_departure, reason, proposed, rule_version from case_discretion where case_id = ?", [](const platform::Row& row) { return row.as<bool, std::string, std::string, int>(); }, water.done.case_id);
  });
  CHECK(kept == std::tuple{false, std::string(), std::string(R"({"取水许可证有效年数":"5至10"})"), 1});
}

YIMEN_DB_TEST("a departure with reason and approval is kept, marked, in the trail and listed for supervision of its place only", parts()) {
  CityServer city(db);
  WaterCase water(city, db);
  const auto decided = water.decide({.stated = {{"近三年超许可取水", true}}, .chosen = {{"取水许可证有效年数", 3}}, .reason = "水源地保护规划三年后调整", .approved_by_way = "head", .approval_record = "局长批示〔2026〕8号"});
  REQUIRE_MESSAGE(decided, decided.error().detail);
  Caller supervisor(city, "yl.supervisor"), clerk(city, "yl.clerk1");
  const auto listed = supervisor.get("/discretion-departures?q=" + water.done.case_no);
  REQUIRE_MESSAGE(listed.status == 200, listed.body);
  const auto page = listed.json();
  REQUIRE(page.at("items").as_array().size() == 1);
  CHECK(page.at("items").at(0).at("approved_by_way") == "head");
  CHECK(page.at("items").at(0).at("chosen").at("取水许可证有效年数") == 3);
  CHECK(supervisor.get("/discretion-departures?decided_from=2099-01-01").json().at("items").as_array().empty());
  CHECK(clerk.get("/discretion-departures").status == 403);
  const auto shown = supervisor.post("/cases/" + water.done.case_id.str() + "/benchmark", json::object{}).json();
  CHECK(shown.at("record").at("is_departure").as_bool());
  CHECK(shown.at("rule").is_null());
  CHECK(db.read([&](Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from trail_event where action = 'cases.depart_from_benchmark' and subject_id = ?", water.done.case_id); }) == 1);
}

YIMEN_DB_TEST("a refusal is held against a rule that says whether to grant; one that only bounds grants leaves it alone", parts()) {
  CityServer city(db);
  const auto refuse = [&](WaterCase& water, const approval::DiscretionChoice& choice) {
    return db.transact([&](Tx& tx) {
      return city.product->approval.decide(tx, city.any(water.task.role), water.task.id, water.done.version,
                                           {.decision = cases::Decision::refused, .grounds = "取水地点不符合规划", .clause = "条例第二十条", .discretion = choice}, {.opinion = "不同意", .checks = City::all_met(water.task)});
    });
  };
  WaterCase only_terms(city, db);
  REQUIRE(refuse(only_terms, {}));
  const auto records = [&](const WaterCase& water) { return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from case_discretion where case_id = ?", water.done.case_id); }); };
  CHECK(records(only_terms) == 0);
  // The rule of the place now says when to grant: what was taken by habit beyond the permit may be refused, else the permit is given.
  auto xml = db.read([](Tx& tx) { return cases::stored_model(tx, cases::ModelKind::rule, "water-permit-term", 0)->xml; });
  const auto put_behind = [&](const std::string& mark, const std::string& what, std::size_t from = 0) {
    const auto at = xml.find(mark, from);
    REQUIRE(at != std::string::npos);
    xml.insert(at + mark.size(), what);
    return at + mark.size() + what.size();
  };
  put_behind(R"(<output id="output_1" name="年数" />)", R"(<output id="output_2" name="决定" />)");
  std::size_t at = 0;
  for (int row = 1; row <= 4; ++row) at = put_behind("</outputEntry>", fmt::format(R"(<outputEntry id="row_{}_out_2"><text>{}</text></outputEntry>)", row, row == 1 ? R"(["准予","不予"])" : R"("准予")"), at);
  REQUIRE(db.transact([&](Tx& tx) -> Result<int> {
    return cases::publish_model(tx, {.kind = cases::ModelKind::rule, .key = "water-permit-term", .name = "取水", .xml = xml, .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
  }));
  WaterCase kept(city, db);
  const auto unstated = refuse(kept, {});
  REQUIRE_FALSE(unstated);
  CHECK(unstated.error().slug == "approval/discretion-incomplete");
  const auto departs = refuse(kept, {.stated = {{"近三年超许可取水", false}}});
  REQUIRE_FALSE(departs);
  CHECK(departs.error().slug == "approval/departure-unexplained");
  Caller clerk(city, "yl.clerk1");
  const auto shown = db.read([&](Tx& tx) { return approval::benchmark_of(city.product->approval.services(), tx, *cases::get_case(tx, kept.done.case_id), {{"近三年超许可取水", false}}, cases::Decision::refused); });
  REQUIRE(shown);
  CHECK((*shown)->on_decision->text == "准予");
  CHECK((*shown)->departs_by_decision);
  CHECK((*shown)->proposal.bands.empty());
  REQUIRE(refuse(kept, {.stated = {{"近三年超许可取水", true}}}));  // within: the band holds both
  CHECK(records(kept) == 1);
  WaterCase explained(city, db);
  const auto done = refuse(explained, {.stated = {{"近三年超许可取水", false}}, .reason = "水源已列入应急备用", .approved_by_way = "collective", .approval_record = "会议纪要3号"});
  REQUIRE_MESSAGE(done, done.error().detail);
  Caller supervisor(city, "yl.supervisor");
  const auto listed = supervisor.get("/discretion-departures?q=" + explained.done.case_no).json();
  REQUIRE(listed.at("items").as_array().size() == 1);
  CHECK(listed.at("items").at(0).at("proposed").at("决定") == "准予");
  CHECK(listed.at("items").at(0).at("chosen").at("决定") == "不予");
  CHECK(supervisor.get("/discretion-departures?q=" + kept.done.case_no).json().at("items").as_array().empty());
  // A grant keeps to the same band, beside what it chooses.
  WaterCase granted(city, db);
  REQUIRE(granted.decide({.stated = {{"近三年超许可取水", false}}, .chosen = {{"年数", 8}}}));
}

namespace {

/// As the program was before models of both kinds shared their tables.
std::vector<platform::Migration> before_both_kinds() {
  auto all = parts();
  std::erase_if(all, [](const platform::Migration& one) {
    return one.module == "designs" || (one.module == "cases" && one.name.starts_with("0006")) || (one.module == "processes" && one.name.starts_with("0002"));
  });
  return all;
}

}  // namespace

YIMEN_DB_TEST("published processes and drafts of before stand in the common tables afterwards", before_both_kinds()) {
  (void)db.transact([](Tx& tx) -> Result<int> {
    tx.exec("insert into process_model (process_key, version, name, xml, published_at, note, withdrawn_reason) values ('old', 3, '旧流程', '<a/>', 5, '说明', '停用')");
    tx.exec("insert into processes_draft (process_key, name, xml, based_on, author_id, author_name, created_at, updated_at, revision) values ('old', '旧流程', '<b/>', 3, 7, '甲', 5, 6, 4)");
    return 0;
  });
  db.migrate(app::all_migrations());
  db.read([](Tx& tx) {
    const auto stored = cases::stored_model(tx, cases::ModelKind::process, "old", 3);
    REQUIRE(stored);
    CHECK(stored->xml == "<a/>");
    CHECK(stored->samples == "[]");
    CHECK_FALSE(cases::stored_model(tx, cases::ModelKind::rule, "old", 3));
    const auto versions = cases::model_versions(tx, cases::ModelKind::process, "old");
    REQUIRE(versions.size() == 1);
    CHECK(versions[0].note == "说明");
    CHECK(versions[0].withdrawn_reason == "停用");
    CHECK(tx.scalar<int>("select revision from designs_draft where kind = 'process' and model_key = 'old' and xml = '<b/>'") == 4);
  });
}

YIMEN_DB_TEST("a matter is published only when its benchmark resolves and asks what the matter answers", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue"), checker(city, "yl.catalogueb");
  const auto at = "/matters/" + city.matter->matter.str();
  const auto tag = [](const HttpAnswer& answer) { return "If-Match: " + std::string(answer.header("etag")) + "\r\n"; };
  const auto publish_with = [&](const char* key) {
    auto shown = author.get(at);
    REQUIRE_MESSAGE(shown.status == 200, shown.body);
    auto content = shown.json().at("content").as_object();
    content["discretion_key"] = key;
    const auto saved = author.call("PUT", at + "/draft", json::object{{"content", content}}, tag(shown));
    REQUIRE_MESSAGE(saved.status == 200, saved.body);
    const auto submitted = author.call("POST", at + "/submission", json::object{}, tag(saved));
    REQUIRE_MESSAGE(submitted.status == 200, submitted.body);
    auto answer = checker.call("POST", at + "/publication", json::object{}, tag(submitted));
    if (answer.status >= 300) REQUIRE(checker.call("POST", at + "/return", json::object{{"reason", "规则不对"}}, tag(submitted)).status == 200);
    return answer;
  };
  const auto unknown = publish_with("no-such-rule");
  CHECK(slug_of(unknown).ends_with("catalogue/not-publishable"));
  CHECK(unknown.json().at("errors").at(0).at("field") == "/discretion_key");
  const auto unfit = publish_with("water-permit-term");  // asks for fields this matter's form does not have
  CHECK(slug_of(unfit).ends_with("catalogue/not-publishable"));
  CHECK(publish_with("").status == 200);
}
