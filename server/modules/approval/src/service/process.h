#pragma once
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "opened.h"
#include "process_messages.h"
#include "yimen/bpmn/commands.h"
#include "yimen/bpmn/effects.h"

/// Where cases and the process engine meet: commands go in, what the engine wants done becomes tasks, timers and events.
namespace yimen::approval {

/// What the process wants next: the tasks that became workable, or that the work between the legal acts is done.
struct ProcessMove {
  std::vector<cases::CaseTask> opened;
  bool is_ended = false;
  std::vector<Told> sent = {};  // messages of the process to its own case
  bool has_ears = false;        // the model waits for messages or signals somewhere
};

/// Starts the matter's BPMN model (data/processes, newest published version) and opens its first task. The state follows
/// the stage of the open task: review → in_review, approval → in_approval.
Result<void> start_process(Services&, Tx&, Approval::Opened&);
/// Tells the process of the case; the state text of the case row changes with it, its version does not. `finished`: the token
/// of the task that the caller has finished with it.
Result<ProcessMove> run_process(Services&, Tx&, Approval::Opened&, const bpmn::Command&, const json::object& variables = {}, int finished = 0);
/// Whether the engine would take the command now; nothing changes. @returns its refusal.
Result<void> could_run(Services&, Tx&, const cases::ServiceCase&, const bpmn::Command&);
/// Told now, when somebody waits for it and the clock of the case runs; kept otherwise. @returns whether it was heard.
Result<bool> hear(Services&, Tx&, Approval::Opened&, Told);
/// What came while the clock of the case stood. @returns whether anything was heard.
Result<bool> hear_kept(Services&, Tx&, Approval::Opened&);
/// What a step of the engine asks for beside the state: tasks, timers, services.
Result<ProcessMove> apply_effects(Services&, Tx&, Approval::Opened&, const bpmn::Model&, const bpmn::Step&, int finished = 0);
/// The review points of a step, of the model and of the matter, as a task keeps them.
std::string task_checks(const Approval::Opened&, const bpmn::Node&);
/// What a business-rule task states for inputs of its rule (y:inputs), out of what the engine knows.
json::object stated_in(const feel::Value& context);
/// Completes the task's node and opens what comes next. `outcome` empty: "forwarded", of decisions "decided".
Result<ProcessMove> complete_node(Services&, Tx&, Approval::Opened&, const cases::CaseTask&, const json::object& variables, const std::string& outcome = {});
/// After the task was finished: moves the token back to an earlier user task of the path; `to_node` empty: the one before.
Result<ProcessMove> move_back(Services&, Tx&, Approval::Opened&, const cases::CaseTask&, const std::string& to_node, bool goes_straight_on);

/// The process goes on while the clock of the case runs, before the decision. Law: 行政许可法 Art. 45.
inline bool process_runs(const cases::ServiceCase& file) { return file.state == CaseState::in_review || file.state == CaseState::in_approval; }
/// Services of the program that the process waits for: what came up for them while the clock stood was put by.
Result<void> ask_again_for_work(const Services&, Tx&, const cases::ServiceCase&);

/// Topic of the outbox: {"case_id", "token", "service"}.
inline constexpr std::string_view process_work_topic = "process.work";
void request_work(Tx&, CaseId, int token, const std::string& service);

struct ProcessPlace {
  std::string node, name, stage;
};
/// Where a task can be returned to, in the order of the first opening.
Result<std::vector<ProcessPlace>> places_to_return(const Services&, Tx&, const cases::ServiceCase&, const cases::CaseTask&);
/// Every step of the model that is no sub-step of a vote and in no called process: what a jump may lead to.
Result<std::vector<ProcessPlace>> steps_of(const Services&, Tx&, const cases::ServiceCase&);
/// Two steps of review by one role, one of them in an event sub-process beside the way: whoever has the one may do the other, since what comes
/// in between is no further level of review.
bool is_beside_own_work(const Services&, Tx&, const cases::ServiceCase&, const std::string& one_node, const std::string& other_node);
/// `node` is done beside the way on which `other_node` stands: what happens to the one leaves the other alone.
bool runs_beside(const Services&, Tx&, const cases::ServiceCase&, const std::string& node, const std::string& other_node);
/// Who has the task, for the engine: before it is lent or handed on.
Result<void> name_worker(Services&, Tx&, Approval::Opened&, const cases::CaseTask&);

}  // namespace yimen::approval
