#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "build/builder.h"
#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

/// At the top of the document: known, and either looked up by id or of no meaning for running.
constexpr std::array<std::string_view, 32> known{"documentation", "extensionElements", "import", "extension", "relationship", "message", "signal", "error",
    "escalation", "itemDefinition", "interface", "dataStore", "collaboration", "resource", "partnerEntity", "partnerRole", "endPoint", "category",
    "correlationProperty", "process", "messageEventDefinition", "timerEventDefinition", "signalEventDefinition", "errorEventDefinition",
    "escalationEventDefinition", "conditionalEventDefinition", "compensateEventDefinition", "cancelEventDefinition", "linkEventDefinition",
    "terminateEventDefinition", "textAnnotation", "group"};

struct GlobalTask {
  std::string_view name;
  NodeKind kind;
};
constexpr std::array<GlobalTask, 5> global_tasks{{{"globalTask", NodeKind::task}, {"globalUserTask", NodeKind::user_task}, {"globalManualTask", NodeKind::manual_task},
    {"globalScriptTask", NodeKind::script_task}, {"globalBusinessRuleTask", NodeKind::business_rule_task}}};

}  // namespace

std::shared_ptr<const Model> ModelBuilder::build(const xml::Element& root, std::string source, const Limits& limits) {
  root_ = &root;
  most_nodes_ = static_cast<std::size_t>(limits.nodes);
  if (!index_definitions(root)) return nullptr;
  model_ = std::shared_ptr<Model>(new Model);
  model_->source_ = std::move(source);
  name_message_flows(root);
  read_processes(root);
  read_correlation(root);
  if (model_->nodes_.size() > most_nodes_) {
    refuse(root, "process/too-many-nodes", fmt::format("节点超过{}个。", limits.nodes), "too many nodes");
    return nullptr;
  }
  model_->index();
  link_flows();
  link_defaults();
  link_boundaries();
  link_compensation();
  link_links();
  link_calls();
  link_message_flows();
  find_starts();
  check_references();
  find_leads();
  return model_;
}

bool ModelBuilder::index_definitions(const Element& root) {
  if (!root.is(bpmn_namespace, "definitions")) {
    const auto found = root.space.empty() ? root.name : fmt::format("{{{}}}{}", root.space, root.name);
    refuse(root, "document/not-bpmn", fmt::format("这不是BPMN 2.0文件：根元素应为BPMN 2.0的definitions，实际是{}。", found),
           fmt::format("not a BPMN 2.0 document: the root must be definitions of BPMN 2.0, found {}", found));
    return false;
  }
  bool has_process = false;
  for (const auto& child : root.children) {
    if (child.space != bpmn_namespace) continue;
    has_process = has_process || child.name == "process";
    const bool is_known = std::ranges::find(known, child.name) != known.end() || std::ranges::find(global_tasks, child.name, &GlobalTask::name) != global_tasks.end();
    if (!is_known) refuse(child, "element/unsupported", fmt::format("不支持“{}”。", child.name), fmt::format("{} is not supported", child.name));
    index_deep(child, 0);
  }
  if (!has_process) refuse(root, "process/none", "文件里没有流程。", "there is no process");
  return has_process;
}

void ModelBuilder::index_deep(const Element& element, int depth) {
  if (element.space != bpmn_namespace) return;
  if (const auto id = element.attribute("id"); !id.empty()) by_id_.emplace(id, &element);
  const bool is_data = element.name == "dataObject" || element.name == "property" || element.name == "dataInput" || element.name == "dataOutput" ||
                       element.name == "inputDataItem" || element.name == "outputDataItem";
  if (is_data)
    for (const auto* attribute : {"name", "id"})
      if (const auto name = element.attribute(attribute); !name.empty()) names_.emplace_back(name);
  if (const auto shown = platform::trim(element.attribute("name")); element.name == "dataObjectReference" && !shown.empty()) {
    reference_names_.emplace(local_part(element.attribute("dataObjectRef")), shown);
    names_.push_back(shown);
  }
  for (const auto& child : element.children) index_deep(child, depth + 1);
}

const xml::Element* ModelBuilder::referenced(std::string_view reference) const {
  const auto trimmed = platform::trim(reference);
  auto found = by_id_.find(trimmed);
  if (found == by_id_.end()) found = by_id_.find(local_part(trimmed));
  return found == by_id_.end() ? nullptr : found->second;
}

void ModelBuilder::read_processes(const Element& root) {
  for (const auto& child : root.children) {
    if (!child.is(bpmn_namespace, "process")) continue;
    claim_id(child);
    process_ = static_cast<int>(model_->processes_.size());
    const int scope = static_cast<int>(model_->scopes_.size());
    model_->processes_.push_back({std::string{child.attribute("id")}, platform::trim(child.attribute("name")), scope, flag(child, "isExecutable", true), child.line});
    model_->scopes_.push_back({.process = process_});
    read_scope(child, scope);
  }
  for (const auto& child : root.children) {
    const auto global = std::ranges::find(global_tasks, child.name, &GlobalTask::name);
    if (child.space == bpmn_namespace && global != global_tasks.end()) read_global_task(child, global->kind);
  }
}

void ModelBuilder::read_global_task(const Element& element, NodeKind kind) {
  process_ = static_cast<int>(model_->processes_.size());
  const int scope = static_cast<int>(model_->scopes_.size());
  model_->processes_.push_back({std::string{element.attribute("id")}, platform::trim(element.attribute("name")), scope, false, element.line});
  model_->scopes_.push_back({.process = process_});
  read_node(element, kind, scope);
}

/// A message flow between two nodes without a message makes them one of its own.
void ModelBuilder::name_message_flows(const Element& root) {
  for (const auto& collaboration : root.children) {
    if (!collaboration.is(bpmn_namespace, "collaboration")) continue;
    for (const auto& flow : collaboration.children) {
      if (!flow.is(bpmn_namespace, "messageFlow")) continue;
      auto name = message_name(flow.attribute("messageRef"));
      if (name.empty()) name = flow.attribute("id");
      for (const auto* end : {"sourceRef", "targetRef"}) message_names_.emplace(local_part(flow.attribute(end)), name);
    }
  }
}

void ModelBuilder::refuse(const Element& element, std::string rule, std::string zh, std::string en) {
  problems_.push_back({std::string{element.attribute("id")}, element.line, std::move(rule), std::move(zh), std::move(en)});
}

bool ModelBuilder::claim_id(const Element& element) {
  const std::string id{element.attribute("id")};
  if (id.empty()) {
    refuse(element, "element/no-id", fmt::format("“{}”没有id。", element.name), fmt::format("{} has no id", element.name));
    return false;
  }
  const auto [first, is_new] = ids_.emplace(id, element.line);
  if (!is_new) refuse(element, "element/id-twice", fmt::format("id“{}”在第{}行已经用过。", id, first->second), fmt::format("id {} is used on line {} already", id, first->second));
  return is_new;
}

}  // namespace yimen::bpmn
