// Administrators change a route: what may be published, by whom, and which cases walk it.
#include <fstream>
#include <set>
#include <sstream>

#include "case_walk.h"
#include "city_server.h"
#include "yimen/cases/models.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto route = "/processes/handler-reviewer-approver";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  REQUIRE_MESSAGE(at != std::string::npos, std::string(what));
  return text.replace(at, what.size(), by);
}

std::string shipped(std::string_view name = "handler-reviewer-approver") {
  std::ifstream in(fmt::format("{}/data/processes/{}.bpmn", YIMEN_SOURCE_DIR, name), std::ios::binary);
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
  // … and may ask what reads an answer of the form before its key changes.
  CHECK(department.get("/processes/handler-reviewer-approver/form-readers?answer=area").json().at("items").as_array().empty());
  CHECK(department.get("/rules/haulage-inspection/form-readers?answer=vehicle_count").json().at("items").at(0).at("place") == "输入“车辆数”的来源");
  CHECK(department.get("/rules/haulage-inspection/form-readers?answer=").status == 422);

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
  for (const auto* name : {"handler-reviewer-approver", "instant", "two-step"}) CHECK_MESSAGE(rules_of(author, shipped(name)).empty(), name);
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
  const std::set<std::string> unknown{"processes/unknown-name"};
  CHECK(asked("stuff.reviewer") == unknown);
  CHECK(rules_of(author, replaced(whole, review, R"(name="审核" y:role="reviewer" y:participant='if from.x > 1 then "role:approver" else "role:reviewer"')")) == unknown);
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

namespace {

/// "element rule: zh" of each problem, one a line.
std::string told_of(platform::Database& db, const std::string& middle, const std::string& flows = {}) {
  std::string text;
  const auto xml = flows.empty() ? process_with(middle) : process_with(middle, flows);
  for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) text += fmt::format("{} {}: {}\n", problem.element, problem.rule, problem.zh);
  return text;
}
std::string formal(const std::string& tag, const std::string& text) { return fmt::format(R"(<bpmn:{0} xsi:type="bpmn:tFormalExpression">{1}</bpmn:{0}>)", tag, text); }
std::string step(const std::string& attributes, const std::string& inner = {}) { return fmt::format(R"(<bpmn:userTask id="middle" name="核查" y:role="reviewer" y:stage="review" {}>{}</bpmn:userTask>)", attributes, inner); }
std::string listed(const std::string& attributes, const std::string& inner = {}) { return step("", fmt::format("<bpmn:multiInstanceLoopCharacteristics {}>{}</bpmn:multiInstanceLoopCharacteristics>", attributes, inner)); }
std::string free_until(const std::string& condition) {
  return R"(<bpmn:adHocSubProcess id="middle" name="自由核查">)" + user_task("look", "看", R"(y:role="reviewer" y:stage="review")") + formal("completionCondition", condition) + "</bpmn:adHocSubProcess>";
}
std::string timed(const std::string& time) {
  return step("") + R"(<bpmn:boundaryEvent id="late" name="超时" attachedToRef="middle" cancelActivity="false"><bpmn:timerEventDefinition>)" + formal("timeDuration", time) +
         R"(</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="told"/><bpmn:sequenceFlow id="x1" sourceRef="late" targetRef="told"/>)";
}

}  // namespace

YIMEN_DB_TEST("a name nobody gives is told wherever an expression stands, with the element and what it is for", parts()) {
  City city(db);
  const auto repeated = [](const std::string& condition) { return step("", R"(<bpmn:standardLoopCharacteristics loopMaximum="3">)" + formal("loopCondition", condition) + "</bpmn:standardLoopCharacteristics>"); };
  const std::string stores = R"(y:items='["甲", "乙"]' y:item="store")";
  for (const auto& [middle, what, name] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {step("y:participant='fro.x'"), "指定办理人", "fro"},
           {step("y:participants='stuff.reviewer' y:vote='all'"), "参加人", "stuff"},
           {listed("y:items='warehouses'"), "清单", "warehouses"},
           {listed("", formal("loopCardinality", "how_many")), "次数", "how_many"},
           {listed(stores, formal("completionCondition", "enough = true")), "提前结束的条件", "enough"},
           {repeated("is_fialed = true"), "再办一次的条件", "is_fialed"},
           {free_until("enough = true"), "结束的条件", "enough"},
           {timed("waiting"), "时间", "waiting"}}) {
    const auto told = told_of(db, middle);
    CHECK_MESSAGE(told.find(fmt::format("{} processes/unknown-name: ", what == "时间" ? "late" : "middle")) == 0, told);
    CHECK_MESSAGE(told.find(fmt::format("的{}“", what)) != std::string::npos, told);
    CHECK_MESSAGE(told.find(fmt::format("“{}”没有人给出", name)) != std::string::npos, told);
    CHECK_MESSAGE(std::ranges::count(told, '\n') == 1, told);
  }
  // What is given, at that place.
  for (const auto& middle : {step("y:participant='if form.x > 1 then \"role:reviewer\" else staff.reviewer[1]'"), repeated("outcome = \"again\" and loopCounter &lt; 3"), free_until("form.x = 1"), timed("form.waiting"),
                             listed(stores, formal("completionCondition", "nrOfCompletedInstances > 1 and outcome = \"x\""))})
    CHECK(told_of(db, middle) == "");
  // What is given elsewhere only.
  const auto early = told_of(db, listed(stores, formal("completionCondition", "store = \"甲\"")));
  CHECK_MESSAGE(early.find("“store”在这里取不到") != std::string::npos, early);
  const auto outcome = told_of(db, free_until("outcome = \"x\""));
  CHECK_MESSAGE(outcome.find("“outcome”在这里取不到") != std::string::npos, outcome);
  const auto behind = told_of(db, listed(stores) + R"(<bpmn:exclusiveGateway id="g" default="m3"/>)" + user_task("again", "复核", R"(y:role="reviewer" y:stage="review")"),
                              R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="middle"/><bpmn:sequenceFlow id="m2" sourceRef="middle" targetRef="g"/><bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="approve"/><bpmn:sequenceFlow id="m4" sourceRef="g" targetRef="again">)" +
                                  formal("conditionExpression", "store = \"甲\"") + R"(</bpmn:sequenceFlow><bpmn:sequenceFlow id="m5" sourceRef="again" targetRef="approve"/>)");
  CHECK_MESSAGE(behind.find("m4 processes/unknown-name: ") == 0, behind);
}

YIMEN_DB_TEST("beginnings and services as other programs draw them are refused with what to do instead, once", parts()) {
  City city(db);
  const auto told = [&](const std::string& xml) {
    std::string text;
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) text += fmt::format("{} {}: {}\n", problem.element, problem.rule, problem.zh);
    return text;
  };
  const auto begun_by = [&](const std::string& definition) {
    auto xml = replaced(process_with(step("")), R"(<bpmn:startEvent id="accepted" name="受理"/>)", fmt::format(R"(<bpmn:startEvent id="accepted" name="收到申请">{}</bpmn:startEvent>)", definition));
    return told(replaced(xml, "</bpmn:definitions>", R"(<bpmn:message id="msg" name="申请"/></bpmn:definitions>)"));
  };
  for (const auto& definition : {std::string(R"(<bpmn:messageEventDefinition messageRef="msg"/>)"), "<bpmn:timerEventDefinition>" + formal("timeCycle", "R3/PT10M") + "</bpmn:timerEventDefinition>"}) {
    const auto text = begun_by(definition);
    CHECK_MESSAGE(text.find("accepted processes/not-in-cases: 流程在受理时开始，“收到申请”不能由") == 0, text);
    CHECK_MESSAGE(std::ranges::count(text, '\n') == 1, text);
  }
  CHECK(told_of(db, R"(<bpmn:serviceTask id="middle" name="通知"/>)").find("middle processes/not-in-cases: 程序服务“通知”没有选择由程序办什么") == 0);
  CHECK(told_of(db, R"(<bpmn:serviceTask id="middle" name="通知" y:topic="format_disk"/>)").find("写的“format_disk”不是这里的程序能办的") != std::string::npos);
  // A second pool is not walked, unless it is called.
  const auto two = [&](const std::string& middle) {
    const auto second = R"(<bpmn:process id="q" isExecutable="false"><bpmn:startEvent id="qs"/>)" + user_task("qt", "递交", R"(y:role="handler" y:stage="review")") +
                        R"(<bpmn:endEvent id="qe"/><bpmn:sequenceFlow id="q1" sourceRef="qs" targetRef="qt"/><bpmn:sequenceFlow id="q2" sourceRef="qt" targetRef="qe"/></bpmn:process>)";
    return told(replaced(process_with(middle), "</bpmn:definitions>", second + "</bpmn:definitions>"));
  };
  CHECK(two(step("")).find("qs processes/several-processes: ") == 0);
  CHECK(two(R"(<bpmn:callActivity id="middle" name="会商" calledElement="q"/>)").find("several-processes") == std::string::npos);
}
