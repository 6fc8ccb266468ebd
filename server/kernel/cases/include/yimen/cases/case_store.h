#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yimen/calendar/calendar.h"
#include "yimen/cases/service_case.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

/// All SQL of the cases part. Functions of one transaction; no rules here but those of storage.
namespace yimen::cases {

using platform::Actor;
using platform::Tx;

/// Adds a new case, counts it, and gives it its number when it has none.
void insert_case(Tx&, ServiceCase&);
/// Holds the row until commit. @returns not_found.
Result<ServiceCase> lock_case(Tx&, CaseId);
Result<ServiceCase> get_case(Tx&, CaseId);
std::optional<ServiceCase> find_by_no(Tx&, std::string_view case_no);
/// Writes what acts change and keeps counters and the tasks' due dates. `before` is the row as it was locked.
/// @returns stale_version "cases/changed-meanwhile" when somebody else saved in between.
Result<void> save_case(Tx&, const ServiceCase& file, const ServiceCase& before);

// ---- who may see what: one rule for page, list, export, file and search ------------------------------------------

/// A condition over `service_case c` with its parameters; deny by default.
/// Staff: region range, own department (or all of the range, or the departments whose matters the signed-on window
/// takes). Citizens: what concerns a person or enterprise they act for today, all of it or the matters they may act in.
struct Visibility {
  std::string condition;
  std::vector<platform::Param> params;
};
struct Viewer {
  const Actor* actor = nullptr;
  std::vector<std::int64_t> departments;  // of the window, or the own one
  std::vector<std::int64_t> parties;      // a citizen's principals
  std::vector<std::pair<std::int64_t, std::int64_t>> party_matters;  // principal and matter, where the authorisation is limited
};
Visibility visibility_of(const Viewer&);
bool may_see(const Viewer&, const ServiceCase&);

struct CaseFilter {
  std::vector<CaseState> states;      // empty: all
  std::string words;                  // case number, or beginning of the applicant's or matter's name
  std::int64_t matter_id = 0, department_id = 0;
  std::optional<Date> submitted_from, submitted_to;
  bool is_overdue = false;
  Date today{};
  std::string after;                  // cursor
  int limit = 20;
  int count_up_to = 1000;             // the total; 0: not counted
};
struct CasePage {
  std::vector<ServiceCase> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
  bool is_exact = true;
};
/// Newest submission first, keyset paging: page 1 and page 10,000 cost the same. The total is counted up to 1000.
CasePage list_cases(Tx&, const Viewer&, const CaseFilter&);

// ---- tasks ---------------------------------------------------------------------------------------------------

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

// ---- materials, corrections, pauses ----------------------------------------------------------------------------

struct CaseMaterial {
  std::int64_t id = 0;
  CaseId case_id;
  std::string key, name;
  int position = 0;
  bool is_required = true, is_tolerable = false;
  std::string received_as = "missing";  // missing | electronic | original | copy | deferred | waived
  int original_count = 0, copy_count = 0;
  std::int64_t file_id = 0;
  std::string file_name, trust_level = "C";
  std::string state = "unchecked";      // unchecked | fine | wrong
  std::string problem, how_to_mend;
  int round = 0;
  std::optional<Date> due_on;
};
void insert_material(Tx&, CaseMaterial&);
void save_material(Tx&, const CaseMaterial&, UserId by);
std::vector<CaseMaterial> materials_of(Tx&, CaseId);
struct MaterialFile {
  std::int64_t material_id, file_id;
  std::string file_name;
  int round;
  Instant added_at;
};
std::vector<MaterialFile> material_files_of(Tx&, CaseId);

struct Correction {
  std::int64_t id = 0;
  CaseId case_id;
  int round = 1;
  std::string items = "[]";
  std::string second_reason;
  bool is_pre_review = false;
  Instant notified_at{};
  Date answer_due_on{};
  std::optional<Instant> answered_at;
  std::int64_t document_id = 0;
};
void insert_correction(Tx&, Correction&);
void answer_correction(Tx&, CaseId, int round, Instant at);
std::vector<Correction> corrections_of(Tx&, CaseId);

struct CasePause {
  std::int64_t id = 0;
  CaseId case_id;
  std::string kind, name, reason, basis;
  int planned_days = 0;
  Date started_on{};
  std::optional<Date> ended_on;
  UserId started_by{};
  std::string started_by_name, result;
  std::int64_t document_id = 0;
};
void insert_pause(Tx&, CasePause&);
void end_pause(Tx&, std::int64_t pause_id, Date on, std::string_view result);
std::vector<CasePause> pauses_of(Tx&, CaseId);
std::vector<calendar::Pause> clock_pauses(const std::vector<CasePause>&);

struct Extension {
  std::int64_t id = 0;
  CaseId case_id;
  int days = 0;
  std::string reason;
  UserId approved_by{};
  std::string approved_by_name;
  Instant approved_at{};
  std::int64_t document_id = 0;
};
void insert_extension(Tx&, Extension&);
std::vector<Extension> extensions_of(Tx&, CaseId);

// ---- counters ------------------------------------------------------------------------------------------------

struct DayFigures {
  int submitted = 0, accepted = 0, closed = 0, granted = 0, refused = 0, on_time = 0, timed = 0;
  int promised_days = 0, statutory_days = 0, actual_days = 0;
};
void count_day(Tx&, const ServiceCase&, Date day, const DayFigures&);
/// Sums over a region range and a period.
DayFigures figures(Tx&, std::int64_t low, std::int64_t high, Date from, Date to);
std::vector<std::pair<CaseState, std::int64_t>> state_counts(Tx&, std::int64_t low, std::int64_t high, std::int64_t department_id = 0);

// ---- process models --------------------------------------------------------------------------------------------

struct StoredModel {
  std::string key;
  int version = 0;
  std::string name, xml;
};
std::optional<StoredModel> process_model(Tx&, std::string_view key, int version /*0: newest*/);
/// Adds a version unless the newest one has the same text. @returns the version that holds it.
int store_process_model(Tx&, std::string_view key, std::string_view name, std::string_view xml);

}  // namespace yimen::cases
