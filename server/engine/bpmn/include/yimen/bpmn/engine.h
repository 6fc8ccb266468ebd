#pragma once
#include <functional>
#include <optional>

#include "yimen/bpmn/commands.h"
#include "yimen/bpmn/effects.h"

/// Running a model, as a pure function of state and command: what is stored is the state, what is done are the effects.
namespace yimen::bpmn {

/// What one command may cost, so that no model can hang a server.
struct RunLimits {
  int steps = 10'000;
  int tokens = 2'000;
  int depth = 32;  // of sub-processes
  int instances = 2'000;  // of one multi-instance activity
};

struct Surroundings {
  Variables variables = {};      // seen where the instance has no variable of that name; not kept
  std::int64_t now = 0;          // milliseconds since 1970
  std::string zone = "Asia/Shanghai";
  RunLimits limits = {};
  enum class Faults {
    refuse,  // the command is refused and nothing changes (no flow fits, bad cardinality): somebody mends the data and tries again
    end,     // the instance fails, as a program does
  };
  Faults faults = Faults::refuse;
  bool is_traced = false;
  /// Answers a business-rule task at once; nothing: the caller answers later. Gets the decision's name and a context of all variables;
  /// what the task states for inputs (y:inputs) is in it as `stated`.
  std::function<std::optional<feel::Value>(const Node&, const feel::Value& context)> decide = {};
  /// Tasks the engine could do itself but is to ask for: effect work_requested (trial runs).
  std::function<bool(const Node&)> waits = {};
  /// Takes the place of conditions at gateways (simulation).
  std::function<bool(const Flow&)> choose = {};
};

/// A refused command changes nothing: give a copy of the state when the old one is needed afterwards.
/// @returns conflict "bpmn/not-running", "bpmn/already-started", "bpmn/no-such-token", "bpmn/wrong-place" (not waiting for this),
/// "bpmn/held", "bpmn/not-awaited", "bpmn/no-such-timer", "bpmn/not-due", "bpmn/already-claimed"; rule_violated "bpmn/no-flow-fits",
/// "bpmn/cannot-move-back", "bpmn/cannot-withdraw", "bpmn/cannot-jump", "bpmn/bad-loop", "bpmn/not-enough" (an ad-hoc sub-process), "bpmn/bad-timer", "bpmn/no-start", "bpmn/no-reason",
/// "bpmn/not-candidate"; too_large "bpmn/too-many-steps", "bpmn/too-many-tokens", "bpmn/too-many-instances", "bpmn/too-deep".
Result<Step> advance(const Model&, State, const Command&, const Surroundings&);
/// With the caller's variables only, at time 0: for models without timers.
Result<Step> advance(const Model&, State, const Command&, const json::object& variables);

/// Where MoveBack may lead from that token, in the order of the first opening: what a person chooses from.
std::vector<const Node*> places_to_return(const Model&, const State&, int token);

/// What an instance waits for, so that the caller can find it when that comes.
struct Awaited {
  enum class Kind { task, work, message, signal, timer, choice };
  Kind kind;
  int token = 0;  // timer: its number
  const Node* node = nullptr;
  std::string name, key;
  std::int64_t due = 0;
};
std::vector<Awaited> awaited(const Model&, const State&);

/// How a process can begin.
struct StartPoint {
  EventKind kind = EventKind::none;
  const Node* node = nullptr;
  std::string name;                    // of the message or signal
  std::optional<std::int64_t> due;     // of timers, counted from now
};
std::vector<StartPoint> start_points(const Model&, int process, const Surroundings&);

}  // namespace yimen::bpmn
