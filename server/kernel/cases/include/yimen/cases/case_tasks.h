#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yimen/cases/case_store.h"

/// Tasks of a case: whose turn it is, who did what.
namespace yimen::cases {

struct CaseTask {
  TaskId id;
  CaseId case_id;
  std::int64_t region_code = 0, department_id = 0;
  std::string kind, name, role, node;
  int token = 0;
  std::string checks = "[]";
  bool is_open = true;
  UserId assignee{};
  std::string assignee_name;
  Instant opened_at{};
  std::optional<Instant> claimed_at, done_at;
  UserId done_by{};
  std::string done_by_name, substitute_for_name, outcome, opinion;
  std::optional<Date> due_on;
  bool is_held = false;           // put aside until others are done
  bool is_begun = false;          // taken up by a person, not merely proposed to him
  std::string given_as;           // sign_before | sign_after | sign_beside | delegated | confirm | named; empty: by role
  UserId given_by{};
  std::string given_by_name, given_reason;
  std::string vote;               // all | share | veto | any: one opinion of several
  int urged_count = 0;
  std::optional<Instant> urged_at;
  std::string urged_by_name, urged_words;
  std::optional<Date> step_due_on;
  bool is_opinion_required = true;
  /// Given to a person by name rather than to a role.
  bool is_personal() const { return !given_as.empty() && assignee; }
  bool is_signature() const { return given_as.starts_with("sign_"); }
};
void open_task(Tx&, CaseTask&);
/// Whose it is, how it was given, whether it is put aside and how often it was urged.
void save_task(Tx&, const CaseTask&);
/// What the step asks, when its model has changed: name, role, review points, whether an opinion is required.
void rewrite_task(Tx&, const CaseTask&);
/// The latest task of that token of the process, open or done.
std::optional<CaseTask> task_of_token(Tx&, CaseId, int token);
/// Ends an open task without anybody's work. False when it is done already.
bool cancel_task_of_token(Tx&, CaseId, int token, std::string_view why);
/// The task with its case in one go, both held until commit.
Result<std::pair<CaseTask, ServiceCase>> lock_task_and_case(Tx&, TaskId);
bool has_open_task(Tx&, CaseId, std::string_view kind);
Result<CaseTask> get_task(Tx&, TaskId);
std::vector<CaseTask> tasks_of(Tx&, CaseId);
std::vector<CaseTask> open_tasks_of(Tx&, CaseId);
/// What this person has finished in the case, cancelled tasks left out.
struct WorkDone {
  std::string kind, name, node, outcome;
};
std::vector<WorkDone> work_of(Tx&, CaseId, UserId);
/// Who finished this element of the process last, and his name.
std::optional<std::pair<UserId, std::string>> last_worker(Tx&, CaseId, std::string_view node);
/// Takes a task out of the pool (or gives it to somebody). @returns conflict "cases/task-taken" naming who has it.
Result<void> claim_task(Tx&, const CaseTask&, UserId, const std::string& name);
void release_task(Tx&, TaskId);
struct TaskResult {
  std::string outcome, opinion, checks = "[]";
};
/// Ends the task under the actor's name, and under the absent holder's too when a deputy acts.
void finish_task(Tx&, const CaseTask&, const Actor&, const TaskResult&);
/// Ends every open task of the case without anybody's work (withdrawal, void, stop).
void cancel_tasks(Tx&, CaseId, std::string_view why);

struct TaskRow {
  CaseTask task;
  ServiceCase file;
};
struct TaskFilter {
  std::string kind;             // empty: all
  bool only_mine = false;       // claimed by me
  std::vector<std::string> roles;  // the post's roles: what of the pool one may take
  std::string words;
  std::string after;
  int limit = 20;
};
struct TaskPage {
  std::vector<TaskRow> items;
  std::optional<std::string> next;
};

/// A time that a case waits for.
struct CaseTimer {
  CaseId case_id;
  int timer = 0;
  std::string node;
  Instant due_at{};
};
void set_timer(Tx&, const CaseTimer&);
void cancel_timer(Tx&, CaseId, int timer);
void cancel_timers(Tx&, CaseId);
std::vector<CaseTimer> timers_of(Tx&, CaseId);
/// What is due by now, the oldest first. Timers that failed come again an hour after each attempt.
std::vector<CaseTimer> due_timers(Tx&, Instant now, int at_most);
void note_timer_problem(Tx&, const CaseTimer&, std::string_view problem, Instant again);

/// Sorted by the running clock (soonest first, stopped clocks last).
TaskPage list_tasks(Tx&, const Viewer&, const TaskFilter&);
/// Open tasks per kind, counted up to 1000 each: {"review": 12, …}, and "mine".
std::vector<std::pair<std::string, int>> count_tasks(Tx&, const Viewer&, const std::vector<std::string>& roles);

}  // namespace yimen::cases
