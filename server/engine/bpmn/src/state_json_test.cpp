#include <random>

#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

TEST_CASE("a state survives its text form, and foreign text is refused") {
  const auto model = model_of(slurp("data/processes/two-step.bpmn"));
  auto state = must(advance(*model, {}, Start{}, json::object{})).state;
  const Variables given = json::parse(R"({"名称":"一二","n":5,"m":{"$number":"12.50"},"day":{"$date":"2025-06-02"},"deep":{"a":[1,null,true]}})").as_object();
  state = must(advance(*model, state, Complete{1, "agree", given}, json::object{})).state;
  const auto text = to_json(*model, state);
  const auto read = from_json(*model, text);
  REQUIRE(read);
  CHECK(*read == state);
  CHECK(to_json(*model, *read) == text);
  CHECK(text.find(R"("n":5)") != std::string::npos);
  CHECK(text.find(R"({"$number":"12.50"})") != std::string::npos);
  CHECK(*from_json(*model, "") == State{});
  for (const auto* bad : {"{}", "[]", "5", "nonsense", R"({"v":3,"status":"running","next":1,"tokens":[],"visited":[]})", R"({"v":1,"status":"walking","next":1,"tokens":[],"visited":[]})",
                          R"({"v":1,"status":"running","next":0,"tokens":[],"visited":[]})", R"({"v":1,"status":"running","next":1,"tokens":[[1]],"visited":[]})",
                          R"({"v":1,"status":"running","next":1,"tokens":[["a","b"]],"visited":[]})", R"({"v":1,"status":"running","next":1,"tokens":[],"visited":[3]})",
                          R"({"v":2,"status":"running","next":1})", R"({"v":2,"status":"running","next":2,"tokens":[[1,"handle",{"scope":7}]],"frames":[{"of":0}]})",
                          R"({"v":2,"status":"running","next":2,"tokens":[[1,"handle"],[1,"handle"]],"frames":[{"of":0}]})"})
    CHECK_MESSAGE(!from_json(*model, bad), bad);
  const auto foreign = from_json(*model, R"({"v":2,"status":"running","next":2,"tokens":[[1,"gone"]],"frames":[{"of":0}]})");
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().slug == "bpmn/wrong-model");
}

TEST_CASE("states of version 1 are read and go on") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  const auto text = R"({"v":1,"status":"running","next":3,"tokens":[[2,"review"]],"visited":["handle","review"],"variables":{"n":2}})";
  const auto state = from_json(*model, text);
  REQUIRE(state);
  CHECK(yimen::feel::same(*state->variables().find("n"), 2));
  REQUIRE(places_to_return(*model, *state, 2).size() == 1);
  auto step = must(advance(*model, *state, MoveBack{2, "handle"}, json::object{}));
  CHECK(told(step) == "closed review(2) returned; opened handle(3)");
  step = must(advance(*model, *state, Complete{2, "agree"}, json::object{}));
  CHECK(told(step) == "closed review(2) agree; opened approve(3)");
  CHECK(from_json(*model, to_json(*model, step.state)));
  const auto ended = from_json(*model, R"({"v":1,"status":"ended","next":4,"tokens":[],"visited":["handle"]})");
  REQUIRE(ended);
  CHECK(ended->status == Status::ended);
  CHECK(from_json(*model, R"({"v":1,"status":"running","next":3,"tokens":[[2,"gone"]],"visited":[]})").error().slug == "bpmn/wrong-model");
}

TEST_CASE("a version 1 case that had been sent back can be sent back again, only to what leads to its step, and ends") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  const auto returned = from_json(*model, R"({"v":1,"status":"running","next":4,"tokens":[[3,"handle"]],"visited":["handle","review","approve"]})");
  REQUIRE(returned);
  auto state = must(advance(*model, *returned, Complete{3, "agree"}, json::object{})).state;
  state = must(advance(*model, *from_json(*model, to_json(*model, state)), MoveBack{4, "handle"}, json::object{})).state;
  for (int i = 0; i < 5 && state.status == Status::running; ++i) state = must(advance(*model, state, Complete{state.tokens.front().id, "agree"}, json::object{})).state;
  CHECK(state.status == Status::ended);
  const auto simple = model_of(wrap(start() + task("a") + task("b") + end() + way("s a b e")));
  const auto first = from_json(*simple, R"({"v":1,"status":"running","next":4,"tokens":[[3,"a"]],"visited":["a","b"]})");
  REQUIRE(first);
  CHECK(places_to_return(*simple, *first, 3).empty());
}

TEST_CASE("an instance that waits costs little text") {
  const auto model = model_of(slurp("data/processes/handler-reviewer-approver.bpmn"));
  auto state = must(advance(*model, {}, Start{}, json::object{})).state;
  state = must(advance(*model, state, Complete{.token = 1, .outcome = "agree", .by = "王秀兰"}, json::object{})).state;
  state = must(advance(*model, state, Complete{.token = 2, .outcome = "agree", .by = "李建国"}, json::object{})).state;
  CHECK(to_json(*model, state).size() < 400);
}

TEST_CASE("a damaged state is read or refused, and what is read can be driven without harm") {
  const auto model = model_of(wrap(start() + parallel("g") + task("a") + boundary("t", "a", duration("PT5S"), false) + sub("u", start("us") + task("b") + end("ue") + way("us b ue")) +
                                   task("c", "x", "", "y:participants='[\"p\",\"q\"]' y:vote='all'") + parallel("j") + task("z") + end() + way("s g; g a j; g u j; g c j; t j; j z e")));
  auto state = must(advance(*model, {}, Start{}, json::object{})).state;
  const auto good = to_json(*model, state);
  std::mt19937 random{11};
  int read = 0;
  for (int round = 0; round < 4000; ++round) {
    auto text = good;
    for (int hits = 1 + static_cast<int>(random() % 3); hits > 0; --hits) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = "0123456789[]{},\"abcu"[random() % 20]; break;
        case 1: text.erase(at, random() % 20); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 20));
      }
    }
    const auto damaged = from_json(*model, text);
    if (!damaged) continue;
    ++read;
    for (int token = 0; token < 14; ++token)
      for (const Command& command : std::initializer_list<Command>{Complete{token, "agree"}, MoveBack{token, "a"}, Withdraw{token}, Jump{token, "z", "理由"}, Fail{token, "E"}, TimerDue{token}, AddSigners{token, {"x"}}, Terminate{}})
        (void)advance(*model, *damaged, command, Surroundings{.now = 1'000'000'000'000});
    (void)awaited(*model, *damaged);
  }
  CHECK(read > 50);
}
