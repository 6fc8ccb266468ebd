// 终止 on real cases: an end that closes what is still open beside it, on both databases.
#include "process_drawing.h"

using namespace yimen;
using namespace yimen::testing;

namespace {

std::string stopping(const std::string& id, const std::string& name) { return fmt::format(R"(<bpmn:endEvent id="{0}" name="{1}"><bpmn:terminateEventDefinition id="{0}_d"/></bpmn:endEvent>)", id, name); }

/// Two look beside each other; when the one on the spot says so, the part is over at once.
std::string visiting() {
  const auto inside = R"(<bpmn:startEvent id="arrive" name="开始"/><bpmn:parallelGateway id="fork"/><bpmn:exclusiveGateway id="g" default="v5"/><bpmn:parallelGateway id="join"/>)" + review("look", "现场看", "handler") +
                      review("sample", "抽样") + stopping("enough", "不必再看") + end("seen", "都看过") + flow("v1", "arrive", "fork") + flow("v2", "fork", "look") + flow("v3", "fork", "sample") + flow("v4", "look", "g") +
                      flow("v5", "g", "join") + flow("v6", "g", "enough", "is_simple = true") + flow("v7", "sample", "join") + flow("v8", "join", "seen");
  return process_with(sub_process("visit", "现场核查", inside), flow("m1", "handle", "visit") + flow("m2", "visit", "approve"));
}

}  // namespace

YIMEN_DB_TEST("an end that stops its part closes the steps open in it, and the case goes on behind the part", parts()) {
  City city(db);
  CHECK(problems_of(db, visiting()) == "");
  publish(db, visiting());
  Walk whole(city, db), early(city, db);
  for (auto* walk : {&whole, &early}) walk->forward(walk->task("handle"), city.any("handler"));
  CHECK(early.shown() == "look sample");
  const auto sample = early.task("sample");
  forward_with(early, "look", city.any("handler"), {{"is_simple", true}});
  CHECK(early.shown() == "approve");
  CHECK(early.done.state == CaseState::in_approval);
  const auto version = early.done.version;
  CHECK(early.refused([&](Tx& tx) { return early.acts().forward(tx, city.any("reviewer"), sample.id, version, {.opinion = "同意", .checks = City::all_met(sample)}); }) == "approval/task-done");
  // Where nobody says so, both are done.
  whole.forward(whole.task("look"), city.any("handler"));
  CHECK(whole.shown() == "sample");
  whole.forward(whole.task("sample"), city.any("reviewer"));
  CHECK(whole.shown() == "approve");
}

// Law: 行政许可法 Art. 37, 38 — every application that was accepted is decided.
YIMEN_DB_TEST("an end that stops the whole process comes after the decision only", parts()) {
  City city(db);
  const auto drawn = process_with(R"(<bpmn:exclusiveGateway id="g" default="m2"/>)" + stopping("over", "不办了"), flow("m1", "handle", "g") + flow("m2", "g", "approve") + flow("m3", "g", "over", "outcome = \"forwarded\""));
  CHECK(problems_of(db, drawn) == "processes/no-decision:over ");
  const auto inside = R"(<bpmn:startEvent id="s1" name="开始"/>)" + review("look", "看") + R"(<bpmn:exclusiveGateway id="g" default="v3"/>)" + decision("rule", "决定") + end("ruled", "已决定") + stopping("over", "不办了") +
                      flow("v1", "s1", "look") + flow("v2", "look", "g") + flow("v3", "g", "rule") + flow("v4", "g", "over", "is_simple = true") + flow("v5", "rule", "ruled");
  const auto part = process_with(R"(<bpmn:exclusiveGateway id="h" default="m2"/>)" + sub_process("visit", "核查并决定", inside),
                                 flow("m1", "handle", "h") + flow("m2", "h", "visit") + flow("m3", "h", "approve", "is_simple = true") + flow("m4", "visit", "done"));
  CHECK(problems_of(db, part).find("processes/no-decision:") != std::string::npos);
}
