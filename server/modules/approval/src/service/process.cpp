#include "process.h"

#include <map>
#include <mutex>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/bpmn/instance.h"
#include "yimen/catalogue/catalogue.h"

namespace yimen::approval {

using platform::ErrorCode;
using platform::fail;

namespace {

/// Models never change once published: read once per process.
Result<std::shared_ptr<const bpmn::Model>> model_of(Tx& tx, const std::string& key, int version) {
  static std::mutex mutex;
  static std::map<std::pair<std::string, int>, std::shared_ptr<const bpmn::Model>> read;
  {
    const std::lock_guard lock(mutex);
    if (const auto found = read.find({key, version}); found != read.end()) return found->second;
  }
  const auto stored = cases::process_model(tx, key, version);
  if (!stored) return fail(ErrorCode::rule_violated, "approval/no-process", fmt::format("事项指定的流程“{}”不存在，请事项管理员重新选择流程。", key));
  std::vector<bpmn::Problem> problems;
  auto model = TRY(bpmn::read_model(stored->xml, problems));
  const std::lock_guard lock(mutex);
  return read.emplace(std::pair(key, stored->version), std::move(model)).first->second;
}

/// The review points of the matter belong to the first look at the substance, beside those the model itself asks.
json::array checks_of(const catalogue::MatterVersion& matter, const bpmn::TaskSpec& spec) {
  json::array checks;
  std::set<std::string> asked;  // steps of one matter often repeat each other's points
  const auto ask = [&](const std::string& text) {
    if (asked.insert(text).second) checks.push_back(json::object{{"text", text}});
  };
  for (const auto& text : spec.checklist) ask(text);
  if (spec.role != "handler" && !(spec.stage == "review" && spec.role == "reviewer" && matter.process_key == "two-step")) return checks;
  for (const auto& step : matter.steps)
    if (step.role == "review" || step.role == "accept")
      for (const auto& text : step.checks) ask(text);
  return checks;
}

ProcessMove open_tasks(Tx& tx, const cases::ServiceCase& file, const catalogue::MatterVersion& matter, const std::vector<bpmn::Effect>& effects) {
  ProcessMove move;
  for (const auto& effect : effects) {
    if (effect.kind == bpmn::Effect::Kind::ended) move.is_ended = true;
    if (effect.kind != bpmn::Effect::Kind::task_opened) continue;
    const auto& node = *effect.node;
    cases::CaseTask task{.case_id = file.id, .region_code = file.region_code, .department_id = file.department_id,
                         .kind = node.task.stage == "approval" ? "approval" : "review", .name = node.name, .role = node.task.role,
                         .node = node.id, .token = effect.token, .checks = json::serialize(checks_of(matter, node.task)), .due_on = file.due_on};
    // Who worked here before gets it back: a returned step is not a stranger's.
    if (auto before = cases::last_worker(tx, file.id, node.id)) std::tie(task.assignee, task.assignee_name) = std::move(*before);
    cases::open_task(tx, task);
    move.opened.push_back(task);
  }
  return move;
}

Result<ProcessMove> run(Tx& tx, cases::ServiceCase& file, const catalogue::MatterVersion& matter, const bpmn::Command& command, const json::object& variables) {
  const auto model = TRY(model_of(tx, file.process_key, file.process_version));
  const auto state = TRY(bpmn::from_json(*model, file.process_state));
  json::object seen = variables;
  seen["handling_class"] = platform::EnumText<cases::HandlingClass>::to(file.handling_class);
  const auto step = TRY(bpmn::advance(*model, state, command, {.variables = seen, .now = platform::millis(tx.now())}));
  file.process_state = bpmn::to_json(*model, step.state);
  return open_tasks(tx, file, matter, step.effects);
}

}  // namespace

Result<void> start_process(Tx& tx, cases::ServiceCase& file, const catalogue::MatterVersion& matter) {
  if (file.process_key.empty())
    file.process_key = file.handling_class == cases::HandlingClass::instant ? "instant" : file.handling_class == cases::HandlingClass::two_step ? "two-step" : "handler-reviewer-approver";
  const auto newest = cases::process_model(tx, file.process_key, 0);
  if (!newest) return fail(ErrorCode::rule_violated, "approval/no-process", fmt::format("事项指定的流程“{}”不存在，请事项管理员重新选择流程。", file.process_key));
  file.process_version = newest->version;
  file.process_state.clear();
  const auto move = TRY(run(tx, file, matter, bpmn::Start{}, {}));
  // A model whose first task is the decision itself goes to the approver at once.
  if (!move.opened.empty() && move.opened.front().kind == "approval") file.state = cases::CaseState::in_approval;
  return {};
}

Result<ProcessMove> complete_node(Tx& tx, cases::ServiceCase& file, const catalogue::MatterVersion& matter, const cases::CaseTask& task, const json::object& variables) {
  return run(tx, file, matter, bpmn::Complete{task.token, task.kind == "approval" ? "decided" : "forwarded", variables}, variables);
}

Result<ProcessMove> move_back(Tx& tx, cases::ServiceCase& file, const catalogue::MatterVersion& matter, const cases::CaseTask& task, const std::string& to_node) {
  auto target = to_node;
  if (target.empty()) {
    const auto model = TRY(model_of(tx, file.process_key, file.process_version));
    const auto state = TRY(bpmn::from_json(*model, file.process_state));
    const auto places = bpmn::places_to_return(*model, state, task.token);
    if (places.empty()) return fail(ErrorCode::rule_violated, "approval/nowhere-to-return", "这是第一个审查环节，没有可以退回的上一环节；需要申请人补充的，请走特别程序或不予决定。");
    target = places.back()->id;
  }
  return run(tx, file, matter, bpmn::MoveBack{task.token, target}, {});
}

}  // namespace yimen::approval
