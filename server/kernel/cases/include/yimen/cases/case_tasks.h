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
};
void open_task(Tx&, CaseTask&);
Result<CaseTask> lock_task(Tx&, TaskId);
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
/// Sorted by the running clock (soonest first, stopped clocks last).
TaskPage list_tasks(Tx&, const Viewer&, const TaskFilter&);
/// Open tasks per kind, counted up to 1000 each: {"review": 12, …}, and "mine".
std::vector<std::pair<std::string, int>> count_tasks(Tx&, const Viewer&, const std::vector<std::string>& roles);

}  // namespace yimen::cases
