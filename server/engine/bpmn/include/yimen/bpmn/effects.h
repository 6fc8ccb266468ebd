#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "yimen/bpmn/state.h"

namespace yimen::bpmn {

/// What the caller now has to do or tell. `node` belongs to the model and lives as long as it.
struct Effect {
  enum class Kind {
    task_opened,      // a person's task; participant, candidates, previous
    task_closed,      // outcome; "returned", "withdrawn", "cancelled", "jumped" when it was not completed
    task_assigned,    // participant (empty: released), name: transfer, delegate, claim, release, confirm
    task_held,        // put aside
    task_resumed,
    task_urged,       // count
    work_requested,   // service, send, business-rule task or a call nobody resolved: answered by Complete or Fail
    work_cancelled,
    choice_opened,    // an ad-hoc sub-process: StartInner may be given
    choice_closed,
    list_empty,       // a multi-instance activity has nothing to do and is passed
    timer_set,        // timer, due
    timer_cancelled,  // timer
    message_sent,     // name, key, variables
    signal_thrown,    // name, variables: for other instances
    escalated,        // name: code nobody here caught
    ended,
    failed,           // name: code
    terminated,       // name: reason
  };
  Kind kind;
  int token = 0;
  const Node* node = nullptr;
  std::string participant = {};
  std::string outcome = {};
  std::string name = {}, key = {};
  std::vector<std::string> candidates = {};
  int previous = 0;  // the number this step had before, whose opinion still stands in the file
  int timer = 0;
  std::int64_t due = 0;
  int count = 0;
  Variables variables = {};
};

/// One line of what happened, when asked for.
struct Happened {
  enum class Kind { started, entered, completed, cancelled, threw, caught, error, ended };
  Kind kind;
  int node = -1;  // -1: the process
  int token = 0;
};

struct Step {
  State state;
  std::vector<Effect> effects;
  std::vector<Happened> trace;
};

}  // namespace yimen::bpmn
