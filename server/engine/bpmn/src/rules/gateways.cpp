#include <algorithm>

#include "report.h"

namespace yimen::bpmn::rules {
namespace {

void check_direction(const Check& check, const Part& gateway) {
  const auto direction = gateway.attribute("gatewayDirection");
  const auto in = gateway.incoming.size(), out = gateway.outgoing.size();
  if (direction == "Converging" && out > 1) check.report.complain(gateway, "gateway/converging", {out});
  if (direction == "Diverging" && in > 1) check.report.complain(gateway, "gateway/diverging", {in});
  if (direction == "Mixed" && (in < 2 || out < 2)) check.report.complain(gateway, "gateway/mixed", {in, out});
}

bool may_follow(const Check& check, const Part& node) {
  if (node.is("receiveTask") || node.is("choreographyActivity")) return true;
  if (!node.is("intermediateCatchEvent")) return false;
  const auto definitions = definitions_of(check.document, node);
  return !definitions.empty() && std::ranges::all_of(definitions, [](const Part* each) {
    return each->is("messageEventDefinition") || each->is("signalEventDefinition") || each->is("timerEventDefinition") || each->is("conditionalEventDefinition");
  });
}

void check_target(const Check& check, const Part& gateway, const Part& flow) {
  if (flow.child("conditionExpression") != nullptr) check.report.complain(flow, "event-gateway/condition", {called(gateway)});
  const auto* node = flow.target;
  if (node == nullptr || !node->is("flowNode")) return;
  if (!may_follow(check, *node)) check.report.complain(gateway, flow.element->line, "event-gateway/target", {called(*node)});
  if (node->incoming.size() > 1) check.report.complain(*node, "event-gateway/other-incoming");
  if (node->is("receiveTask") && !node->boundaries.empty()) check.report.complain(*node, "event-gateway/boundary");
}

void check_event_gateway(const Check& check, const Part& gateway) {
  if (gateway.outgoing.size() < 2) check.report.complain(gateway, "event-gateway/too-few", {gateway.outgoing.size()});
  if (gateway.flag("instantiate") && !(gateway.incoming.empty() && gateway.all("incoming").empty())) check.report.complain(gateway, "event-gateway/instantiate");
  if (gateway.attribute("eventGatewayType") == "Parallel" && !gateway.flag("instantiate")) check.report.complain(gateway, "event-gateway/parallel");
  bool has_task = false, has_message = false;
  for (const auto* flow : gateway.outgoing) {
    check_target(check, gateway, *flow);
    if (flow->target == nullptr) continue;
    has_task = has_task || flow->target->is("receiveTask");
    has_message = has_message || (flow->target->is("catchEvent") && has_definition(check.document, *flow->target, "messageEventDefinition"));
  }
  if (has_task && has_message) check.report.complain(gateway, "event-gateway/both-kinds");
}

}  // namespace

void check_gateways(const Check& check) {
  for (const auto* gateway : check.document.all("gateway")) {
    check_direction(check, *gateway);
    if (gateway->is("eventBasedGateway")) check_event_gateway(check, *gateway);
    else if (gateway->incoming.size() < 2 && gateway->outgoing.size() < 2)
      check.report.complain(*gateway, "gateway/idle", {gateway->incoming.size(), gateway->outgoing.size()});
  }
}

}  // namespace yimen::bpmn::rules
