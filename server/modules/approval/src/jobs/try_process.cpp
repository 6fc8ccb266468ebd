// 用过去一年已办结的办件试走一版流程：哪些会走别的路，要多久。只读，什么也不改。
#include <algorithm>
#include <filesystem>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/jobs.h"
#include "jobs/try_choice.h"
#include "service/known.h"
#include "service/process.h"
#include "service/process_models.h"
#include "yimen/bpmn/engine.h"
#include "yimen/cases/case_parts.h"
#include "yimen/cases/process_lists.h"
#include "yimen/platform/files.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"
#include "yimen/platform/sheet.h"
#include "yimen/trail/trail.h"

namespace yimen::approval {

namespace {

constexpr int cases_per_look = 100;
constexpr std::int64_t most_cases = 20'000;
constexpr std::size_t most_shown = 100;
constexpr int most_steps = 200;
constexpr double day = 86'400'000.0;

/// A step as it was done.
struct Done {
  std::string node, name, role, outcome;
  std::int64_t done_at = 0;
  double days = 0;
};
struct Past {
  cases::ServiceCase file;
  std::vector<Done> steps;
  json::object known;
  std::map<std::string, std::shared_ptr<const discretion::Rule>> rules;  // of business-rule tasks, by node
};

Past past_of(Approval& approval, Tx& tx, CaseId id, const bpmn::Model& model) {
  Past past{.file = *cases::get_case(tx, id), .steps = {}, .known = {}, .rules = {}};
  past.known = known_of(approval.services(), tx, past.file);
  for (const auto& node : model.nodes())
    if (node.kind == bpmn::NodeKind::business_rule_task)
      if (auto rule = discretion::rule_of_today(tx, node.task.implementation)) past.rules[node.id] = *std::move(rule);
  for (const auto& task : cases::tasks_of(tx, id)) {
    if (task.node.empty() || task.kind == "choice" || task.is_open || task.outcome == "cancelled" || task.is_signature() || task.given_as == "confirm") continue;
    const auto done_at = platform::millis(*task.done_at);
    past.steps.push_back({task.node, task.name, task.role, task.outcome, done_at, static_cast<double>(done_at - platform::millis(task.opened_at)) / day});
  }
  // Beside each other they were opened in one order and done in another.
  std::ranges::stable_sort(past.steps, {}, &Done::done_at);
  return past;
}

/// How long steps took in all cases seen: for those a case has not gone through.
class Usual {
 public:
  void note(const Past& past) {
    for (const auto& step : past.steps) {
      auto& sum = by_role_[step.role];
      sum.first += step.days;
      ++sum.second;
    }
  }
  double of(const bpmn::TaskSpec& spec) const {
    const auto found = by_role_.find(spec.role);
    if (found != by_role_.end()) return found->second.first / found->second.second;
    return spec.limit_days;
  }

 private:
  std::map<std::string, std::pair<double, int>> by_role_;
};

struct Tried {
  std::vector<std::string> nodes, names;
  double days = 0;
  std::string stuck;  // why it did not come to the end
};

bpmn::Surroundings around_of(const Past& past, const std::string& outcome) {
  const auto& file = past.file;
  json::object seen = past.known;
  seen["decision"] = platform::EnumText<cases::Decision>::to(file.decision);
  seen["outcome"] = outcome;
  seen["check"] = json::object{{"materials_complete", true}, {"missing_materials", 0}, {"wrong_materials", 0}};
  seen["staff"] = json::object{{"handler", json::array{"role:handler"}}, {"reviewer", json::array{"role:reviewer"}}, {"approver", json::array{"role:approver"}}};
  const auto decide = [&past](const bpmn::Node& node, const feel::Value& context) -> std::optional<feel::Value> {
    const auto rule = past.rules.find(node.id);
    if (rule == past.rules.end()) return std::nullopt;
    auto answer = discretion::answer(*rule->second, facts_of(past.known, stated_in(context)), past.file.submitted_at);
    return answer ? std::optional{*std::move(answer)} : std::nullopt;
  };
  return {.variables = bpmn::Variables{seen}, .now = platform::millis(file.submitted_at), .limits = {.instances = cases::most_instances}, .decide = decide};
}

/// What came then and began an event sub-process comes again, before the first of its steps; how many times it came is told by the steps.
std::optional<bpmn::Command> came_then(const bpmn::Model& model, const bpmn::State& state, const std::vector<bpmn::Awaited>& open, const Done& next) {
  const auto* step = model.find(next.node);
  if (step == nullptr || std::ranges::any_of(open, [&](const auto& one) { return one.node == step && one.kind == bpmn::Awaited::Kind::task; })) return std::nullopt;
  for (const auto& one : open) {
    const auto& start = *one.node;
    if (start.kind != bpmn::NodeKind::start_event || start.scope != step->scope) continue;
    // It runs already: the step comes by itself.
    if (std::ranges::any_of(state.frames, [&](const auto& frame) { return frame.scope == start.scope; })) return std::nullopt;
    if (one.kind == bpmn::Awaited::Kind::message) return bpmn::MessageArrived{one.name, one.key};
    if (one.kind == bpmn::Awaited::Kind::signal) return bpmn::SignalArrived{one.name};
    if (one.kind == bpmn::Awaited::Kind::timer) return bpmn::TimerDue{one.token};
  }
  return std::nullopt;
}

using Open = std::vector<bpmn::Awaited>;
/// Of the open tasks the one that was done first then; one that nobody did then only when there is no other.
Open::const_iterator next_task(const Open& open, const Past& past, std::size_t next) {
  auto found = open.end();
  auto best = past.steps.size() + 1;
  for (auto one = open.begin(); one != open.end(); ++one) {
    if (one->kind != bpmn::Awaited::Kind::task) continue;
    const auto done = std::find_if(past.steps.begin() + static_cast<std::ptrdiff_t>(next), past.steps.end(), [&](const Done& step) { return step.node == one->node->id; });
    const auto place = static_cast<std::size_t>(done - past.steps.begin());
    if (place >= best) continue;
    best = place;
    found = one;
  }
  return found;
}
/// Where a case went that was returned: the next step done then that was not open already beside it.
std::string returned_to(const Open& open, const Past& past, std::size_t next) {
  for (auto at = next; at < past.steps.size(); ++at)
    if (std::ranges::none_of(open, [&](const auto& one) { return one.kind == bpmn::Awaited::Kind::task && one.node->id == past.steps[at].node; })) return past.steps[at].node;
  return past.steps[next].node;
}

/// Walks the model with what was done then; steps nobody did then are done as usual. Times never come: what took too long then
/// is not known to have taken too long now.
Tried walk(const bpmn::Model& model, const Past& past, const Usual& usual) {
  Tried tried;
  auto step = bpmn::advance(model, {}, bpmn::Start{}, around_of(past, ""));
  std::size_t next = 0;
  for (int count = 0; count < most_steps; ++count) {
    if (!step) {
      tried.stuck = step.error().detail;
      return tried;
    }
    const auto state = std::move(step->state);
    if (state.status != bpmn::Status::running) return tried;
    const auto open = bpmn::awaited(model, state);
    const auto work = std::ranges::find_if(open, [](const auto& one) { return one.kind == bpmn::Awaited::Kind::work; });
    if (work != open.end()) {
      step = bpmn::advance(model, state, bpmn::Complete{work->token, "done"}, around_of(past, "done"));
      continue;
    }
    // Steps that the text no longer has are passed over.
    const auto known = std::find_if(past.steps.begin() + static_cast<std::ptrdiff_t>(next), past.steps.end(), [&](const Done& one) { return model.find(one.node) != nullptr; });
    if (known != past.steps.end())
      if (const auto came = came_then(model, state, open, *known)) {
        auto around = around_of(past, "");
        if (std::holds_alternative<bpmn::TimerDue>(*came)) around.now = std::numeric_limits<std::int32_t>::max() * std::int64_t{1'000'000};
        step = bpmn::advance(model, state, *came, around);
        continue;
      }
    const auto task = next_task(open, past, next);
    const auto choice = std::ranges::find_if(open, [](const auto& one) { return one.kind == bpmn::Awaited::Kind::choice; });
    if (task == open.end() && choice != open.end()) {
      const auto next_done = [&](const std::string& node) {
        const auto found = std::find_if(past.steps.begin() + static_cast<std::ptrdiff_t>(next), past.steps.end(), [&](const Done& one) { return one.node == node; });
        return found == past.steps.end() ? -1 : static_cast<int>(found - past.steps.begin());
      };
      step = bpmn::advance(model, state, choose_like_then(model, state, *choice, next_done), around_of(past, ""));
      continue;
    }
    if (task == open.end()) {
      // What was waited for is taken to have come: nobody knows what did not happen then.
      const auto told = std::ranges::find_if(open, [](const auto& one) { return (one.kind == bpmn::Awaited::Kind::message || one.kind == bpmn::Awaited::Kind::signal) && one.node->kind != bpmn::NodeKind::start_event; });
      if (told == open.end()) {
        tried.stuck = "等待定时";
        return tried;
      }
      const auto command = told->kind == bpmn::Awaited::Kind::message ? bpmn::Command{bpmn::MessageArrived{told->name, told->key}} : bpmn::Command{bpmn::SignalArrived{told->name}};
      step = bpmn::advance(model, state, command, around_of(past, ""));
      continue;
    }
    const auto& node = *task->node;
    const auto same = std::find_if(past.steps.begin() + static_cast<std::ptrdiff_t>(next), past.steps.end(), [&](const Done& one) { return one.node == node.id; });
    const bool was_done = same != past.steps.end();
    const auto word = was_done ? same->outcome : node.loop && node.loop->vote.kind != bpmn::VoteRule::Kind::none ? std::string("agree") : node.task.stage == "approval" ? std::string("decided") : std::string("forwarded");
    tried.nodes.push_back(node.id);
    tried.names.push_back(node.name);
    tried.days += was_done ? same->days : usual.of(node.task);
    if (was_done) next = static_cast<std::size_t>(same - past.steps.begin()) + 1;
    const bool is_back = word == "returned" && next < past.steps.size();
    if (is_back) {
      auto back = bpmn::advance(model, state, bpmn::MoveBack{task->token, returned_to(open, past, next)}, around_of(past, ""));
      if (back) {
        step = std::move(back);
        continue;
      }
    }
    step = bpmn::advance(model, state, bpmn::Complete{task->token, node.task.stage == "approval" ? "decided" : word == "returned" ? "forwarded" : word}, around_of(past, word));
  }
  tried.stuck = "流程在同一段路上反复";
  return tried;
}

std::string path_text(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, " → ")); }
std::string days_text(double days) { return fmt::format("{:.1f}", days); }

struct Found {
  std::int64_t seen = 0, same = 0, elsewhere = 0, stuck = 0;
  double actual = 0, expected = 0;
  json::array rows;
};

}  // namespace

Result<json::object> try_process_job(platform::JobRun& run, Approval& approval) {
  auto& files = approval.services().files;
  const auto actor = platform::actor_of(run);
  const auto key = platform::text_or(run.args(), "key");
  std::vector<bpmn::Problem> problems;
  auto drawn = TRY(bpmn::read_model(platform::text_or(run.args(), "xml"), problems));
  const auto whole = run.database().read([&](Tx& tx) { return with_calls_of_today(tx, drawn); });
  if (!whole) return tl::make_unexpected(whole.error());
  const auto& model = *whole;
  const auto since = run.database().read([](Tx& tx) { return tx.now() - std::chrono::hours{24 * 365}; });
  const auto path = files.new_temporary();
  const auto sheet = TRY(platform::SheetWriter::open(path, platform::SheetFormat::xlsx, {"办件编号", "事项", "原来走过", "按新流程走", "结果", "原用天数", "预计天数"}));
  Found found;
  Usual usual;
  CaseId after;
  const auto total = run.database().read([&](Tx& tx) {
    return *tx.scalar<std::int64_t>("select count(*) from service_case where process_key = ? and closed_at >= ? and decided_at is not null and region_code >= ? and region_code < ?", key, since, actor.scope_low, actor.scope_high);
  });
  while (found.seen < most_cases) {
    const auto slice = run.database().read([&](Tx& tx) {
      std::vector<Past> list;
      const auto ids = tx.all(R"sql(
          select id from service_case
           where id > ? and process_key = ? and closed_at >= ? and decided_at is not null and region_code >= ? and region_code < ? order by id limit ?)sql",
                              [](const platform::Row& row) { return row.get<CaseId>(0); }, after, key, since, actor.scope_low, actor.scope_high, cases_per_look);
      for (const auto id : ids) list.push_back(past_of(approval, tx, id, *model));
      return list;
    });
    if (slice.empty()) break;
    for (const auto& past : slice) usual.note(past);
    for (const auto& past : slice) {
      if (run.is_cancelled()) return json::object{};
      run.progress(found.seen, std::min(total, most_cases), "试走办件");
      after = past.file.id;
      ++found.seen;
      const auto tried = walk(*model, past, usual);
      std::vector<std::string> nodes, names;
      double actual = 0;
      for (const auto& one : past.steps) {
        nodes.push_back(one.node);
        names.push_back(one.name);
        actual += one.days;
      }
      const bool is_same = tried.stuck.empty() && nodes == tried.nodes;
      (tried.stuck.empty() ? is_same ? found.same : found.elsewhere : found.stuck) += 1;
      found.actual += actual;
      found.expected += tried.days;
      const auto verdict = !tried.stuck.empty() ? "走不完：" + tried.stuck : std::string(is_same ? "相同" : "不同");
      TRY(sheet->add({past.file.case_no, past.file.matter_name, path_text(names), path_text(tried.names), verdict, days_text(actual), days_text(tried.days)}));
      if (!is_same && found.rows.size() < most_shown)
        found.rows.push_back(json::object{{"case_no", past.file.case_no}, {"matter_name", past.file.matter_name}, {"before", path_text(names)}, {"after", path_text(tried.names)}, {"stuck", tried.stuck},
                                          {"actual_days", days_text(actual)}, {"expected_days", days_text(tried.days)}});
    }
  }
  run.progress(found.seen, found.seen, "试走办件");
  TRY(sheet->finish());
  const auto staged = TRY(files.stage_made(path, std::string(platform::content_type_of(platform::SheetFormat::xlsx))));
  run.at_end([&files, &run, actor, staged, key, seen = found.seen](Tx& tx) -> Result<platform::FileId> {
    const auto file = TRY(files.add(tx, platform::system_actor(), staged, {.name = fmt::format("流程试走_{}_{}.xlsx", key, platform::iso_date(tx.today())), .purpose = "job_result", .region_code = actor.scope_low}));
    trail::append(tx, actor, {.action = "process.try", .subject_kind = "account", .subject_id = actor.id.value(), .region_code = actor.scope_low,
                              .text = fmt::format("用{}件已办结的办件试走流程“{}”", seen, key), .facts = {{"job", run.id().str()}, {"cases", seen}, {"process_key", key}, {"sm3", staged.sm3}}});
    return file.id;
  });
  const double count = static_cast<double>(std::max<std::int64_t>(found.seen, 1));
  return json::object{{"cases", found.seen}, {"same", found.same}, {"elsewhere", found.elsewhere}, {"stuck", found.stuck}, {"actual_days", days_text(found.actual / count)},
                      {"expected_days", days_text(found.expected / count)}, {"rows", std::move(found.rows)}};
}

}  // namespace yimen::approval
