// 流程换版：在办件迁移到另一版，未继续办理的可以撤回。
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "free_order.h"
#include "instances.h"
#include "move_plan.h"
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
  bool calls_others() const { return !from->unresolved_calls().empty() || !to->unresolved_calls().empty(); }
};
Result<Pair> models_of(Tx& tx, const std::string& key, int from, int to) {
  if (from == to) return fail(ErrorCode::invalid_input, "approval/same-version", "请选择另一个版本。", {{"/to", "请选择另一个版本。"}});
  Pair pair;
  pair.from = TRY(model_of(tx, key, from));
  pair.to = TRY(model_of(tx, key, to));
  return pair;
}

/// With the called processes the case began with; what only the other version calls, as it holds today.
Result<Pair> models_of_case(Tx& tx, CaseId id, const std::string& key, int from, int to) {
  cases::ServiceCase file;
  file.id = id;
  file.process_key = key;
  Pair pair;
  pair.from = TRY(model_of(tx, file, from));
  pair.to = TRY(model_of(tx, file, to));
  return pair;
}

json::array timers_json(Tx& tx, CaseId id) {
  json::array list;
  for (const auto& t : cases::timers_of(tx, id)) list.push_back(json::object{{"timer", t.timer}, {"node", t.node}, {"due_at", platform::millis(t.due_at)}});
  return list;
}

/// Open tasks stand where the state says, and say what the version asks for by which the case runs now.
void rewrite_tasks(Tx& tx, const Approval::Opened& opened, const bpmn::Model& model, const bpmn::State& state) {
  for (auto task : cases::open_tasks_of(tx, opened.file.id)) {
    const auto* token = task.node.empty() ? nullptr : state.find(task.token);
    const auto* node = token == nullptr ? model.find(task.node) : &model.node(token->node);
    if (node == nullptr) continue;
    task.node = node->id;
    task.name = token == nullptr ? node->name : instance_name(model, state, *token);
    if (task.given_as.empty()) task.role = task.kind == "choice" ? choosing_role(model, *node) : node->task.role;
    task.is_opinion_required = node->task.is_opinion_required;
    if (!task.is_signature() && task.kind != "choice") task.checks = task_checks(opened, *node);
    cases::rewrite_task(tx, task);
  }
}

void rename_timers(Tx& tx, CaseId id, const bpmn::Mapping& mapping) {
  for (auto timer : cases::timers_of(tx, id)) {
    const auto found = mapping.find(timer.node);
    if (found == mapping.end()) continue;
    timer.node = found->second;
    cases::set_timer(tx, timer);
  }
}

std::string name_in(const bpmn::Model& model, const std::string& id) {
  const auto* node = model.find(id);
  return node == nullptr || node->name.empty() ? id : node->name;
}
/// "（审核→复核）", empty without renamed steps.
std::string mapping_words(const Pair& pair, const bpmn::Mapping& mapping) {
  std::string words;
  for (const auto& [old_id, new_id] : mapping) words += fmt::format("{}{}→{}", words.empty() ? "（" : "，", name_in(*pair.from, old_id), name_in(*pair.to, new_id));
  return words.empty() ? words : words + "）";
}

}  // namespace

Result<void> check_move(Tx& tx, const std::string& key, int from, int to, const bpmn::Mapping& mapping) {
  const auto pair = TRY(models_of(tx, key, from, to));
  return check_mapping(*pair.from, *pair.to, mapping);
}

Result<MovePreview> preview_move(Tx& tx, const Actor& actor, const std::string& key, int from, int to, const bpmn::Mapping& mapping) {
  const auto pair = TRY(models_of(tx, key, from, to));
  TRY(check_mapping(*pair.from, *pair.to, mapping));
  MovePreview preview;
  std::map<std::string, int> standing;
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
    const auto models = pair.calls_others() ? models_of_case(tx, row.id, key, from, to) : Result<Pair>(pair);
    const auto state = models ? bpmn::from_json(*models->from, row.state) : tl::make_unexpected(models.error());
    if (!state) {
      preview.blocked.push_back({row.id, row.number, "", state.error().detail});
      continue;
    }
    std::map<std::string, std::string> places;  // where it stands: id and name
    for (const auto& token : state->tokens) places.emplace(models->from->node(token.node).id, models->from->node(token.node).name);
    for (const auto& [place, _] : places) ++standing[place];
    const auto plan = plan_move(*models->from, *models->to, *state, mapping);
    if (plan.is_possible()) {
      std::vector<std::string> names;
      for (const auto& [_, name] : places)
        if (!name.empty()) names.push_back(name);
      preview.movable.push_back({row.id, row.number, fmt::format("{}", fmt::join(names, "、")), ""});
      continue;
    }
    const auto& first = plan.blocked.front();
    const auto* node = models->from->find(first.node);
    preview.blocked.push_back({row.id, row.number, node ? node->name : first.node, first.zh});
  }
  preview.missing = missing_elements(*pair.from, *pair.to, standing);
  if (!preview.missing.empty()) preview.choices = mapping_choices(*pair.from, *pair.to);
  return preview;
}

std::vector<CaseId> cases_to_move(Tx& tx, const Actor& actor, const std::string& key, int from, CaseId after, int at_most) {
  return tx.all(fmt::format(R"sql(
      select id from service_case
       where id > ? and process_key = ? and process_version = ? and state in {} and region_code >= ? and region_code < ? order by id limit ?)sql", running_states),
                [](const platform::Row& row) { return row.get<CaseId>(0); }, after, key, from, actor.scope_low, actor.scope_high, at_most);
}

Result<bool> Approval::move_to_version(Tx& tx, const Actor& actor, CaseId id, const VersionMove& order, platform::JobId job) {
  const auto& [from, to, mapping, reason] = order;
  const auto held = TRY(cases::lock_case(tx, id));
  if (held.process_version != from || held.decided_at || held.closed_at) return false;
  auto opened = TRY(open(tx, platform::system_actor(), id, held.version));
  auto& file = opened.file;
  const auto pair = TRY(models_of_case(tx, id, file.process_key, from, to));
  const auto state = TRY(bpmn::from_json(*pair.from, file.process_state));
  if (const auto plan = plan_move(*pair.from, *pair.to, state, mapping); !plan.is_possible()) return fail(ErrorCode::rule_violated, "approval/cannot-move", plan.blocked.front().zh);
  const auto migration = TRY(bpmn::migrate(*pair.from, *pair.to, state, mapping, platform::millis(tx.now())));
  const auto timers = json::serialize(timers_json(tx, id));
  const auto before = file.process_state;
  file.process_version = to;
  TRY(fix_calls(tx, file));
  file.process_state = bpmn::to_json(*pair.to, migration.step.state);
  TRY(apply_effects(s_, tx, opened, *pair.to, migration.step));
  cancel_waits(tx, id);
  keep_waits(tx, file, *pair.to, migration.step.state);
  rewrite_tasks(tx, opened, *pair.to, migration.step.state);
  rename_timers(tx, id, mapping);
  ++file.version;
  file.changed_at = tx.now();
  tx.exec(R"sql(
      insert into process_move (job_id, case_id, process_key, from_version, to_version, before_state, after_state, timers, moved_at, mapping)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql", job, id, file.process_key, from, to, before, file.process_state, timers, tx.now(), mapping_text(mapping));
  TRY(finish(s_, tx, actor, opened, {.action = "cases.move_process", .text = fmt::format("{}将办件由流程第{}版转到第{}版{}：{}", actor.name, from, to, mapping_words(pair, mapping), reason),
                                     .facts = {{"from", from}, {"to", to}, {"reason", reason}, {"mapping", mapping_text(mapping)}}}));
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
  const auto model = TRY(model_of(tx, file, move->from));
  const auto state = TRY(bpmn::from_json(*model, move->before));
  rewrite_tasks(tx, opened, *model, state);
  cancel_waits(tx, id);
  keep_waits(tx, file, *model, state);
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
  std::vector<std::string> mappings;
  auto moves = tx.all(R"sql(
      select job_id, min(from_version), min(to_version), count(*), cast(sum(case when undone_at is null then 0 else 1 end) as bigint), min(moved_at), min(mapping)
        from process_move where process_key = ? group by job_id order by job_id desc limit 50)sql",
                      [&](const platform::Row& row) {
                        mappings.push_back(row.get<std::string>(6));
                        return MoveSummary{row.get<platform::JobId>(0), row.get<int>(1), row.get<int>(2), row.get<int>(3), row.get<int>(4), row.get<platform::Instant>(5)};
                      }, key);
  for (std::size_t at = 0; at < moves.size(); ++at) {
    const auto mapping = mapping_from(mappings[at]);
    if (mapping.empty()) continue;
    const auto pair = models_of(tx, key, moves[at].from, moves[at].to);
    for (const auto& [old_id, new_id] : mapping)
      moves[at].mapping.emplace_back(pair ? name_in(*pair->from, old_id) : old_id, pair ? name_in(*pair->to, new_id) : new_id);
  }
  return moves;
}

}  // namespace yimen::approval
