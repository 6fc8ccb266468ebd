#pragma once
#include <string_view>

namespace yimen::bpmn {

enum class NodeKind {
  start_event, end_event, catch_event, throw_event, boundary_event,
  task, user_task, manual_task, service_task, send_task, receive_task, script_task, business_rule_task,
  call_activity, sub_process, event_sub_process, ad_hoc, transaction,
  exclusive_gateway, parallel_gateway, inclusive_gateway, event_gateway, complex_gateway,
};
/// The element's name in BPMN: "userTask".
std::string_view element_name(NodeKind);
std::string_view zh_name(NodeKind);
bool is_activity(NodeKind);
bool is_gateway(NodeKind);
/// Has nodes of its own inside.
bool is_container(NodeKind);

}  // namespace yimen::bpmn
