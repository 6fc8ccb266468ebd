#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/bpmn/model.h"
#include "yimen/bpmn/variables.h"

/// Where an instance stands. Kept as text between commands; belongs to one model (nodes are its indexes).
namespace yimen::bpmn {

enum class Status { not_started, running, ended, terminated, failed };

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
  friend bool operator==(const ClosedScope&, const ClosedScope&) = default;
};

/// What a step that was returned from keeps until it is reached again: opinions given, time left.
struct Parked {
  int node = -1, scope = 0;
  LoopState loop;
  std::vector<Timer> timers;
  friend bool operator==(const Parked&, const Parked&) = default;
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
