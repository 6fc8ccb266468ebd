#include <algorithm>

#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

const std::string compensate = "<compensateEventDefinition/>";
std::string compensate_one(const std::string& activity) { return "<compensateEventDefinition activityRef='" + activity + "'/>"; }
std::string undo(const std::string& of) {
  return boundary("c" + of, of, compensate) + script("undo" + of, "null", "", "isForCompensation='true'") + "<association id='as" + of + "' associationDirection='One' sourceRef='c" + of + "' targetRef='undo" + of + "'/>\n";
}
std::string process(const std::string& id, const std::string& elements) { return "<process id='" + id + "' isExecutable='false'>" + elements + "</process>"; }
RunOptions driven(std::string_view lines) { return {.has_driver = true, .driver = *read_driver(lines)}; }
std::string call(const std::string& id, const std::string& called, const std::string& inner = {}) { return node("callActivity", id, inner, "calledElement='" + called + "'"); }
std::string value_of(const std::string& xml, const std::string& name, RunOptions options = {}) {
  const auto model = model_of(xml);
  const auto result = run(*model, options, [](const RunEvent&) {});
  const auto* found = result.variables.find(name);
  return found == nullptr ? "nothing" : boost::json::serialize(value_to_json(*found));
}

}  // namespace

TEST_CASE("a sub-process completes when all its paths have ended, and its data objects are its own") {
  const auto inner = "<dataObject id='n' name='n'/>" + start("us") + parallel("g") + script("x", "{n: 5, m: 6}") + script("y") + end("ue") + end("uf") + way("us g; g x ue; g y uf");
  const auto xml = wrap("<dataObject id='m' name='m'/>" + start() + sub("u", inner) + script("z") + end() + way("s u z e"));
  CHECK(played(xml) == "x y z completed");
  CHECK(value_of(xml, "m") == "6");
  CHECK(value_of(xml, "n") == "nothing");
}

TEST_CASE("a call activity runs another process of the file, which sees only its own data") {
  const auto called = process("q", "<dataObject id='own' name='own'/>" + start("qs") + script("x", "{own: outer}") + end("qe") + way("qs x qe"));
  CHECK(played(wrap(start() + call("u", "q") + script("z") + end() + way("s u z e"), called)) == "x z completed");
  CHECK(value_of(wrap(start() + script("a", "{outer: 1}") + call("u", "q") + end() + way("s a u e"), called), "own") == "nothing");
}

TEST_CASE("a call to a process nobody knows is work for the caller; with a library it is taken in") {
  const auto xml = wrap(start() + call("u", "elsewhere") + task("z") + end() + way("s u z e"));
  Driven instance{xml};
  CHECK(instance.model().unresolved_calls() == std::vector<std::string>{"elsewhere"});
  CHECK(instance.open() == "u");
  instance.complete("u");
  CHECK(instance.open() == "z");
  const auto library = model_of(wrap(start() + script("x") + end() + way("s x e")));
  const auto linked = link(*model_of(xml), [&](std::string_view) { return library; });
  REQUIRE(linked);
  std::string text;
  run(**linked, {}, [&](const RunEvent& event) {
    if (event.kind == Happened::Kind::completed && event.node != nullptr) text += event.node->id + " ";
  });
  CHECK(text == "s elsewhere/s elsewhere/x elsewhere/e u z e ");
  CHECK(link(*model_of(xml), [](std::string_view) { return nullptr; }));
}

TEST_CASE("an error in a called process is caught where it is called") {
  const auto called = process("q", start("qs") + script("x") + end("qe", error("E")) + way("qs x qe"));
  CHECK(played(wrap(start() + call("u", "q") + boundary("b", "u", error("E")) + script("y") + script("z") + end() + end("f") + way("s u z e; b y f"), called + roots("error:E"))) == "x y completed");
}

TEST_CASE("data go into a task and come out of it by its associations") {
  const auto io = [](const std::string& in, const std::string& out) {
    return "<ioSpecification><dataInput id='in' name='in'/><dataOutput id='out' name='out'/><inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>"
           "<dataInputAssociation><sourceRef>a</sourceRef><targetRef>in</targetRef>" + in + "</dataInputAssociation><dataOutputAssociation><sourceRef>out</sourceRef><targetRef>b</targetRef>" + out + "</dataOutputAssociation>";
  };
  const auto xml = [&](const std::string& in, const std::string& out) {
    return wrap("<dataObject id='a' name='a'/><dataObject id='b' name='b'/>" + start() + script("v", "{a: 5}") + script("x", "{out: in + 1}", io(in, out)) + end() + way("s v x e"));
  };
  CHECK(value_of(xml("", ""), "b") == "6");
  CHECK(value_of(xml("<transformation>a * 2</transformation>", ""), "b") == "11");
  CHECK(value_of(xml("", "<transformation>out * 2</transformation>"), "b") == "12");
}

TEST_CASE("a data object without name goes by the name that its picture shows") {
  const auto object = std::string{"<dataObjectReference id='r' name='site plan' dataObjectRef='d'/><dataObject id='d'/>"};
  const auto out = std::string{"<ioSpecification><dataOutput id='out' name='out'/><inputSet/><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet></ioSpecification>"
                               "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>r</targetRef></dataOutputAssociation>"};
  CHECK(value_of(wrap(object + start() + script("x", "{out: 6}", out) + script("y", "{seen: site plan + 1}") + end() + way("s x y e")), "seen") == "7");
}

TEST_CASE("in an ad-hoc sub-process people choose what is done, how often and when it is enough") {
  const auto model = [](const std::string& inner, const std::string& attributes = {}) {
    return wrap(start() + node("adHocSubProcess", "u", task("a") + task("b") + inner, attributes) + task("z") + end() + way("s u z e"));
  };
  Driven free{model("")};
  const int u = free.state().tokens.front().id;
  CHECK(free.open().empty());
  free.tell(StartInner{u, "b"});
  free.tell(StartInner{u, "a"});
  free.tell(StartInner{u, "a"});
  CHECK(free.open() == "b a a");
  CHECK(free.refused(StartInner{u, "z"}) != "allowed");
  for (const auto* each : {"b", "a"}) free.complete(each);
  CHECK(free.open() == "a");
  free.complete("a");  // everything has been done at least once
  CHECK(free.open() == "z");
  Driven enough{model("")};
  enough.tell(StartInner{u, "b"});
  enough.complete("b");
  CHECK(enough.open().empty());
  enough.tell(FinishInner{u});
  CHECK(enough.open() == "z");
  Driven one_by_one{model("", "ordering='Sequential'")};
  one_by_one.tell(StartInner{u, "a"});
  CHECK(one_by_one.refused(StartInner{u, "b"}) != "allowed");
  const auto half = [&](const char* attributes) {
    Driven instance{model(formal("completionCondition", "true"), attributes)};
    for (const auto* each : {"a", "b"}) instance.tell(StartInner{u, each});
    return instance.complete("a");
  };
  CHECK(half("") == "closed a(2) agree; closed b(3) cancelled; no-choice u(1); opened z(4)");
  CHECK(half("cancelRemainingInstances='false'") == "closed a(2) agree");
  CHECK(played(model("")) == "a b z completed");
}

TEST_CASE("an ad-hoc sub-process that people end waits for what is needed and for its condition; what is done once is not begun again") {
  const auto model = [](const std::string& condition = {}) {
    return wrap(start() + node("adHocSubProcess", "u", node("userTask", "a", "", "y:needed='true'") + node("userTask", "b", "", "y:once='true'") + condition, "y:finish='people'") + task("z") + end() + way("s u z e"));
  };
  Driven free{model()};
  const int u = free.state().tokens.front().id;
  CHECK(free.refused(FinishInner{u}) == "bpmn/not-enough");
  for (const auto* each : {"b", "a"}) {
    free.tell(StartInner{u, each});
    free.complete(each);
  }
  CHECK(free.open().empty());  // everything is done, and it does not end by itself
  CHECK(free.refused(StartInner{u, "b"}) != "allowed");
  free.tell(StartInner{u, "a"});
  free.complete("a");
  CHECK(free.tell(FinishInner{u}) == "no-choice u(1); opened z(5)");
  Driven bound{model(formal("completionCondition", "false"))};
  bound.tell(StartInner{1, "a"});
  bound.complete("a");
  CHECK(bound.refused(FinishInner{1}) == "bpmn/not-enough");
  CHECK(bound.tell(FinishInner{1, true}) == "no-choice u(1); opened z(3)");
  CHECK(played(model()) == "a b z completed");
  CHECK(simulate(*model_of(model()), {.instances = 40, .max_steps = 200}).completed == 40);
}

TEST_CASE("compensation undoes what was done, the last first; one activity alone when it is named") {
  const auto xml = [](const std::string& definition) {
    return wrap(start() + script("a") + script("b") + undo("a") + undo("b") + throwing("t", definition) + script("z") + end() + way("s a b t z e"));
  };
  CHECK(played(xml(compensate)) == "a b undob undoa z completed");
  CHECK(played(xml(compensate_one("a"))) == "a b undoa z completed");
}

TEST_CASE("what was not done is not undone, and nothing is undone twice") {
  CHECK(played(wrap(start() + gateway("g", "g_a") + script("a") + script("b") + gateway("m") + undo("a") + undo("b") + throwing("t", compensate) + throwing("again", compensate) + end() +
                    flow("g_a", "g", "a") + flow("g_b", "g", "b", "false") + way("s g; a m; b m; m t again e"))) == "a undoa completed");
}

TEST_CASE("a cancelled transaction compensates what it had done and leaves by its cancel event") {
  const auto inner = start("us") + script("a") + script("b") + undo("a") + undo("b") + end("ue", "<cancelEventDefinition/>") + way("us a b ue");
  CHECK(played(wrap(start() + node("transaction", "u", inner) + boundary("x", "u", "<cancelEventDefinition/>") + script("y") + script("z") + end() + end("f") + way("s u z e; x y f"))) == "a b undob undoa y completed");
}

TEST_CASE("a sub-process that has completed is compensated by its own event sub-process") {
  const auto inner = start("us") + script("a") + end("ue") + event_sub("q", start("qs", compensate) + script("back") + end("qe") + way("qs back qe")) + way("us a ue");
  CHECK(played(wrap(start() + sub("u", inner) + throwing("t", compensate) + script("z") + end() + way("s u t z e"))) == "a back z completed");
}

TEST_CASE("a script is FEEL where its language is FEEL, none or not said") {
  for (const auto* format : {"scriptFormat='FEEL'", "scriptFormat='feel'", "scriptFormat='none'", "scriptFormat='application/feel'", ""})
    CHECK_MESSAGE(played(wrap(start() + node("scriptTask", "t", "<script>1 + 1</script>", format) + end() + way("s t e"))) == "t completed", format);
}

TEST_CASE("each kind of task: the engine does scripts, rules with an answer and messages of its own; the rest it asks for") {
  Driven instance{wrap(start() + node("task", "plain") + node("serviceTask", "service", "", "y:topic='credit'") + node("manualTask", "manual") + node("businessRuleTask", "rule", "", "y:decision='Fee' y:resultVariable='fee'") +
                       node("sendTask", "send") + end() + way("s plain service manual rule send e"))};
  CHECK(instance.open() == "service");
  CHECK(instance.complete("service").find("opened manual") != std::string::npos);
  CHECK(instance.complete("manual").find("work rule") != std::string::npos);
  CHECK(instance.complete("rule").find("work send") != std::string::npos);
  CHECK(instance.complete("send") == "ended e");
  RunOptions options;
  options.decide = [](const Node&, const yimen::feel::Value&, yimen::platform::Instant) { return yimen::feel::Value{7}; };
  CHECK(value_of(wrap(start() + node("businessRuleTask", "rule", "", "y:decision='Fee' y:resultVariable='fee'") + end() + way("s rule e")), "fee", options) == "7");
}

TEST_CASE("a lane names who works in it, the innermost counts") {
  const auto lanes = std::string{"<laneSet id='ls'><lane id='l1' name='综合科'><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef><flowNodeRef>b</flowNodeRef><flowNodeRef>e</flowNodeRef>"
                                 "<childLaneSet id='cs'><lane id='l2' name='窗口'><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>"};
  const auto model = model_of(wrap(lanes + start() + task("a") + task("b") + end() + way("s a b e")));
  CHECK(model->find("a")->lane == "窗口");
  CHECK(model->find("b")->lane == "综合科");
}

TEST_CASE("a driver says what tasks answer: done, an error, an escalation; a line serves one activation unless it repeats") {
  const auto xml = wrap(start() + task("a") + boundary("b", "a", error("E")) + task("x") + end() + end("f") + way("s a e; b x f"), roots("error:E"));
  CHECK(played(xml, driven(R"({"element":"a","complete":{}})")) == "a completed");
  CHECK(played(xml, driven("{\"element\":\"a\",\"error\":\"E\"}\n{\"element\":\"x\",\"complete\":{}}")) == "-a x completed");
  CHECK(played(xml, driven("")) == "waiting");
  const auto twice = wrap(start() + task("a") + task("b") + end() + way("s a b e"));
  CHECK(played(twice, driven(R"({"element":"b","complete":{},"repeat":true})")) == "waiting");
}
