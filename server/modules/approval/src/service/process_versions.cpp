// 流程换版：在办件迁移到另一版，未继续办理的可以撤回。
#include <boost/json.hpp>
#include <fmt/format.h>

#include "opened.h"
#include "process.h"
#include "process_models.h"
#include "yimen/approval/process_versions.h"
#include "yimen/bpmn/migration.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

namespace {

constexpr int most_previewed = 2'000;
constexpr std::string_view running_states = "('in_review', 'in_approval', 'special', 'reported_up', 'suspended')";

struct Pair {
  std::shared_ptr<const bpmn::Model> from, to;
};
Result<Pair> models_of(Tx& tx, const std::string& key, int from, int to) {
  if (from == to) return fail(ErrorCode::invalid_input, "approval/same-version", "请选择另一个版本。", {{"/to", "请选择另一个版本。"}});
  Pair pair;
  pair.from = TRY(model_of(tx, key, from));
  pair.to = TRY(model_of(tx, key, to));
  return pair;
}

json::array timers_json(Tx& tx, CaseId id) {
  json::array list;
  for (const auto& t : cases::timers_of(tx, id)) list.push_back(json::object{{"timer", t.timer}, {"node", t.node}, {"due_at", platform::millis(t.due_at)}});
  return list;
}

/// Open tasks say what the version asks for by which the case runs now.
void rewrite_tasks(Tx& tx, const Approval::Opened& opened, const bpmn::Model& model) {
  for (auto task : cases::open_tasks_of(tx, opened.file.id)) {
    const auto* node = model.find(task.node);
    if (node == nullptr) continue;
    task.name = node->name;
    if (task.given_as.empty()) task.role = node->task.role;
    task.is_opinion_required = node->task.is_opinion_required;
    if (!task.is_signature()) task.checks = task_checks(opened, *node);
    cases::rewrite_task(tx, task);
  }
}

}  // namespace

Result<MovePreview> preview_move(Tx& tx, const Actor& actor, const std::string& key, int from, int to) {
  const auto pair = TRY(models_of(tx, key, from, to));
  MovePreview preview;
  int seen = 0;
  struct Row {
    CaseId id;
    std::string number, state;
  };
  const auto rows = tx.all(fmt::format(R"sql(
      select id, case_no, process_state from service_case
       where process_key = ? and process_version = ? and state in {} and region_code >= ? and region_code < ? order by id limit ?)sql", running_states),
                           [](const platform::Row& row) { return Row{row.get<CaseId>(0), row.get<std::string>(1), row.get<std::string>(2)}; },
                           key, from, actor.scope_low, actor.scope_high, most_previewed + 1);
  for (const auto& row : rows) {
    if (++seen > most_previewed) {
      preview.is_cut_off = true;
      break;
    }
    const auto state = bpmn::from_json(*pair.from, row.state);
    if (!state) {
      preview.blocked.push_back({row.id, row.number, "", state.error().detail});
      continue;
    }
    const auto plan = bpmn::plan_migration(*pair.from, *pair.to, *state);
    if (plan.is_possible()) {
      ++preview.movable;
      continue;
    }
    const auto& first = plan.blocked.front();
    const auto* node = pair.from->find(first.node);
    preview.blocked.push_back({row.id, row.number, node ? node->name : first.node, first.zh});
  }
  return preview;
}

std::vector<CaseId> cases_to_move(Tx& tx, const Actor& actor, const std::string& key, int from, CaseId after, int at_most) {
  return tx.all(fmt::format(R"sql(
      select id from service_case
       where id > ? and process_key = ? and process_version = ? and state in {} and region_code >= ? and region_code < ? order by id limit ?)sql", running_states),
                [](const platform::Row& row) { return row.get<CaseId>(0); }, after, key, from, actor.scope_low, actor.scope_high, at_most);
}

Result<bool> Approval::move_to_version(Tx& tx, const Actor& actor, CaseId id, int from, int to, platform::JobId job, const std::string& reason) {
  const auto held = TRY(cases::lock_case(tx, id));
  if (held.process_version != from || held.decided_at || held.closed_at) return false;
  auto opened = TRY(open(tx, platform::system_actor(), id, held.version));
  auto& file = opened.file;
  const auto pair = TRY(models_of(tx, file.process_key, from, to));
  const auto state = TRY(bpmn::from_json(*pair.from, file.process_state));
  const auto migration = TRY(bpmn::migrate(*pair.from, *pair.to, state, {}, platform::millis(tx.now())));
  const auto timers = json::serialize(timers_json(tx, id));
  const auto before = file.process_state;
  file.process_version = to;
  file.process_state = bpmn::to_json(*pair.to, migration.step.state);
  TRY(apply_effects(s_, tx, opened, migration.step));
  rewrite_tasks(tx, opened, *pair.to);
  ++file.version;
  file.changed_at = tx.now();
  tx.exec(R"sql(
      insert into process_move (job_id, case_id, process_key, from_version, to_version, before_state, after_state, timers, moved_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?))sql", job, id, file.process_key, from, to, before, file.process_state, timers, tx.now());
  TRY(finish(s_, tx, actor, opened, {.action = "cases.move_process", .text = fmt::format("{}将办件由流程第{}版转到第{}版：{}", actor.name, from, to, reason), .facts = {{"from", from}, {"to", to}, {"reason", reason}}}));
  return true;
}

Result<bool> Approval::undo_move(Tx& tx, const Actor& actor, platform::JobId job, CaseId id) {
  struct Move {
    int from, to;
    std::string before, after, timers;
  };
  const auto held = TRY(cases::lock_case(tx, id));
  const auto move = tx.find("select from_version, to_version, before_state, after_state, timers from process_move where job_id = ? and case_id = ? and undone_at is null",
                            [](const platform::Row& row) { return Move{row.get<int>(0), row.get<int>(1), row.get<std::string>(2), row.get<std::string>(3), row.get<std::string>(4)}; }, job, id);
  if (!move) return false;
  if (held.process_version != move->to || held.process_state != move->after || held.decided_at || held.closed_at)
    return fail(ErrorCode::conflict, "approval/moved-on", "迁移之后办件又办了新的环节，不能撤回迁移。");
  auto opened = TRY(open(tx, platform::system_actor(), id, held.version));
  auto& file = opened.file;
  file.process_version = move->from;
  file.process_state = move->before;
  const auto model = TRY(model_of(tx, file.process_key, move->from));
  rewrite_tasks(tx, opened, *model);
  cases::cancel_timers(tx, id);
  const auto timers = json::parse(move->timers);
  for (const auto& one : timers.as_array())
    cases::set_timer(tx, {.case_id = id, .timer = static_cast<int>(platform::int_or(one.as_object(), "timer")), .node = platform::text_or(one.as_object(), "node"),
                          .due_at = platform::from_millis(platform::int_or(one.as_object(), "due_at"))});
  ++file.version;
  file.changed_at = tx.now();
  tx.exec("update process_move set undone_at = ? where job_id = ? and case_id = ?", tx.now(), job, id);
  TRY(finish(s_, tx, actor, opened, {.action = "cases.undo_process_move", .text = fmt::format("{}撤回流程迁移，办件回到第{}版", actor.name, move->from), .facts = {{"from", move->to}, {"to", move->from}}}));
  return true;
}

std::vector<MoveSummary> moves_of(Tx& tx, const std::string& key) {
  return tx.all(R"sql(
      select job_id, min(from_version), min(to_version), count(*), cast(sum(case when undone_at is null then 0 else 1 end) as bigint), min(moved_at)
        from process_move where process_key = ? group by job_id order by job_id desc limit 50)sql",
                [](const platform::Row& row) {
                  return MoveSummary{row.get<platform::JobId>(0), row.get<int>(1), row.get<int>(2), row.get<int>(3), row.get<int>(4), row.get<platform::Instant>(5)};
                }, key);
}

}  // namespace yimen::approval
