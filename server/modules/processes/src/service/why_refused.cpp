#include <algorithm>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/cases/process_services.h"

/// What the engine runs and cases do not: each refusal says why and what to draw instead.
namespace yimen::processes {

using bpmn::EventKind;
using bpmn::Node;
using bpmn::NodeKind;

namespace {

constexpr auto rule = "processes/not-in-cases";

bool undoes(const Node& node) {
  return std::ranges::any_of(node.events, [](const bpmn::EventDefinition& event) { return event.kind == EventKind::compensation || event.kind == EventKind::cancel; });
}

/// Law: 行政许可法 Art. 8, 69 — a decision that has been made is withdrawn or revoked by a decision of its own (ADR 0016).
void refuse_undoing(const Node& node, Problems& problems) {
  report(problems, node, rule,
         fmt::format("{}“{}”会把已经办过的环节自动撤销：办过的环节、意见和文书留在案卷里，已经作出的决定只能另行依法撤回、撤销（《行政许可法》第八条、第六十九条）。请改用{}，接上要补办的环节；办错了的，由办理人退回。",
                     node.kind == NodeKind::transaction ? "事务" : "补偿", shown(node), node.kind == NodeKind::transaction ? "子流程，并加错误处理" : "错误或升级处理"),
         fmt::format("{} {} would undo steps that were done, which stay in the file; a decision is withdrawn or revoked by another decision only. Use {} with an error or escalation event and the steps that follow", bpmn::element_name(node.kind), node.id,
                     node.kind == NodeKind::transaction ? "a sub-process" : "the edge of a sub-process"));
}

/// Beginnings and services as other programs draw them: what is meant here is chosen or drawn in their place.
bool tell_of_other_programs(const bpmn::Model& model, const Node& node, Problems& problems) {
  if (node.kind == NodeKind::start_event && !node.events.empty() && event_sub_around(model, node) < 0) {
    report(problems, node, rule, fmt::format("流程在受理时开始，“{}”不能由消息、定时或别的事件开始：请删去它，从左边的工具栏拖入“开始”，再连到第一个环节。", shown(node)),
           fmt::format("a process begins when the case is accepted; {} must be a plain start", node.id));
    return true;
  }
  const bool is_service = node.kind == NodeKind::service_task && !cases::is_process_service(node.task.implementation);
  if (is_service && !node.loop && node.task.implementation.empty())
    report(problems, node, rule, fmt::format("程序服务“{}”没有选择由程序办什么：请在属性里选；要由人办的，删去它，改画环节。", shown(node)), fmt::format("service {} says nothing this program does", node.id));
  else if (is_service && !node.loop)
    report(problems, node, rule, fmt::format("程序服务“{}”写的“{}”不是这里的程序能办的：请在属性里重新选；要由人办的，删去它，改画环节。", shown(node), node.task.implementation), fmt::format("service {} asks for {}, which this program does not do", node.id, node.task.implementation));
  return is_service && !node.loop;
}

}  // namespace

bool tell_why_refused(const bpmn::Model& model, const Node& node, Problems& problems) {
  if (node.kind == NodeKind::transaction || undoes(node)) {
    refuse_undoing(node, problems);
    return true;
  }
  if (node.is_for_compensation) return true;  // told at its event
  if (node.kind == NodeKind::complex_gateway) {
    report(problems, node, rule, fmt::format("复杂网关“{}”等到一部分环节就往下走，其余环节还没有办完就会作出决定（《行政许可法》第三十四条）：请改用并行网关等齐，或用会签写明同意的比例。", shown(node)),
           fmt::format("complex gateway {} goes on while steps of review are open; use a parallel gateway or a vote", node.id));
    return true;
  }
  if (tell_of_other_programs(model, node, problems)) return true;
  if (node.kind != NodeKind::manual_task && node.kind != NodeKind::task) return false;
  report(problems, node, rule, fmt::format("{}“{}”不留下谁在什么时候办的，案卷里无从查考：请改用环节，由办理人办完后提交。", bpmn::zh_name(node.kind), shown(node)), fmt::format("{} {} leaves no record of who did it; use a step", bpmn::element_name(node.kind), node.id));
  return true;
}

}  // namespace yimen::processes
