#include <algorithm>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/organisation/organisation.h"

namespace yimen::processes {

using bpmn::Node;
using bpmn::NodeKind;

namespace {

bool holds_decision(const bpmn::Model& model, const Node& node) {
  if (node.kind == NodeKind::user_task) return node.task.stage == "approval";
  return node.inner >= 0 && std::ranges::any_of(model.scope(node.inner).nodes, [&](int inner) { return holds_decision(model, model.node(inner)); });
}

/// What people can begin is theirs to do: the program's own work follows a step, nobody chooses it.
void check_start(const bpmn::Model& model, const Node& part, const Node& start, Problems& problems) {
  const bool is_work = start.kind == NodeKind::user_task || start.kind == NodeKind::sub_process || start.kind == NodeKind::call_activity;
  if (!is_work)
    report(problems, start, "processes/free-start", fmt::format("“{}”里的“{}”不是由人办的，不能由办理人选择开始：请把它连在一个环节后面，或移到外面。", shown(part), shown(start)), fmt::format("{} cannot be begun by people", start.id));
  else if (start.name.empty() && start.kind != NodeKind::user_task)
    report(problems, start, "processes/nameless-step", fmt::format("“{}”里有一项没有名称，办理人不知道选的是什么。", shown(part)), fmt::format("{} has no name to choose it by", start.id));
  if (start.loop && !start.loop->is_multiple && start.is_once)
    report(problems, start, "processes/free-once-repeat", fmt::format("“{}”既写了只办一次，又写了重复办理，请去掉一个。", shown(start)), fmt::format("{} is both done once and repeated", start.id));
  if (holds_decision(model, start))
    report(problems, start, "processes/free-decision", fmt::format("决定“{}”不能放在自由顺序里：决定在审查之后作出（《行政许可法》第三十四条、第三十七条）。", shown(start)), fmt::format("the decision {} stands in an ad-hoc sub-process", start.id));
}

void check_part(platform::Tx& tx, const bpmn::Model& model, const Node& part, Problems& problems) {
  if (part.name.empty()) report(problems, part, "processes/nameless-step", "自由顺序的部分没有名称，办理人看不出要办什么。", "the ad-hoc sub-process has no name");
  const auto& scope = model.scope(part.inner);
  for (const int index : scope.nodes)
    if (const auto& inner = model.node(index); inner.kind == NodeKind::ad_hoc)
      report(problems, inner, "processes/free-in-free", fmt::format("“{}”里面又有自由顺序“{}”，请合成一个。", shown(part), shown(inner)), fmt::format("{} stands in another ad-hoc sub-process", inner.id));
  for (const int index : scope.starts) check_start(model, part, model.node(index), problems);
  if (scope.starts.empty()) return report(problems, part, "processes/free-empty", fmt::format("“{}”里没有可以开始的环节，办件到这里走不下去。", shown(part)), fmt::format("nothing can be begun in {}", part.id));
  // A condition that is not met when everything has been done and nothing may be done again would never be met.
  const bool is_spent = std::ranges::all_of(scope.starts, [&](int index) { return model.node(index).is_once; });
  if (part.condition && is_spent)
    report(problems, part, "processes/free-may-not-end", fmt::format("“{}”写了结束的条件，里面的环节却都只办一次：都办过而条件不成立时就走不下去，请允许其中一个再办，或去掉条件。", shown(part)), fmt::format("{} may never end", part.id));
  if (part.task.role.empty()) return;
  const auto permissions = organisation::Organisation{}.permissions_of_roles(tx, {part.task.role});
  if (!permissions || !permissions->contains("cases.review"))
    report(problems, part, "processes/role-without-authority", fmt::format("安排“{}”的角色“{}”不存在或没有审查的权限，请换一个角色。", shown(part), part.task.role), fmt::format("role {} of {} lacks cases.review", part.task.role, part.id));
}

}  // namespace

void check_free_order(platform::Tx& tx, const bpmn::Model& model, Problems& problems) {
  for (const auto& node : model.nodes())
    if (node.kind == NodeKind::ad_hoc && node.inner >= 0) check_part(tx, model, node, problems);
}

}  // namespace yimen::processes
