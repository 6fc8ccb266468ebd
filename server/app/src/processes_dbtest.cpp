// Administrators change a route: what may be published, by whom, and which cases walk it.
#include <fstream>
#include <set>
#include <sstream>

#include "city_server.h"
#include "yimen/cases/models.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto route = "/processes/handler-reviewer-approver";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE_MESSAGE(at != std::string::npos, std::string(what));
  return text.replace(at, what.size(), by);
}

std::string shipped() {
  std::ifstream in(YIMEN_SOURCE_DIR "/data/processes/handler-reviewer-approver.bpmn", std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string with_one_more_check() { return replaced(shipped(), "<y:check>承办意见有事实和法律依据</y:check>", "<y:check>承办意见有事实和法律依据</y:check><y:check>现场照片齐全</y:check>"); }

struct Drawing {
  Caller& who;
  int revision = 0;
  HttpAnswer act(std::string_view verb, std::string_view path, const json::value& body = json::object{}) {
    auto answer = who.call(verb, std::string(route) + std::string(path), body, fmt::format("If-Match: \"{}\"\r\n", revision));
    if (answer.status < 300 && !answer.body.empty() && answer.json().as_object().contains("revision")) revision = static_cast<int>(platform::int_or(answer.json().as_object(), "revision"));
    return answer;
  }
};

std::set<std::string> rules_of(Caller& who, const std::string& xml) {
  const auto answer = who.post("/process-validations", json::object{{"xml", xml}});
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  std::set<std::string> rules;
  const auto body = answer.json();
  for (const auto& item : body.at("items").as_array()) {
    rules.insert(std::string(item.at("rule").as_string()));
    CHECK_FALSE(item.at("zh").as_string().empty());
    CHECK_FALSE(item.at("en").as_string().empty());
  }
  return rules;
}

Done accepted_case(City& city, platform::Database& db) {
  const auto received = city.receive(db);
  return city.must(db, [&](Tx& tx) { return city.product->approval.accept(tx, city.clerk(), received.case_id, received.version, "予以受理"); });
}

}  // namespace

YIMEN_DB_TEST("a changed route is drawn by one, published by another, and walked by new cases while old ones keep theirs", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue"), checker(city, "yl.catalogueb");
  const auto old_case = accepted_case(city, db);

  CHECK(author.post(std::string(route) + "/draft").status == 201);
  CHECK(slug_of(author.post(std::string(route) + "/draft")).ends_with("processes/draft-exists"));
  Drawing drawing{author, 1};
  const auto xml = with_one_more_check();
  REQUIRE(drawing.act("PUT", "/draft", json::object{{"xml", xml}, {"note", "审核要看现场照片"}}).status == 200);
  CHECK(platform::text_or(author.get(std::string(route) + "/draft").json().as_object(), "xml") == xml);
  // A second editor who has not seen that is told who saved.
  Drawing late{checker, 1};
  const auto refused = late.act("PUT", "/draft", json::object{{"xml", shipped()}});
  CHECK(refused.status == 412);
  CHECK(platform::text_or(refused.json().as_object(), "detail").find("唐立新") != std::string::npos);

  CHECK(drawing.act("POST", "/publication").status == 409);
  REQUIRE(drawing.act("POST", "/submission").status == 200);
  CHECK(slug_of(drawing.act("POST", "/publication")).ends_with("processes/own-work"));
  const auto compared = author.get(std::string(route) + "/comparison?from=1&to=draft").json();
  REQUIRE(compared.at("items").as_array().size() == 1);
  CHECK(compared.at("items").at(0).at("element") == "review");
  CHECK(compared.at("items").at(0).at("field") == "checklist");
  Drawing checking{checker, drawing.revision};
  const auto published = checking.act("POST", "/publication");
  REQUIRE_MESSAGE(published.status == 200, published.body);
  CHECK(published.json().at("version") == 2);

  const auto new_case = accepted_case(city, db);
  const auto checks_at_review = [&](Done done) {
    const auto task = city.open_task(db, done.case_id);
    const auto& by = city.any(task.role);
    city.must(db, [&](Tx& tx) { return city.product->approval.forward(tx, by, task.id, done.version, {.opinion = "同意", .checks = City::all_met(task)}); });
    return city.open_task(db, done.case_id).checks;
  };
  const bool is_walked = city.matter->process_key == "handler-reviewer-approver";
  if (is_walked) {
    CHECK(checks_at_review(old_case).find("现场照片齐全") == std::string::npos);
    CHECK(checks_at_review(new_case).find("现场照片齐全") != std::string::npos);
    const auto shown = author.get(route).json();
    CHECK(shown.at("versions").at(0).at("open_cases") == 1);
    CHECK(shown.at("versions").at(1).at("open_cases") == 1);
    CHECK(shown.at("matter_count").as_int64() > 0);
  }
  CHECK(is_walked);

  // Whoever edits matters may choose among what holds today, without drawing rights.
  Caller department(city, "yl.fg.approver2");
  CHECK(department.get("/processes").status == 403);
  CHECK(department.get("/process-choices").json().at("items").as_array().size() == 3);

  // A restart with the same data takes nothing back; withdrawal does, for new cases.
  app::load_reference_data(*city.product, YIMEN_SOURCE_DIR "/data");
  CHECK(db.read([](Tx& tx) { return cases::process_model(tx, "handler-reviewer-approver", 0)->version; }) == 2);
  CHECK(author.post(std::string(route) + "/versions/2/withdrawal", json::object{{"reason", "改回原流程"}}).status == 204);
  CHECK(db.read([](Tx& tx) { return cases::process_model(tx, "handler-reviewer-approver", 0)->version; }) == 1);
  CHECK(slug_of(author.post(std::string(route) + "/versions/1/withdrawal", json::object{{"reason", "不用了"}})).ends_with("processes/last-version"));
  CHECK(db.read([](Tx& tx) { return cases::process_model(tx, "handler-reviewer-approver", 2).has_value(); }));
  const auto acts = db.read([](Tx& tx) { return tx.all("select action from trail_event where subject_kind = 'process' order by id", [](const platform::Row& row) { return row.get<std::string>(0); }); });
  CHECK(acts == std::vector<std::string>{"process.start_draft", "process.save_draft", "process.submit", "process.publish", "process.withdraw"});
}

YIMEN_DB_TEST("a version begins on its day and not before", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue"), checker(city, "yl.catalogueb");
  REQUIRE(author.post(std::string(route) + "/draft").status == 201);
  Drawing drawing{author, 1};
  REQUIRE(drawing.act("PUT", "/draft", json::object{{"xml", with_one_more_check()}}).status == 200);
  REQUIRE(drawing.act("POST", "/submission").status == 200);
  Drawing checking{checker, drawing.revision};
  CHECK(checking.act("POST", "/publication", json::object{{"valid_from", "2025-06-01"}}).status == 422);
  REQUIRE(checking.act("POST", "/publication", json::object{{"valid_from", "2025-06-04"}}).status == 200);
  const auto version_of_today = [&] { return db.read([](Tx& tx) { return cases::process_model(tx, "handler-reviewer-approver", 0)->version; }); };
  CHECK(version_of_today() == 1);
  clock.advance(std::chrono::hours{48});
  CHECK(version_of_today() == 2);
}

YIMEN_DB_TEST("what cases cannot run lawfully is named with its element and is not submitted", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue");
  const auto whole = shipped();
  CHECK(rules_of(author, whole).empty());
  CHECK(rules_of(author, "<oops").size() == 1);
  CHECK(rules_of(author, replaced(whole, R"(name="审核" y:role="reviewer")", R"(name="审核" y:role="wizard")")).contains("processes/unknown-role"));
  CHECK(rules_of(author, replaced(whole, R"(name="批准" y:role="approver")", R"(name="批准" y:role="reviewer")")).contains("processes/role-without-authority"));
  CHECK(rules_of(author, replaced(whole, R"(name="批准" y:role="approver" y:department="own" y:stage="approval")", R"(name="批准" y:role="approver" y:department="own" y:stage="review")"))
            .contains("processes/no-decision"));
  CHECK(rules_of(author, replaced(whole, R"(name="审核" y:role="reviewer" y:department="own")", R"(name="审核" y:role="reviewer" y:department="450900")")).contains("processes/other-department"));
  CHECK(rules_of(author, replaced(whole, R"(name="审核" y:role="reviewer" y:department="own" y:stage="review")", R"(name="审核" y:role="reviewer" y:department="own")")).contains("processes/no-stage"));
  auto late = replaced(whole, R"(<bpmn:endEvent id="done")", R"(<bpmn:userTask id="late" name="复看" y:role="reviewer" y:stage="review"/><bpmn:endEvent id="done")");
  late = replaced(late, R"(sourceRef="approved" targetRef="done" />)", R"(sourceRef="approved" targetRef="late" /><bpmn:sequenceFlow id="flow_11" sourceRef="late" targetRef="done" />)");
  late = replaced(late, "<bpmn:incoming>flow_10</bpmn:incoming>", "<bpmn:incoming>flow_11</bpmn:incoming>");
  CHECK(rules_of(author, late).contains("processes/after-decision"));
  // Votes, times and services are run by cases, in their places.
  const auto review = R"(name="审核" y:role="reviewer")";
  CHECK(rules_of(author, replaced(whole, review, R"(name="审核" y:role="reviewer" y:participants='["role:reviewer","role:approver"]' y:vote="all")")).empty());
  CHECK(rules_of(author, replaced(whole, R"(name="批准" y:role="approver")", R"(name="批准" y:role="approver" y:participants='["role:approver"]' y:vote="all")")).contains("processes/vote-on-decision"));
  const auto timed = [&](const std::string& duration, const std::string& topic) {
    return replaced(replaced(whole, R"(<bpmn:endEvent id="done")", fmt::format(R"(<bpmn:boundaryEvent id="late" name="超时" attachedToRef="review" cancelActivity="false" y:limitDays="3"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">{}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:serviceTask id="remind" name="请尽快审核" y:topic="{}"/><bpmn:endEvent id="told"/><bpmn:endEvent id="done")", duration, topic)),
                    R"(<bpmn:sequenceFlow id="flow_1")", R"(<bpmn:sequenceFlow id="late_1" sourceRef="late" targetRef="remind"/><bpmn:sequenceFlow id="late_2" sourceRef="remind" targetRef="told"/><bpmn:sequenceFlow id="flow_1")");
  };
  CHECK_MESSAGE(rules_of(author, timed("P3D", "send_reminder")).empty(), fmt::format("{}", fmt::join(rules_of(author, timed("P3D", "send_reminder")), " ")));
  CHECK(rules_of(author, timed("P9D", "send_reminder")).contains("processes/limit-mismatch"));
  CHECK(rules_of(author, timed("P3D", "format_disk")).contains("processes/not-in-cases"));
  // Who is asked inside an expression exists and may do it.
  const auto asked = [&](const std::string& list) { return rules_of(author, replaced(whole, review, fmt::format(R"(name="审核" y:role="reviewer" y:participants='{}' y:vote="all")", list))); };
  CHECK(asked(R"(["role:reviewer","role:wizard"])") == std::set<std::string>{"processes/unknown-role"});
  CHECK(asked(R"(["role:reviewer","role:supervisor"])") == std::set<std::string>{"processes/role-without-authority"});
  CHECK(asked(R"(["post:1"])") == std::set<std::string>{"processes/unknown-post"});
  CHECK(asked(R"(["post:abc"])") == std::set<std::string>{"processes/unknown-post"});
  CHECK(asked("staff.wizard") == std::set<std::string>{"processes/unknown-role"});
  CHECK(asked("staff.reviewer").empty());
  const auto post = db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select min(id) from post"); });
  CHECK(asked(fmt::format(R"(["post:{}"])", post)).empty());
  CHECK(rules_of(author, replaced(whole, review, R"(name="审核" y:role="reviewer" y:participant='if form.x > 1 then "role:nobody" else "role:reviewer"')")) == std::set<std::string>{"processes/unknown-role"});
  // A condition whose name nobody gives decides nothing.
  const auto when = [&](const std::string& condition) { return rules_of(author, replaced(whole, ">is_simple = true<", ">" + condition + "<")); };
  CHECK(when("is_simpel = true") == std::set<std::string>{"processes/unknown-name"});
  CHECK(when("= outcome = return") == std::set<std::string>{"processes/unknown-name"});
  CHECK(when("form.area > 200 and some one in situation.kinds satisfies one = \"big\"").empty());
  CHECK(rules_of(author, replaced(replaced(whole, ">is_simple = true<", ">is_simpel = true<"), R"(isExecutable="true")", R"(isExecutable="false")")).contains("processes/unknown-name") == false);
  // A fourth layer.
  auto deep = replaced(whole, "<bpmn:userTask id=\"approve\"", R"(<bpmn:userTask id="again" name="再核" y:role="chief_representative" y:stage="review"/><bpmn:userTask id="approve")");
  deep = replaced(deep, R"(id="flow_7" name="同意" sourceRef="reviewed" targetRef="approve" />)",
                  R"(id="flow_7" name="同意" sourceRef="reviewed" targetRef="again" /><bpmn:sequenceFlow id="flow_7b" sourceRef="again" targetRef="approve" />)");
  deep = replaced(deep, "<bpmn:incoming>flow_7</bpmn:incoming>", "<bpmn:incoming>flow_7b</bpmn:incoming>");
  const auto rules = rules_of(author, deep);
  CHECK_MESSAGE(rules.contains("policy/too-many-layers"), fmt::format("{}", fmt::join(rules, " ")));

  REQUIRE(author.post(std::string(route) + "/draft").status == 201);
  Drawing drawing{author, 1};
  REQUIRE(drawing.act("PUT", "/draft", json::object{{"xml", deep}}).status == 200);  // half-done work may be saved
  const auto refused = drawing.act("POST", "/submission");
  CHECK(slug_of(refused).ends_with("processes/has-problems"));
  CHECK(refused.json().at("errors").at(0).at("field").as_string().starts_with("/elements/"));
  CHECK(drawing.act("DELETE", "/draft").status == 204);
}

YIMEN_DB_TEST("a simulation counts where many cases come by and walks one from start to end", parts()) {
  CityServer city(db);
  Caller author(city, "yl.catalogue");
  const auto answer = author.post("/process-simulations", json::object{{"xml", shipped()}, {"instances", 50}});
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  const auto found = answer.json().as_object();
  CHECK(found.at("completed") == 50);
  CHECK(found.at("mean_seconds").as_int64() > 0);
  CHECK(found.at("walk").at(0).at("element") == "accepted");
  CHECK(found.at("walk").as_array().back().at("element") == "done");
  CHECK(slug_of(author.post("/process-simulations", json::object{{"xml", "<a/>"}})).ends_with("processes/cannot-simulate"));
  Caller clerk(city, "yl.clerk1");
  CHECK(clerk.get("/processes").status == 403);
}
