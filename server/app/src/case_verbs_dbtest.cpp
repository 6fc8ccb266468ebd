// 会签、或签、加签、委托、撤回、催办、跳转 on real cases: one rule of each by one example, on both databases.
#include "case_walk.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

YIMEN_DB_TEST("加签 before a step puts it aside until the colleague has given his opinion; the asker then goes on", parts()) {
  City city(db);
  Walk walk(city, db);
  const auto task = walk.task("handle");
  const auto& handler = city.any("handler");
  const auto signer = walk.people("reviewer").front();
  const approval::SignOrder order{.people = {signer}, .place = "before", .reason = "涉及消防，请先看"};
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().add_signers(tx, handler, task.id, walk.done.version, {.people = {handler.id}, .reason = "自己"}); }) == "approval/cannot-sign");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().add_signers(tx, handler, task.id, walk.done.version, {.people = {signer}}); }) == "approval/text-needed");
  walk.must([&](Tx& tx) { return walk.acts().add_signers(tx, handler, task.id, walk.done.version, order); });
  CHECK(walk.shown() == "-handle handle:sign_before");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().forward(tx, handler, task.id, walk.done.version, {.opinion = "同意", .checks = City::all_met(task)}); }) == "approval/task-held");
  const auto asked = walk.task("handle", "sign_before");
  CHECK(asked.assignee == signer);
  CHECK(asked.given_by == handler.id);
  CHECK(asked.given_reason == "涉及消防，请先看");
  CHECK(walk.messages_of(signer) == 1);
  const auto& other = walk.actor(signer);
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().forward(tx, other, asked.id, walk.done.version, {.opinion = "可以"}); }) == "approval/vote-needed");
  walk.forward(asked, other, "agree");
  CHECK(walk.shown() == "handle");
  CHECK(walk.done.state == CaseState::in_review);
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "review");
  CHECK(walk.acts_in_trail("tasks.add_signers") == 1);
}

YIMEN_DB_TEST("加签 at a decision is given before it, leaves the case waiting for the decision, and may be cancelled by who asked", parts()) {
  City city(db);
  Walk walk(city, db);
  walk.done = city.review(db, walk.done);
  REQUIRE(walk.done.state == CaseState::in_approval);
  const auto task = walk.task("approve");
  const auto& approver = city.any("approver");
  std::vector<UserId> able;
  const auto offered = db.read([&](Tx& tx) { return walk.acts().choices(tx, approver, task.id); });
  REQUIRE(offered);
  for (const auto& one : offered->signers) able.push_back(one.id);
  REQUIRE(able.size() >= 2);
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().add_signers(tx, approver, task.id, walk.done.version, {.people = {able[0]}, .place = "beside", .reason = "看看"}); }) == "approval/sign-before-decision");
  walk.must([&](Tx& tx) { return walk.acts().add_signers(tx, approver, task.id, walk.done.version, {.people = {able[0], able[1]}, .place = "before", .reason = "看看"}); });
  CHECK(walk.done.state == CaseState::in_approval);
  const auto first = walk.task("approve", "sign_before");
  CHECK(first.kind == "review");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().decide(tx, approver, task.id, walk.done.version, {.decision = cases::Decision::granted}, {}); }) == "approval/task-held");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().cancel_signature(tx, city.any("handler"), first.id, walk.done.version, "不用了"); }) == "approval/others-signature");
  walk.must([&](Tx& tx) { return walk.acts().cancel_signature(tx, approver, first.id, walk.done.version, "出差"); });
  const auto second = walk.task("approve", "sign_before");
  walk.must([&](Tx& tx) { return walk.acts().cancel_signature(tx, approver, second.id, walk.done.version, "出差"); });
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
  const auto at_decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, approver, at_decision.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意", .checks = City::all_met(task)}); });
  CHECK(walk.done.state == CaseState::decided);
}

YIMEN_DB_TEST("委托: the colleague prepares, the owner confirms; a lent step can be called back and a decision is not lent", parts()) {
  City city(db);
  Walk walk(city, db);
  const auto people = walk.people("handler");
  REQUIRE(people.size() >= 2);
  const auto& owner = walk.actor(people[0]);
  const auto& helper = walk.actor(people[1]);
  const auto task = walk.task("handle");
  const auto lend = [&] { walk.quietly([&](Tx& tx) { return walk.acts().delegate(tx, owner, task.id, helper.id, "外出核查"); }); };
  lend();
  CHECK(walk.task("handle").assignee == helper.id);
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().forward(tx, owner, task.id, walk.done.version, {.opinion = "同意", .checks = City::all_met(task)}); }) == "approval/task-taken");
  walk.quietly([&](Tx& tx) { return walk.acts().recall(tx, owner, task.id); });
  CHECK(walk.task("handle").assignee == owner.id);
  lend();
  walk.forward(walk.task("handle"), helper);
  CHECK(walk.shown() == "handle:confirm");
  CHECK(walk.task("handle").assignee == owner.id);
  walk.forward(walk.task("handle"), owner);
  CHECK(walk.shown() == "review");
  walk.done = city.review(db, walk.done);
  const auto decision_task = walk.task("approve");
  const auto somebody = walk.people("approver").back();
  const auto refusal = db.transact([&](Tx& tx) { return walk.acts().delegate(tx, city.any("approver"), decision_task.id, somebody, "出差"); });
  REQUIRE_FALSE(refusal);
  CHECK(refusal.error().slug == "approval/decision-not-lent");
}

YIMEN_DB_TEST("撤回 works until somebody behind has begun, and keeps the opinion in the file", parts()) {
  City city(db);
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  const auto task = walk.task("handle");
  walk.forward(task, handler);
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().take_back(tx, city.any("reviewer"), task.id, walk.done.version, "误点"); }) == "approval/not-yours-to-take-back");
  walk.must([&](Tx& tx) { return walk.acts().take_back(tx, handler, task.id, walk.done.version, "还要补一份照片"); });
  CHECK(walk.shown() == "handle");
  CHECK(walk.task("handle").assignee == handler.id);
  walk.forward(walk.task("handle"), handler);
  const auto& reviewer = city.any("reviewer");
  const auto next = walk.task("review");
  walk.quietly([&](Tx& tx) { return walk.acts().claim(tx, reviewer, next.id); });
  const auto again = db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); });
  const auto last = std::find_if(again.rbegin(), again.rend(), [](const auto& t) { return t.node == "handle" && !t.is_open; });
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().take_back(tx, handler, last->id, walk.done.version, "误点"); }) == "approval/begun-already");
  CHECK(walk.acts_in_trail("tasks.take_back") == 1);
}

YIMEN_DB_TEST("催办 reaches whoever may act, is counted on the task, and not oftener than once an hour", parts()) {
  City city(db);
  Walk walk(city, db);
  const auto task = walk.task("handle");
  const auto& supervisor = city.clerk();
  walk.quietly([&](Tx& tx) { return walk.acts().urge(tx, supervisor, task.id, "申请人来电询问"); });
  for (const auto user : walk.people("handler")) CHECK(walk.messages_of(user) == 1);
  CHECK(walk.task("handle").urged_count == 1);
  const auto soon = db.transact([&](Tx& tx) { return walk.acts().urge(tx, supervisor, task.id, "再催"); });
  REQUIRE_FALSE(soon);
  CHECK(soon.error().slug == "approval/urged-lately");
  clock.advance(std::chrono::minutes{61});
  walk.quietly([&](Tx& tx) { return walk.acts().urge(tx, supervisor, task.id, "再催"); });
  CHECK(walk.task("handle").urged_count == 2);
  CHECK(walk.acts_in_trail("tasks.urge") == 2);
}

YIMEN_DB_TEST("跳转 needs a reason and an authority, and never leads to a decision on what nobody has reviewed", parts()) {
  City city(db);
  Walk walk(city, db);
  const auto& chief = city.any("reviewer");
  const auto task = walk.task("handle");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().jump(tx, chief, task.id, walk.done.version, {.to_node = "review"}); }) == "approval/text-needed");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().jump(tx, chief, task.id, walk.done.version, {.to_node = "approve", .reason = "急件"}); }) == "approval/not-reviewed");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().jump(tx, chief, task.id, walk.done.version, {.to_node = "done", .reason = "急件"}); }) == "approval/no-such-step");
  walk.forward(task, city.any("handler"));
  const auto at_review = walk.task("review");
  walk.must([&](Tx& tx) { return walk.acts().jump(tx, chief, at_review.id, walk.done.version, {.to_node = "approve", .reason = "抢险救灾，领导批示"}); });
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
  const auto at_approval = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().jump(tx, chief, at_approval.id, walk.done.version, {.to_node = "handle", .reason = "补充核查"}); });
  CHECK(walk.done.state == CaseState::in_review);
  CHECK(walk.shown() == "handle");
  CHECK(walk.acts_in_trail("tasks.jump") == 2);
}

YIMEN_DB_TEST("退回 with the straight way: what waited goes on where it was when the earlier step is done", parts()) {
  City city(db);
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  walk.forward(walk.task("handle"), handler);
  walk.done = city.review(db, walk.done);
  const auto& approver = city.any("approver");
  const auto task = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, approver, task.id, walk.done.version, {.opinion = "请核实面积", .to_node = "handle", .goes_straight_on = true}); });
  CHECK(walk.done.state == CaseState::in_review);
  CHECK(walk.shown() == "handle");
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
}

YIMEN_DB_TEST("会签 of all: each role gives one opinion, nobody two, and an objection is seen by the conditions", parts()) {
  City city(db);
  publish(db, process_with(user_task("middle", "会签", R"(y:role="reviewer" y:stage="review" y:opinionRequired="true" y:participants='["role:reviewer","role:reviewer"]' y:vote="all")"),
                           R"(<bpmn:exclusiveGateway id="g" default="m3"/><bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="middle"/><bpmn:sequenceFlow id="m2" sourceRef="middle" targetRef="g"/>
                              <bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="approve"/><bpmn:sequenceFlow id="m4" sourceRef="g" targetRef="handle"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">outcome = "disagree"</bpmn:conditionExpression></bpmn:sequenceFlow>)"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(walk.shown() == "middle middle");
  CHECK(walk.task("middle").vote == "all");
  const auto reviewers = walk.people("reviewer");
  REQUIRE(reviewers.size() >= 2);
  walk.forward(walk.task("middle"), walk.actor(reviewers[0]), "agree");
  CHECK(walk.shown() == "middle");
  const auto second_voice = walk.task("middle");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().forward(tx, walk.actor(reviewers[0]), second_voice.id, walk.done.version, {.opinion = "同意", .outcome = "agree"}); }) == "approval/voted-already");
  walk.forward(walk.task("middle"), walk.actor(reviewers[1]), "disagree");
  CHECK(walk.shown() == "handle");
}

YIMEN_DB_TEST("或签: the first opinion ends the step for all", parts()) {
  City city(db);
  publish(db, process_with(user_task("middle", "或签", R"(y:role="reviewer" y:stage="review" y:participants="staff.reviewer" y:vote="any")")));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const auto asked = walk.open();
  REQUIRE(asked.size() >= 2);
  CHECK(asked.front().given_as == "named");
  walk.must([&](Tx& tx) { return walk.acts().forward(tx, walk.actor(asked.back().assignee), asked.back().id, walk.done.version, {.outcome = "agree"}); });
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
}

namespace {

/// The middle step is to be done in three working days; then the approver's deputy is told by a step of his own.
std::string with_deadline(bool is_interrupting) {
  return process_with(user_task("middle", "审核", R"(y:role="reviewer" y:stage="review" y:limitDays="3")") +
                          fmt::format(R"(<bpmn:boundaryEvent id="late" name="审核超时" attachedToRef="middle" cancelActivity="{}" y:limitDays="3"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>)", is_interrupting) +
                          user_task("takeover", "督促", R"(y:role="handler" y:stage="review")") + (is_interrupting ? "" : R"(<bpmn:endEvent id="told" name="已督促"/>)"),
                      std::string(R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="middle"/><bpmn:sequenceFlow id="m2" sourceRef="middle" targetRef="approve"/><bpmn:sequenceFlow id="m3" sourceRef="late" targetRef="takeover"/>)") +
                          (is_interrupting ? R"(<bpmn:sequenceFlow id="m4" sourceRef="takeover" targetRef="approve"/>)" : R"(<bpmn:sequenceFlow id="m4" sourceRef="takeover" targetRef="told"/>)"));
}
std::int64_t timers(platform::Database& db) {
  return db.read([](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from case_timer"); });
}

}  // namespace

YIMEN_DB_TEST("a time on a step counts working days, fires once whatever the clock did, and takes the step over", parts()) {
  City city(db);
  publish(db, with_deadline(true));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(walk.task("middle").step_due_on.has_value());
  CHECK(timers(db) == 1);
  CHECK(walk.acts().fire_due_timers(db) == 0);
  clock.advance(std::chrono::hours{24 * 2});
  CHECK(walk.acts().fire_due_timers(db) == 0);
  clock.advance(std::chrono::hours{24 * 30});  // the machine was off for a month
  CHECK(walk.acts().fire_due_timers(db) == 1);
  CHECK(walk.acts().fire_due_timers(db) == 0);
  CHECK(walk.shown() == "takeover");
  CHECK(timers(db) == 0);
  CHECK(walk.acts_in_trail("cases.timer") == 1);
}

YIMEN_DB_TEST("a reminder beside a step leaves the step alone, waits while the clock of the case stands, and ends with the decision", parts()) {
  City city(db);
  publish(db, with_deadline(false));
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  walk.forward(walk.task("handle"), handler);
  walk.must([&](Tx& tx) { return walk.acts().start_special(tx, handler, walk.done.case_id, walk.done.version, {.name = "听证", .reason = "利害关系人申请", .planned_days = 20}); });
  clock.advance(std::chrono::hours{24 * 12});
  CHECK(walk.acts().fire_due_timers(db) == 0);
  walk.must([&](Tx& tx) { return walk.acts().end_special(tx, handler, walk.done.case_id, walk.done.version, "听证完毕"); });
  clock.advance(std::chrono::hours{2});
  CHECK(walk.acts().fire_due_timers(db) == 1);
  CHECK(walk.shown() == "middle takeover");
  CHECK(walk.done.state == CaseState::in_review);
  walk.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
  walk.forward(walk.task("middle"), city.any("reviewer"));
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), decision.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  CHECK(walk.done.state == CaseState::decided);
  for (const auto& task : walk.open()) CHECK(task.node.empty());
}

YIMEN_DB_TEST("a service of a process works exactly once, and its result leads the way", parts()) {
  City city(db);
  publish(db, process_with(R"(<bpmn:serviceTask id="check" name="核对数据" y:topic="check_data"/><bpmn:serviceTask id="tell" name="材料已齐，正在审批" y:topic="notify_applicant"/><bpmn:exclusiveGateway id="g" default="m4"/>)" +
                               user_task("middle", "审核", R"(y:role="reviewer" y:stage="review")"),
                           R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="check"/><bpmn:sequenceFlow id="m2" sourceRef="check" targetRef="g"/>
                              <bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="tell"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">check.materials_complete</bpmn:conditionExpression></bpmn:sequenceFlow>
                              <bpmn:sequenceFlow id="m4" sourceRef="g" targetRef="middle"/><bpmn:sequenceFlow id="m5" sourceRef="middle" targetRef="approve"/><bpmn:sequenceFlow id="m6" sourceRef="tell" targetRef="approve"/>)"));
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(walk.shown() == "");
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  outbox.deliver_now();
  CHECK(walk.shown() == "approve");
  CHECK(walk.acts_in_trail("cases.service") == 2);
  // The same order once more changes nothing: its token is gone.
  for (int number = 1; number < 12; ++number)
    walk.quietly([&](Tx& tx) { return walk.acts().do_process_work(tx, walk.done.case_id, number, "notify_applicant"); });
  CHECK(walk.acts_in_trail("cases.service") == 2);
  CHECK(db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->state; }) == CaseState::in_approval);
}

YIMEN_DB_TEST("a business-rule task asks the published rule of today, and its answer leads the way", parts()) {
  City city(db);
  const auto process = process_with(R"(<bpmn:businessRuleTask id="rule" name="是否要复核" y:decision="second-look" y:resultVariable="second"/><bpmn:exclusiveGateway id="g" default="m4"/>)" +
                                        user_task("middle", "复核", R"(y:role="reviewer" y:stage="review")"),
                                    R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="rule"/><bpmn:sequenceFlow id="m2" sourceRef="rule" targetRef="g"/>
                                       <bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="middle"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">second = "yes"</bpmn:conditionExpression></bpmn:sequenceFlow>
                                       <bpmn:sequenceFlow id="m4" sourceRef="g" targetRef="approve"/><bpmn:sequenceFlow id="m5" sourceRef="middle" targetRef="approve"/>)");
  const auto rules_broken = [&] {
    std::string rules;
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, process); })) rules += problem.rule + " ";
    return rules;
  };
  CHECK(rules_broken() == "processes/no-rule ");
  const auto rule_that_says = [&](const std::string& word) {
    REQUIRE(db.transact([&](Tx& tx) -> Result<int> {
      return cases::publish_model(tx, {.kind = cases::ModelKind::rule, .key = "second-look", .name = "复核",
                                       .xml = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:y="https://yimen.org/dmn" id="d" name="复核" namespace="urn:t"><inputData id="i" name="申请人" y:source="applicant"><variable name="申请人" typeRef="string"/></inputData><decision id="r" name="要复核"><variable name="要复核" typeRef="string"/><informationRequirement id="q"><requiredInput href="#i"/></informationRequirement><literalExpression id="l"><text>if 申请人 in ("person","enterprise") then ")" + word + R"(" else null</text></literalExpression></decision></definitions>)",
                                       .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
    }));
  };
  rule_that_says("yes");
  CHECK(rules_broken() == "");
  publish(db, process);
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(walk.shown() == "middle");
  rule_that_says("no");
  Walk other(city, db);
  other.forward(other.task("handle"), city.any("handler"));
  CHECK(other.shown() == "approve");
}

YIMEN_DB_TEST("a business-rule task states the facts that the case does not hold; publication asks for each of them and for no other", parts()) {
  City city(db);
  REQUIRE(db.transact([&](Tx& tx) -> Result<int> {
    return cases::publish_model(tx, {.kind = cases::ModelKind::rule, .key = "how-hard", .name = "难度",
                                     .xml = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:y="https://yimen.org/dmn" id="d" name="难度" namespace="urn:t"><inputData id="i" name="申请人" y:source="applicant"><variable name="申请人" typeRef="string"/></inputData><inputData id="j" name="缺件数"><variable name="缺件数" typeRef="number"/></inputData><decision id="r" name="难度"><variable name="难度" typeRef="string"/><informationRequirement id="q"><requiredInput href="#i"/></informationRequirement><informationRequirement id="p"><requiredInput href="#j"/></informationRequirement><literalExpression id="l"><text>if 缺件数 = 0 then "易" else if 缺件数 > 0 then "难" else "不明"</text></literalExpression></decision></definitions>)",
                                     .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
  }));
  const auto process = [](const std::string& inputs) {
    return process_with(R"(<bpmn:serviceTask id="data" name="核对数据" y:topic="check_data"/><bpmn:businessRuleTask id="rule" name="看难度" y:decision="how-hard" y:resultVariable="level">)" + inputs + R"(</bpmn:businessRuleTask><bpmn:exclusiveGateway id="g" default="m4"/>)" +
                            user_task("middle", "复核", R"(y:role="reviewer" y:stage="review")"),
                        R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="data"/><bpmn:sequenceFlow id="m0" sourceRef="data" targetRef="rule"/><bpmn:sequenceFlow id="m2" sourceRef="rule" targetRef="g"/>
                           <bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="approve"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">level = "易"</bpmn:conditionExpression></bpmn:sequenceFlow>
                           <bpmn:sequenceFlow id="m4" sourceRef="g" targetRef="middle"/><bpmn:sequenceFlow id="m5" sourceRef="middle" targetRef="approve"/>)");
  };
  const auto stating = [](const std::string& name, const std::string& text) { return "<bpmn:extensionElements><y:inputs><y:input name=\"" + name + "\">" + text + "</y:input></y:inputs></bpmn:extensionElements>"; };
  const auto rules_broken = [&](const std::string& xml) {
    std::string rules;
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) rules += problem.rule + " ";
    return rules;
  };
  CHECK(rules_broken(process("")) == "processes/input-not-stated ");
  CHECK(rules_broken(process(stating("缺件", "1"))) == "processes/input-not-stated processes/no-such-input ");
  CHECK(rules_broken(process(stating("申请人", "applicant"))) == "processes/input-not-stated processes/input-from-case ");
  const auto whole = process(stating("缺件数", "check.missing_materials"));
  CHECK(rules_broken(whole) == "");
  publish(db, whole);
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  outbox.deliver_now();
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("a step is done again while its condition holds, and at most as often as drawn", parts()) {
  City city(db);
  const auto repeated = [](const std::string& attributes, const std::string& condition) {
    return process_with(R"(<bpmn:dataObject id="is_failed"/><bpmn:userTask id="middle" name="抽样检查" y:role="reviewer" y:stage="review"><bpmn:standardLoopCharacteristics id="l" )" + attributes + ">" + condition + "</bpmn:standardLoopCharacteristics></bpmn:userTask>");
  };
  const std::string condition = R"(<bpmn:loopCondition xsi:type="bpmn:tFormalExpression">is_failed = true</bpmn:loopCondition>)";
  const auto rules_broken = [&](const std::string& xml) {
    std::string rules;
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) rules += problem.rule + " ";
    return rules;
  };
  const auto process = repeated(R"(loopMaximum="3")", condition);
  CHECK(rules_broken(process) == "");
  CHECK(rules_broken(repeated(R"(loopMaximum="3")", "")) == "processes/repeat-without-condition ");
  CHECK(rules_broken(repeated("", condition)) == "processes/repeat-without-end ");
  publish(db, process);
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const auto reviewer = walk.actor(walk.people("reviewer").front());
  const auto check = [&](bool is_failed) {
    const auto task = walk.task("middle");
    walk.must([&](Tx& tx) { return walk.acts().forward(tx, reviewer, task.id, walk.done.version, {.opinion = is_failed ? "不合格，再抽" : "合格", .variables = {{"is_failed", is_failed}}}); });
  };
  check(true);
  CHECK(walk.shown() == "middle");
  CHECK(walk.task("middle").assignee == reviewer.id);  // it stays with who began it
  check(false);
  CHECK(walk.shown() == "approve");
  Walk thrice(city, db);
  thrice.forward(thrice.task("handle"), city.any("handler"));
  for (int time = 0; time < 3; ++time) {
    const auto task = thrice.task("middle");
    thrice.must([&](Tx& tx) { return thrice.acts().forward(tx, reviewer, task.id, thrice.done.version, {.opinion = "不合格，再抽", .variables = {{"is_failed", true}}}); });
  }
  CHECK(thrice.shown() == "approve");
}

namespace {

/// Passes everything on and keeps what is asked, apart from what is only told.
class ListeningTx final : public Tx {
 public:
  explicit ListeningTx(Tx& inner) : inner_{inner} { now_ = inner.now(); }
  platform::Engine engine() const override { return inner_.engine(); }
  std::int64_t run(std::string_view sql, std::span<const platform::Param> params, const std::function<void(const platform::Row&)>& on_row) override {
    asked.emplace_back(sql);
    return inner_.run(sql, params, on_row);
  }
  void run_posted(Expect expect, std::string_view sql, std::span<const platform::Param> params) override {
    told.emplace_back(sql);
    inner_.run_posted(expect, sql, params);
  }
  void settle() override { inner_.settle(); }
  std::vector<std::string> asked, told;

 private:
  Tx& inner_;
};

}  // namespace

YIMEN_DB_TEST("a review step waits for seven answers of the database, and asks neither for the model nor for the calendar again", parts()) {
  City city(db);
  clock.advance(std::chrono::minutes{2});
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  const auto task = walk.task("review");
  std::vector<std::string> asked, told;
  walk.must([&](Tx& tx) -> Result<Done> {
    ListeningTx listening{tx};
    auto forwarded = walk.acts().forward(listening, city.any("reviewer"), task.id, walk.done.version, {.opinion = "同意", .checks = City::all_met(task)});
    asked = listening.asked, told = listening.told;
    return forwarded;
  });
  CHECK(walk.done.state == CaseState::in_approval);
  CAPTURE(fmt::format("{}", fmt::join(asked, "\n")));
  CHECK(asked.size() <= 7);
  CHECK(told.size() <= 5);
  for (const auto* known : {"model_version", "calendar_stamp"}) CHECK(std::ranges::none_of(asked, [&](const std::string& sql) { return sql.find(known) != sql.npos; }));
  CHECK(walk.open().size() == 1);
}

YIMEN_DB_TEST("a version whose publication came to nothing leaves no trace in the models that are kept", parts()) {
  City city(db);
  const auto named = [](const std::string& name) { return process_with(user_task("middle", name, R"(y:role="reviewer" y:stage="review")")); };
  Walk before(city, db);
  // Published, begun and walked within one commit, which then fails: the number goes to another text.
  const auto lost = db.transact([&](Tx& tx) -> Result<int> {
    cases::publish_model(tx, {.key = key, .name = "试", .xml = named("失败的一版"), .note = "", .author_name = "甲", .valid_from = tx.today(), .published_by = 1, .published_by_name = "乙"});
    const auto received = TRY(before.acts().receive(tx, city.clerk(), city.application(tx)));
    const auto accepted = TRY(before.acts().accept(tx, city.clerk(), received.case_id, received.version, "予以受理"));
    const auto task = cases::open_tasks_of(tx, accepted.case_id).front();
    TRY(before.acts().forward(tx, city.any("handler"), task.id, accepted.version, {.opinion = "同意", .checks = City::all_met(task)}));
    CHECK(cases::open_tasks_of(tx, accepted.case_id).front().name == "失败的一版");
    return platform::fail(platform::ErrorCode::conflict, "test/lost", "提交失败");
  });
  CHECK(lost.error().slug == "test/lost");
  publish(db, named("成功的一版"));
  for (const auto wait : {0, 2}) {
    clock.advance(std::chrono::minutes{wait});
    Walk walk(city, db);
    walk.forward(walk.task("handle"), city.any("handler"));
    CHECK(walk.task("middle").name == "成功的一版");
  }
}
