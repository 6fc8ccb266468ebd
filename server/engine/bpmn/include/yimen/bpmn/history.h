#pragma once
#include <string>
#include <vector>

#include "yimen/bpmn/tokens.h"

/// What an instance remembers of where it has been: for compensation and for going back.
namespace yimen::bpmn {

/// A completed activity that can be compensated, with the data as it was.
struct Done {
  int id = 0, node = -1, scope = 0;
  int inside = 0;  // of a completed sub-process: its Done::id
  Variables snapshot;
  friend bool operator==(const Done&, const Done&) = default;
};

struct Compensation {
  int token = 0;
  bool is_cancel = false;  // of a transaction: afterwards its cancel event
  std::vector<int> queue;  // Done::id, the last one next
  friend bool operator==(const Compensation&, const Compensation&) = default;
};

/// A step of a person, the latest of its node: where returning can lead.
struct Visit {
  int id = 0, node = -1, scope = 0;
  int closed_at = 0;  // the next number when it was done; 0 while open
  int count = 1;
  std::string participant, outcome;
  std::vector<int> past;
  friend bool operator==(const Visit&, const Visit&) = default;
};

/// A join that consumed paths with different pasts: undone when one of them is.
struct Joined {
  struct Part {
    int node = -1, flow = -1;
    std::vector<int> past;
    friend bool operator==(const Part&, const Part&) = default;
  };
  int scope = 0;
  std::vector<Part> parts;
  friend bool operator==(const Joined&, const Joined&) = default;
};

/// A sub-process that has completed, kept while a step in it can be returned to.
struct ClosedScope {
  int id = 0, node = -1, scope = 0;
  Variables variables;
  std::vector<int> past;
  std::vector<int> performed;  // as of its frame
  friend bool operator==(const ClosedScope&, const ClosedScope&) = default;
};

/// What a step that was returned from keeps until it is reached again: opinions given, time left.
struct Parked {
  int node = -1, scope = 0;
  LoopState loop;
  std::vector<Timer> timers;
  friend bool operator==(const Parked&, const Parked&) = default;
};

}  // namespace yimen::bpmn
