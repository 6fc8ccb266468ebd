#include <algorithm>

#include <fmt/format.h>

#include "case_columns.h"
#include "where.h"
#include "yimen/cases/case_store.h"
#include "yimen/cases/case_tasks.h"
#include "yimen/platform/text.h"

namespace yimen::cases {

using platform::Param;
using platform::Row;

namespace {

constexpr int counted_up_to = 1000;
constexpr std::string_view task_signal = "tasks";  // whose: the department's

/// Whole principals, and principals in single matters; the first condition alone finds the rows by their index.
Visibility principals_condition(const Viewer& viewer) {
  auto any = viewer.parties;
  for (const auto& entry : viewer.party_matters) any.push_back(entry.first);
  if (any.empty()) return {"1 = 0", {}};
  Visibility seen{"c.applicant_party_id in (" + marks(any.size()) + ")", std::vector<Param>(any.begin(), any.end())};
  if (viewer.party_matters.empty()) return seen;
  std::string limits = viewer.parties.empty() ? "" : "c.applicant_party_id in (" + marks(viewer.parties.size()) + ")";
  seen.params.insert(seen.params.end(), viewer.parties.begin(), viewer.parties.end());
  for (const auto& [party, matter] : viewer.party_matters) {
    limits += limits.empty() ? "" : " or ";
    limits += "c.applicant_party_id = ? and c.matter_id = ?";
    seen.params.insert(seen.params.end(), {party, matter});
  }
  seen.condition += " and (" + limits + ")";
  return seen;
}

}  // namespace

Visibility visibility_of(const Viewer& viewer) {
  const Actor& actor = *viewer.actor;
  Visibility none{"1 = 0", {}};
  if (actor.is_staff()) {
    Visibility seen{"c.region_code >= ? and c.region_code < ?", {actor.scope_low, actor.scope_high}};
    if (actor.all_departments) return seen;
    if (viewer.departments.empty()) return none;
    if (viewer.departments.size() == 1) return {"c.department_id = ?", {viewer.departments[0]}};
    seen = {"c.department_id in (" + marks(viewer.departments.size()) + ")", {}};
    for (const auto id : viewer.departments) seen.params.emplace_back(id);
    return seen;
  }
  return actor.is_citizen() ? principals_condition(viewer) : none;
}

bool may_see(const Viewer& viewer, const ServiceCase& file) {
  const Actor& actor = *viewer.actor;
  const auto has = [](const std::vector<std::int64_t>& ids, std::int64_t id) { return std::ranges::find(ids, id) != ids.end(); };
  if (actor.kind == platform::ActorKind::system) return true;
  if (actor.is_staff()) {
    if (actor.all_departments) return file.region_code >= actor.scope_low && file.region_code < actor.scope_high;
    return has(viewer.departments, file.department_id);
  }
  return actor.is_citizen() && (has(viewer.parties, file.applicant_party_id) ||
                                std::ranges::find(viewer.party_matters, std::pair(file.applicant_party_id, file.matter_id)) != viewer.party_matters.end());
}

// ---- tasks -----------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view task_columns =
    "t.id, t.case_id, t.region_code, t.department_id, t.kind, t.name, t.role, t.node, t.token, t.checks, t.is_open, "
    "t.assignee_id, t.assignee_name, t.opened_at, t.claimed_at, t.done_at, t.done_by, t.done_by_name, "
    "t.substitute_for_name, t.outcome, t.opinion, t.due_on, t.is_held, t.is_begun, t.given_as, t.given_by, t.given_by_name, "
    "t.given_reason, t.vote, t.urged_count, t.urged_at, t.urged_by_name, t.urged_words, t.step_due_on, t.is_opinion_required";
constexpr int task_column_count = 35;

CaseTask task_from(const Row& row) {
  CaseTask t;
  int column = 0;
  const auto take = [&](auto& field) { field = row.get<std::decay_t<decltype(field)>>(column++); };
  take(t.id); take(t.case_id); take(t.region_code); take(t.department_id); take(t.kind); take(t.name); take(t.role);
  take(t.node); take(t.token); take(t.checks); take(t.is_open); take(t.assignee); take(t.assignee_name);
  take(t.opened_at); take(t.claimed_at); take(t.done_at); take(t.done_by); take(t.done_by_name);
  take(t.substitute_for_name); take(t.outcome); take(t.opinion); take(t.due_on);
  take(t.is_held); take(t.is_begun); take(t.given_as); take(t.given_by); take(t.given_by_name); take(t.given_reason);
  take(t.vote); take(t.urged_count); take(t.urged_at); take(t.urged_by_name); take(t.urged_words); take(t.step_due_on);
  take(t.is_opinion_required);
  return t;
}

/// Open tasks this viewer may work on: of the departments in view and of the post's roles, in the pool or one's own.
Where workable(const Viewer& viewer, const std::vector<std::string>& roles) {
  Where where;
  where.add("t.is_open = 1", {});
  if (viewer.departments.size() == 1) where.add("t.department_id = ?", {viewer.departments[0]});
  else {
    where.add(viewer.departments.empty() ? "1 = 0" : "t.department_id in (" + marks(viewer.departments.size()) + ")", {});
    for (const auto id : viewer.departments) where.params.emplace_back(id);
  }
  // What was given to a person by name is his whatever his roles are.
  where.add("t.is_held = 0", {});
  where.add("(" + (roles.empty() ? std::string() : "t.role in (" + marks(roles.size()) + ") or ") + "(t.given_as <> '' and t.assignee_id = ?))", {});
  for (const auto& role : roles) where.params.emplace_back(role);
  where.params.emplace_back(viewer.actor->id.value());
  return where;
}

}  // namespace

void open_task(Tx& tx, CaseTask& t) {
  if (!t.id) t.id = platform::new_id<TaskId>();
  t.opened_at = tx.now();
  tx.post(Tx::Expect::nothing, R"sql(
      insert into case_task (id, case_id, region_code, department_id, kind, name, role, node, token, checks, is_open,
             assignee_id, assignee_name, opened_at, claimed_at, done_by, done_by_name, substitute_for_name, outcome,
             opinion, due_on, given_as, given_by, given_by_name, given_reason, vote, step_due_on, is_opinion_required)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 0, '', '', '', '', ?, ?, ?, ?, ?, ?, ?, ?))sql",
          t.id, t.case_id, t.region_code, t.department_id, t.kind, t.name, t.role, t.node, t.token, t.checks, t.assignee,
          t.assignee_name, t.opened_at, t.assignee ? std::optional(t.opened_at) : std::nullopt, t.due_on, t.given_as, t.given_by,
          t.given_by_name, t.given_reason, t.vote, t.step_due_on, t.is_opinion_required);
  tx.tell(task_signal, t.department_id);
}

void save_task(Tx& tx, const CaseTask& t) {
  tx.post(Tx::Expect::nothing, R"sql(
      update case_task
         set assignee_id = ?, assignee_name = ?, claimed_at = ?, is_held = ?, is_begun = ?, given_as = ?, given_by = ?,
             given_by_name = ?, given_reason = ?, urged_count = ?, urged_at = ?, urged_by_name = ?, urged_words = ?
       where id = ?)sql",
          t.assignee, t.assignee_name, t.claimed_at, t.is_held, t.is_begun, t.given_as, t.given_by, t.given_by_name, t.given_reason,
          t.urged_count, t.urged_at, t.urged_by_name, t.urged_words, t.id);
  tx.tell(task_signal, t.department_id);
}

void rewrite_task(Tx& tx, const CaseTask& t) {
  tx.post(Tx::Expect::nothing, "update case_task set node = ?, name = ?, role = ?, checks = ?, is_opinion_required = ? where id = ?", t.node, t.name, t.role, t.checks, t.is_opinion_required, t.id);
  tx.tell(task_signal, t.department_id);
}

std::optional<CaseTask> task_of_token(Tx& tx, CaseId id, int token) {
  return tx.find("select " + std::string(task_columns) + " from case_task t where t.case_id = ? and t.token = ? and t.node <> '' order by t.id desc limit 1",
                 task_from, id, token);
}

bool cancel_task_of_token(Tx& tx, CaseId id, int token, std::string_view why) {
  const auto department = tx.scalar<std::int64_t>(R"sql(
      update case_task set is_open = 0, done_at = ?, outcome = 'cancelled', opinion = ?
       where case_id = ? and token = ? and node <> '' and is_open = 1 returning department_id)sql",
                                                  tx.now(), why, id, token);
  if (department) tx.tell(task_signal, *department);
  return department.has_value();
}

// ---- timers ----------------------------------------------------------------------------------------------------

namespace {

CaseTimer timer_from(const Row& row) { return {row.get<CaseId>(0), row.get<int>(1), row.get<std::string>(2), row.get<Instant>(3)}; }

}  // namespace

void set_timer(Tx& tx, const CaseTimer& t) {
  tx.exec(R"sql(
      insert into case_timer (case_id, timer, node, due_at) values (?, ?, ?, ?)
      on conflict (case_id, timer) do update set node = excluded.node, due_at = excluded.due_at, attempts = 0, problem = '')sql",
          t.case_id, t.timer, t.node, t.due_at);
  tx.announce();
}

void cancel_timer(Tx& tx, CaseId id, int timer) { tx.exec("delete from case_timer where case_id = ? and timer = ?", id, timer); }
void cancel_timers(Tx& tx, CaseId id) { tx.exec("delete from case_timer where case_id = ?", id); }

std::vector<CaseTimer> timers_of(Tx& tx, CaseId id) {
  return tx.all("select case_id, timer, node, due_at from case_timer where case_id = ? order by due_at, timer", timer_from, id);
}

std::vector<CaseTimer> due_timers(Tx& tx, Instant now, int at_most) {
  return tx.all("select case_id, timer, node, due_at from case_timer where due_at <= ? order by due_at, case_id, timer limit ?", timer_from, now, at_most);
}

void note_timer_problem(Tx& tx, const CaseTimer& t, std::string_view problem, Instant again) {
  tx.exec("update case_timer set attempts = attempts + 1, problem = ?, due_at = ? where case_id = ? and timer = ?", problem, again, t.case_id, t.timer);
}

Result<std::pair<CaseTask, ServiceCase>> lock_task_and_case(Tx& tx, TaskId id) {
  // PostgreSQL locks in the order of the tables named: first the case, as every act does that begins with it, so that two never wait for each other.
  static const auto sql = fmt::format("select {}, {} from service_case c join case_task t on t.case_id = c.id where t.id = ?", task_columns, case_columns);
  return tx.one("这项待办", sql + std::string(tx.lock_words()), [](const Row& row) { return std::pair(task_from(row), case_from(row, task_column_count)); }, id);
}

bool has_open_task(Tx& tx, CaseId id, std::string_view kind) {
  return tx.scalar<std::int64_t>("select 1 from case_task where case_id = ? and is_open = 1 and kind = ? limit 1", id, kind).has_value();
}

Result<CaseTask> get_task(Tx& tx, TaskId id) {
  return tx.one("这项待办", "select " + std::string(task_columns) + " from case_task t where t.id = ?", task_from, id);
}

std::vector<CaseTask> tasks_of(Tx& tx, CaseId id) {
  return tx.all("select " + std::string(task_columns) + " from case_task t where t.case_id = ? order by t.id", task_from, id);
}

std::vector<CaseTask> open_tasks_of(Tx& tx, CaseId id) {
  return tx.all("select " + std::string(task_columns) + " from case_task t where t.case_id = ? and t.is_open = 1 order by t.id",
                task_from, id);
}

std::vector<WorkDone> work_of(Tx& tx, CaseId id, UserId who) {
  return tx.all("select kind, name, node, outcome from case_task where case_id = ? and done_by = ? and is_open = 0 and outcome <> 'cancelled' order by id",
                [](const Row& row) { return WorkDone{row.get<std::string>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3)}; }, id, who);
}

std::optional<std::pair<UserId, std::string>> last_worker(Tx& tx, CaseId id, std::string_view node) {
  return tx.find("select done_by, done_by_name from case_task where case_id = ? and node = ? and is_open = 0 and outcome <> 'cancelled' order by id desc limit 1",
                 [](const Row& row) { return std::pair(row.get<UserId>(0), row.get<std::string>(1)); }, id, node);
}

Result<void> claim_task(Tx& tx, const CaseTask& t, UserId who, const std::string& name) {
  if (!t.is_open) return platform::fail(platform::ErrorCode::conflict, "cases/task-done", "这项待办已经办完，请刷新列表。");
  const auto changed = tx.exec("update case_task set assignee_id = ?, assignee_name = ?, claimed_at = ?, is_begun = 1 where id = ? and is_open = 1 and assignee_id in (0, ?)",
                               who, name, tx.now(), t.id, who);
  if (changed != 1)
    return platform::fail(platform::ErrorCode::conflict, "cases/task-taken",
                          fmt::format("这项待办已由{}领取，可以请{}移交或退回待领。", t.assignee_name, t.assignee_name));
  tx.tell(task_signal, t.department_id);
  return {};
}

void release_task(Tx& tx, TaskId id) {
  if (const auto department = tx.scalar<std::int64_t>(
          "update case_task set assignee_id = 0, assignee_name = '', claimed_at = null, is_begun = 0 where id = ? and is_open = 1 returning department_id", id))
    tx.tell(task_signal, *department);
}

void finish_task(Tx& tx, const CaseTask& t, const Actor& actor, const TaskResult& result) {
  tx.post(Tx::Expect::nothing, R"sql(
      update case_task
         set is_open = 0, done_at = ?, done_by = ?, done_by_name = ?, substitute_for_name = ?, outcome = ?, opinion = ?,
             checks = ?, assignee_id = ?, assignee_name = ?
       where id = ?)sql",
          tx.now(), actor.id, actor.name, actor.substitute_for_name, result.outcome, result.opinion, result.checks,
          actor.id, actor.name, t.id);
  tx.tell(task_signal, t.department_id);
}

void cancel_tasks(Tx& tx, CaseId id, std::string_view why) {
  tx.each("update case_task set is_open = 0, done_at = ?, outcome = 'cancelled', opinion = ? where case_id = ? and is_open = 1 returning department_id",
          [&](const Row& row) { tx.tell(task_signal, row.i64(0)); }, tx.now(), why, id);
  cancel_timers(tx, id);
}

TaskPage list_tasks(Tx& tx, const Viewer& viewer, const TaskFilter& filter) {
  auto where = workable(viewer, filter.roles);
  if (filter.only_mine) where.add("t.assignee_id = ?", {viewer.actor->id.value()});
  else where.add("t.assignee_id in (0, ?)", {viewer.actor->id.value()});
  if (!filter.kind.empty()) where.add("t.kind = ?", {filter.kind});
  filter_words(where, filter.words);
  // Stopped clocks have no due date: they sort behind every date.
  constexpr std::string_view sort_key = "coalesce(cast(t.due_on as text), '9999-12-31')";
  if (const auto dot = filter.after.find('.'); dot != filter.after.npos)
    if (const auto id = platform::parse_id(filter.after.substr(dot + 1)))
      where.add(fmt::format("({}, t.id) > (?, ?)", sort_key), {filter.after.substr(0, dot), *id});
  const auto sql = fmt::format("select {}, {} from case_task t join service_case c on c.id = t.case_id{} order by {}, t.id limit ?",
                               task_columns, case_columns, where.text, sort_key);
  where.params.emplace_back(std::int64_t{filter.limit} + 1);
  TaskPage page;
  tx.run(sql, where.params, [&](const Row& row) { page.items.push_back({task_from(row), case_from(row, task_column_count)}); });
  if (page.items.size() > static_cast<std::size_t>(filter.limit)) {
    page.items.pop_back();
    const auto& last = page.items.back().task;
    page.next = fmt::format("{}.{}", last.due_on ? platform::iso_date(*last.due_on) : "9999-12-31", last.id.value());
  }
  return page;
}

std::vector<std::pair<std::string, int>> count_tasks(Tx& tx, const Viewer& viewer, const std::vector<std::string>& roles) {
  auto where = workable(viewer, roles);
  where.add("t.assignee_id in (0, ?)", {viewer.actor->id.value()});
  std::vector<std::pair<std::string, int>> counts;
  int mine = 0;
  tx.run(fmt::format("select kind, count(*), sum(case when assignee_id <> 0 then 1 else 0 end) from "
                     "(select t.kind, t.assignee_id from case_task t{} limit {}) counted group by kind order by kind",
                     where.text, counted_up_to),
         where.params, [&](const Row& row) {
           counts.emplace_back(std::string(row.text(0)), static_cast<int>(row.i64(1)));
           mine += static_cast<int>(row.i64(2));
         });
  counts.emplace_back("mine", mine);
  return counts;
}

}  // namespace yimen::cases
