#pragma once
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/bpmn/model.h"

/// Running a model, as a pure function of state and command: what is stored is the state, what is done are the effects.
namespace yimen::bpmn {

namespace json = boost::json;

enum class Status { not_started, running, ended, terminated };

/// A place where the instance waits. Each task that opens gets a number of its own, never used again.
struct Token {
  int id = 0;
  std::string node;
  friend bool operator==(const Token&, const Token&) = default;
};

struct State {
  int version = 1;  // of this form
  Status status = Status::not_started;
  int next_token = 1;
  std::vector<Token> tokens;
  std::vector<std::string> visited;  // user tasks that have been open, in the order of their first opening
  json::object variables;            // given with the commands so far

  const Token* find(int token) const;
  friend bool operator==(const State&, const State&) = default;
};

/// Compact JSON text for one column. Empty text is the state before the start.
std::string to_json(const State&);
/// @returns malformed "bpmn/bad-state" when the text is none of ours.
Result<State> from_json(std::string_view text);

struct Start {};
/// The task is done. `outcome` is the variable `outcome` of the conditions that follow; `variables` stay with the instance.
struct Complete {
  int token = 0;
  std::string outcome;
  json::object variables;
};
/// Back to a user task that has been open before and from which the present one can be reached.
struct MoveBack {
  int token = 0;
  std::string to_node;
};
struct Terminate {};
using Command = std::variant<Start, Complete, MoveBack, Terminate>;

struct Effect {
  enum class Kind { task_opened, task_closed, ended, terminated };
  Kind kind;
  int token = 0;        // 0 for ended and terminated
  std::string node;     // the user task, or the end event reached
  std::string name;
  TaskSpec task;        // of opened tasks
  std::string outcome;  // of closed tasks; "returned" when moved back, "cancelled" when terminated
};

struct Step {
  State state;
  std::vector<Effect> effects;
};

/// Conditions see `outcome`, the instance's variables, then `variables` of the caller; an unknown name is null.
/// @returns conflict "bpmn/not-running", "bpmn/already-started", "bpmn/no-such-token"; rule_violated "bpmn/no-flow-fits",
/// "bpmn/cannot-move-back"; internal "bpmn/wrong-model" when a token stands on a node the model lacks.
Result<Step> advance(const Model&, const State&, const Command&, const json::object& variables);

/// Where MoveBack may lead from that token, in the order of the first opening: what a person chooses from.
std::vector<const Node*> places_to_return(const Model&, const State&, int token);

}  // namespace yimen::bpmn
