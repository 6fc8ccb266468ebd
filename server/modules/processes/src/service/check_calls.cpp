#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/cases/models.h"
#include "yimen/processes/processes.h"

namespace yimen::processes {

using bpmn::NodeKind;
using Model = std::shared_ptr<const bpmn::Model>;

namespace {

/// Today's text of a called process; empty when there is none.
Model read_today(Tx& tx, const std::string& key, std::map<std::string, Model>& known) {
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  Model model;
  std::vector<bpmn::Problem> problems;
  if (const auto stored = cases::process_model(tx, key, 0))
    if (auto read = bpmn::read_model(stored->xml, problems)) model = *std::move(read);
  return known.emplace(key, model).first->second;
}

}  // namespace

bool is_for_calls(const bpmn::Model& model) { return !model.processes().front().is_executable; }

Model with_calls(Tx& tx, const bpmn::Model& model, const std::string& key, const Model& replaced) {
  std::map<std::string, Model> known{{key, replaced}};
  auto whole = bpmn::link(model, [&](std::string_view name) { return read_today(tx, std::string(name), known); });
  return whole ? *std::move(whole) : nullptr;
}

/// Pools of other programs are processes of one file; cases walk the first one and what it calls.
static void check_pools(const bpmn::Model& model, Problems& problems) {
  for (int index = 1; index < std::ssize(model.processes()); ++index) {
    const auto& nodes = model.scope(model.process(index).scope).nodes;
    const bool is_called = std::ranges::any_of(model.nodes(), [&](const bpmn::Node& node) { return node.kind == NodeKind::call_activity && node.called_process == index; });
    if (nodes.empty() || is_called) continue;
    const auto& first = model.node(nodes.front());
    report(problems, first, "processes/several-processes", fmt::format("办件只走文件里的第一个流程，“{}”所在的流程（泳池）不会运行：请删去它；要用它的，另建一个流程。", shown(first)), fmt::format("cases walk the first process of the file; that of {} is not run", first.id));
  }
}

Model check_calls(Tx& tx, const Model& model, const std::string& key, Problems& problems) {
  check_pools(*model, problems);
  std::map<std::string, Model> known;
  bool is_sound = true;
  const std::function<bool(const bpmn::Model&, std::vector<std::string>)> comes_round = [&](const bpmn::Model& of, std::vector<std::string> path) {
    for (const auto& next : of.unresolved_calls()) {
      if (std::ranges::find(path, next) != path.end()) return true;
      auto longer = path;
      longer.push_back(next);
      if (const auto called = read_today(tx, next, known); called && comes_round(*called, std::move(longer))) return true;
    }
    return false;
  };
  for (const auto& node : model->nodes()) {
    if (node.kind != NodeKind::call_activity || node.called_process >= 0) continue;
    const auto called = read_today(tx, node.called_element, known);
    if (!called) {
      is_sound = false;
      report(problems, node, "processes/no-called-process", node.called_element.empty() ? fmt::format("“{}”没有选择调用哪个流程。", shown(node)) : fmt::format("“{}”调用的流程“{}”没有现行版本，请重新选择。", shown(node), node.called_element),
             fmt::format("{} calls a process that is not published", node.id));
    } else if (!is_for_calls(*called)) {
      is_sound = false;
      report(problems, node, "processes/not-for-calls", fmt::format("“{}”调用的“{}”是独立的办理流程，请选择标明“供其他流程调用”的流程。", shown(node), called->name()), fmt::format("{} calls a process that is not drawn for calls", node.id));
    } else if (comes_round(*called, key.empty() ? std::vector{node.called_element} : std::vector{key, node.called_element}) || node.called_element == key) {
      is_sound = false;
      report(problems, node, "processes/call-round", fmt::format("“{}”调用的流程又调用回来，没有尽头，请去掉其中一处调用。", shown(node)), fmt::format("the call {} comes round to itself", node.id));
    }
  }
  if (is_for_calls(*model))
    for (const auto& node : model->nodes())
      if (node.kind == NodeKind::user_task && node.task.stage == "approval")
        report(problems, node, "processes/decision-in-called", fmt::format("“{}”是决定：供调用的流程只做审查，决定画在调用它的流程里（《行政许可法》第三十七条、第三十八条）。本来不是供调用的，点图上的空白处，去掉“供其他流程调用”。", shown(node)),
               fmt::format("the called process holds the decision {}", node.id));
  if (!is_sound || model->unresolved_calls().empty()) return model;
  auto whole = bpmn::link(*model, [&](std::string_view name) { return read_today(tx, std::string(name), known); });
  return whole ? *std::move(whole) : model;
}

}  // namespace yimen::processes
