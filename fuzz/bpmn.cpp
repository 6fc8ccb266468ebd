#include <cstdlib>

#include "exercise.h"
#include "yimen/bpmn/engine.h"
#include "yimen/bpmn/simulation.h"

namespace yimen::fuzz {

namespace {

/// Ends what waits, one thing after another, and holds each state against what its text gives back.
void walk(const bpmn::Model& model) {
  bpmn::Surroundings surroundings{.now = 1'735'689'600'000, .limits = {.steps = 500, .tokens = 100, .depth = 16}};
  bpmn::State state;
  bpmn::Command command = bpmn::Start{};
  for (int i = 0; i < 12; ++i) {
    auto step = bpmn::advance(model, state, command, surroundings);
    if (!step) return;
    state = std::move(step->state);
    const auto back = bpmn::from_json(model, bpmn::to_json(model, state));
    if (!back || !(*back == state)) std::abort();  // a case would not find itself again
    const auto waits = bpmn::awaited(model, state);
    if (waits.empty()) return;
    const auto& next = waits[static_cast<std::size_t>(i) % waits.size()];
    using Kind = bpmn::Awaited::Kind;
    if (next.kind == Kind::timer) surroundings.now = std::max(surroundings.now, next.due);
    command = next.kind == Kind::timer     ? bpmn::Command{bpmn::TimerDue{next.token}}
              : next.kind == Kind::message ? bpmn::Command{bpmn::MessageArrived{.name = next.name, .key = next.key}}
              : next.kind == Kind::signal  ? bpmn::Command{bpmn::SignalArrived{.name = next.name}}
                                           : bpmn::Command{bpmn::Complete{.token = next.token, .outcome = "forwarded"}};
  }
}

}  // namespace

void exercise_bpmn(std::string_view text) {
  std::vector<bpmn::Problem> problems;
  const auto model = bpmn::read_model(text, problems, {.bytes = 64 << 10, .depth = 16, .elements = 2'000, .nodes = 200});
  if (!model) {
    if (problems.empty()) std::abort();  // refused without a reason
    return;
  }
  walk(**model);
  static_cast<void>(bpmn::simulate(**model, {.instances = 3, .max_steps = 200}));
}

void (*const exercise)(std::string_view) = exercise_bpmn;

}  // namespace yimen::fuzz
