#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/bpmn/node_kind.h"

/// What a process model is made of. Nodes, flows and scopes are named by their index in the model, -1 for none.
namespace yimen::bpmn {

class Expression;  // a parsed FEEL expression
using ExpressionRef = std::shared_ptr<const Expression>;

enum class EventKind { none, message, timer, signal, error, escalation, cancel, compensation, conditional, link, terminate };
enum class TimerKind { none, date, duration, cycle };

struct EventDefinition {
  EventKind kind = EventKind::none;
  std::string name;            // of the message, signal or link
  std::string code;            // of the error or escalation; a catch without code takes every one
  TimerKind timer = TimerKind::none;
  std::string timer_text;      // PT5M, R3/PT1H, 2025-06-02T09:00:00+08:00, when it is no expression
  ExpressionRef expression;    // timer or condition
  ExpressionRef key;           // y:key of a message: only one with the same key fits
  int activity = -1;           // compensation: this one only
  bool is_waited_for = true;   // compensation: the thrower waits
};

/// How the opinions of several persons become one (会签, 或签).
struct VoteRule {
  enum class Kind { none, all, share, veto, any };
  Kind kind = Kind::none;
  int part = 1, whole = 1;                     // share: at least part/whole of all asked agree
  bool stops_early = false;                    // y:stop="early": once the result cannot change
  std::vector<std::string> agree{"agree"};     // outcomes that agree; "abstain" neither agrees nor objects
};

/// Loop and multi-instance characteristics.
struct Loop {
  bool is_multiple = false, is_sequential = false, tests_before = false;
  int maximum = -1;
  ExpressionRef condition;    // standard: goes on while true; multiple: completes when true
  ExpressionRef cardinality;
  std::string collection, item, output_collection, output_item;
  ExpressionRef items;         // y:items: a list, in place of `collection`
  ExpressionRef participants;  // y:participants: a list of texts, one instance each
  VoteRule vote;
  enum class Behavior { all, one, none, complex };
  Behavior behavior = Behavior::all;
  std::vector<EventDefinition> thrown;      // one, none: what each (the first) instance throws; complex: by condition
  std::vector<ExpressionRef> conditions;    // complex, beside `thrown`
};

struct DataMove {
  std::vector<std::string> sources;
  std::string target;
  ExpressionRef transformation;
  struct Assignment {
    ExpressionRef from;
    std::string to;
  };
  std::vector<Assignment> assignments;
};

/// What a business-rule task states for an input of its decision.
struct StatedInput {
  std::string name;
  ExpressionRef value;
  std::string text;
};

/// What a task says of who works and how: attributes, y:checklist and y:inputs of extension_namespace.
struct TaskSpec {
  std::string role;                    // y:role: handler, reviewer, approver or a post's own word
  std::string department;              // y:department: "own" or a code; "own" when absent
  int limit_days = 0;                  // y:limitDays; 0 = none of its own
  std::string stage;                   // y:stage: review or approval
  bool is_opinion_required = false;    // y:opinionRequired
  std::vector<std::string> checklist;  // texts of y:checklist/y:check
  std::vector<std::string> documents;  // y:documents: words, apart by blanks, of what is to be made before it is done
  std::vector<StatedInput> stated;     // y:inputs/y:input of business-rule tasks
  ExpressionRef participant, candidates;  // y:participant, y:candidates: who it is given to, who may claim it
  std::string implementation;          // of service, send and business-rule tasks: operation, y:topic or decision
  std::string result;                  // y:resultVariable
  ExpressionRef script;
};

/// A process or the inside of a sub-process.
struct ScopeSpec {
  int process = -1;
  int owner = -1;                // the sub-process; -1: the process itself
  std::vector<int> nodes;
  std::vector<int> starts;       // where it begins when nothing triggered it
  std::vector<int> event_subs;   // event sub-processes waiting in it
  std::vector<std::string> data; // names of data objects and properties
};

/// Where a message flow leads: to a node, to any of a process, or (neither) out of the file.
struct MessageEnd {
  int node = -1, process = -1;
};

struct Node {
  std::string id;
  std::string name;
  NodeKind kind = NodeKind::user_task;
  int line = 0;
  int process = -1;
  int scope = -1;              // the one it stands in
  int inner = -1;              // its own inside
  std::vector<int> outgoing;   // flows in the order of the document: the order conditions are tried in
  std::vector<int> incoming;
  int default_flow = -1;
  std::string lane;            // name of the innermost lane, its id when unnamed
  TaskSpec task;
  std::vector<EventDefinition> events;
  bool is_parallel_multiple = false;
  bool is_interrupting = true;           // boundary and event sub-process starts
  int attached_to = -1;                  // of boundary events
  std::vector<int> boundary;             // of activities
  int handler = -1;                      // of compensation boundaries: the activity that compensates
  int compensation_start = -1;           // of sub-processes: event sub-process for compensation
  bool is_for_compensation = false;
  std::shared_ptr<const Loop> loop;
  std::vector<std::string> inputs, outputs;  // names of data inputs and outputs
  std::vector<DataMove> input_moves, output_moves;
  int start_quantity = 1, completion_quantity = 1;
  bool is_instantiating = false;         // receive task, event gateway: starts the process
  bool waits_for_all = false;            // parallel event gateway
  ExpressionRef condition;               // complex gateway: activation; ad hoc: completion
  bool is_ad_hoc_sequential = false, cancels_remaining = true;
  bool ends_by_people = false;           // ad hoc, y:finish="people": FinishInner alone ends it
  bool is_needed = false, is_once = false;  // inside an ad hoc: y:needed, before people may end it; y:once, not started again
  int called_process = -1;
  std::string called_element;
  int link_target = -1;                  // of link throws
  std::vector<MessageEnd> sends_to;      // where its message flows lead; empty: to whoever waits for the message
};

struct Flow {
  std::string id;
  std::string name;
  int source = -1;
  int target = -1;
  int line = 0;
  std::string condition_text;  // empty: always
  ExpressionRef condition;
};

/// Which conversation a message belongs to (BPMN 2.0, 8.4.2).
struct CorrelationSpec {
  struct Key {  // of a collaboration
    std::string id;
    std::vector<std::string> properties;
  };
  struct Reading {  // of a property, from messages of one name
    std::string property, message;
    ExpressionRef path;
    int line = 0;
  };
  struct Binding {
    std::string property;
    ExpressionRef data;
  };
  struct Subscription {  // of a process, by its own data
    std::string id, key;
    int process = -1;
    std::vector<Binding> bindings;
    int line = 0;
  };
  std::vector<Key> keys;
  std::vector<Reading> readings;
  std::vector<Subscription> subscriptions;
};

struct Process {
  std::string id, name;
  int scope = -1;
  bool is_executable = true;
  int line = 0;
};

}  // namespace yimen::bpmn
