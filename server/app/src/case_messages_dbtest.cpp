// 消息和信号 on real cases: who may send, who hears, and that each is heard once, on both databases.
#include "case_walk.h"
#include "yimen/processes/processes.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

/// process_with() that may name messages and signals: "m:expert_opinion", "s:名额已满".
std::string telling(const std::string& middle, const std::string& flows, const std::vector<std::string>& names) {
  auto xml = process_with(middle, flows);
  std::string roots;
  for (std::size_t i = 0; i < names.size(); ++i) roots += fmt::format(R"(<bpmn:{} id="told{}" name="{}"/>)", names[i][0] == 'm' ? "message" : "signal", i, names[i].substr(2));
  xml.insert(xml.find("<bpmn:process"), roots);
  return xml;
}
std::string event(const std::string& element, const std::string& id, const std::string& name, const std::string& kind, int told, const std::string& attributes = {}) {
  return fmt::format(R"(<bpmn:{0} id="{1}" name="{2}" {5}><bpmn:{3}EventDefinition id="{1}_d" {3}Ref="told{4}"/></bpmn:{0}>)", element, id, name, kind, told, attributes);
}
std::string flow(const std::string& id, const std::string& from, const std::string& to) { return fmt::format(R"(<bpmn:sequenceFlow id="{}" sourceRef="{}" targetRef="{}"/>)", id, from, to); }

std::string waiting_for(const std::string& message) {
  return telling(event("intermediateCatchEvent", "wait", "等专家意见", "message", 0), flow("m1", "handle", "wait") + flow("m2", "wait", "approve"), {"m:" + message});
}
std::int64_t count(platform::Database& db, const std::string& table) {
  return db.read([&](Tx& tx) { return *tx.scalar<std::int64_t>("select count(*) from " + table); });
}
std::string problems_of(platform::Database& db, const std::string& xml) {
  std::string rules;
  for (const auto& problem : db.read([&](Tx& tx) { return processes::check(tx, xml); })) rules += problem.rule + " ";
  return rules;
}
int version_now(Walk& walk) {
  return walk.db.read([&](Tx& tx) { return cases::get_case(tx, walk.done.case_id)->version; });
}

}  // namespace

YIMEN_DB_TEST("a case waits for a message until somebody who may record it says what came; it is heard once", parts()) {
  City city(db);
  const auto xml = waiting_for("expert_opinion");
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  CHECK(walk.refused([&](Tx& tx) { return walk.acts().record_message(tx, handler, walk.done.case_id, walk.done.version, "expert_opinion", "同意"); }) == "approval/not-awaited");
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "");
  CHECK(walk.done.state == CaseState::in_review);
  CHECK(count(db, "process_wait") == 1);
  const auto record = [&](const Actor& who, const std::string& words) {
    return [&, who, words](Tx& tx) { return walk.acts().record_message(tx, who, walk.done.case_id, walk.done.version, "expert_opinion", words); };
  };
  auto reader = handler;
  reader.permissions = std::make_shared<const std::unordered_set<std::string>>(std::unordered_set<std::string>{"cases.read"});
  CHECK(walk.refused(record(reader, "同意")) == "approval/not-yours-to-record");
  CHECK(walk.refused(record(handler, " ")) == "approval/text-needed");
  walk.must(record(handler, "专家组一致同意，意见书已附卷"));
  CHECK(walk.shown() == "approve");
  CHECK(walk.done.state == CaseState::in_approval);
  CHECK(count(db, "process_wait") == 0);
  CHECK(walk.acts_in_trail("cases.record_message") == 1);
  CHECK(walk.acts_in_trail("cases.hear_message") == 1);
  CHECK(walk.refused(record(handler, "再来一份")) == "approval/not-awaited");
}

YIMEN_DB_TEST("what an act of the case says is kept for a place that waits for it later, and the words lead the way", parts()) {
  City city(db);
  publish(db, telling(event("intermediateCatchEvent", "wait", "等听证结束", "message", 0) + R"(<bpmn:exclusiveGateway id="g" default="m4"/>)" + user_task("again", "复核", R"(y:role="reviewer" y:stage="review")"),
                      flow("m1", "handle", "wait") + flow("m2", "wait", "g") + flow("m4", "g", "approve") + flow("m5", "again", "approve") +
                          R"(<bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="again"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">contains(message.words, "复核")</bpmn:conditionExpression></bpmn:sequenceFlow>)",
                      {"m:special_ended"}));
  Walk walk(city, db);
  const auto& handler = city.any("handler");
  walk.must([&](Tx& tx) { return walk.acts().start_special(tx, handler, walk.done.case_id, walk.done.version, {.name = "听证", .reason = "利害关系人申请", .planned_days = 20}); });
  walk.must([&](Tx& tx) { return walk.acts().end_special(tx, handler, walk.done.case_id, walk.done.version, "听证意见：建议复核"); });
  CHECK(walk.shown() == "handle");
  walk.forward(walk.task("handle"), handler);
  CHECK(walk.shown() == "again");
  CHECK(walk.acts_in_trail("cases.hear_message") == 1);
  // Somebody who may send cases elsewhere may say that a case need not wait; for others an act's message is the act's.
  Walk other(city, db);
  other.forward(other.task("handle"), handler);
  CHECK(other.refused([&](Tx& tx) { return other.acts().record_message(tx, handler, other.done.case_id, other.done.version, "special_ended", "没有听证"); }) == "approval/not-yours-to-record");
  other.must([&](Tx& tx) { return other.acts().record_message(tx, city.any("chief_representative"), other.done.case_id, other.done.version, "special_ended", "申请人放弃听证"); });
  CHECK(other.shown() == "approve");
}

YIMEN_DB_TEST("a step tells another step of its own case, whichever of them comes first", parts()) {
  City city(db);
  const auto split = [&](const std::string& sending_step) {
    return telling(R"(<bpmn:parallelGateway id="fork"/><bpmn:parallelGateway id="join"/>)" + user_task(sending_step, "现场看", R"(y:role="reviewer" y:stage="review")") +
                       R"(<bpmn:sendTask id="send" name="告知现场情况" messageRef="told0"/><bpmn:receiveTask id="receive" name="等现场情况" messageRef="told0"/>)",
                   flow("m1", "handle", "fork") + flow("m2", "fork", sending_step) + flow("m3", sending_step, "send") + flow("m4", "send", "join") + flow("m5", "fork", "receive") + flow("m6", "receive", "join") + flow("m7", "join", "approve"),
                   {"m:现场已看"});
  };
  const auto xml = split("look");
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(walk.shown() == "look");
  CHECK(count(db, "process_wait") == 1);
  walk.forward(walk.task("look"), city.any("reviewer"));
  CHECK(walk.shown() == "approve");
  // Sent first: the box keeps it.
  publish(db, telling(event("intermediateThrowEvent", "send", "先说", "message", 0) + event("intermediateCatchEvent", "wait", "后听", "message", 0), flow("m1", "handle", "send") + flow("m2", "send", "wait") + flow("m3", "wait", "approve"), {"m:现场已看"}));
  Walk early(city, db);
  early.forward(early.task("handle"), city.any("handler"));
  CHECK(early.shown() == "approve");
  CHECK(count(db, "process_wait") == 0);
}

YIMEN_DB_TEST("an event gateway takes the message or the time, whichever comes first, and forgets the other", parts()) {
  City city(db);
  const auto xml = telling(R"(<bpmn:eventBasedGateway id="g"/>)" + event("intermediateCatchEvent", "answer", "有回复", "message", 0) +
                               R"(<bpmn:intermediateCatchEvent id="late" name="到期没有回复" y:limitDays="5"><bpmn:timerEventDefinition id="late_d"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P5D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>)" +
                               user_task("chase", "催要回复", R"(y:role="reviewer" y:stage="review")"),
                           flow("m1", "handle", "g") + flow("m2", "g", "answer") + flow("m3", "g", "late") + flow("m4", "answer", "approve") + flow("m5", "late", "chase") + flow("m6", "chase", "approve"), {"m:agency_reply"});
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  const auto& handler = city.any("handler");
  Walk answered(city, db);
  answered.forward(answered.task("handle"), handler);
  CHECK(count(db, "case_timer") == 1);
  answered.must([&](Tx& tx) { return answered.acts().record_message(tx, handler, answered.done.case_id, answered.done.version, "agency_reply", "无意见"); });
  CHECK(answered.shown() == "approve");
  CHECK(count(db, "case_timer") == 0);
  Walk late(city, db);
  late.forward(late.task("handle"), handler);
  clock.advance(std::chrono::hours{24 * 30});
  CHECK(late.acts().fire_due_timers(db) == 1);
  CHECK(late.shown() == "chase");
  CHECK(count(db, "process_wait") == 0);
  late.done.version = version_now(late);
  CHECK(late.refused([&](Tx& tx) { return late.acts().record_message(tx, handler, late.done.case_id, late.done.version, "agency_reply", "迟到的回复"); }) == "approval/not-awaited");
}

YIMEN_DB_TEST("a message at the edge of a step is heard only while the step is open, and takes it over or runs beside it", parts()) {
  City city(db);
  const auto edge = [](bool takes_over) {
    return telling(user_task("middle", "审核", R"(y:role="reviewer" y:stage="review")") + event("boundaryEvent", "note", "督办", "message", 0, fmt::format(R"(attachedToRef="middle" cancelActivity="{}")", takes_over)) +
                       user_task("explain", "说明情况", R"(y:role="handler" y:stage="review")") + (takes_over ? "" : R"(<bpmn:endEvent id="told" name="已说明"/>)"),
                   flow("m1", "handle", "middle") + flow("m2", "middle", "approve") + flow("m3", "note", "explain") + flow("m4", "explain", takes_over ? "approve" : "told"), {"m:supervisor_note"});
  };
  CHECK(problems_of(db, edge(true)) == "");
  CHECK(problems_of(db, edge(false)) == "");
  publish(db, edge(false));
  const auto& handler = city.any("handler");
  const auto& chief = city.any("chief_representative");  // may jump, so may say it for a supervisor
  Walk beside(city, db);
  CHECK(beside.refused([&](Tx& tx) { return beside.acts().record_message(tx, chief, beside.done.case_id, beside.done.version, "supervisor_note", "请尽快"); }) == "approval/not-awaited");
  beside.forward(beside.task("handle"), handler);
  beside.must([&](Tx& tx) { return beside.acts().record_message(tx, chief, beside.done.case_id, beside.done.version, "supervisor_note", "请尽快"); });
  CHECK(beside.shown() == "middle explain");
  CHECK(count(db, "process_wait") == 1);  // it may come again
  beside.forward(beside.task("middle"), city.any("reviewer"));
  CHECK(count(db, "process_wait") == 0);
  publish(db, edge(true));
  Walk over(city, db);
  over.forward(over.task("handle"), handler);
  over.must([&](Tx& tx) { return over.acts().record_message(tx, chief, over.done.case_id, over.done.version, "supervisor_note", "请尽快"); });
  CHECK(over.shown() == "explain");
}

YIMEN_DB_TEST("a signal reaches every case that waits for it, each once, whatever the outbox repeats", parts()) {
  City city(db);
  const auto waiting = telling(event("intermediateCatchEvent", "wait", "等系统恢复", "signal", 0), flow("m1", "handle", "wait") + flow("m2", "wait", "approve"), {"s:登记系统已恢复"});
  CHECK(problems_of(db, waiting) == "");
  publish(db, waiting);
  const auto& handler = city.any("handler");
  Walk first(city, db), second(city, db), stopped(city, db), early(city, db);
  for (auto* walk : {&first, &second, &stopped}) walk->forward(walk->task("handle"), handler);
  stopped.must([&](Tx& tx) { return stopped.acts().start_special(tx, handler, stopped.done.case_id, stopped.done.version, {.name = "鉴定", .reason = "需要鉴定", .planned_days = 10}); });
  Actor author = platform::system_actor("林栋");
  author.kind = platform::ActorKind::staff;
  author.scope_low = 0;
  author.scope_high = INT64_MAX;
  CHECK(db.transact([&](Tx& tx) { return first.acts().send_signal(tx, author, "没有这个信号", "试"); }).error().slug == "approval/not-awaited");
  auto elsewhere = author;
  elsewhere.scope_low = 110000000000;
  elsewhere.scope_high = 120000000000;
  CHECK(db.transact([&](Tx& tx) { return first.acts().send_signal(tx, elsewhere, "登记系统已恢复", "试"); }).error().slug == "approval/not-awaited");
  const auto sent = db.transact([&](Tx& tx) { return first.acts().send_signal(tx, author, "登记系统已恢复", "维护结束"); });
  REQUIRE(sent);
  CHECK(*sent == 3);
  CHECK(first.shown() == "");  // not before the transaction is over
  clock.advance(std::chrono::seconds{5});
  early.forward(early.task("handle"), handler);  // waits from now on: the signal was before
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  outbox.deliver_now();
  CHECK(first.shown() == "approve");
  CHECK(second.shown() == "approve");
  CHECK(stopped.shown() == "");
  CHECK(early.shown() == "");
  const auto signal = *db.read([](Tx& tx) { return tx.scalar<std::int64_t>("select id from process_signal"); });
  CHECK(*first.acts().deliver_signal(db, signal) == 0);
  CHECK(first.acts_in_trail("cases.follow_signal") == 1);
  stopped.done.version = version_now(stopped);
  stopped.must([&](Tx& tx) { return stopped.acts().end_special(tx, handler, stopped.done.case_id, stopped.done.version, "鉴定完毕"); });
  CHECK(stopped.shown() == "approve");
}

YIMEN_DB_TEST("a signal that a case sends is for the other cases of its place, and is not heard there a second time", parts()) {
  City city(db);
  const auto xml = telling(R"(<bpmn:exclusiveGateway id="g" default="m2"/>)" + event("intermediateThrowEvent", "full", "名额已满", "signal", 0) + event("intermediateCatchEvent", "wait", "等名额公布", "signal", 0),
                           flow("m1", "handle", "g") + flow("m2", "g", "wait") + flow("m4", "full", "approve") + flow("m5", "wait", "approve") +
                               R"(<bpmn:sequenceFlow id="m3" sourceRef="g" targetRef="full"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">is_simple = true</bpmn:conditionExpression></bpmn:sequenceFlow>)",
                           {"s:名额已满"});
  CHECK(problems_of(db, xml) == "");
  publish(db, xml);
  const auto& handler = city.any("handler");
  Walk waits(city, db), last(city, db);
  waits.forward(waits.task("handle"), handler);
  const auto task = last.task("handle");
  last.must([&](Tx& tx) { return last.acts().forward(tx, handler, task.id, last.done.version, {.opinion = "同意", .checks = City::all_met(task), .variables = {{"is_simple", true}}}); });
  CHECK(last.shown() == "approve");
  platform::OutboxRunner outbox{db};
  platform::JobRunner jobs{db};
  city.product->add_work(jobs, outbox);
  outbox.deliver_now();
  CHECK(waits.shown() == "approve");
  CHECK(last.acts_in_trail("cases.follow_signal") == 0);
  CHECK(last.shown() == "approve");
}

YIMEN_DB_TEST("a decided case waits for nothing any more", parts()) {
  City city(db);
  const auto plain = telling(user_task("middle", "审核", R"(y:role="reviewer" y:stage="review")") + R"(<bpmn:endEvent id="heard" name="收到"/>)" +
                                 event("boundaryEvent", "note", "意见到了", "message", 0, R"(attachedToRef="middle" cancelActivity="false")"),
                             flow("m1", "handle", "middle") + flow("m2", "middle", "approve") + flow("m3", "note", "heard"), {"m:agency_reply"});
  CHECK(problems_of(db, plain) == "");
  publish(db, plain);
  Walk walk(city, db);
  walk.forward(walk.task("handle"), city.any("handler"));
  CHECK(count(db, "process_wait") == 1);
  walk.forward(walk.task("middle"), city.any("reviewer"));
  const auto decision = walk.task("approve");
  walk.must([&](Tx& tx) { return walk.acts().decide(tx, city.any("approver"), decision.id, walk.done.version, {.decision = cases::Decision::granted}, {.opinion = "同意"}); });
  CHECK(count(db, "process_wait") == 0);
}

YIMEN_DB_TEST("publication names messages that nobody sends, nobody hears, or that are not the process' to send", parts()) {
  City city(db);
  CHECK(problems_of(db, waiting_for("没人发的消息")) == "processes/unknown-message ");
  CHECK(problems_of(db, telling(event("intermediateThrowEvent", "say", "说", "message", 0), flow("m1", "handle", "say") + flow("m2", "say", "approve"), {"m:说给谁听"})) == "processes/unheard-message ");
  CHECK(problems_of(db, telling(event("intermediateThrowEvent", "say", "说", "message", 0), flow("m1", "handle", "say") + flow("m2", "say", "approve"), {"m:special_ended"})) == "processes/reserved-message ");
  CHECK(problems_of(db, telling(R"(<bpmn:receiveTask id="r" name="等"/>)", flow("m1", "handle", "r") + flow("m2", "r", "approve"), {})) == "processes/nameless-message ");
  CHECK(problems_of(db, telling(R"(<bpmn:receiveTask id="r" name="等" messageRef="told0" y:key="form.x"/>)", flow("m1", "handle", "r") + flow("m2", "r", "approve"), {"m:expert_opinion"})) == "processes/message-key ");
}
