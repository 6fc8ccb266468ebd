#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

json::object vars(std::string_view text) { return json::parse(text).as_object(); }

}  // namespace

TEST_CASE("a case goes from handler through reviewer to approver and ends") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  auto step = must(advance(*model, {}, Start{}, {}));
  CHECK(told(step) == "opened handle(1)");
  CHECK(step.effects[0].task.role == "handler");
  CHECK(step.effects[0].name == "承办");
  step = must(advance(*model, step.state, Complete{1, "agree", {}}, {}));
  CHECK(told(step) == "closed handle(1) agree; opened review(2)");
  step = must(advance(*model, step.state, Complete{2, "agree", {}}, {}));
  CHECK(told(step) == "closed review(2) agree; opened approve(3)");
  step = must(advance(*model, step.state, Complete{3, "agree", {}}, {}));
  CHECK(told(step) == "closed approve(3) agree; ended done");
  CHECK(step.state.status == Status::ended);
  CHECK(step.state.tokens.empty());
}

TEST_CASE("a simple case skips the reviewer; returns go back to the handler with a new token") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  const auto simple = vars(R"({"is_simple":true})");
  auto step = must(advance(*model, {}, Start{}, simple));
  step = must(advance(*model, step.state, Complete{1, "agree", {}}, simple));
  CHECK(told(step) == "closed handle(1) agree; opened approve(2)");
  step = must(advance(*model, step.state, Complete{2, "return", {}}, simple));
  CHECK(told(step) == "closed approve(2) return; opened handle(3)");
  CHECK(step.state.visited == std::vector<std::string>{"handle", "approve"});
}

TEST_CASE("the outcome belongs to the task just done, variables stay, the instance's own hide the caller's") {
  const auto model = model_of(wrap(start() + task("t") + gateway("g", "d") + task("u") + gateway("h", "k") + task("v") + end() + flow("a", "s", "t") + flow("b", "t", "g") + flow("c", "g", "e", "outcome = \"stop\"") +
                                   flow("d", "g", "u") + flow("f", "u", "h") + flow("i", "h", "v", "n = 2 and outcome = null") + flow("k", "h", "e") + flow("l", "v", "e")));
  auto step = must(advance(*model, {}, Start{}, {}));
  step = must(advance(*model, step.state, Complete{1, "go", vars(R"({"n":2})")}, vars(R"({"n":1})")));
  CHECK(told(step) == "closed t(1) go; opened u(2)");
  step = must(advance(*model, step.state, Complete{2, "", {}}, vars(R"({"n":1})")));
  CHECK(told(step) == "closed u(2) ; opened v(3)");
}

TEST_CASE("when no flow fits the command is refused and the state stays what it was") {
  const auto model = model_of(wrap(start() + task("t") + gateway("g") + end() + end("f") + flow("a", "s", "t") + flow("b", "t", "g") + flow("c", "g", "e", "x = 1") + flow("d", "g", "f", "x = 2")));
  const auto step = must(advance(*model, {}, Start{}, {}));
  const auto stuck = advance(*model, step.state, Complete{1, "", {}}, {});
  REQUIRE_FALSE(stuck);
  CHECK(stuck.error().slug == "bpmn/no-flow-fits");
  CHECK(told(must(advance(*model, step.state, Complete{1, "", {}}, vars(R"({"x":2})")))) == "closed t(1) ; ended f");
}

TEST_CASE("flows are tried in the order of the document") {
  const auto model = model_of(wrap(start() + gateway("g") + end() + end("f") + flow("a", "s", "g") + flow("c", "g", "f", "x >= 1") + flow("b", "g", "e", "x >= 0")));
  CHECK(told(must(advance(*model, {}, Start{}, vars(R"({"x":5})")))) == "ended f");
  CHECK(told(must(advance(*model, {}, Start{}, vars(R"({"x":0})")))) == "ended e");
}

TEST_CASE("a task moves back only to one that was open before and leads to it") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  auto step = must(advance(*model, {}, Start{}, {}));
  CHECK(places_to_return(*model, step.state, 1).empty());
  CHECK(advance(*model, step.state, MoveBack{1, "approve"}, {}).error().slug == "bpmn/cannot-move-back");
  step = must(advance(*model, step.state, Complete{1, "", {}}, vars(R"({"is_simple":true})")));
  CHECK(advance(*model, step.state, MoveBack{2, "review"}, {}).error().slug == "bpmn/cannot-move-back");
  CHECK(advance(*model, step.state, MoveBack{2, "approve"}, {}).error().slug == "bpmn/cannot-move-back");
  CHECK(advance(*model, step.state, MoveBack{2, "done"}, {}).error().slug == "bpmn/cannot-move-back");
  REQUIRE(places_to_return(*model, step.state, 2).size() == 1);
  step = must(advance(*model, step.state, MoveBack{2, "handle"}, {}));
  CHECK(told(step) == "closed approve(2) returned; opened handle(3)");
}

TEST_CASE("commands that do not fit the state are refused each with its slug") {
  const auto model = model_of(slurp("data/processes/two-step.bpmn"));
  const auto slug = [&](const State& state, const Command& command) {
    const auto step = advance(*model, state, command, {});
    return step ? std::string{"allowed"} : step.error().slug;
  };
  const auto running = must(advance(*model, {}, Start{}, {})).state;
  const auto stopped = must(advance(*model, running, Terminate{}, {}));
  CHECK(told(stopped) == "closed handle(1) cancelled; terminated");
  for (const auto& state : {State{}, stopped.state}) {
    CHECK(slug(state, Complete{1, "", {}}) == "bpmn/not-running");
    CHECK(slug(state, MoveBack{1, "handle"}) == "bpmn/not-running");
    CHECK(slug(state, Terminate{}) == "bpmn/not-running");
  }
  CHECK(slug(running, Start{}) == "bpmn/already-started");
  CHECK(slug(stopped.state, Start{}) == "bpmn/already-started");
  CHECK(slug(running, Complete{2, "", {}}) == "bpmn/no-such-token");
  CHECK(slug(running, MoveBack{9, "handle"}) == "bpmn/no-such-token");
  auto foreign = running;
  foreign.tokens[0].node = "gone";
  CHECK(slug(foreign, Complete{1, "", {}}) == "bpmn/wrong-model");
}

TEST_CASE("a state survives its text form, and foreign text is refused") {
  const auto model = model_of(slurp("data/processes/two-step.bpmn"));
  auto state = must(advance(*model, {}, Start{}, {})).state;
  state = must(advance(*model, state, Complete{1, "", vars(R"({"名称":"一二","n":5,"deep":{"a":[1,2]}})")}, {})).state;
  const auto read = from_json(to_json(state));
  REQUIRE(read);
  CHECK(*read == state);
  CHECK(to_json(*read) == to_json(state));
  CHECK(*from_json("") == State{});
  for (const auto* text : {"{}", "[]", "5", "nonsense", R"({"v":2,"status":"running","next":1,"tokens":[],"visited":[]})", R"({"v":1,"status":"walking","next":1,"tokens":[],"visited":[]})",
                           R"({"v":1,"status":"running","next":0,"tokens":[],"visited":[]})", R"({"v":1,"status":"running","next":1,"tokens":[[1]],"visited":[]})",
                           R"({"v":1,"status":"running","next":1,"tokens":[["a","b"]],"visited":[]})", R"({"v":1,"status":"running","next":1,"tokens":[],"visited":[3]})"})
    CHECK_MESSAGE(!from_json(text), text);
}
