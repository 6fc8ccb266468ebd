#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "yimen/bpmn/policy.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

/// Drawn by people, models have a handful of roles and a few hundred states; one made to keep us busy is cut off here.
constexpr std::size_t most_states = 50'000;

void add_role(std::vector<std::string>& roles, const std::string& role) {
  if (std::ranges::find(roles, role) == roles.end()) roles.push_back(role);
}

/// Looks for a way with more than max different roles. States are (node, set of roles met). A sub-process counts as all who work in it.
class LayerSearch {
 public:
  LayerSearch(const Model& model, int max) : model_{model}, max_{max} {}

  /// The first node at which a way holds more than max roles, with these roles in the order they were met.
  std::optional<std::pair<const Node*, std::vector<std::string>>> run(int scope) {
    struct Place {
      int node;
      std::vector<std::string> roles;
    };
    std::vector<Place> open;
    for (const int index : model_.scope(scope).nodes)
      if (model_.node(index).kind == NodeKind::start_event) open.push_back({index, {}});
    for (const int start : model_.scope(scope).starts) open.push_back({start, {}});
    while (!open.empty()) {
      auto place = std::move(open.back());
      open.pop_back();
      const auto& node = model_.node(place.node);
      meet(node, place.roles, 0);
      if (std::ssize(place.roles) > max_) return std::pair{&node, place.roles};
      if (seen_.size() >= most_states) return std::pair{&node, std::vector<std::string>{}};
      if (!seen_.insert({place.node, std::set<std::string>(place.roles.begin(), place.roles.end())}).second) continue;
      for (const int flow : node.outgoing) open.push_back({model_.flow(flow).target, place.roles});
      for (const int boundary : node.boundary) open.push_back({boundary, place.roles});
      if (node.link_target >= 0) open.push_back({node.link_target, place.roles});
      // What may begin at any time adds its people to whoever has worked until then.
      for (const int sub : model_.scope(node.scope).event_subs) open.push_back({sub, place.roles});
    }
    return std::nullopt;
  }

 private:
  void meet(const Node& node, std::vector<std::string>& roles, int depth) {
    if (node.kind == NodeKind::user_task) add_role(roles, node.task.role);
    if (depth > 32) return;
    const int inner = node.inner >= 0 ? node.inner : node.called_process >= 0 ? model_.process(node.called_process).scope : -1;
    if (inner < 0) return;
    for (const int index : model_.scope(inner).nodes) meet(model_.node(index), roles, depth + 1);
  }

  const Model& model_;
  int max_;
  std::set<std::pair<int, std::set<std::string>>> seen_;
};

}  // namespace

std::vector<Problem> check_layers(const Model& model, int max) {
  std::vector<Problem> problems;
  for (const auto& process : model.processes()) {
    const auto found = LayerSearch{model, max}.run(process.scope);
    if (!found) continue;
    const auto& [node, roles] = *found;
    if (roles.empty()) {
      problems.push_back({node->id, node->line, "policy/too-complex", "流程图的岗位和分支太多，无法核对层级，请简化。", "too many roles and branches to check the layers"});
      continue;
    }
    problems.push_back({node->id, node->line, "policy/too-many-layers",
                        fmt::format("从开始到“{}”先后要经过{}个层级（{}），最多允许{}个。", node->name.empty() ? node->id : node->name, roles.size(), platform::join(roles, "、"), max),
                        fmt::format("the way to {} passes {} roles ({}), at most {} are allowed", node->id, roles.size(), platform::join(roles, ", "), max)});
  }
  return problems;
}

std::vector<Problem> check_roles(const Model& model) {
  std::vector<Problem> problems;
  for (const auto& node : model.nodes())
    if (node.kind == NodeKind::user_task && node.task.role.empty())
      problems.push_back({node.id, node.line, "policy/no-role", fmt::format("环节“{}”没有指定由哪个岗位办理（y:role）。", node.name.empty() ? node.id : node.name),
                          "the task names no role (y:role)"});
  return problems;
}

}  // namespace yimen::bpmn
