// 错误和升级 out of sub-processes and called processes, on real cases, on both databases.
#include "case_jobs.h"
#include "process_drawing.h"
#include "yimen/approval/process_versions.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

/// handle → visit (look; unfit: error) → approve; what catches the error leads to `after`.
std::string visiting(const std::string& caught, const std::string& caught_flows, const std::string& thrown = "现场不符") {
  const auto inside = R"(<bpmn:startEvent id="arrive" name="到现场"/>)" + review("look", "现场看") + R"(<bpmn:exclusiveGateway id="g" name="符合吗" default="v3"/>)" + end("fit", "符合") +
                      event("endEvent", "unfit", "不符合", "error", 0) + flow("v1", "arrive", "look") + flow("v2", "look", "g") + flow("v3", "g", "fit") + flow("v4", "g", "unfit", "is_simple = true");
  return with_roots(process_with(sub_process("visit", "现场核查", inside) + caught, flow("m1", "handle", "visit") + flow("m2", "visit", "approve") + caught_flows), {"e:" + thrown, "e:现场不符"});
}
std::string caught_by_explaining() { return edge("caught", "现场不符合", "error", 1, "visit", true) + review("explain", "写明不符合之处"); }

std::string opinions(const Walk& walk) {
  std::string text;
  for (const auto& task : walk.db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); }))
    if (!task.node.empty() && !task.is_open) text += (text.empty() ? "" : " ") + task.node + ":" + task.outcome;
  return text;
}

/// A process for calls that may throw, and one that calls it and may catch.
std::string called(bool throws_error) {
  const auto xml = R"(<bpmn:definitions id="d" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="https://yimen.org/bpmn" targetNamespace="t">
    <bpmn:process id="site" name="看现场" isExecutable="false"><bpmn:startEvent id="begin" name="开始"/>)" + review("look", "看") +
                   (throws_error ? event("endEvent", "seen", "不符合", "error", 0) : end("seen", "看过")) + flow("c1", "begin", "look") + flow("c2", "look", "seen") + "</bpmn:process></bpmn:definitions>";
  return with_roots(xml, {"e:现场不符"});
}
std::string calling(bool catches_it) {
  return with_roots(process_with(R"(<bpmn:callActivity id="middle" name="看现场" calledElement="site"/>)" + (catches_it ? edge("caught", "不符合", "error", 0, "middle", true) + review("explain", "写明") : ""),
                                 flow("m1", "handle", "middle") + flow("m2", "middle", "approve") + (catches_it ? flow("m3", "caught", "explain") + flow("m4", "explain", "approve") : "")), {"e:现场不符"});
}
int publish_from(platform::Database& db, const std::string& of, const std::string& xml, int days_from_now) {
  const auto version = db.transact([&](Tx& tx) -> Result<int> {
    return cases::publish_model(tx, {.key = of, .name = of, .xml = xml, .note = "", .author_name = "甲", .valid_from = platform::add_days(tx.today(), days_from_now), .published_by = 1, .published_by_name = "乙"});
  });
  REQUIRE(version);
  return *version;
}

}  // namespace

YIMEN_DB_TEST("an error in a sub-process turns the case to who handles it; without one it goes on", parts()) {
  City city(db);
  const auto xml = visiting(caught_by_explaining(), flow("m3", "caught", "explain") + flow("m4", "explain", "approve"));
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Walk fit(city, db), unfit(city, db);
  for (auto* walk : {&fit, &unfit}) walk->forward(walk->task("handle"), city.any("handler"));
  fit.forward(fit.task("look"), city.any("reviewer"));
  CHECK(fit.shown() == "approve");
  CHECK(fit.acts_in_trail("cases.catch_error") == 0);
  forward_with(unfit, "look", city.any("reviewer"), {{"is_simple", true}});
  CHECK(unfit.shown() == "explain");
  CHECK(unfit.done.state == CaseState::in_review);
  CHECK(unfit.acts_in_trail("cases.catch_error") == 1);
  CHECK(opinions(unfit) == "handle:forwarded look:forwarded");
}

YIMEN_DB_TEST("an error nobody catches is not published; a case that meets one all the same is refused whole, and goes on when it is mended", parts()) {
  City city(db);
  const auto loose = visiting("", "");
  CHECK(problems_of(db, loose) == "processes/uncaught-error:unfit ");
  // Another code is another error, and what waits for it waits for nothing.
  const auto other = problems_of(db, visiting(caught_by_explaining(), flow("m3", "caught", "explain") + flow("m4", "explain", "approve"), "材料不实"));
  CHECK(other.find("processes/uncaught-error:unfit") != std::string::npos);
  CHECK(other.find("processes/nothing-to-catch:caught") != std::string::npos);
  publish(db, loose);
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const auto task = walk.task("look");
  const auto version = walk.done.version;
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().forward(tx, city.any("reviewer"), task.id, version, {.opinion = "不符合", .checks = City::all_met(task), .variables = {{"is_simple", true}}}); }) == "approval/uncaught-error");
  CHECK(walk.shown() == "look");
  CHECK(opinions(walk) == "handle:forwarded");
  CHECK(version_now(walk) == version);
  walk.forward(walk.task("look"), city.any("reviewer"));
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("no error leads past the decision, nor from a decision back to review", parts()) {
  City city(db);
  const auto past = visiting(edge("caught", "现场不符合", "error", 1, "visit", true) + end("over", "不办了"), flow("m3", "caught", "over"));
  CHECK(problems_of(db, past) == "processes/no-decision:over ");
  // In the sub-process a decision is made, then an error leads to another review.
  const auto inside = R"(<bpmn:startEvent id="s1" name="开始"/>)" + decision("rule", "先决定") + R"(<bpmn:exclusiveGateway id="g" default="v3"/>)" + end("fine", "可以") + event("endEvent", "wrong", "决定有误", "error", 0) +
                      flow("v1", "s1", "rule") + flow("v2", "rule", "g") + flow("v3", "g", "wrong") + flow("v4", "g", "fine", "is_simple = true");
  const auto again = with_roots(process_with(sub_process("visit", "核查并决定", inside) + edge("caught", "有误", "error", 0, "visit", true) + review("redo", "再看"),
                                             flow("m1", "handle", "visit") + flow("m2", "visit", "done") + flow("m3", "caught", "redo") + flow("m4", "redo", "approve")), {"e:决定有误"});
  CHECK(problems_of(db, again).find("processes/after-decision:redo") != std::string::npos);
  // Of two parallel branches one is turned to a decision while the other is open.
  const auto beside = with_roots(process_with(R"(<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>)" + review("left", "甲") + sub_process("right", "乙", R"(<bpmn:startEvent id="r0" name="开始"/>)" + review("r1", "看") + event("endEvent", "r2", "不行", "error", 0) + flow("r3", "r0", "r1") + flow("r4", "r1", "r2")) +
                                                  edge("caught", "不行", "error", 0, "right", true) + decision("rule", "径行决定") + end("over", "已决定"),
                                              flow("m1", "handle", "fork") + flow("m2", "fork", "left") + flow("m3", "fork", "right") + flow("m4", "left", "join") + flow("m5", "right", "join") + flow("m6", "join", "approve") + flow("m7", "caught", "rule") + flow("m8", "rule", "over")), {"e:不行"});
  CHECK(problems_of(db, beside).find("processes/parallel-decision:rule") != std::string::npos);
}

YIMEN_DB_TEST("an escalation is heard beside the sub-process or takes it over; unheard it is a problem, and beside nobody decides", parts()) {
  City city(db);
  const auto drawn = [](bool takes_over, const std::string& step, const std::string& last = "m6") {
    const auto inside = R"(<bpmn:startEvent id="arrive" name="到现场"/>)" + review("look", "现场看") + event("intermediateThrowEvent", "tell", "情况复杂", "escalation", 0) + review("measure", "丈量") + end("fit", "看完") +
                        flow("v1", "arrive", "look") + flow("v2", "look", "tell") + flow("v3", "tell", "measure") + flow("v4", "measure", "fit");
    return with_roots(process_with(sub_process("visit", "现场核查", inside) + (step.empty() ? "" : edge("heard", "上报", "escalation", 0, "visit", takes_over) + step + (takes_over ? "" : end("informed", "已知悉"))),
                                   flow("m1", "handle", "visit") + flow("m2", "visit", "approve") + (step.empty() ? "" : flow("m3", "heard", "inform") + flow(last, "inform", takes_over ? "approve" : "informed"))), {"u:情况复杂"});
  };
  const auto inform = review("inform", "负责人知悉");
  CHECK(problems_of(db, drawn(false, "")) == "processes/unheard-escalation:tell ");
  CHECK(problems_of(db, drawn(false, decision("inform", "就此决定"))).find("processes/side-decision:inform") != std::string::npos);
  CHECK(problems_of(db, drawn(false, inform)) == "");
  CHECK(problems_of(db, drawn(true, inform)) == "");
  publish(db, drawn(false, inform));
  Walk beside(city, db);
  beside.forward(beside.task("handle"), city.any("handler"));
  beside.forward(beside.task("look"), city.any("reviewer"));
  CHECK(beside.shown() == "inform measure");
  CHECK(beside.acts_in_trail("cases.catch_escalation") == 1);
  beside.forward(beside.task("measure"), city.any("reviewer"));
  CHECK(beside.shown() == "inform approve");
  publish(db, drawn(true, inform));
  Walk over(city, db);
  over.forward(over.task("handle"), city.any("handler"));
  over.forward(over.task("look"), city.any("reviewer"));
  CHECK(over.shown() == "inform");
}

YIMEN_DB_TEST("an error leaves a called process for its caller; neither is published without the other catching it", parts()) {
  City city(db);
  CHECK(problems_of(db, called(true), "site") == "");  // nobody calls it yet
  publish_as(db, "site", called(false));
  publish(db, calling(false));
  CHECK(problems_of(db, called(true), "site") == "processes/error-for-callers:seen ");
  CHECK(problems_of(db, calling(true), key) == "");  // first the caller learns to catch it
  publish(db, calling(true));
  CHECK(problems_of(db, called(true), "site") == "");
  publish_as(db, "site", called(true));
  CHECK(problems_of(db, calling(false), key) == "processes/uncaught-error:middle ");
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  walk.forward(walk.task("site/look"), city.any("reviewer"));
  CHECK(walk.shown() == "explain");
  CHECK(walk.acts_in_trail("cases.catch_error") == 1);
}

YIMEN_DB_TEST("a called process that throws from a later version on changes no running case; one that begins then takes the version its own process was checked with", parts()) {
  City city(db);
  publish_as(db, "site", called(false));
  publish(db, calling(false));
  Walk running(city, db);
  clock.advance(std::chrono::hours{1});
  publish_as(db, "site", called(true));  // past the checks, as by a mistake on another day
  Walk later(city, db);
  for (auto* walk : {&running, &later}) {
    walk->forward(walk->task("handle"), city.any("handler"));
    walk->forward(walk->task("site/look"), city.any("reviewer"));
    CHECK(walk->shown() == "approve");
  }
  // Once the caller catches it, cases that begin take the version of today.
  clock.advance(std::chrono::hours{1});
  publish(db, calling(true));
  Walk mended(city, db);
  mended.forward(mended.task("handle"), city.any("handler"));
  mended.forward(mended.task("site/look"), city.any("reviewer"));
  CHECK(mended.shown() == "explain");
}

YIMEN_DB_TEST("a case is not moved to a version that does not catch what its own called version throws", parts()) {
  City city(db);
  publish_as(db, "site", called(true));
  publish(db, calling(true));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const int from = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  publish_as(db, "site", called(false));
  CHECK(problems_of(db, calling(false), key) == "");  // by what holds today
  publish(db, calling(false));
  const auto preview = db.read([&](Tx& tx) { return approval::preview_move(tx, manager(), key, from, from + 1); });
  REQUIRE(preview);
  CHECK(preview->movable.empty());
  REQUIRE(preview->blocked.size() == 1);
  CHECK(preview->blocked.front().why.find("现场不符") != std::string::npos);
  const auto job = order(city, db, "approval.move_cases", {{"key", key}, {"from", from}, {"to", from + 1}, {"reason", "换版"}});
  CHECK(job.result.at("refused") == 1);
  walk.forward(walk.task("site/look"), city.any("reviewer"));
  CHECK(walk.shown() == "explain");
}

YIMEN_DB_TEST("publication and withdrawal look at what will hold on a later day too", parts()) {
  City city(db);
  publish_as(db, "site", called(false));
  publish(db, calling(true));
  const int throwing = publish_from(db, "site", called(true), 30);
  CHECK(problems_of(db, calling(false), key) == "processes/uncaught-error:middle ");  // caught today by nobody, needed in a month
  CHECK(problems_of(db, calling(true), key) == "");
  // A caller that will not catch it any more keeps the called process from throwing.
  const auto taken_back = [&](const std::string& of, int version) {
    const auto done = db.transact([&](Tx& tx) { return designs::withdraw_version(tx, processes::kind(), manager(), of, version, "不用了"); });
    return done ? std::string() : done.error().slug;
  };
  CHECK(taken_back("site", throwing) == "");
  publish_from(db, key, calling(false), 30);
  CHECK(problems_of(db, called(true), "site") == "processes/error-for-callers:seen ");
  CHECK(problems_of(db, called(false), "site") == "");
}

YIMEN_DB_TEST("a version is not withdrawn when what holds again throws what its callers do not catch", parts()) {
  City city(db);
  publish_as(db, "site", called(true));
  publish_as(db, "site", called(false));
  publish(db, calling(false));
  const auto withdraw = [&] { return db.transact([&](Tx& tx) { return designs::withdraw_version(tx, processes::kind(), manager(), "site", 2, "改得不对"); }); };
  const auto refused = withdraw();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().slug == "processes/uncaught-error");
  CHECK(refused.error().detail.find("现场不符") != std::string::npos);
  publish(db, calling(true));
  CHECK(withdraw());
}

YIMEN_DB_TEST("退回 out of an event sub-process leads to what came before the sub-process it stands in, and the way is walked again", parts()) {
  City city(db);
  const auto inside = R"(<bpmn:startEvent id="arrive" name="到现场"/>)" + review("look", "现场看") + R"(<bpmn:exclusiveGateway id="g" default="v4"/>)" + end("fit", "符合") + event("endEvent", "unfit", "不符合", "error", 0) +
                      sub_process("explaining", "说明", event("startEvent", "came", "现场不符", "error", 0) + review("explain", "写明不符合之处") + end("told", "写明") + flow("e1", "came", "explain") + flow("e2", "explain", "told"), true) +
                      flow("v1", "arrive", "look") + flow("v2", "look", "g") + flow("v3", "g", "fit", "is_simple = true") + flow("v4", "g", "unfit");
  const auto xml = with_roots(process_with(sub_process("visit", "现场核查", inside), flow("m1", "handle", "visit") + flow("m2", "visit", "approve")), {"e:现场不符"});
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Walk walk(city, db);
  const auto& handler = walk.actor(walk.people("handler").front());
  const auto reviewers = walk.people("reviewer");
  REQUIRE(reviewers.size() >= 2);
  walk.forward(walk.task("handle"), handler);
  walk.forward(walk.task("look"), walk.actor(reviewers[0]));
  CHECK(walk.shown() == "explain");
  const auto task = walk.task("explain");
  const auto choices = db.read([&](Tx& tx) { return walk.acts().choices(tx, walk.actor(reviewers[1]), task.id); });
  REQUIRE(choices);
  REQUIRE(choices->return_places.size() == 1);
  CHECK(choices->return_places.front().node == "handle");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, walk.actor(reviewers[1]), task.id, walk.done.version, {.opinion = "材料先补齐"}); });
  CHECK(walk.shown() == "handle");
  CHECK(walk.task("handle").assignee == handler.id);
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "look");
  // What began the event sub-process may begin it again.
  walk.forward(walk.task("look"), walk.actor(reviewers[0]));
  CHECK(walk.shown() == "explain");
  CHECK(walk.acts_in_trail("cases.catch_error") == 2);
}

YIMEN_DB_TEST("a service of the program is put by while the clock of the case stands, asked for again when it goes on, and never done for a case that is over", parts()) {
  City city(db);
  publish(db, process_with(R"(<bpmn:serviceTask id="middle" name="核对数据" y:topic="check_data"/>)"));
  Walk stopped(city, db), over(city, db);
  const auto& handler = stopped.actor(stopped.people("handler").front());
  for (auto* walk : {&stopped, &over}) walk->forward(walk->task("handle"), handler);
  stopped.must([&](Tx& tx) { return stopped.acts().start_special(tx, handler, stopped.done.case_id, stopped.done.version, {.name = "专家评审", .reason = "需要专家评审", .basis = "行政许可法第四十五条", .planned_days = 5}); });
  over.must([&](Tx& tx) { return over.acts().withdraw(tx, platform::system_actor(), over.done.case_id, over.done.version, "不办了"); });
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  outbox.deliver_now();
  CHECK(over.shown() == "");
  CHECK(over.acts_in_trail("cases.service") == 0);
  CHECK(stopped.acts_in_trail("cases.service") == 0);
  CHECK(stopped.open().size() == 1);  // the end of the special procedure
  stopped.must([&](Tx& tx) { return stopped.acts().end_special(tx, handler, stopped.done.case_id, stopped.done.version, "专家同意"); });
  outbox.deliver_now();
  CHECK(stopped.shown() == "approve");
  CHECK(stopped.acts_in_trail("cases.service") == 1);
}
