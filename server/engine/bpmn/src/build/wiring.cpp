#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "build/builder.h"

namespace yimen::bpmn {

void ModelBuilder::link_flows() {
  for (int i = 0; i < std::ssize(model_->flows_); ++i) {
    auto& flow = model_->flows_[static_cast<std::size_t>(i)];
    const auto& ends = ends_[static_cast<std::size_t>(i)];
    flow.source = model_->node_index(ends.source);
    flow.target = model_->node_index(ends.target);
    for (const auto& [end, found] : {std::pair{ends.source, flow.source}, std::pair{ends.target, flow.target}})
      if (found < 0 && !ids_.contains(end))
        problems_.push_back({flow.id, flow.line, "flow/loose-end", fmt::format("连线的一端“{}”不是流程中的节点。", end), fmt::format("{} is not a node of the process", end)});
    if (flow.source < 0 || flow.target < 0) continue;
    auto& source = model_->nodes_[static_cast<std::size_t>(flow.source)];
    auto& target = model_->nodes_[static_cast<std::size_t>(flow.target)];
    if (source.scope != target.scope)
      problems_.push_back({flow.id, flow.line, "flow/crosses-border", "顺序流不能穿过子流程或泳池的边界。", "a sequence flow stays within its process or sub-process"});
    source.outgoing.push_back(i);
    target.incoming.push_back(i);
  }
}

void ModelBuilder::link_defaults() {
  for (std::size_t i = 0; i < model_->nodes_.size(); ++i) {
    auto& node = model_->nodes_[i];
    if (const auto lane = lanes_.find(node.id); lane != lanes_.end()) node.lane = lane->second;
    if (defaults_[i].empty()) continue;
    for (const int flow : node.outgoing)
      if (model_->flow(flow).id == defaults_[i]) node.default_flow = flow;
    if (node.default_flow < 0)
      problems_.push_back({node.id, node.line, "gateway/bad-default", fmt::format("默认流“{}”不是从这里出去的连线。", defaults_[i]), fmt::format("the default flow {} does not leave here", defaults_[i])});
  }
}

void ModelBuilder::link_boundaries() {
  for (std::size_t i = 0; i < model_->nodes_.size(); ++i) {
    auto& node = model_->nodes_[i];
    if (node.kind != NodeKind::boundary_event) continue;
    node.attached_to = model_->node_index(attached_[i]);
    if (node.attached_to < 0 || !is_activity(model_->node(node.attached_to).kind) || model_->node(node.attached_to).scope != node.scope) {
      problems_.push_back({node.id, node.line, "boundary/not-attached", fmt::format("边界事件附着的“{}”不是同一流程中的活动。", attached_[i]), "attachedToRef is no activity of the same process"});
      node.attached_to = -1;
      continue;
    }
    model_->nodes_[static_cast<std::size_t>(node.attached_to)].boundary.push_back(static_cast<int>(i));
  }
}

void ModelBuilder::link_compensation() {
  for (const auto& [source, target] : associations_) {
    const int from = model_->node_index(source), to = model_->node_index(target);
    if (from < 0 || to < 0) continue;
    auto& event = model_->nodes_[static_cast<std::size_t>(from)];
    const bool compensates = event.kind == NodeKind::boundary_event && std::ranges::any_of(event.events, [](const auto& each) { return each.kind == EventKind::compensation; });
    if (compensates && is_activity(model_->node(to).kind)) event.handler = to;
  }
  for (const auto& [node, definition, activity] : compensation_refs_) {
    const int found = model_->node_index(activity);
    auto& event = model_->nodes_[static_cast<std::size_t>(node)];
    if (found < 0) problems_.push_back({event.id, event.line, "event/unknown-activity", fmt::format("要补偿的活动“{}”不存在。", activity), fmt::format("activity {} to compensate does not exist", activity)});
    else event.events[static_cast<std::size_t>(definition)].activity = found;
  }
}

/// A link throw leads to the catch it names as its target, else to that of the same name in the same scope.
void ModelBuilder::link_links() {
  std::map<std::pair<int, std::string>, int> catches;
  std::map<std::string, int> by_definition;  // the id of the catching definition
  const auto definition_of = [&](int index) -> const Element* {
    const auto found = std::ranges::find_if(elements_[static_cast<std::size_t>(index)]->children, [](const Element& child) { return child.is(bpmn_namespace, "linkEventDefinition"); });
    return found == elements_[static_cast<std::size_t>(index)]->children.end() ? nullptr : &*found;
  };
  const auto target_of = [&](int index) {
    const auto* definition = definition_of(index);
    if (definition == nullptr) return -1;
    for (const auto& child : definition->children)
      if (const auto* target = child.is(bpmn_namespace, "target") ? referenced(child.text) : nullptr; target != nullptr)
        if (const auto found = by_definition.find(std::string{target->attribute("id")}); found != by_definition.end()) return found->second;
    return -1;
  };
  const auto link_of = [](const Node& node) { return std::ranges::find(node.events, EventKind::link, &EventDefinition::kind); };
  for (int i = 0; i < std::ssize(model_->nodes_); ++i) {
    const auto& node = model_->node(i);
    if (const auto link = link_of(node); node.kind == NodeKind::catch_event && link != node.events.end()) {
      catches.emplace(std::pair(node.scope, link->name.empty() ? node.name : link->name), i);
      if (const auto* definition = definition_of(i); definition != nullptr) by_definition.emplace(definition->attribute("id"), i);
    }
  }
  for (int i = 0; i < std::ssize(model_->nodes_); ++i) {
    auto& node = model_->nodes_[static_cast<std::size_t>(i)];
    const auto link = link_of(node);
    if (node.kind != NodeKind::throw_event || link == node.events.end()) continue;
    if (const int target = target_of(i); target >= 0 && model_->node(target).scope == node.scope) {
      node.link_target = target;
      continue;
    }
    const auto found = catches.find({node.scope, link->name.empty() ? node.name : link->name});
    if (found != catches.end()) node.link_target = found->second;
    else problems_.push_back({node.id, node.line, "link/no-target", fmt::format("链接“{}”没有对应的捕获事件。", link->name), fmt::format("link {} has no catch event", link->name)});
  }
}

void ModelBuilder::link_calls() {
  for (auto& node : model_->nodes_) {
    if (node.called_element.empty()) continue;
    node.called_process = model_->process_index(node.called_element);
    if (const auto colon = node.called_element.rfind(':'); node.called_process < 0 && colon != std::string::npos) node.called_process = model_->process_index(node.called_element.substr(colon + 1));
  }
}

/// A message that has a way drawn goes there and nowhere else.
void ModelBuilder::link_message_flows() {
  for (const auto& collaboration : root_->children) {
    if (!collaboration.is(bpmn_namespace, "collaboration")) continue;
    for (const auto& flow : collaboration.children) {
      const int source = flow.is(bpmn_namespace, "messageFlow") ? model_->node_index(local_part(flow.attribute("sourceRef"))) : -1;
      if (source < 0) continue;
      const auto target = local_part(flow.attribute("targetRef"));
      MessageEnd end{.node = model_->node_index(target)};
      for (const auto& participant : collaboration.children)
        if (participant.is(bpmn_namespace, "participant") && participant.attribute("id") == target) end.process = model_->process_index(local_part(participant.attribute("processRef")));
      model_->nodes_[static_cast<std::size_t>(source)].sends_to.push_back(end);
    }
  }
}

/// Where a scope begins: its plain start events; without any, every node that nothing leads to.
void ModelBuilder::find_starts() {
  for (auto& scope : model_->scopes_) {
    std::vector<int> implicit;
    bool has_start_event = false;
    for (const int index : scope.nodes) {
      const auto& node = model_->node(index);
      if (node.kind == NodeKind::event_sub_process) {
        scope.event_subs.push_back(index);
        continue;
      }
      if (node.kind == NodeKind::start_event) {
        has_start_event = true;
        if (node.events.empty() && scope.starts.empty()) scope.starts.push_back(index);  // of several plain starts the first
      } else if (node.incoming.empty() && node.kind != NodeKind::boundary_event && !node.is_for_compensation && !node.is_instantiating &&
                 std::ranges::none_of(node.events, [&](const auto& each) { return each.kind == EventKind::link && node.kind == NodeKind::catch_event; })) {
        implicit.push_back(index);
      }
    }
    if (!has_start_event) scope.starts = std::move(implicit);
    for (const int index : scope.event_subs)
      for (const int inner : model_->scope(model_->node(index).inner).nodes) {
        const auto& start = model_->node(inner);
        if (start.kind == NodeKind::start_event && std::ranges::any_of(start.events, [](const auto& each) { return each.kind == EventKind::compensation; }) && scope.owner >= 0)
          model_->nodes_[static_cast<std::size_t>(scope.owner)].compensation_start = index;
      }
  }
}

void ModelBuilder::check_references() {
  for (const auto& node : model_->nodes_)
    if (node.kind == NodeKind::call_activity && node.called_process >= 0 && model_->process(node.called_process).scope == node.scope && node.incoming.empty())
      problems_.push_back({node.id, node.line, "call/itself", "流程一开始就调用自己，永远不会结束。", "the process begins by calling itself"});
}

/// For every flow into an inclusive or complex gateway: from which nodes can it be reached without passing the gateway?
void ModelBuilder::find_leads() {
  model_->leads_.resize(model_->flows_.size());
  for (int index = 0; index < std::ssize(model_->nodes_); ++index) {
    const auto& gateway = model_->node(index);
    if ((gateway.kind != NodeKind::inclusive_gateway && gateway.kind != NodeKind::complex_gateway) || gateway.incoming.size() < 2) continue;
    for (const int flow : gateway.incoming) {
      auto& leads = model_->leads_[static_cast<std::size_t>(flow)];
      leads.assign(model_->nodes_.size(), false);
      std::vector<int> open{model_->flow(flow).source};
      while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        if (at < 0 || at == index || leads[static_cast<std::size_t>(at)]) continue;
        leads[static_cast<std::size_t>(at)] = true;
        const auto& node = model_->node(at);
        for (const int incoming : node.incoming) open.push_back(model_->flow(incoming).source);
        if (node.attached_to >= 0) open.push_back(node.attached_to);
        if (node.kind != NodeKind::catch_event) continue;
        for (int other = 0; other < std::ssize(model_->nodes_); ++other)
          if (model_->node(other).link_target == at) open.push_back(other);
      }
    }
  }
}

}  // namespace yimen::bpmn
