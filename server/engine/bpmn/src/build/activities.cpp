#include <algorithm>
#include <charconv>
#include <sstream>

#include <fmt/format.h>

#include "build/builder.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

/// Attributes such as resultVariable that several tools spell alike in namespaces of their own.
std::string any_attribute(const xml::Element& element, std::string_view name) {
  for (const auto& attribute : element.attributes)
    if (attribute.name == name && attribute.space != bpmn_namespace) return platform::trim(attribute.value);
  return {};
}

}  // namespace

void ModelBuilder::read_activity(const Element& element, Node& node) {
  node.is_for_compensation = flag(element, "isForCompensation", false);
  node.start_quantity = read_quantity(element, "startQuantity");
  node.completion_quantity = read_quantity(element, "completionQuantity");
  for (const auto& child : element.children)
    if (child.is(bpmn_namespace, "property") && !is_container(node.kind)) node.inputs.push_back(data_name(child.attribute("id")));
  node.is_needed = own(element, "needed") == "true";
  node.is_once = own(element, "once") == "true";
  read_loop(element, node);
  switch (node.kind) {
    case NodeKind::call_activity: read_call(element, node); break;
    case NodeKind::ad_hoc: read_ad_hoc(element, node); break;
    case NodeKind::receive_task: read_receive(element, node); break;
    case NodeKind::script_task: read_script(element, node); break;
    case NodeKind::user_task: read_attributes(element, node.task); break;
    case NodeKind::send_task: read_receive(element, node); break;
    case NodeKind::business_rule_task: read_inputs(element, node.task); break;
    default: break;
  }
  read_task(element, node);
}

int ModelBuilder::read_quantity(const Element& element, std::string_view attribute) {
  const auto text = platform::trim(element.attribute(attribute));
  if (text.empty()) return 1;
  int quantity = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), quantity);
  if (read.ec == std::errc{} && read.ptr == text.data() + text.size() && quantity >= 1 && quantity <= 1000) return quantity;
  refuse(element, "task/bad-quantity", fmt::format("{} 应为 1 到 1000 的整数，现为“{}”。", attribute, text), fmt::format("{} must be an integer from 1 to 1000", attribute));
  return 1;
}

void ModelBuilder::read_task(const Element& element, Node& node) {
  auto& task = node.task;
  task.result = own(element, "resultVariable");
  if (task.result.empty()) task.result = any_attribute(element, "resultVariable");
  task.implementation = own(element, node.kind == NodeKind::business_rule_task ? "decision" : "topic");
  if (task.implementation.empty() && node.kind == NodeKind::business_rule_task) task.implementation = any_attribute(element, "decisionRef");
  if (task.implementation.empty()) task.implementation = element.attribute("operationRef");
  if (task.implementation.empty() && element.attribute("implementation") != "##WebService" && element.attribute("implementation") != "##unspecified")
    task.implementation = element.attribute("implementation");
}

void ModelBuilder::read_limit(const Element& element, TaskSpec& task) {
  const auto text = own(element, "limitDays");
  if (text.empty()) return;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, task.limit_days);
  if (read.ec != std::errc{} || read.ptr != end || task.limit_days < 0 || task.limit_days > 3650)
    refuse(element, "task/bad-limit", fmt::format("y:limitDays应为0到3650的整数，现为“{}”。", text), "y:limitDays must be an integer from 0 to 3650");
}

void ModelBuilder::read_attributes(const Element& element, TaskSpec& task) {
  task.role = own(element, "role");
  task.department = own(element, "department");
  if (task.department.empty()) task.department = "own";
  task.stage = own(element, "stage");
  if (!task.stage.empty() && task.stage != "review" && task.stage != "approval")
    refuse(element, "task/bad-stage", fmt::format("y:stage应为review或approval，现为“{}”。", task.stage), "y:stage must be review or approval");
  read_limit(element, task);
  const auto opinion = own(element, "opinionRequired");
  task.is_opinion_required = opinion == "true";
  if (!opinion.empty() && opinion != "true" && opinion != "false")
    refuse(element, "task/bad-opinion", "y:opinionRequired应为true或false。", "y:opinionRequired must be true or false");
  std::istringstream documents(own(element, "documents"));
  for (std::string word; documents >> word;)
    if (std::ranges::find(task.documents, word) == task.documents.end()) task.documents.push_back(word);
  if (const auto text = own(element, "participant"); !text.empty()) task.participant = parse(text, element, "task/bad-participant");
  if (const auto text = own(element, "candidates"); !text.empty()) task.candidates = parse(text, element, "task/bad-candidates");
  for (const auto& child : element.children)
    if (child.is(bpmn_namespace, "extensionElements")) read_checklist(child, task);
}

void ModelBuilder::read_checklist(const Element& extensions, TaskSpec& task) {
  for (const auto& list : extensions.children) {
    if (!list.is(extension_namespace, "checklist")) continue;
    for (const auto& check : list.children)
      if (auto text = platform::trim(check.text); check.is(extension_namespace, "check") && !text.empty()) task.checklist.push_back(std::move(text));
  }
}

/// <y:inputs><y:input name="面积">form.area</y:input></y:inputs>: each a FEEL expression over the variables of the process.
void ModelBuilder::read_inputs(const Element& element, TaskSpec& task) {
  for (const auto& extensions : element.children) {
    if (!extensions.is(bpmn_namespace, "extensionElements")) continue;
    for (const auto& list : extensions.children) {
      if (!list.is(extension_namespace, "inputs")) continue;
      for (const auto& input : list.children) {
        if (!input.is(extension_namespace, "input")) continue;
        auto name = platform::trim(input.attribute("name")), text = platform::trim(input.text);
        if (name.empty()) refuse(element, "task/bad-input", "y:input没有写名称（name）。", "y:input has no name");
        else if (!text.empty()) task.stated.push_back({.name = std::move(name), .value = parse(text, element, "task/bad-input"), .text = std::move(text)});
      }
    }
  }
}

void ModelBuilder::read_script(const Element& element, Node& node) {
  const auto format = platform::fold_width(element.attribute("scriptFormat"));
  const bool is_feel = format.empty() || format == "none" || format.find("feel") != std::string::npos;
  if (!is_feel)
    return refuse(element, "runs/script-format", fmt::format("脚本格式“{}”不受支持，请用FEEL。", element.attribute("scriptFormat")),
                  fmt::format("script format {} is not supported: use FEEL", element.attribute("scriptFormat")));
  for (const auto& child : element.children)
    if (child.is(bpmn_namespace, "script") && !platform::trim(child.text).empty()) node.task.script = parse(child.text, element, "task/bad-script");
}

void ModelBuilder::read_call(const Element& element, Node& node) {
  node.called_element = platform::trim(element.attribute("calledElement"));
  if (node.called_element.empty()) refuse(element, "call/no-called-element", "没有写明调用哪个流程（calledElement）。", "calledElement is missing");
}

void ModelBuilder::read_ad_hoc(const Element& element, Node& node) {
  const auto ordering = platform::fold_width(element.attribute("ordering"));
  if (!ordering.empty() && ordering != "parallel" && ordering != "sequential")
    refuse(element, "ad-hoc/bad-ordering", "ordering应为Parallel或Sequential。", "ordering must be Parallel or Sequential");
  node.is_ad_hoc_sequential = ordering == "sequential";
  node.cancels_remaining = flag(element, "cancelRemainingInstances", true);
  node.task.role = own(element, "role");
  const auto finish = own(element, "finish");
  if (!finish.empty() && finish != "people") refuse(element, "ad-hoc/bad-finish", fmt::format("y:finish应为people，现为“{}”。", finish), "y:finish must be people");
  node.ends_by_people = finish == "people";
  node.condition = child_expression(element, "completionCondition", element, "ad-hoc/bad-condition");
}

void ModelBuilder::read_gateway(const Element& element, Node& node) {
  if (node.kind == NodeKind::complex_gateway) node.condition = child_expression(element, "activationCondition", element, "gateway/bad-activation");
  if (node.kind != NodeKind::event_gateway) return;
  node.is_instantiating = flag(element, "instantiate", false);
  node.waits_for_all = platform::fold_width(element.attribute("eventGatewayType")) == "parallel";
}

}  // namespace yimen::bpmn
