// 自由顺序环节 on real cases: who chooses, what is refused, and that going back and other versions lose nothing, on both databases.
#include "../../modules/approval/src/service/free_order.h"
#include "case_jobs.h"
#include "case_walk.h"
#include "yimen/approval/process_versions.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto by_handler = R"(y:role="handler" y:stage="review")";
constexpr auto by_reviewer = R"(y:role="reviewer" y:stage="review")";
std::string flow(const std::string& id, const std::string& from, const std::string& to) { return fmt::format(R"(<bpmn:sequenceFlow id="{}" sourceRef="{}" targetRef="{}"/>)", id, from, to); }
const std::string around = flow("m1", "handle", "free") + flow("m2", "free", "approve");

std::string free_part(const std::string& steps, const std::string& attributes = R"(y:finish="people")", const std::string& condition = {}) {
  const auto ends = condition.empty() ? std::string() : fmt::format(R"(<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{}</bpmn:completionCondition>)", condition);
  return process_with(fmt::format(R"(<bpmn:adHocSubProcess id="free" name="自由核查" {}>{}{}</bpmn:adHocSubProcess>)", attributes, steps, ends), around);
}
std::string three_steps(const std::string& attributes = R"(y:finish="people")") {
  return free_part(user_task("look", "现场核查", std::string(by_handler) + R"( y:needed="true")") + user_task("lab", "抽样检测", by_reviewer) + user_task("ask", "专家意见", std::string(by_reviewer) + R"( y:once="true")"), attributes);
}
std::string problems_of(platform::Database& db, const std::string& xml) {
  std::string rules;
  for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) rules += problem.rule + " ";
  return rules;
}

struct Free : Walk {
  const Actor& first;    // handed the case on
  const Actor& handler;  // another of the same role
  const Actor& reviewer;
  Free(City& place, platform::Database& database)
      : Walk{place, database}, first{actor(people("handler").at(0))}, handler{actor(people("handler").at(1))}, reviewer{actor(people("reviewer").at(0))} {
    forward(task("handle"), first);
  }
  std::vector<approval::FreePart> parts(const Actor& who) const {
    return db.read([&](Tx& tx) { return *approval::free_parts_of(acts(), tx, who, *cases::get_case(tx, done.case_id)); });
  }
  approval::FreePart part(const Actor& who) const {
    const auto all = parts(who);
    REQUIRE(all.size() == 1);
    return all.front();
  }
  auto starting(const Actor& who, const std::string& node) {
    return [this, &who, node, token = part(who).token, version = done.version](Tx& tx) { return acts().start_free_step(tx, who, done.case_id, version, token, node); };
  }
  auto finishing(const Actor& who, const std::string& words = {}) {
    return [this, &who, words, token = part(who).token, version = done.version](Tx& tx) { return acts().finish_free_part(tx, who, done.case_id, version, token, words); };
  }
  /// Which of the steps may be begun now.
  std::string startable() const {
    std::string text;
    for (const auto& step : part(reviewer).steps)
      if (step.may_start) text += step.node + " ";
    return text;
  }
};

}  // namespace

YIMEN_DB_TEST("clerks begin the steps of a free part in any order and again, and say when they are done", parts()) {
  City city(db);
  CHECK(problems_of(db, three_steps()) == "");
  publish(db, three_steps());
  Free walk(city, db);
  CHECK(walk.shown() == "free");
  CHECK(walk.task("free").kind == "choice");
  CHECK(walk.task("free").role == "handler");
  CHECK(walk.startable() == "look lab ask ");
  CHECK(walk.refused(walk.finishing(walk.reviewer)) == "bpmn/not-enough");
  CHECK_FALSE(walk.part(walk.reviewer).may_finish);
  walk.must(walk.starting(walk.reviewer, "ask"));
  walk.must(walk.starting(walk.first, "look"));
  CHECK(walk.shown() == "free ask look");
  CHECK(walk.task("look").role == "handler");
  CHECK(walk.startable() == "lab ");
  walk.forward(walk.task("ask"), walk.reviewer);
  CHECK(walk.startable() == "lab ");  // once only
  walk.must(walk.starting(walk.handler, "lab"));
  walk.forward(walk.task("lab"), walk.reviewer);  // the same hand may do another step of the part
  walk.must(walk.starting(walk.reviewer, "lab"));
  walk.forward(walk.task("lab"), walk.reviewer);
  CHECK(walk.part(walk.handler).steps.at(1).done.size() == 2);
  CHECK(walk.part(walk.handler).steps.at(1).done.front().by_name == walk.reviewer.name);
  walk.forward(walk.task("look"), walk.handler);
  CHECK(walk.shown() == "free");
  CHECK(walk.part(walk.handler).may_finish);
  walk.must(walk.finishing(walk.handler, "材料与现场一致"));
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
  CHECK(walk.acts_in_trail("cases.start_free_step") == 4);
  CHECK(walk.acts_in_trail("cases.finish_free_part") == 1);
  CHECK(walk.parts(walk.handler).empty());
  const auto tasks = db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); });
  const auto choice = std::ranges::find(tasks, std::string("choice"), &cases::CaseTask::kind);
  CHECK(choice->outcome == "finished");
  CHECK(choice->opinion == "材料与现场一致");
}

YIMEN_DB_TEST("only who may work one of its steps, leads the part or handed the case on may choose; two who choose at once begin a step once", parts()) {
  City city(db);
  publish(db, three_steps());
  Free walk(city, db);
  const auto token = walk.part(walk.reviewer).token;
  auto stranger = walk.first;
  stranger.permissions = std::make_shared<const std::unordered_set<std::string>>(std::unordered_set<std::string>{"cases.read"});
  CHECK(walk.refused(walk.starting(stranger, "look")) == "approval/not-yours-to-choose");
  CHECK_FALSE(walk.part(stranger).may_choose);
  CHECK(walk.part(walk.first).may_choose);
  const auto other = walk.people("approver").front();
  auto approver = walk.actor(other);
  approver.permissions = std::make_shared<const std::unordered_set<std::string>>(std::unordered_set<std::string>{"cases.read", "cases.review", "cases.decide"});
  CHECK(walk.refused(walk.starting(approver, "look")) == "approval/not-yours-to-choose");
  const auto second = walk.starting(walk.reviewer, "look");  // has looked at the same version
  walk.must(walk.starting(walk.handler, "look"));
  CHECK(walk.refused(second) == "approval/changed-meanwhile");
  CHECK(walk.refused(walk.starting(walk.reviewer, "look")) == "approval/begun-already");
  CHECK(walk.refused(walk.starting(walk.reviewer, "approve")) == "approval/no-such-step");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().start_free_step(tx, walk.reviewer, walk.done.case_id, walk.done.version, token + 100, "lab"); }) == "approval/no-free-part");
  CHECK(walk.shown() == "free look");
  // The clock of the case stands, and its process with it.
  walk.must([&](Tx& tx) { return walk.acts().start_special(tx, walk.handler, walk.done.case_id, walk.done.version, {.name = "鉴定", .reason = "需要鉴定", .planned_days = 10}); });
  CHECK(walk.refused(walk.starting(walk.reviewer, "lab")) == "approval/clock-stands");
}

YIMEN_DB_TEST("what somebody works on is not taken from his hands; what nobody has begun goes with the end; who may jump ends it earlier with a reason", parts()) {
  City city(db);
  publish(db, three_steps());
  Free walk(city, db);
  walk.must(walk.starting(walk.handler, "look"));
  walk.must(walk.starting(walk.handler, "lab"));
  walk.forward(walk.task("look"), walk.handler);
  const auto lab = walk.task("lab");
  walk.quietly([&](Tx& tx) { return walk.acts().claim(tx, walk.reviewer, lab.id); });
  CHECK(walk.refused(walk.finishing(walk.handler)) == "approval/begun-already");
  walk.quietly([&](Tx& tx) { return walk.acts().release(tx, walk.reviewer, lab.id); });
  walk.must(walk.finishing(walk.handler));
  CHECK(walk.shown() == "approve");
  Free stuck(city, db);
  const auto& chief = city.any("chief_representative");
  CHECK(stuck.part(chief).may_force);
  CHECK(stuck.refused(stuck.finishing(chief)) == "approval/text-needed");
  stuck.must(stuck.finishing(chief, "申请人已补交检测报告，无须现场核查"));
  CHECK(stuck.shown() == "approve");
}

YIMEN_DB_TEST("one after the other: the next step begins when the last is done; a part that nobody ends is over when each step has been done", parts()) {
  City city(db);
  const auto xml = three_steps(R"(ordering="Sequential")");
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Free walk(city, db);
  walk.must(walk.starting(walk.reviewer, "lab"));
  CHECK(walk.startable() == "");
  CHECK(walk.refused(walk.starting(walk.reviewer, "look")) == "bpmn/wrong-place");
  CHECK(walk.refused(walk.finishing(walk.reviewer)) == "approval/ends-by-itself");
  walk.forward(walk.task("lab"), walk.reviewer);
  for (const auto* step : {"ask", "look"}) {
    walk.must(walk.starting(walk.reviewer, step));
    walk.forward(walk.task(step), step == std::string("look") ? walk.handler : walk.reviewer);
  }
  CHECK(walk.shown() == "approve");
  // Of the free part, 退回 opens the one step again; the others stay done.
  const auto& approver = city.any("approver");
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, approver, decision.id, walk.done.version, {.opinion = "检测报告不全", .to_node = "lab"}); });
  CHECK(walk.shown() == "free lab");
  CHECK(walk.task("lab").assignee == walk.reviewer.id);
  walk.forward(walk.task("lab"), walk.reviewer);
  CHECK(walk.shown() == "approve");
  // Straight on: the part is open for that step alone.
  const auto again = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, approver, again.id, walk.done.version, {.opinion = "页码有误", .to_node = "ask", .goes_straight_on = true}); });
  CHECK(walk.shown() == "ask");  // the decision is opened again when it is done
  CHECK(walk.parts(walk.reviewer).empty());
  walk.forward(walk.task("ask"), walk.reviewer);
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("撤回, 退回, 转办, 加签 and 跳转 work on steps of a free part", parts()) {
  City city(db);
  publish(db, three_steps());
  Free walk(city, db);
  walk.must(walk.starting(walk.reviewer, "lab"));
  const auto lab = walk.task("lab");
  walk.forward(lab, walk.reviewer);
  walk.must([&](Tx& tx) { return walk.acts().take_back(tx, walk.reviewer, lab.id, walk.done.version, "还要补一份报告"); });
  CHECK(walk.shown() == "free lab");
  const auto colleague = walk.people("reviewer").at(1);
  const auto again = walk.task("lab");
  walk.quietly([&](Tx& tx) { return walk.acts().transfer(tx, walk.reviewer, again.id, colleague, "出差"); });
  const auto& other = walk.actor(colleague);
  const auto signer = walk.people("approver").front();
  walk.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
  walk.must([&](Tx& tx) { return walk.acts().add_signers(tx, other, again.id, walk.done.version, {.people = {signer}, .place = "before", .reason = "请先看"}); });
  CHECK(walk.shown() == "free -lab lab:sign_before");
  walk.forward(walk.task("lab", "sign_before"), walk.actor(signer), "agree");
  // Back to before the part: it ends, and is walked anew.
  const auto at_lab = walk.task("lab");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, other, at_lab.id, walk.done.version, {.opinion = "承办意见不清", .to_node = "handle"}); });
  CHECK(walk.shown() == "handle");
  CHECK(walk.parts(walk.reviewer).empty());
  walk.forward(walk.task("handle"), walk.first);
  CHECK(walk.shown() == "free");
  CHECK(walk.startable() == "look lab ask ");
  walk.must(walk.starting(walk.reviewer, "ask"));
  const auto ask = walk.task("ask");
  walk.must([&](Tx& tx) { return walk.acts().jump(tx, city.any("chief_representative"), ask.id, walk.done.version, {.to_node = "approve", .reason = "专家已经书面同意"}); });
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("a case in a free part moves to another version with what was done, and back", parts()) {
  City city(db);
  publish(db, three_steps());
  Free walk(city, db);
  walk.must(walk.starting(walk.reviewer, "ask"));
  walk.forward(walk.task("ask"), walk.reviewer);
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  publish(db, free_part(user_task("look", "现场勘验", by_handler) + user_task("ask", "专家意见", std::string(by_reviewer) + R"( y:once="true")") + user_task("hear", "听取意见", by_reviewer), R"(y:finish="people" y:role="reviewer")"));
  order(city, db, "approval.move_cases", {{"key", key}, {"from", old_version}, {"to", old_version + 1}, {"reason", "换版"}});
  walk.done.version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
  CHECK(walk.startable() == "look hear ");
  CHECK(walk.task("free").role == "reviewer");
  walk.must(walk.starting(walk.reviewer, "hear"));
  walk.forward(walk.task("hear"), walk.reviewer);
  walk.must(walk.finishing(walk.reviewer));
  CHECK(walk.shown() == "approve");
}

YIMEN_DB_TEST("publication refuses a free part that decides, cannot end, or offers what nobody can begin", parts()) {
  City city(db);
  CHECK(problems_of(db, free_part(user_task("a", "看", by_handler) + user_task("b", "批", R"(y:role="approver" y:stage="approval")"))).find("processes/free-decision") != std::string::npos);
  CHECK(problems_of(db, free_part(user_task("a", "看", std::string(by_handler) + R"( y:once="true")"), R"(y:finish="people")", "form.x = 1")) == "processes/free-may-not-end ");
  CHECK(problems_of(db, free_part(user_task("a", "看", by_handler) + R"(<bpmn:serviceTask id="s" name="通知" y:topic="send_reminder"/>)")) == "processes/free-start ");
  CHECK(problems_of(db, free_part(user_task("a", "看", by_handler) + R"(<bpmn:serviceTask id="s" name="通知" y:topic="send_reminder"/>)" + flow("x", "a", "s"))) == "");
  CHECK(problems_of(db, free_part(user_task("a", "看", by_handler), R"(y:finish="people" y:role="nobody")")) == "processes/role-without-authority ");
  CHECK(problems_of(db, free_part(user_task("a", "看", by_handler) + fmt::format(R"(<bpmn:adHocSubProcess id="in" name="里面">{}</bpmn:adHocSubProcess>)", user_task("b", "再看", by_handler)))).find("processes/free-in-free") != std::string::npos);
}

YIMEN_DB_TEST("finished cases are tried on a free part with what was chosen then", parts()) {
  City city(db);
  publish(db, three_steps());
  Free walk(city, db);
  for (const auto* node : {"lab", "look"}) {
    walk.must(walk.starting(walk.reviewer, node));
    walk.forward(walk.task(node), node == std::string("lab") ? walk.reviewer : walk.handler);
  }
  walk.must(walk.finishing(walk.reviewer));
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), decision.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意", .checks = City::all_met(decision)}); });
  (void)db.transact([&](Tx& tx) -> Result<int> {
    tx.exec("update service_case set closed_at = ? where id = ?", tx.now(), walk.done.case_id);
    return 1;
  });
  const auto tried = [&](const std::string& xml) { return order(city, db, "approval.try_process", {{"key", key}, {"xml", xml}}).result; };
  CHECK(tried(three_steps()).at("same") == 1);
  CHECK(tried(three_steps("")).at("elsewhere") == 1);  // each must be done once
}
