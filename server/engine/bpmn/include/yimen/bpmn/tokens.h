#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "yimen/bpmn/variables.h"

/// Where an instance waits now, and for what.
namespace yimen::bpmn {

enum class Wait : std::uint8_t {
  work,      // a task, for Complete
  join,      // in front of `node`, having come over `flow`
  event,     // a catch event or receive task
  choice,    // an event gateway, for one of its events
  inside,    // a sub-process or call, for what runs in it
  loop,      // all instances of a loop
  handlers,  // compensation, for its handlers
  signers,   // a task that is done or put aside, for persons added to it
};

/// A place where the instance waits. Every token gets a number of its own, never used again.
struct Token {
  int id = 0;
  int node = -1;
  int scope = 0;    // token of the sub-process it is in; 0: the process itself
  int holder = 0;   // token of the loop, task or compensation it belongs to
  int index = 0;    // which instance of its loop, from 1
  int flow = -1;    // of joins
  int held_by = 0;  // put aside until that token's step is done
  Wait wait = Wait::work;
  bool has_acted = false;  // passed something that acts by itself since the last step of a person
  std::vector<int> past;   // the steps of persons it comes from, by Visit::id, ascending
  /// What it belongs to: the loop, task or compensation it serves, else the sub-process it is in; 0: the process.
  int parent() const { return holder != 0 ? holder : scope; }
  friend bool operator==(const Token&, const Token&) = default;
};

/// Variables of a running sub-process, loop instance or task, by token; 0 is the process.
struct Frame {
  int token = 0;
  int scope = -1;              // what runs in it; -1: nothing, only variables
  bool is_process = false;     // a called process: names outside are not seen
  bool is_interrupted = false; // an interrupting event sub-process has taken over
  int restores = 0;            // compensation of what Done::id it is
  bool is_detour = false;      // opened again for one step only: what follows it waits, put aside
  Variables variables;
  std::vector<int> past;       // of the paths that have ended in it
  std::vector<int> performed;  // nodes of an ad-hoc sub-process that have been done
  friend bool operator==(const Frame&, const Frame&) = default;
};

struct Vote {
  int token = 0, index = 0;
  std::string participant, outcome;
  friend bool operator==(const Vote&, const Vote&) = default;
};

struct LoopState {
  int token = 0;
  int started = 0, total = 0, completed = 0, terminated = 0;
  bool has_thrown = false;
  std::vector<feel::Value> items, outputs;
  std::vector<Vote> votes;
  friend bool operator==(const LoopState&, const LoopState&);
};

struct Timer {
  int id = 0, token = 0, node = -1, definition = 0;
  std::int64_t due = 0;  // milliseconds since 1970; while paused: what is left
  int left = 0;          // further firings of a cycle; -1 without end
  bool is_paused = false;
  friend bool operator==(const Timer&, const Timer&) = default;
};

/// What a waiting event remembers: definitions that came (parallel multiple), conditions that were true.
struct Mark {
  int token = 0, node = -1;
  std::uint32_t received = 0, was_true = 0;
  friend bool operator==(const Mark&, const Mark&) = default;
};

struct MessageKey {
  int token = 0, node = -1, definition = 0;
  std::string text;
  friend bool operator==(const MessageKey&, const MessageKey&) = default;
};

enum class Place { before, after, beside };

/// Who works on an open task, where the engine has to know.
struct Work {
  int token = 0;
  std::string participant;
  std::string owner;        // who delegated it
  bool comes_back = false;  // a delegated task goes back to its owner
  bool is_claimed = false;
  int urged = 0;
  std::vector<std::string> after;       // asked when this one is done
  std::vector<std::string> outcomes;    // of the persons added beside and after
  bool is_done = false;                 // waits only for the added ones
  std::string outcome;                  // its own
  Place place = Place::beside;          // of an added person
  friend bool operator==(const Work&, const Work&) = default;
};

}  // namespace yimen::bpmn
