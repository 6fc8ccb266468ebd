// 事件子流程 on real cases: what may come at any time, beside the way or instead of it, on both databases.
#include "case_jobs.h"
#include "process_drawing.h"
#include "yimen/approval/process_versions.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

constexpr auto plain = R"(<bpmn:sequenceFlow id="m1" sourceRef="handle" targetRef="approve"/>)";
std::string start(const std::string& kind, bool takes_over) { return event("startEvent", "came", "来了", kind, 0, fmt::format(R"(isInterrupting="{}")", takes_over)); }

/// Beside whatever is done: what the applicant says is noted, then read.
std::string noting() {
  return with_roots(process_with(sub_process("note", "申请人补充说明", start("message", false) + review("write", "记下说明", "handler") + review("read", "审阅说明") + end("noted", "已记下") + flow("n1", "came", "write") + flow("n2", "write", "read") + flow("n3", "read", "noted"), true), plain),
                    {"m:applicant_statement"});
}
/// Instead of whatever is done: reviewed again, then decided.
std::string taking_over(const std::string& kind, const std::string& name, const std::string& last) {
  return with_roots(process_with(sub_process("again", "督办后重办", start(kind, true) + review("recheck", "重新核查") + last + end("over", "办完"), true), plain), {name});
}
std::string deciding() { return decision("rule", "重新决定") + flow("n1", "came", "recheck") + flow("n2", "recheck", "rule") + flow("n3", "rule", "over"); }

json::object tried(City& city, platform::Database& db, const std::string& xml) { return order(city, db, "approval.try_process", {{"key", key}, {"xml", xml}}).result; }
/// "same elsewhere stuck"
std::string counts(const json::object& trial) { return fmt::format("{} {} {}", trial.at("same").as_int64(), trial.at("elsewhere").as_int64(), trial.at("stuck").as_int64()); }
std::string after(const json::object& trial) { return std::string(trial.at("rows").at(0).at("after").as_string()); }
void decide(City& city, Walk& walk, std::string_view node) {
  walk.done.version = version_now(walk);
  const auto task = walk.task(node);
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), task.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  REQUIRE(walk.db.transact([&](Tx& tx) -> Result<int> {
    tx.exec("update service_case set closed_at = ? where id = ?", tx.now(), walk.done.case_id);
    return 1;
  }));
}
std::string late() {
  const auto start = R"(<bpmn:startEvent id="came" name="五个工作日未办结" isInterrupting="false" y:limitDays="5"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent>)";
  return process_with(sub_process("late", "催办", start + review("ask", "说明原因", "handler") + end("told", "已说明") + flow("n1", "came", "ask") + flow("n2", "ask", "told"), true), plain);
}
std::string fraud(const std::string& when) {
  return with_roots(process_with(R"(<bpmn:exclusiveGateway id="g" default="m2"/>)" + event("endEvent", "fraud", "材料不实", "error", 0) +
                                     sub_process("deal", "材料不实的处理", start("error", true) + review("recheck", "核实") + decision("rule", "作出决定") + end("over", "办完") + flow("n1", "came", "recheck") + flow("n2", "recheck", "rule") + flow("n3", "rule", "over"), true),
                                 flow("m1", "handle", "g") + flow("m2", "g", "approve") + flow("m3", "g", "fraud", when)), {"e:材料不实"});
}

}  // namespace

YIMEN_DB_TEST("what the applicant says at any time is handled beside the way, as often as it comes, and stops nothing", parts()) {
  City city(db);
  CHECK(problems_of(db, noting()) == "");
  publish(db, noting());
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  CHECK(walk.shown() == "handle");
  CHECK(count(db, "process_wait") == 1);
  const auto record = [&](const std::string& words) {
    walk.must([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "applicant_statement", words); });
  };
  record("面积写错了");
  CHECK(walk.shown() == "handle write");
  CHECK(count(db, "process_wait") == 1);
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "write approve");
  // Its own first step has nothing before it; the second goes back to the first, and the way is not touched.
  const auto task = walk.task("write");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().return_step(tx, handler, task.id, walk.done.version, {.opinion = "退"}); }) == "approval/nowhere-to-return");
  walk.forward(task, handler);
  const auto read = walk.task("read");
  const auto& reader = city.any("reviewer");
  walk.must([&](Tx& tx) { return walk.acts().return_step(tx, reader, read.id, walk.done.version, {.opinion = "写清楚哪一间"}); });
  CHECK(walk.shown() == "approve write");
  walk.forward(walk.task("write"), handler);
  walk.forward(walk.task("read"), reader);
  CHECK(walk.shown() == "approve");
  record("还有一处");
  CHECK(walk.shown() == "approve write");
  // The decision ends what is open beside it. Law: 行政许可法 Art. 38.
  const auto last = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), last.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  CHECK(walk.shown() == "");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "applicant_statement", "晚了"); }) == "approval/not-awaited");
}

YIMEN_DB_TEST("steps beside the way are taken back, lent, signed and urged like others, and no jump leads into them", parts()) {
  City city(db);
  publish(db, noting());
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  walk.must([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "applicant_statement", "面积写错了"); });
  walk.forward(walk.task("write"), handler);
  CHECK(walk.shown() == "handle read");
  const auto done = db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); });
  const auto written = std::ranges::find_if(done, [](const auto& one) { return one.node == "write"; });
  walk.must([&](Tx& tx) { return walk.acts().take_back(tx, handler, written->id, walk.done.version, "漏了一句"); });
  CHECK(walk.shown() == "handle write");
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "write approve");
  // What somebody has begun beside the way leaves the way alone: its step is taken back.
  const auto main = db.read([&](Tx& tx) { return cases::tasks_of(tx, walk.done.case_id); });
  const auto handled = std::ranges::find_if(main, [](const auto& one) { return one.node == "handle" && !one.is_open; });
  walk.must([&](Tx& tx) { return walk.acts().take_back(tx, handler, handled->id, walk.done.version, "再看一眼"); });
  CHECK(walk.shown() == "write handle");
  walk.forward(walk.task("handle"), handler);
  walk.forward(walk.task("write"), handler);
  const auto task = walk.task("read");
  const auto readers = walk.people("reviewer");
  REQUIRE(readers.size() >= 2);
  walk.must([&](Tx& tx) { return walk.acts().add_signers(tx, walk.actor(readers[0]), task.id, walk.done.version, {.people = {readers[1]}, .place = "beside", .reason = "一起看"}); });
  CHECK(walk.shown().find("read:sign_beside") != std::string::npos);
  const auto from = walk.task("approve");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().jump(tx, city.any("chief_representative"), from.id, walk.done.version, {.to_node = "read", .reason = "直接审阅"}); }) == "approval/no-such-step");
}

YIMEN_DB_TEST("a signal takes the case over at any time before the decision; there it is reviewed again and decided", parts()) {
  City city(db);
  const auto xml = taking_over("signal", "s:督办", deciding());
  CHECK(problems_of(db, xml) == "");
  CHECK(problems_of(db, taking_over("signal", "s:督办", flow("n1", "came", "recheck") + flow("n2", "recheck", "over"))) == "processes/no-decision:over ");
  const auto free = R"(<bpmn:adHocSubProcess id="free" name="自由核查" y:finish="people">)" + review("look", "看") + "</bpmn:adHocSubProcess>";
  CHECK(problems_of(db, taking_over("signal", "s:督办", free + flow("n1", "came", "recheck") + flow("n2", "recheck", "free") + flow("n3", "free", "over"))) == "processes/no-decision:over ");
  publish(db, xml);
  Walk walk(city, db), decided(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(walk.shown() == "approve");
  decided.forward(decided.task("handle"), city.any("handler"));
  const auto last = decided.task("approve");
  decided.must([&](Tx& tx) { return decided.acts().decide(tx, city.any("approver"), last.id, decided.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  const auto sent = db.transact([&](Tx& tx) { return walk.acts().send_signal(tx, manager(), "督办", "群众反映"); });
  REQUIRE(sent);
  CHECK(*sent == 1);
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  outbox.deliver_now();
  CHECK(walk.shown() == "recheck");
  walk.done.version = version_now(walk);
  const auto task = walk.task("recheck");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().return_step(tx, city.any("reviewer"), task.id, walk.done.version, {.opinion = "退"}); }) == "approval/nowhere-to-return");
  walk.forward(task, city.any("reviewer"));
  CHECK(walk.shown() == "rule");
  const auto rule = walk.task("rule");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), rule.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  CHECK(walk.shown() == "");
}

YIMEN_DB_TEST("a time begins an event sub-process once, and its timer goes with the decision", parts()) {
  City city(db);
  const auto xml = late();
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Walk walk(city, db), quick(city, db);
  CHECK(count(db, "case_timer") == 2);
  quick.forward(quick.task("handle"), city.any("handler"));
  const auto last = quick.task("approve");
  quick.must([&](Tx& tx) { return quick.acts().decide(tx, city.any("approver"), last.id, quick.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  CHECK(count(db, "case_timer") == 1);
  clock.advance(std::chrono::hours{24 * 30});
  CHECK(walk.acts().fire_due_timers(db) == 1);
  CHECK(walk.shown() == "handle ask");
  CHECK(walk.acts().fire_due_timers(db) == 0);
}

YIMEN_DB_TEST("an error anywhere in the process begins the event sub-process that waits for it", parts()) {
  City city(db);
  const auto xml = fraud("is_simple = true");
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Walk walk(city, db);
  forward_with(walk, "handle", city.any("handler"), {{"is_simple", true}});
  CHECK(walk.shown() == "recheck");
  CHECK(walk.acts_in_trail("cases.catch_error") == 1);
}

YIMEN_DB_TEST("event sub-processes keep to the lawful order, and what would call itself is told", parts()) {
  City city(db);
  const auto beside = with_roots(process_with(sub_process("note", "旁边", start("message", false) + decision("rule", "另作决定") + end("over", "完") + flow("n1", "came", "rule") + flow("n2", "rule", "over"), true), plain), {"m:applicant_statement"});
  CHECK(problems_of(db, beside).find("processes/side-decision:rule") != std::string::npos);
  const auto round = with_roots(process_with(event("intermediateThrowEvent", "tell", "上报", "escalation", 0) + sub_process("note", "上报处理", start("escalation", false) + review("read", "看") + event("endEvent", "more", "再上报", "escalation", 0) + flow("n1", "came", "read") + flow("n2", "read", "more"), true),
                                             flow("m1", "handle", "tell") + flow("m2", "tell", "approve")), {"u:上报"});
  CHECK(problems_of(db, round) == "processes/catches-itself:more ");
  const auto unknown = with_roots(process_with(sub_process("note", "旁边", start("message", false) + review("read", "看") + end("over", "完") + flow("n1", "came", "read") + flow("n2", "read", "over"), true), plain), {"m:没有人发的消息"});
  CHECK(problems_of(db, unknown) == "processes/unknown-message:came ");
  // A fourth role that comes at any time is a fourth layer. R084.
  const auto layers = with_roots(process_with(review("middle", "审核") + sub_process("note", "旁边", start("message", false) + review("read", "看", "chief_representative") + end("over", "完") + flow("n1", "came", "read") + flow("n2", "read", "over"), true), flow("m1", "handle", "middle") + flow("m2", "middle", "approve")), {"m:applicant_statement"});
  CHECK(problems_of(db, layers).find("policy/too-many-layers") != std::string::npos);
}

YIMEN_DB_TEST("a case moves to a version with another event sub-process and hears what that waits for; one that stands in it moves with its step", parts()) {
  City city(db);
  publish(db, process_with("", plain));
  Walk walk(city, db);
  const int old_version = db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->process_version; });
  publish(db, noting());
  const auto move = [&](int from, int to) {
    const auto moved = db.transact([&](Tx& tx) { return walk.acts().move_to_version(tx, manager(), walk.done.case_id, {.from = from, .to = to, .mapping = {}, .reason = "增加补充说明"}, platform::JobId{to}); });
    REQUIRE_MESSAGE(moved, (moved ? "" : moved.error().detail));
    walk.done.version = version_now(walk);
  };
  CHECK(count(db, "process_wait") == 0);
  move(old_version, old_version + 1);
  CHECK(count(db, "process_wait") == 1);
  const auto& handler = city.any("handler");
  walk.must([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "applicant_statement", "面积写错了"); });
  CHECK(walk.shown() == "handle write");
  auto renamed = noting();
  renamed.replace(renamed.find("记下说明"), std::string_view{"记下说明"}.size(), "登记说明");
  publish(db, renamed);
  move(old_version + 1, old_version + 2);
  CHECK(walk.shown() == "handle write");
  CHECK(walk.task("write").name == "登记说明");
  publish(db, process_with("", plain));
  const auto preview = db.read([&](Tx& tx) { return approval::preview_move(tx, manager(), key, old_version + 2, old_version + 3); });
  REQUIRE(preview);
  REQUIRE(preview->blocked.size() == 1);
}

YIMEN_DB_TEST("what would let a decision overtake review, or leaves no record, stays refused with the reason", parts()) {
  City city(db);
  for (const auto& element : {R"(<bpmn:complexGateway id="middle" name="够了就走"/>)", R"(<bpmn:manualTask id="middle" name="打电话"/>)", R"(<bpmn:task id="middle" name="看看"/>)"}) {
    const auto xml = process_with(element);
    CHECK(problems_of(db, xml).find("processes/not-in-cases:middle") != std::string::npos);
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); }))
      if (problem.element == "middle") CHECK_MESSAGE(problem.zh.find("请改用") != std::string::npos, problem.zh);
  }
}

YIMEN_DB_TEST("a trial lets come beside the way what came then, as often and at the same place, and nothing that did not come", parts()) {
  City city(db);
  publish(db, noting());
  Walk quiet(city, db);
  quiet.forward(quiet.task("handle"), city.any("handler"));
  decide(city, quiet, "approve");
  CHECK(counts(tried(city, db, noting())) == "1 0 0");
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  for (const auto* words : {"面积写错了", "还有一处"}) {
    walk.must([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "applicant_statement", words); });
    for (const auto* node : {"write", "read"}) {
      clock.advance(std::chrono::minutes{5});
      walk.forward(walk.task(node), node == std::string("read") ? city.any("reviewer") : handler);
    }
    clock.advance(std::chrono::minutes{5});
    if (walk.shown() == "handle") walk.forward(walk.task("handle"), handler);
  }
  decide(city, walk, "approve");
  CHECK(counts(tried(city, db, noting())) == "2 0 0");
  // Without the event sub-process the one that heard something goes elsewhere, the other does not.
  const auto without = tried(city, db, process_with("", plain));
  CHECK(counts(without) == "1 1 0");
  CHECK(without.at("rows").at(0).at("before") == "记下说明 → 审阅说明 → 承办 → 记下说明 → 审阅说明 → 批准");
  CHECK(after(without) == "承办 → 批准");
}

YIMEN_DB_TEST("a trial keeps the order in which steps were done when two parts of a case ran beside each other", parts()) {
  City city(db);
  publish(db, noting());
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  walk.must([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "applicant_statement", "面积写错了"); });
  for (const auto* node : {"write", "handle", "read"}) {
    walk.forward(walk.task(node), node == std::string("read") ? city.any("reviewer") : handler);
    clock.advance(std::chrono::minutes{5});
  }
  decide(city, walk, "approve");
  const auto same = tried(city, db, noting());
  CHECK_MESSAGE(counts(same) == "1 0 0", json::serialize(same));
}

YIMEN_DB_TEST("a trial lets a signal, a time and an error take the case over as they did then", parts()) {
  City city(db);
  SUBCASE("a signal") {
    publish(db, taking_over("signal", "s:督办", deciding()));
    Walk walk(city, db);
    walk.forward(walk.task("handle"), city.any("handler"));
    REQUIRE(db.transact([&](Tx& tx) { return walk.acts().send_signal(tx, manager(), "督办", "群众反映"); }));
    platform::OutboxRunner outbox{db};
    platform::JobRunner jobs{db};
    city.product->add_work(jobs, outbox);
    outbox.deliver_now();
    walk.done.version = version_now(walk);
    clock.advance(std::chrono::minutes{5});
    walk.forward(walk.task("recheck"), city.any("reviewer"));
    decide(city, walk, "rule");
    CHECK(counts(tried(city, db, taking_over("signal", "s:督办", deciding()))) == "1 0 0");
    // A text in which it is decided at once: the review it once took is gone.
    const auto short_way = with_roots(process_with(sub_process("again", "督办后重办", start("signal", true) + decision("rule", "重新决定") + end("over", "办完") + flow("n1", "came", "rule") + flow("n2", "rule", "over"), true), plain), {"s:督办"});
    const auto shorter = tried(city, db, short_way);
    CHECK(counts(shorter) == "0 1 0");
    CHECK(after(shorter) == "承办 → 重新决定");
    CHECK(after(tried(city, db, process_with("", plain))) == "承办 → 批准");
  }
  SUBCASE("a time") {
    publish(db, late());
    Walk walk(city, db);
    clock.advance(std::chrono::hours{24 * 30});
    CHECK(walk.acts().fire_due_timers(db) == 1);
    walk.done.version = version_now(walk);
    walk.forward(walk.task("ask"), city.any("handler"));
    clock.advance(std::chrono::minutes{5});
    walk.forward(walk.task("handle"), city.any("handler"));
    decide(city, walk, "approve");
    const auto same = tried(city, db, late());
    CHECK_MESSAGE(counts(same) == "1 0 0", json::serialize(same));
  }
  SUBCASE("an error") {
    const auto always = fraud("outcome = \"forwarded\"");
    publish(db, always);
    Walk walk(city, db);
    walk.forward(walk.task("handle"), city.any("handler"));
    REQUIRE(walk.shown() == "recheck");
    clock.advance(std::chrono::minutes{5});
    walk.forward(walk.task("recheck"), city.any("reviewer"));
    decide(city, walk, "rule");
    const auto same = tried(city, db, always);
    CHECK_MESSAGE(counts(same) == "1 0 0", json::serialize(same));
  }
}

// Law: 行政许可法 Art. 8, 69.
YIMEN_DB_TEST("transactions and compensation are refused with the reason in law and what to draw instead", parts()) {
  City city(db);
  const auto inside = R"(<bpmn:startEvent id="t1" name="开始"/>)" + review("look", "看") + end("t2", "看过") + flow("t3", "t1", "look") + flow("t4", "look", "t2");
  const auto transaction = process_with(fmt::format(R"(<bpmn:transaction id="middle" name="一并办">{}</bpmn:transaction>)", inside));
  const auto compensated = process_with(review("middle", "收费") + R"(<bpmn:boundaryEvent id="undo" name="退费" attachedToRef="middle"><bpmn:compensateEventDefinition id="u1"/></bpmn:boundaryEvent>
      <bpmn:userTask id="refund" name="退费" isForCompensation="true" y:role="reviewer" y:stage="review"/><bpmn:association id="u2" associationDirection="One" sourceRef="undo" targetRef="refund"/>
      <bpmn:intermediateThrowEvent id="back" name="撤销"><bpmn:compensateEventDefinition id="u3"/></bpmn:intermediateThrowEvent>)",
                                        flow("m1", "handle", "middle") + flow("m2", "middle", "back") + flow("m3", "back", "approve"));
  const auto told = [&](const std::string& xml) {
    std::string elements;
    for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) {
      if (problem.rule != "processes/not-in-cases") continue;
      elements += problem.element + " ";
      for (const auto* words : {"第八条、第六十九条", "请改用", "退回"}) CHECK_MESSAGE(problem.zh.find(words) != std::string::npos, problem.zh);
    }
    return elements;
  };
  CHECK(told(transaction) == "middle ");
  CHECK(told(compensated) == "undo back ");
}
