// 调用流程: a published process called by another, in the version the case began with, on both databases.
#include "case_walk.h"
#include "yimen/approval/process_versions.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto called_key = "expert-look";

/// look → [again when the words of the look say so] → seen; drawn for calls.
std::string called(const std::string& name, const std::string& stage = "review", const std::string& executable = "false") {
  return R"(<bpmn:definitions id="d" xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:y="https://yimen.org/bpmn" targetNamespace="t">
  <bpmn:process id="expert" name="专家看" isExecutable=")" +
         executable + R"("><bpmn:startEvent id="begin" name="开始"/>)" + user_task("look", name, "y:role=\"reviewer\" y:stage=\"" + stage + "\"") +
         R"(<bpmn:exclusiveGateway id="g" default="c3"/>)" + user_task("again", "再看", R"(y:role="reviewer" y:stage="review")") +
         R"(<bpmn:endEvent id="seen" name="看过"/><bpmn:sequenceFlow id="c1" sourceRef="begin" targetRef="look"/><bpmn:sequenceFlow id="c2" sourceRef="look" targetRef="g"/>
            <bpmn:sequenceFlow id="c3" sourceRef="g" targetRef="seen"/><bpmn:sequenceFlow id="c4" sourceRef="g" targetRef="again"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">is_hard = true</bpmn:conditionExpression></bpmn:sequenceFlow>
            <bpmn:sequenceFlow id="c5" sourceRef="again" targetRef="seen"/></bpmn:process></bpmn:definitions>)";
}
std::string calling(const std::string& key = called_key) {
  return process_with("<bpmn:callActivity id=\"middle\" name=\"请专家看\" calledElement=\"" + key + "\"/>");
}
void publish_as(platform::Database& db, const std::string& key, const std::string& xml) {
  REQUIRE(db.transact([&](Tx& tx) -> Result<int> {
    return cases::publish_model(tx, {.key = key, .name = key, .xml = xml, .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
  }));
}
std::string problems_of(platform::Database& db, const std::string& xml, const std::string& key = {}) {
  std::string rules;
  for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml, key); })) rules += problem.rule + " ";
  return rules;
}

const Actor& walk_reviewer(Walk& walk) { return walk.actor(walk.people("reviewer").front()); }

}  // namespace

YIMEN_DB_TEST("a called process runs inside the case, sees its variables and gives its own back", parts()) {
  City city(db);
  publish_as(db, called_key, called("专家审查"));
  CHECK(problems_of(db, calling()) == "");
  publish(db, calling());
  Walk walk(city, db);
  const auto task = walk.task("handle");
  walk.must([&](Tx& tx) { return walk.acts().forward(tx, city.any("handler"), task.id, walk.done.version, {.opinion = "请看", .checks = City::all_met(task), .variables = {{"is_hard", true}}}); });
  CHECK(walk.shown() == "expert-look/look");
  CHECK(walk.task("expert-look/look").name == "专家审查");
  const auto reviewers = walk.people("reviewer");
  REQUIRE(reviewers.size() >= 2);
  const auto& by = walk.actor(reviewers[0]);
  walk.forward(walk.task("expert-look/look"), by);
  CHECK(walk.shown() == "expert-look/again");
  // Taken back, like any step.
  const auto look = db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); });
  const auto last = std::find_if(look.rbegin(), look.rend(), [](const auto& one) { return one.node == "expert-look/look" && !one.is_open; });
  walk.must([&](Tx& tx) { return walk.acts().take_back(tx, by, last->id, walk.done.version, "还要想想"); });
  CHECK(walk.shown() == "expert-look/look");
  walk.forward(walk.task("expert-look/look"), by);
  walk.forward(walk.task("expert-look/again"), walk.actor(reviewers[1]));
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
}

YIMEN_DB_TEST("a case keeps the version of the called process it began with; later cases take the newer one", parts()) {
  City city(db);
  publish_as(db, called_key, called("专家审查"));
  publish(db, calling());
  Walk first(city, db);
  publish_as(db, called_key, called("专家组审查"));
  Walk second(city, db);
  Walk third(city, db), fourth(city, db);
  const auto& handler = city.any("handler");
  first.forward(first.task("handle"), handler);
  second.forward(second.task("handle"), handler);
  CHECK(first.task("expert-look/look").name == "专家审查");
  CHECK(second.task("expert-look/look").name == "专家组审查");
  // Later the models are kept and not asked for any more: still each its own.
  clock.advance(std::chrono::minutes{2});
  const auto& reviewer = walk_reviewer(first);
  third.forward(third.task("handle"), handler);
  first.forward(first.task("expert-look/look"), reviewer);
  second.forward(second.task("expert-look/look"), reviewer);
  CHECK(third.task("expert-look/look").name == "专家组审查");
  publish_as(db, called_key, called("专家团审查"));
  fourth.forward(fourth.task("handle"), handler);
  CHECK(fourth.task("expert-look/look").name == "专家组审查");
  CHECK(first.shown() == "approve");
  CHECK(second.shown() == "approve");
}

YIMEN_DB_TEST("what a called process asks about the applicant and the staff is looked up for it", parts()) {
  City city(db);
  auto asking = called("专家审查");
  const std::string condition = "is_hard = true";
  asking.replace(asking.find(condition), condition.size(), "applicant = \"enterprise\" and count(staff.reviewer) &gt; 0");
  publish_as(db, called_key, asking);
  publish(db, calling());
  clock.advance(std::chrono::minutes{2});
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  walk.forward(walk.task("expert-look/look"), walk_reviewer(walk));
  const bool is_enterprise = db.read([&](Tx& tx) { return *tx.scalar<std::string>("select p.kind from party p join service_case c on c.applicant_party_id = p.id where c.id = ?", walk.done.case_id); }) == "enterprise";
  CHECK(walk.shown() == (is_enterprise ? "expert-look/again" : "approve"));
  REQUIRE(is_enterprise);
}

YIMEN_DB_TEST("moving to a version that calls nothing stops a case inside the called process, and says where; others move", parts()) {
  City city(db);
  publish_as(db, called_key, called("专家审查"));
  publish(db, calling());
  Walk inside(city, db), before(city, db);
  inside.forward(inside.task("handle"), city.any("handler"));
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, inside.done.case_id)->process_version; });
  publish(db, process_with("", R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="approve"/>)"));
  auto manager = platform::system_actor("唐立新");
  manager.scope_low = 0;
  manager.scope_high = INT64_MAX;
  const auto preview = db.read([&](Tx& tx) { return approval::preview_move(tx, manager, key, old_version, old_version + 1); });
  REQUIRE(preview);
  CHECK(preview->movable.size() == 1);
  REQUIRE(preview->blocked.size() == 1);
  CHECK_FALSE(preview->blocked.front().step.empty());
  CHECK_FALSE(preview->blocked.front().why.empty());
  // And back to one that calls: the version of that day is fixed.
  const auto moved = db.transact([&](Tx& tx) { return before.acts().move_to_version(tx, manager, before.done.case_id, {.from = old_version, .to = old_version + 1, .mapping = {}, .reason = "简化"}, platform::JobId{7}); });
  REQUIRE_MESSAGE(moved, moved.error().detail);
  before.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, before.done.case_id)->version; });
  before.forward(before.task("handle"), city.any("handler"));
  CHECK(before.shown() == "approve");
}

YIMEN_DB_TEST("publication asks that called processes are there, drawn for calls, decide nothing and end", parts()) {
  City city(db);
  CHECK(problems_of(db, calling()) == "processes/no-called-process ");
  publish_as(db, called_key, called("专家审查", "review", "true"));
  CHECK(problems_of(db, calling()) == "processes/not-for-calls ");
  CHECK(problems_of(db, called("专家审查")) == "");
  CHECK(problems_of(db, called("专家决定", "approval")).find("processes/decision-in-called") != std::string::npos);
  auto round = called("专家审查");
  const std::string look = R"(<bpmn:userTask id="again")";
  round.insert(round.find(look), R"(<bpmn:callActivity id="self" name="再请" calledElement="expert-look"/>)");
  const std::string to = R"(sourceRef="again" targetRef="seen"/>)";
  round.replace(round.find(to), to.size(), R"(sourceRef="again" targetRef="self"/><bpmn:sequenceFlow id="c6" sourceRef="self" targetRef="seen"/>)");
  publish_as(db, called_key, called("专家审查"));
  CHECK(problems_of(db, round, called_key) == "processes/call-round ");
  publish_as(db, called_key, round);
  CHECK(problems_of(db, calling()) == "processes/call-round ");
  // A matter that names it alone is told so when the first case comes.
  publish(db, called("专家审查"));
  const auto received = city.receive(db);
  CHECK(city.refused(db, [&](Tx& tx) { return city.product->approval.accept(tx, city.clerk(), received.case_id, received.version, "予以受理"); }) == "approval/not-a-route");
}
