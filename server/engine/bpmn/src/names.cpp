#include <algorithm>
#include <array>

#include "yimen/bpmn/elements.h"

namespace yimen::bpmn {
namespace {

struct Names {
  std::string_view element, zh;
};
constexpr std::array<Names, 23> names{{{"startEvent", "开始事件"}, {"endEvent", "结束事件"}, {"intermediateCatchEvent", "中间捕获事件"},
    {"intermediateThrowEvent", "中间抛出事件"}, {"boundaryEvent", "边界事件"}, {"task", "未定类型的任务"}, {"userTask", "用户任务"}, {"manualTask", "手工任务"},
    {"serviceTask", "服务任务"}, {"sendTask", "发送任务"}, {"receiveTask", "接收任务"}, {"scriptTask", "脚本任务"}, {"businessRuleTask", "业务规则任务"},
    {"callActivity", "调用活动"}, {"subProcess", "子流程"}, {"subProcess", "事件子流程"}, {"adHocSubProcess", "即席子流程"}, {"transaction", "事务子流程"},
    {"exclusiveGateway", "排他网关"}, {"parallelGateway", "并行网关"}, {"inclusiveGateway", "包容网关"}, {"eventBasedGateway", "事件网关"}, {"complexGateway", "复杂网关"}}};

}  // namespace

std::string_view element_name(NodeKind kind) { return names[static_cast<std::size_t>(kind)].element; }
std::string_view zh_name(NodeKind kind) { return names[static_cast<std::size_t>(kind)].zh; }
bool is_activity(NodeKind kind) { return kind >= NodeKind::task && kind <= NodeKind::transaction; }
bool is_gateway(NodeKind kind) { return kind >= NodeKind::exclusive_gateway; }
bool is_container(NodeKind kind) {
  return kind == NodeKind::sub_process || kind == NodeKind::event_sub_process || kind == NodeKind::ad_hoc || kind == NodeKind::transaction;
}

}  // namespace yimen::bpmn
