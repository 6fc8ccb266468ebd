#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/bpmn/engine.h"
#include "yimen/platform/time.h"

/// Running models in simulated time, without people: for trials, for outside suites and for statistics.
namespace yimen::bpmn {

/// One line of a driver: what the next activation of an element does, or what comes from outside.
struct DriverLine {
  enum class Action { complete, error, escalation, message, signal };
  Action action = Action::complete;
  std::string element;   // of complete, error and escalation
  std::string name;      // code, message or signal
  std::string key, outcome;
  Variables variables;
  std::int64_t at = 0;   // milliseconds after the beginning, of messages and signals
  bool repeats = false;  // not used up by one activation
};
/// JSON Lines: {"element":"id","complete":{…}} · {"element":"id","error":"CODE"} · {"element":"id","escalation":"CODE"} ·
/// {"message":"name","at":"PT2S","variables":{}} · {"signal":"name","at":"PT2S"}; also "outcome", "key", "repeat".
/// @returns malformed with the line.
Result<std::vector<DriverLine>> read_driver(std::string_view text);

/// PT60S as milliseconds; nothing when it is no span of time.
std::optional<std::int64_t> span_milliseconds(std::string_view text);

struct RunOptions {
  std::vector<std::string> processes;  // in the order they start; empty: all that start by themselves and that none of the others calls
  Variables variables;
  bool has_driver = false;  // false: every task of a person completes at once
  std::vector<DriverLine> driver;
  std::int64_t until = std::int64_t{100} * 366 * 86'400'000;
  int max_steps = 100'000;
  std::function<std::optional<feel::Value>(const Node&, const feel::Value& context, platform::Instant now)> decide = {};  // as Surroundings::decide, at that moment of the run
  std::int64_t now = 1'735'689'600'000;  // when it begins: 2025-01-01T00:00:00Z
};

struct RunEvent {
  std::int64_t at = 0;  // milliseconds after the beginning
  Happened::Kind kind = Happened::Kind::started;
  const Node* node = nullptr;  // null: the process as a whole
  const Process* process = nullptr;
  int instance = 0;
};

struct RunResult {
  enum class Outcome { completed, waiting, error, refused, limit };
  Outcome outcome = Outcome::completed;
  std::string error;
  Variables variables;  // of the first instance
  std::vector<Problem> problems;
};

/// Starts the processes, lets them exchange messages and signals, and moves the clock from timer to timer.
RunResult run(const Model&, const RunOptions&, const std::function<void(const RunEvent&)>& tell);

/// The lines of `yimen bpmn run`: one per event, and the last one. `is_plain`: numbers as JSON numbers instead of tagged.
std::string to_line(const RunEvent&);
std::string to_line(const RunResult&, bool is_plain);
std::string to_line(const Problem&);

struct SimulationOptions {
  int instances = 1'000;
  std::uint64_t seed = 1;
  int max_steps = 10'000;
  Variables variables;
};
/// What happened to instances driven at random: flows at gateways by chance, persons taking about as long as the step allows.
struct Statistics {
  int instances = 0, completed = 0, stuck = 0, failed = 0, unfinished = 0;
  std::int64_t steps = 0, milliseconds = 0;  // of model time, in all completed instances
  struct OfNode {
    const Node* node = nullptr;
    std::int64_t entered = 0, completed = 0, cancelled = 0;
    int instances = 0;  // that came by
  };
  std::vector<OfNode> nodes;
};
Statistics simulate(const Model&, const SimulationOptions&);

}  // namespace yimen::bpmn
