#include <random>

#include <boost/json.hpp>

#include "testing_models.h"

using namespace yimen::bpmn;
using namespace yimen::bpmn::testing;

namespace {

/// A random model that is valid by construction: nodes in a row, forward flows, ways back only to tasks.
std::string random_model(std::mt19937& random) {
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const int count = 2 + below(9);
  std::vector<bool> is_task;
  std::string elements = start(), flows;
  int flow_count = 0;
  const auto id = [&](int i) { return i == count ? std::string{"e"} : "n" + std::to_string(i); };
  for (int i = 0; i < count; ++i) is_task.push_back(below(3) != 0);
  const auto link = [&](const std::string& from, const std::string& to, const std::string& condition) {
    flows += flow("f" + std::to_string(++flow_count), from, to, condition);
    return "f" + std::to_string(flow_count);
  };
  link("s", id(0), "");
  for (int i = 0; i < count; ++i) {
    if (is_task[static_cast<std::size_t>(i)]) {
      elements += task(id(i), std::string(1, static_cast<char>('a' + below(3))));
      link(id(i), id(i + 1), "");
      continue;
    }
    const auto standard = link(id(i), id(i + 1), "");
    for (int branch = below(3); branch > 0; --branch) {
      const int to = below(count + 1);
      if (to == count || to > i || is_task[static_cast<std::size_t>(to)]) link(id(i), id(to), "x = " + std::to_string(below(4)));
    }
    elements += gateway(id(i), standard);
  }
  return wrap(elements + end() + flows);
}

Command random_command(std::mt19937& random, const Model& model, const State& state) {
  if (state.status == Status::not_started) return Start{};
  const int token = state.tokens.front().id;
  const auto places = places_to_return(model, state, token);
  const auto dice = random() % 20;
  if (dice == 0) return Terminate{};
  if (dice < 4 && !places.empty()) return MoveBack{token, places[random() % places.size()]->id};
  if (dice == 4) return Complete{token + 1000, "", {}};
  return Complete{token, dice % 2 == 0 ? "agree" : "return", {{"x", static_cast<int>(random() % 5)}}};
}

}  // namespace

TEST_CASE("driven at random, a running instance has exactly one token on a task of the model, and replay gives the same states") {
  std::mt19937 random{20250602};
  int ended = 0, steps = 0;
  for (int round = 0; round < 600; ++round) {
    CAPTURE(round);
    const auto model = model_of(random_model(random));
    State state;
    std::vector<Command> commands;
    std::vector<std::string> states;
    for (int i = 0; i < 40 && (state.status == Status::not_started || state.status == Status::running); ++i, ++steps) {
      const auto command = random_command(random, *model, state);
      const auto before = to_json(state);
      const auto step = advance(*model, state, command, {});
      CHECK(to_json(state) == before);
      if (!step) {
        CHECK(step.error().slug == "bpmn/no-such-token");
        continue;
      }
      int opened = 0, closed = 0;
      for (const auto& effect : step->effects) {
        opened += effect.kind == Effect::Kind::task_opened ? 1 : 0;
        closed += effect.kind == Effect::Kind::task_closed ? 1 : 0;
      }
      CHECK(std::ssize(step->state.tokens) == std::ssize(state.tokens) + opened - closed);
      CHECK(step->state.next_token == state.next_token + opened);
      state = step->state;
      CHECK(state.tokens.size() == (state.status == Status::running ? 1u : 0u));
      for (const auto& token : state.tokens) {
        REQUIRE(model->find(token.node) != nullptr);
        CHECK(model->find(token.node)->kind == NodeKind::user_task);
      }
      commands.push_back(command);
      states.push_back(to_json(state));
    }
    ended += state.status == Status::ended ? 1 : 0;

    State again;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      // Through the text form each time, as the database keeps it.
      again = must(advance(*model, *from_json(to_json(again)), commands[i], {})).state;
      REQUIRE(to_json(again) == states[i]);
    }
  }
  CHECK(ended > 100);
  CHECK(steps > 2000);
}

TEST_CASE("a damaged file is read or refused, never more") {
  std::mt19937 random{7};
  const auto good = slurp("data/processes/handler-reviewer-approver.bpmn");
  for (int round = 0; round < 1500; ++round) {
    auto text = good;
    for (int hits = 1 + static_cast<int>(random() % 6); hits > 0; --hits) {
      const auto at = random() % text.size();
      switch (random() % 3) {
        case 0: text[at] = static_cast<char>(random() % 128); break;
        case 1: text.erase(at, random() % 60); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 80));
      }
    }
    std::vector<Problem> problems;
    const auto model = read_model(text, problems);
    CHECK(model.has_value() == problems.empty());
    if (model) (void)advance(**model, {}, Start{}, {});
  }
}
