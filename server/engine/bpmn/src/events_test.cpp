#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

RunOptions with(std::string_view variables) { return {.variables = boost::json::parse(variables).as_object()}; }
RunOptions driven(std::string_view lines) { return {.has_driver = true, .driver = *read_driver(lines)}; }
RunOptions told_from_outside(std::string_view lines) { return {.driver = *read_driver(lines)}; }
const std::string terminate = "<terminateEventDefinition/>";

}  // namespace

TEST_CASE("a signal is heard by everybody who waits, also on the branch drawn after the one that throws") {
  const auto model = wrap(start() + parallel("g") + throwing("t", signal("a")) + end("te") + catching("c", signal("a")) + script("x") + catching("d", signal("a")) + script("y") + catching("n", signal("b")) + end() +
                              way("s g; g t te; g c x e; g d y e"), roots("signal:a signal:b"));
  CHECK(played(wrap(start() + parallel("g") + throwing("t", signal("a")) + end("te") + catching("c", signal("a")) + script("x") + catching("d", signal("a")) + script("y") + end() + way("s g; g t te; g c x e; g d y e"),
                    roots("signal:a signal:b"))) == "x y completed");
  CHECK(played(wrap(start() + parallel("g") + throwing("t", signal("a")) + end("te") + catching("c", signal("b")) + script("x") + end() + way("s g; g t te; g c x e"), roots("signal:a signal:b"))) == "waiting");
  CHECK(rules_of(model).size() >= 1);  // n stands alone
}

TEST_CASE("a multiple event happens with any of its definitions, a parallel multiple one with all of them") {
  const auto model = [](const std::string& thrown, const std::string& attributes) {
    std::string throws, last = "g";
    int number = 0;
    for (const char name : thrown) {
      const auto id = "t" + std::to_string(++number);
      throws += throwing(id, signal(std::string(1, name))) + flow("f" + id, last, id);
      last = id;
    }
    return wrap(start() + parallel("g") + throws + end("te") + flow("ft", last, "te") + node("intermediateCatchEvent", "k", signal("a") + signal("b"), attributes) + script("x") + end() + way("s g; g k x e"),
                roots("signal:a signal:b signal:c"));
  };
  CHECK(played(model("a", "")) == "x completed");
  CHECK(played(model("b", "")) == "x completed");
  CHECK(played(model("c", "")) == "waiting");
  CHECK(played(model("a", "parallelMultiple='true'")) == "waiting");
  CHECK(played(model("ba", "parallelMultiple='true'")) == "x completed");
  CHECK(played(model("aac", "parallelMultiple='true'")) == "waiting");
}

TEST_CASE("a multiple throw throws all it defines") {
  CHECK(played(wrap(start() + parallel("g") + throwing("t", signal("a") + signal("b")) + end("te") + catching("c", signal("a")) + script("x") + catching("d", signal("b")) + script("y") + end() +
                        way("s g; g t te; g c x e; g d y e"), roots("signal:a signal:b"))) == "x y completed");
}

TEST_CASE("a link leads to the catch of the same name") {
  CHECK(played(wrap(start() + script("a") + throwing("t", "<linkEventDefinition name='further'/>") + catching("c", "<linkEventDefinition name='further'/>") + script("b") + end() + way("s a t; c b e"))) == "a b completed");
}

TEST_CASE("a link leads to the target it refers to, whatever the names are") {
  const auto link = [](const std::string& id, const std::string& name, const std::string& inner) { return "<linkEventDefinition id='" + id + "' name='" + name + "'>" + inner + "</linkEventDefinition>"; };
  CHECK(played(wrap(start() + throwing("l", link("ld", "there", "<target>kd</target>")) + catching("k", link("kd", "here", "<source>ld</source>")) + script("b") + end() + way("s l; k b e"))) == "b completed");
}

TEST_CASE("the data of a message or signal that begins a process goes where the associations of its start say") {
  const auto begun_by = [](const std::string& tag, const std::string& id, const std::string& definition, const std::string& attributes = {}) {
    return node(tag, id, "<dataOutput id='so'/><dataOutputAssociation><sourceRef>so</sourceRef><targetRef>d</targetRef></dataOutputAssociation><outputSet><dataOutputRefs>so</dataOutputRefs></outputSet>" + definition, attributes);
  };
  const auto sends = "<process id='q' isExecutable='true'>" + start("qs") + "<property id='n' name='n'/>" + script("qi", "{n: 5}") +
                     throwing("qt", "<dataInput id='ti'/><dataInputAssociation><sourceRef>n</sourceRef><targetRef>ti</targetRef></dataInputAssociation><inputSet><dataInputRefs>ti</dataInputRefs></inputSet>" + signal("alarm")) + end("qe") +
                     way("qs qi qt qe") + "</process>" + roots("signal:alarm");
  const auto xml = wrap("<dataObject id='d' name='D'/>" + begun_by("startEvent", "s", signal("alarm")) + gateway("g", "g_n") + script("y") + script("n2") + end() + way("s g; y e; n2 e") + flow("g_y", "g", "y", "D = 5") + flow("g_n", "g", "n2"), sends);
  CHECK(played(xml) == "qi y completed");
}

TEST_CASE("a terminate end ends its own level at once") {
  CHECK(played(wrap(start() + parallel("g") + task("a") + script("b") + end("e", terminate) + end("f") + way("s g; g a f; g b e"))) == "b -a completed");
  CHECK(played(wrap(start() + sub("u", start("us") + parallel("g") + task("a") + script("b") + end("ue", terminate) + end("uf") + way("us g; g a uf; g b ue")) + script("c") + end() + way("s u c e"))) == "b -a c completed");
}

TEST_CASE("an error end is caught by the boundary of its sub-process: the exact code before one that takes all") {
  const auto model = [](const std::string& thrown) {
    return wrap(start() + sub("u", start("us") + script("a") + end("ue", error(thrown)) + way("us a ue")) + boundary("all", "u", error("")) + boundary("one", "u", error("E1")) + script("x") + script("y") + script("n") +
                    end() + way("s u n e; all x e; one y e"), roots("error:E1 error:E2"));
  };
  CHECK(played(model("E1")) == "a y completed");
  CHECK(played(model("E2")) == "a x completed");
}

TEST_CASE("an error nobody catches fails the instance with its code") {
  CHECK(played(wrap(start() + script("a") + end("e", error("E1")) + way("s a e"), roots("error:E1"))) == "a !E1 error");
  CHECK(played(wrap(start() + sub("u", start("us") + parallel("g") + task("a") + end("uf") + end("ue", error("E1")) + way("us g; g a uf; g ue")) + boundary("b", "u", error("E2")) + end() + end("f") + way("s u e; b f"),
                    roots("error:E1 error:E2"))) == "-a !E1 error");
}

TEST_CASE("an error event sub-process takes over its level; afterwards the way goes on as usual") {
  CHECK(played(wrap(start() + sub("u", start("us") + script("a") + end("ue", error("E1")) + way("us a ue") + event_sub("x", start("xs", error("E1")) + script("b") + end("xe") + way("xs b xe"))) + script("c") + end() + way("s u c e"),
                    roots("error:E1"))) == "a b c completed");
}

TEST_CASE("an error a task reports is caught at the task, outside it, or fails the instance") {
  const auto model = wrap(start() + sub("u", start("us") + task("a") + boundary("b", "a", error("E1")) + script("x") + end("ue") + way("us a ue; b x ue")) + boundary("o", "u", error("E2")) + script("y") + end() + way("s u e; o y e"),
                          roots("error:E1 error:E2"));
  CHECK(played(model, driven(R"({"element":"a","error":"E1"})")) == "-a x completed");
  CHECK(played(model, driven(R"({"element":"a","error":"E2"})")) == "-a y completed");
  CHECK(played(model, driven(R"({"element":"a","error":"E3"})")) == "-a !E3 error");
  CHECK(played(model) == "a completed");
}

TEST_CASE("an escalation goes outward until somebody catches it, and is no failure when nobody does") {
  const auto model = [](bool interrupts, const std::string& caught) {
    return wrap(start() + sub("u", start("us") + script("a") + throwing("t", escalation("X")) + script("b") + end("ue") + way("us a t b ue")) + boundary("k", "u", escalation(caught), interrupts) + script("c") + script("d") + end() +
                    way("s u d e; k c e"), roots("escalation:X escalation:Y"));
  };
  CHECK(played(model(true, "X")) == "a c completed");
  CHECK(played(model(false, "X")) == "a c b d completed");
  CHECK(played(model(false, "")) == "a c b d completed");
  CHECK(played(model(true, "Y")) == "a b d completed");
}

TEST_CASE("an escalation starts event sub-processes, interrupting or not") {
  const auto model = [](const std::string& interrupting) {
    return wrap(start() + sub("u", start("us") + throwing("t", escalation("X")) + script("a") + end("ue") + way("us t a ue") +
                                       event_sub("x", start("xs", escalation("X"), "isInterrupting='" + interrupting + "'") + script("b") + end("xe") + way("xs b xe"))) + script("c") + end() + way("s u c e"),
                roots("escalation:X"));
  };
  CHECK(played(model("true")) == "b c completed");
  CHECK(played(model("false")) == "b a c completed");
}

TEST_CASE("an escalation reported by a task leaves it open unless a boundary interrupts") {
  const auto model = wrap(start() + task("a") + boundary("k", "a", escalation("X"), false) + script("c") + end() + way("s a e; k c e"), roots("escalation:X"));
  CHECK(played(model, driven(R"({"element":"a","escalation":"X"})")) == "c a completed");
  Driven by_hand{model};
  CHECK(by_hand.tell(Escalate{by_hand.token("a"), "Y"}) == "escalated Y");
  CHECK(by_hand.open() == "a");
}

TEST_CASE("a signal stops or accompanies the sub-process it is attached to, and the thrower with it") {
  const auto model = [](bool interrupts) {
    return wrap(start() + sub("u", start("us") + script("a") + throwing("t", signal("x")) + script("b") + end("ue") + way("us a t b ue")) + boundary("k", "u", signal("x"), interrupts) + script("c") + script("d") + end() +
                    way("s u d e; k c e"), roots("signal:x"));
  };
  CHECK(played(model(true)) == "a c completed");
  CHECK(played(model(false)) == "a c b d completed");
}

TEST_CASE("a signal starts event sub-processes, interrupting once or not every time") {
  const auto model = [](const std::string& interrupting) {
    return wrap(start() + sub("u", start("us") + throwing("t", signal("n")) + script("a") + throwing("t2", signal("n")) + end("ue") + way("us t a t2 ue") +
                                       event_sub("x", start("xs", signal("n"), "isInterrupting='" + interrupting + "'") + script("b") + end("xe") + way("xs b xe"))) + script("c") + end() + way("s u c e"),
                roots("signal:n"));
  };
  CHECK(played(model("true")) == "b c completed");
  CHECK(played(model("false")) == "b a b c completed");
}

TEST_CASE("a signal end in a sub-process is heard by the boundary of that sub-process") {
  CHECK(played(wrap(start() + sub("u", start("us") + end("ue", signal("x")) + way("us ue")) + boundary("k", "u", signal("x")) + script("c") + script("d") + end() + way("s u d e; k c e"), roots("signal:x"))) == "c completed");
}

TEST_CASE("a conditional event waits until its condition becomes true") {
  const auto model = wrap(start() + catching("c", condition("n > 1")) + script("x") + end() + way("s c x e"));
  CHECK(played(model, with(R"({"n":2})")) == "x completed");
  CHECK(played(model, with(R"({"n":1})")) == "waiting");
  Driven by_hand{model, {{"n", 0}}};
  CHECK(by_hand.tell(SetVariables{Variables{{{"n", 1}}}}) == "");
  CHECK(by_hand.tell(SetVariables{Variables{{{"n", 2}}}}) == "ended e");
}

TEST_CASE("a condition that holds from the beginning acts before what it is attached to begins") {
  const auto model = [](bool interrupts) {
    return wrap(start() + sub("u", start("us") + script("a") + end("ue") + way("us a ue")) + boundary("k", "u", condition("n = 1"), interrupts) + script("b") + script("c") + end() + way("s u b e; k c e"));
  };
  CHECK(played(model(true), with(R"({"n":1})")) == "c completed");
  CHECK(played(model(true), with(R"({"n":2})")) == "a b completed");
  CHECK(played(model(false), with(R"({"n":1})")) == "c a b completed");
  const auto inside = [](const std::string& interrupting) {
    return wrap(start() + sub("u", event_sub("x", start("xs", condition("n = 1"), "isInterrupting='" + interrupting + "'") + script("b") + end("xe") + way("xs b xe")) + start("us") + script("a") + end("ue") + way("us a ue")) + end() +
                way("s u e"));
  };
  CHECK(played(inside("true"), with(R"({"n":1})")) == "b completed");
  CHECK(played(inside("false"), with(R"({"n":1})")) == "b a completed");
}

TEST_CASE("a condition acts once each time it becomes true") {
  const auto model = wrap(event_sub("x", start("xs", condition("n > 1"), "isInterrupting='false'") + script("b") + end("xe") + way("xs b xe")) + start() + task("a") + end() + way("s a e"));
  Driven by_hand{model, {{"n", 0}}};
  const auto runs = [&](int n) {
    Surroundings around;
    around.is_traced = true;
    const auto step = must(advance(by_hand.model(), by_hand.state(), SetVariables{Variables{{{"n", n}}}}, around));
    by_hand.state() = step.state;
    return std::ranges::count_if(step.trace, [&](const Happened& each) { return each.kind == Happened::Kind::completed && by_hand.model().node(each.node).id == "b"; });
  };
  CHECK(runs(2) == 1);
  CHECK(runs(3) == 0);
  CHECK(runs(1) == 0);
  CHECK(runs(2) == 1);
}

TEST_CASE("messages between the processes of a file start one, or reach one that waits, in either order") {
  const std::string other = "<process id='q' isExecutable='true'>" + start("qs", message("m")) + script("y") + end("qe") + way("qs y qe") + "</process>";
  CHECK(played(wrap(start() + script("x") + throwing("t", message("m")) + end() + way("s x t e"), roots("message:m") + other)) == "x y completed");
  CHECK(played(wrap(start() + script("x") + end("e", message("m")) + way("s x e"), roots("message:m") + other)) == "x y completed");
  const std::string waiting = "<process id='q' isExecutable='true'>" + start("qs") + catching("qc", message("m")) + script("y") + end("qe") + way("qs qc y qe") + "</process>";
  const auto both = wrap(start() + script("x") + node("sendTask", "t", "", "messageRef='m'") + end() + way("s x t e"), roots("message:m") + waiting);
  CHECK(played(both) == "x t y completed");
  CHECK(played(both, {.processes = {"q", "p"}}) == "x t y completed");
  CHECK(played(both, {.processes = {"p", "q"}}) == "x t y completed");
  CHECK(played(both, {.processes = {"q"}}) == "waiting");
}

TEST_CASE("a message flow without message connects its two ends") {
  CHECK(played(wrap(start() + throwing("t", "<messageEventDefinition/>") + end() + way("s t e"), "<process id='q' isExecutable='true'>" + start("qs", "<messageEventDefinition/>") + script("y") + end("qe") + way("qs y qe") + "</process>" +
                    "<collaboration id='k'><participant id='k1' processRef='p'/><participant id='k2' processRef='q'/><messageFlow id='mf' sourceRef='t' targetRef='qs'/></collaboration>")) == "y completed");
}

TEST_CASE("a message with a message flow goes where that leads and nowhere else") {
  const auto process = [](const std::string& id, const std::string& inside) { return "<process id='" + id + "' isExecutable='true'>" + inside + "</process>"; };
  const auto played_to = [&](const std::string& target, const std::string& others) {
    return played(wrap(start() + throwing("t", message("m")) + end() + way("s t e"), roots("message:m") + others +
                       "<collaboration id='k'><participant id='k1' processRef='p'/><participant id='k2' processRef='q'/><participant id='k3' processRef='r'/><participant id='k4'/>"
                       "<messageFlow id='mf' sourceRef='t' targetRef='" + target + "'/></collaboration>"));
  };
  const auto starts = process("q", start("qs", message("m")) + script("x") + end("qe") + way("qs x qe")) + process("r", start("rs", message("m")) + script("y") + end("re") + way("rs y re"));
  CHECK(played_to("qs", starts) == "x completed");
  CHECK(played_to("rs", starts) == "y completed");
  CHECK(played_to("k3", starts) == "y completed");
  CHECK(played_to("k4", starts) == "completed");  // a pool of others: the message leaves
  const auto waits = process("q", start("qs") + catching("qc", message("m")) + script("x") + end("qe") + way("qs qc x qe")) +
                     process("r", start("rs") + parallel("g") + catching("rc", message("m")) + script("y") + catching("rd", message("m")) + script("z") + end("re") + way("rs g; g rc y re; g rd z re"));
  CHECK(played_to("qc", waits) == "x waiting");
  CHECK(played_to("rd", waits) == "z waiting");
}

TEST_CASE("a message with a key reaches only the instance that waits for that key") {
  const auto model = wrap(start() + parallel("g") + catching("c", "<messageEventDefinition messageRef='m' y:key='dossier'/>") + task("a") + node("receiveTask", "r", "", "messageRef='m' y:key='\"B\"'") + task("b") + end() +
                              way("s g; g c a e; g r b e"), roots("message:m"));
  Driven by_hand{model, {{"dossier", "A"}}};
  CHECK(by_hand.refused(MessageArrived{"m", "C"}) == "bpmn/not-awaited");
  CHECK(by_hand.tell(MessageArrived{"m", "B", Variables{{{"answer", 42}}}}) == "opened b(3)");
  CHECK(yimen::feel::same(*by_hand.state().variables().find("answer"), 42));
  CHECK(by_hand.tell(MessageArrived{"m", "A"}) == "opened a(4)");
  CHECK(by_hand.refused(MessageArrived{"m", "A"}) == "bpmn/not-awaited");
}

TEST_CASE("signals and messages from outside start processes and event sub-processes") {
  CHECK(played(wrap(start("s", signal("x")) + script("a") + end() + way("s a e"), roots("signal:x")), told_from_outside(R"({"signal":"x","at":"PT1S"})")) == "a completed");
  CHECK(played(wrap(start("s", message("x")) + script("a") + end() + way("s a e"), roots("message:x")), told_from_outside(R"({"message":"x","at":"PT1S"})")) == "a completed");
  CHECK(played(wrap(start("s", signal("x") + signal("y"), "parallelMultiple='true'") + script("a") + end() + way("s a e"), roots("signal:x signal:y")), told_from_outside("{\"signal\":\"y\"}\n{\"signal\":\"x\"}")) == "a completed");
  CHECK(played(wrap(start("s", signal("x") + signal("y"), "parallelMultiple='true'") + script("a") + end() + way("s a e"), roots("signal:x signal:y")), told_from_outside(R"({"signal":"y"})")) == "waiting");
  const auto model = wrap(start() + task("t") + end() + way("s t e") + event_sub("x", start("xs", message("m")) + script("b") + end("xe") + way("xs b xe")), roots("message:m"));
  CHECK(played(model, driven(R"({"message":"m","at":"PT3S"})")) == "-t b completed");
  CHECK(played(wrap(start("s", condition("n = 1")) + script("a") + end() + way("s a e")), with(R"({"n":1})")) == "a completed");
  CHECK(played(wrap(start("s", condition("n = 1")) + script("a") + end() + way("s a e")), with(R"({"n":2})")) == "waiting");
}

TEST_CASE("an event definition may stand at the top of the file and be referred to") {
  CHECK(played(wrap(start() + catching("c", "<eventDefinitionRef>later</eventDefinitionRef>") + script("a") + end("e", "<eventDefinitionRef>bad</eventDefinitionRef>") + way("s c a e"),
                    roots("error:E") + "<timerEventDefinition id='later'>" + formal("timeDuration", "PT1S") + "</timerEventDefinition><errorEventDefinition id='bad' errorRef='E'/>")) == "a !E error");
}
