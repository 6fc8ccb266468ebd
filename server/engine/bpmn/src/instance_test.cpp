#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

Variables vars(std::string_view text) { return json::parse(text).as_object(); }
constexpr const char* three_steps = "data/processes/handler-reviewer-approver.bpmn";

}  // namespace

TEST_CASE("a case goes from handler through reviewer to approver and ends") {
  const auto model = model_of(slurp(three_steps));
  auto step = must(advance(*model, {}, Start{}, json::object{}));
  CHECK(told(step) == "opened handle(1)");
  CHECK(step.effects[0].node->task.role == "handler");
  CHECK(step.effects[0].node->name == "承办");
  step = must(advance(*model, step.state, Complete{1, "agree"}, json::object{}));
  CHECK(told(step) == "closed handle(1) agree; opened review(2)");
  step = must(advance(*model, step.state, Complete{2, "agree"}, json::object{}));
  CHECK(told(step) == "closed review(2) agree; opened approve(3)");
  step = must(advance(*model, step.state, Complete{3, "agree"}, json::object{}));
  CHECK(told(step) == "closed approve(3) agree; ended done");
  CHECK(step.state.status == Status::ended);
  CHECK(step.state.tokens.empty());
}

TEST_CASE("a simple case skips the reviewer; returns go back to the handler with a new token") {
  const auto model = model_of(slurp(three_steps));
  const json::object simple{{"is_simple", true}};
  auto step = must(advance(*model, {}, Start{}, simple));
  step = must(advance(*model, step.state, Complete{1, "agree"}, simple));
  CHECK(told(step) == "closed handle(1) agree; opened approve(2)");
  step = must(advance(*model, step.state, Complete{2, "return"}, simple));
  CHECK(told(step) == "closed approve(2) return; opened handle(3)");
  CHECK(step.effects.back().previous == 1);
}

TEST_CASE("the outcome belongs to the task just done, variables stay, the instance's own hide the caller's") {
  const auto model = model_of(wrap(start() + task("t") + gateway("g", "d") + task("u") + gateway("h", "k") + task("v") + end() + flow("a", "s", "t") + flow("b", "t", "g") + flow("c", "g", "e", "outcome = \"stop\"") +
                                   flow("d", "g", "u") + flow("f", "u", "h") + flow("i", "h", "v", "n = 2 and outcome = null") + flow("k", "h", "e") + flow("l", "v", "e")));
  const json::object outer{{"n", 1}};
  auto step = must(advance(*model, {}, Start{}, json::object{}));
  step = must(advance(*model, step.state, Complete{1, "go", vars(R"({"n":2})")}, outer));
  CHECK(told(step) == "closed t(1) go; opened u(2)");
  step = must(advance(*model, step.state, Complete{2}, outer));
  CHECK(told(step) == "closed u(2); opened v(3)");
}

TEST_CASE("when no flow fits the command is refused and the state stays what it was") {
  const auto model = model_of(wrap(start() + task("t") + gateway("g") + end() + end("f") + flow("a", "s", "t") + flow("b", "t", "g") + flow("c", "g", "e", "x = 1") + flow("d", "g", "f", "x = 2")));
  const auto step = must(advance(*model, {}, Start{}, json::object{}));
  const auto stuck = advance(*model, step.state, Complete{1}, json::object{});
  REQUIRE_FALSE(stuck);
  CHECK(stuck.error().slug == "bpmn/no-flow-fits");
  CHECK(told(must(advance(*model, step.state, Complete{1, "", vars(R"({"x":2})")}, json::object{}))) == "closed t(1); ended f");
  Surroundings failing;
  failing.faults = Surroundings::Faults::end;
  const auto failed = must(advance(*model, step.state, Complete{1}, failing));
  CHECK(told(failed) == "closed t(1); failed bpmn/no-flow-fits");
  CHECK(failed.state.status == Status::failed);
}

TEST_CASE("flows are tried in the order of the document") {
  const auto model = model_of(wrap(start() + gateway("g") + end() + end("f") + flow("a", "s", "g") + flow("c", "g", "f", "x >= 1") + flow("b", "g", "e", "x >= 0")));
  CHECK(told(must(advance(*model, {}, Start{}, json::object{{"x", 5}}))) == "ended f");
  CHECK(told(must(advance(*model, {}, Start{}, json::object{{"x", 0}}))) == "ended e");
}

TEST_CASE("commands that do not fit the state are refused each with its slug") {
  const auto model = model_of(slurp("data/processes/two-step.bpmn"));
  const auto slug = [&](const State& state, const Command& command) {
    const auto step = advance(*model, state, command, json::object{});
    return step ? std::string{"allowed"} : step.error().slug;
  };
  const auto running = must(advance(*model, {}, Start{}, json::object{})).state;
  const auto stopped = must(advance(*model, running, Terminate{"撤销"}, json::object{}));
  CHECK(told(stopped) == "closed handle(1) cancelled; terminated");
  CHECK(stopped.effects.back().name == "撤销");
  for (const auto& state : {State{}, stopped.state})
    for (const Command& command : std::initializer_list<Command>{Complete{1}, MoveBack{1, "handle"}, Terminate{}, Fail{1}, Escalate{1}, TimerDue{1}, SetVariables{}, StartInner{1, "x"}, FinishInner{1}, Withdraw{1},
                                                                 AddSigners{1, {"a"}}, Transfer{1, "a"}, Delegate{1, "a"}, Claim{1, "a"}, Release{1}, Urge{1}, Jump{1, "x", "r"}})
      CHECK(slug(state, command) == "bpmn/not-running");
  CHECK(slug(running, Start{}) == "bpmn/already-started");
  CHECK(slug(stopped.state, Start{}) == "bpmn/already-started");
  CHECK(slug(running, Complete{2}) == "bpmn/no-such-token");
  CHECK(slug(running, MoveBack{9, "handle"}) == "bpmn/no-such-token");
  CHECK(slug(running, MessageArrived{"m"}) == "bpmn/not-awaited");
  CHECK(slug(running, SignalArrived{"m"}) == "bpmn/not-awaited");
  CHECK(slug(running, TimerDue{1}) == "bpmn/no-such-timer");
  CHECK(slug(running, StartInner{1, "approve"}) == "bpmn/wrong-place");
  CHECK(slug({}, MessageArrived{"m"}) == "bpmn/no-start");
  CHECK(slug({}, Start{.process = "other"}) == "bpmn/no-start");
  CHECK(slug({}, Start{.node = "approve"}) == "bpmn/no-start");
}

TEST_CASE("no model can hang a server: steps, tokens and depth of one command are limited") {
  const auto slug = [](const std::string& xml, const RunLimits& limits = {}) {
    const auto model = model_of(xml);
    Surroundings around;
    around.limits = limits;
    const auto step = advance(*model, {}, Start{}, around);
    return step ? std::string{"allowed"} : step.error().slug;
  };
  CHECK(slug(wrap(start() + gateway("a") + gateway("b", "b_e") + end() + way("s a b; b e") + flow("back", "b", "a", "true"))) == "bpmn/too-many-steps");
  CHECK(slug(wrap(start() + gateway("a") + parallel("b") + task("t") + end() + way("s a b; b a; b t e"))) == "bpmn/too-many-tokens");
  CHECK(slug(wrap(start() + node("callActivity", "c", "", "calledElement='p'") + end() + way("s c e"))) == "bpmn/too-deep");
  CHECK(slug(wrap(start() + script("t", "1", "<multiInstanceLoopCharacteristics>" + formal("loopCardinality", "1000000") + "</multiInstanceLoopCharacteristics>") + end() + way("s t e"))) == "bpmn/too-many-instances");
  CHECK(slug(wrap(start() + script("t", "1", "<standardLoopCharacteristics>" + formal("loopCondition", "true") + "</standardLoopCharacteristics>") + end() + way("s t e"))) == "bpmn/too-many-steps");
  CHECK(slug(wrap(event_sub("x", start("xs", condition("n > 0"), "isInterrupting='false'") + script("xt", "{n: 0 - n}") + end("xe") + way("xs xt xe")) + start() + script("t", "{n: 1}") + task("u") + end() + way("s t u e")),
             {.steps = 50}) == "allowed");
  CHECK(slug(wrap(start() + script("t", "sum(for a in 1..100000 return sum(for b in 1..100000 return b))") + end() + way("s t e"))) == "allowed");
}
