#pragma once
#include <string>
#include <variant>
#include <vector>

#include "yimen/bpmn/state.h"

/// What can be told to an instance. `by` and participants are names the engine does not look into.
namespace yimen::bpmn {

// ---- the outside world -------------------------------------------------------------------------------------------------
/// Begins the process: at its plain start, or at `node` (a start event, receive task or event gateway that waits for what came).
struct Start {
  std::string process = {};  // id; empty: the first of the file
  std::string node = {};
  Variables variables = {};
};
/// A task is done. `outcome` is the variable `outcome` of the conditions that follow; `variables` stay with the instance.
struct Complete {
  int token = 0;
  std::string outcome = {};
  Variables variables = {};
  std::string by = {};
};
/// A task reports a BPMN error (empty code: any), or an escalation and goes on.
struct Fail {
  int token = 0;
  std::string code = {};
  Variables variables = {};
};
struct Escalate {
  int token = 0;
  std::string code = {};
  Variables variables = {};
};
/// For one waiting place: the first that waits for this name and, where it has a key, this key.
struct MessageArrived {
  std::string name;
  std::string key = {};
  Variables variables = {};
  std::string at = {};  // id of the event or receive task it is meant for; empty: any
};
/// For all waiting places.
struct SignalArrived {
  std::string name;
  Variables variables = {};
};
/// Each timer fires once; Surroundings::now says when.
struct TimerDue {
  int timer = 0;
};
/// Changes variables; events that wait for a condition are looked at.
struct SetVariables {
  Variables variables;
};
/// Starts an activity of an ad-hoc sub-process, or ends that sub-process; forced: by somebody who may, whatever is still missing.
struct StartInner {
  int token = 0;
  std::string node;
};
struct FinishInner {
  int token = 0;
  bool is_forced = false;
};

// ---- what people in offices do -----------------------------------------------------------------------------------------
/// 退回: back to a step that has been open before. Everything that came of that step goes back with it; other branches stay.
struct MoveBack {
  enum class Then {
    walk,      // the way is walked again
    straight,  // what is put aside now goes on where it was when the earlier step is done
  };
  int token = 0;
  std::string to_node;
  Then then = Then::walk;
  std::string reason = {};
};
/// 撤回: whoever did a step takes it back while nobody after them has acted. `token` is the number the step had.
struct Withdraw {
  int token = 0;
};
/// 加签: further persons before, after or beside the one who has the task.
struct AddSigners {
  int token = 0;
  std::vector<std::string> participants;
  Place place = Place::beside;
};
/// 转办: somebody else's from now on.
struct Transfer {
  int token = 0;
  std::string to;
};
/// 委托: somebody acts for the owner; with comes_back the owner confirms.
struct Delegate {
  int token = 0;
  std::string to;
  bool comes_back = false;
};
/// 抢办: the first takes it; Release gives it back to all.
struct Claim {
  int token = 0;
  std::string by;
};
struct Release {
  int token = 0;
};
/// 催办
struct Urge {
  int token = 0;
  std::string by = {};
};
/// 跳转: to any node, by somebody who may, with the reason. `others` says what becomes of parallel branches.
struct Jump {
  enum class Others { stay, stop };
  int token = 0;
  std::string to_node;
  std::string reason;
  Others others = Others::stay;
};
/// 终止
struct Terminate {
  std::string reason = {};
};

using Command = std::variant<Start, Complete, Fail, Escalate, MessageArrived, SignalArrived, TimerDue, SetVariables, StartInner, FinishInner,
                             MoveBack, Withdraw, AddSigners, Transfer, Delegate, Claim, Release, Urge, Jump, Terminate>;

}  // namespace yimen::bpmn
