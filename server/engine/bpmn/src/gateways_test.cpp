#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

RunOptions with(std::string_view variables) { return {.variables = json::parse(variables).as_object()}; }
std::string inclusive(const std::string& id, const std::string& standard = {}) { return node("inclusiveGateway", id, "", standard.empty() ? "" : "default='" + standard + "'"); }

}  // namespace

TEST_CASE("an exclusive gateway takes the first flow that fits, else the default, else the instance fails") {
  const auto model = [](const std::string& standard) {
    return wrap(start() + gateway("g", standard) + script("a") + script("b") + script("c") + end() + flow("f", "s", "g") + flow("fa", "g", "a", "n > 1") + flow("fb", "g", "b", "n > 0") +
                (standard.empty() ? "" : flow("fc", "g", "c")) + way("a e; b e;") + (standard.empty() ? flow("fc", "g", "c", "n < -5") : "") + way("c e"));
  };
  CHECK(played(model("fc"), with(R"({"n":2})")) == "a completed");
  CHECK(played(model("fc"), with(R"({"n":1})")) == "b completed");
  CHECK(played(model("fc"), with(R"({"n":0})")) == "c completed");
  CHECK(played(model("fc")) == "c completed");
  CHECK(played(model(""), with(R"({"n":0})")) == "!bpmn/no-flow-fits error");
}

TEST_CASE("a parallel gateway splits to all, whatever conditions say, and joins all") {
  CHECK(played(wrap(start() + parallel("g") + script("a") + script("b") + script("c") + parallel("j") + script("d") + end() + way("s g; a j; b j; c j d e") + flow("f1a", "g", "a", "false") + flow("f1b", "g", "b", "x = 1") +
                    flow("f1c", "g", "c"))) == "a b c d completed");
}

TEST_CASE("a parallel join that never gets all its tokens waits") {
  CHECK(played(wrap(start() + gateway("g", "g_b") + script("a") + script("b") + parallel("j") + script("d") + end() + way("s g; g b j; a j d e") + flow("ga", "g", "a", "x = 1"))) == "b waiting");
}

TEST_CASE("an exclusive merge passes every token, so what follows happens twice") {
  CHECK(played(wrap(start() + parallel("g") + script("a") + script("b") + gateway("m") + script("c") + end() + way("s g; g a m; g b m; m c e"))) == "a b c c completed");
}

TEST_CASE("an inclusive gateway takes all flows that fit and its join waits for exactly these") {
  const auto model = wrap(start() + inclusive("g", "g_d") + task("a") + task("b") + task("c") + task("d") + inclusive("j") + script("z") + end() + flow("ga", "g", "a", "contains(x, \"a\")") +
                          flow("gb", "g", "b", "contains(x, \"b\")") + flow("gc", "g", "c", "contains(x, \"c\")") + way("s g; g d; a j; b j; c j; d j z e"));
  CHECK(played(model, with(R"({"x":"a"})")) == "a z completed");
  CHECK(played(model, with(R"({"x":"bc"})")) == "b c z completed");
  CHECK(played(model, with(R"({"x":"abc"})")) == "a b c z completed");
  CHECK(played(model, with(R"({"x":""})")) == "d z completed");
  Driven driven{model, {{"x", "ac"}}};
  CHECK(driven.open() == "a c");
  CHECK(driven.complete("c") == "closed c(2) agree");
  CHECK(driven.complete("a") == "closed a(1) agree; ended e");
}

TEST_CASE("an inclusive gateway without fitting flow and default fails") {
  CHECK(played(wrap(start() + inclusive("g") + script("a") + script("b") + end() + flow("sg", "s", "g") + flow("ga", "g", "a", "false") + flow("gb", "g", "b", "false") + way("a e; b e"))) ==
        "!bpmn/no-flow-fits error");
}

TEST_CASE("an inclusive join in a cycle does not wait for what can only come back through itself") {
  // s → m(inclusive) → a → decide → back to m or on to e: the token that loops is the one that waits.
  const auto model = wrap(start() + inclusive("m") + script("a", "{n: if n = null then 1 else n + 1}") + gateway("x", "x_e") + end() + way("s m a x; x e") + flow("back", "x", "m", "n < 3"));
  CHECK(played(model) == "a a a completed");
}

TEST_CASE("an inclusive join with a branch that loops waits until the branch leaves its loop") {
  const auto model = wrap(start() + parallel("g") + task("a") + gateway("x", "x_j") + task("b") + inclusive("j") + script("z") + end() + way("s g; g a x; x j; g b j; j z e") + flow("again", "x", "a", "outcome = \"again\""));
  Driven driven{model};
  CHECK(driven.complete("b") == "closed b(2) agree");
  CHECK(driven.complete("a", "again") == "closed a(1) again; opened a(4)");
  CHECK(driven.complete("a") == "closed a(4) agree; ended e");
}

TEST_CASE("two inclusive joins, one behind the other, fire in order") {
  const auto model = wrap(start() + inclusive("g") + script("a") + script("b") + script("c") + inclusive("j") + inclusive("k") + script("z") + end() + way("s g; g a j; g b j; j k; g c k; k z e"));
  CHECK(played(model) == "a b c z completed");
}

TEST_CASE("an inclusive join counts tokens at boundary events and links as still to come") {
  const auto model = wrap(start() + parallel("g") + task("a") + boundary("t", "a", duration("PT5S")) + script("late") + task("b") + inclusive("j") + script("z") + end() + way("s g; g a j; t late j; g b j; j z e"));
  CHECK(played(model) == "a b z completed");
  CHECK(played(model, {.has_driver = true, .driver = *read_driver(R"({"element":"b","complete":{}})")}) == "b -a late z completed");
}

TEST_CASE("a complex gateway fires once when its condition holds, swallows the rest, and is ready again") {
  const auto complex = [](const std::string& condition) { return node("complexGateway", "k", formal("activationCondition", condition)); };
  const auto model = [&](const std::string& condition) {
    return wrap(start() + parallel("g") + script("a") + script("b") + script("c") + complex(condition) + script("z") + end() + way("s g; g a k; g b k; g c k; k z e"));
  };
  CHECK(played(model("activationCount >= 1")) == "a b c z completed");
  CHECK(played(model("activationCount >= 2")) == "a b c z completed");
  CHECK(played(model("activationCount = 3")) == "a b c z completed");
  CHECK(played(model("activationCount > 3")) == "a b c waiting");
  CHECK(played(model("g_a = 7")) == "a b c waiting");
  const auto again = wrap(start() + gateway("m") + parallel("g") + script("a", "{n: if n = null then 1 else n + 1}") + script("b") + complex("activationCount >= 1") + gateway("x", "x_e") + end() +
                          way("s m g; g a k; g b k; k x; x e") + flow("back", "x", "m", "n < 3"));
  CHECK(played(again) == "a b a b a b completed");
}

TEST_CASE("flows behind a complex gateway may ask whether it fires or is made ready again") {
  const auto xml = wrap(start() + parallel("g") + script("a") + catching("c", duration("PT5S")) + node("complexGateway", "k", formal("activationCondition", "activationCount >= 1")) + script("y") + script("z") + end() +
                        way("s g; g a k; g c k; y e; z e") + flow("ky", "k", "y", "waitingForStart") + flow("kz", "k", "z", "not(waitingForStart)"));
  CHECK(played(xml) == "a y z completed");
}

TEST_CASE("a diverging complex gateway chooses like an inclusive one") {
  const auto model = wrap(start() + node("complexGateway", "g", "", "default='g_c'") + script("a") + script("b") + script("c") + end() + flow("sg", "s", "g") + flow("ga", "g", "a", "contains(x, \"a\")") +
                          flow("gb", "g", "b", "contains(x, \"b\")") + way("g c; a e; b e; c e"));
  CHECK(played(model, with(R"({"x":"ab"})")) == "a b completed");
  CHECK(played(model, with(R"({"x":"q"})")) == "c completed");
}

TEST_CASE("tasks with several ways out take all, those whose condition holds, and the default only when none does") {
  const auto model = wrap(start() + script("t", "null", "", "default='t_d'") + script("a") + script("b") + script("d") + end() + flow("ta", "t", "a", "x = 1") + way("s t; t d; t b; a e; b e; d e"));
  CHECK(played(model, with(R"({"x":1})")) == "t a b completed");
  CHECK(played(model) == "t b d completed");
}

TEST_CASE("tokens of an uncontrolled split are counted by start and completion quantities") {
  CHECK(played(wrap(start() + script("a", "null", "", "completionQuantity='2'") + script("b") + script("c", "null", "", "startQuantity='2'") + end() + way("s a b c e"))) == "a b b c completed");
  CHECK(played(wrap(start() + script("a") + script("c", "null", "", "startQuantity='2'") + end() + way("s a c e"))) == "a waiting");
  CHECK(played(wrap(start() + script("a") + script("b") + script("c") + script("d") + end() + way("s a; a b d; a c d; d e"))) == "a b c d d completed");
}

TEST_CASE("without start and end events a process begins where nothing leads to and ends where nothing leads on") {
  CHECK(played(wrap(script("a") + script("b") + script("c") + way("a b"))) == "a c b completed");
}

TEST_CASE("an event gateway takes the way of the first event and forgets the others") {
  const auto model = wrap(start() + node("eventBasedGateway", "g") + catching("m", message("hello")) + catching("t", duration("PT10S")) + script("a") + script("b") + end() + way("s g; g m a e; g t b e"), roots("message:hello"));
  CHECK(played(model) == "b completed");
  CHECK(played(model, {.driver = *read_driver(R"({"message":"hello","at":"PT3S"})")}) == "a completed");
  CHECK(played(model, {.driver = *read_driver(R"({"message":"hello","at":"PT30S"})")}) == "b completed");
}

TEST_CASE("a parallel event gateway at the beginning waits for all of its events") {
  const auto model = wrap(node("eventBasedGateway", "g", "", "instantiate='true' eventGatewayType='Parallel'") + catching("m", message("one")) + catching("n", message("two")) + script("a") + script("b") + end() +
                              way("g m a e; g n b e"), roots("message:one message:two"));
  CHECK(played(model, {.driver = *read_driver(R"({"message":"two","at":"PT1S"})")}) == "b waiting");
  CHECK(played(model, {.driver = *read_driver("{\"message\":\"two\",\"at\":\"PT1S\"}\n{\"message\":\"one\",\"at\":\"PT2S\"}")}) == "b a completed");
}

TEST_CASE("an exclusive event gateway or a receive task at the beginning starts the process by its event") {
  const auto gateway_model = wrap(node("eventBasedGateway", "g", "", "instantiate='true'") + catching("m", message("one")) + catching("n", message("two")) + script("a") + script("b") + end() + way("g m a e; g n b e"),
                          roots("message:one message:two"));
  CHECK(played(gateway_model, {.driver = *read_driver(R"({"message":"two","at":"PT1S"})")}) == "b completed");
  const auto receive = wrap(node("receiveTask", "r", "", "instantiate='true' messageRef='one'") + script("a") + end() + way("r a e"), roots("message:one"));
  CHECK(played(receive, {.driver = *read_driver(R"({"message":"one","at":"PT1S"})")}) == "r a completed");
  CHECK(played(receive) == "waiting");
}
