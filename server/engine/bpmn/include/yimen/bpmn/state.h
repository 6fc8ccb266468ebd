#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "yimen/bpmn/history.h"
#include "yimen/bpmn/model.h"
#include "yimen/bpmn/tokens.h"

/// Where an instance stands. Kept as text between commands; belongs to one model (nodes are its indexes).
namespace yimen::bpmn {

enum class Status { not_started, running, ended, terminated, failed };

struct State {
  int version = 2;  // of this form
  Status status = Status::not_started;
  int process = 0;
  int next_token = 1;
  std::string error;  // of failed
  std::vector<Token> tokens;
  std::vector<Frame> frames;
  std::vector<LoopState> loops;
  std::vector<Timer> timers;
  std::vector<Mark> marks;
  std::vector<MessageKey> keys;
  std::vector<Done> done;
  std::vector<Compensation> compensations;
  std::vector<Visit> visits;  // in the order of the first opening of their nodes
  std::vector<Joined> joined;
  std::vector<ClosedScope> closed;
  std::vector<Parked> parked;
  std::vector<Work> works;

  const Token* find(int token) const;
  /// Of the process itself.
  const Variables& variables() const;
  friend bool operator==(const State&, const State&) = default;
};

/// Compact JSON text for one column. Empty text is the state before the start; texts of version 1 are read.
std::string to_json(const Model&, const State&);
/// @returns malformed "bpmn/bad-state" when the text is none of ours; internal "bpmn/wrong-model" when it names an element
/// the model lacks.
Result<State> from_json(const Model&, std::string_view text);

}  // namespace yimen::bpmn
