#include "yimen/bpmn/model.h"

#include <algorithm>

namespace yimen::bpmn {

void Model::index() {
  node_ids_.clear();
  flow_ids_.clear();
  for (int i = 0; i < std::ssize(nodes_); ++i) node_ids_.emplace(node(i).id, i);
  for (int i = 0; i < std::ssize(flows_); ++i) flow_ids_.emplace(flow(i).id, i);
}

int Model::node_index(std::string_view node_id) const {
  const auto found = node_ids_.find(std::string{node_id});
  return found == node_ids_.end() ? -1 : found->second;
}

int Model::flow_index(std::string_view flow_id) const {
  const auto found = flow_ids_.find(std::string{flow_id});
  return found == flow_ids_.end() ? -1 : found->second;
}

const Node* Model::find(std::string_view node_id) const {
  const int index = node_index(node_id);
  return index < 0 ? nullptr : &node(index);
}

int Model::process_index(std::string_view process_id) const {
  const auto found = std::ranges::find(processes_, process_id, &Process::id);
  return found == processes_.end() ? -1 : static_cast<int>(found - processes_.begin());
}

bool Model::leads_to(int node, int flow) const {
  const auto& leads = leads_[static_cast<std::size_t>(flow)];
  return !leads.empty() && leads[static_cast<std::size_t>(node)];
}

bool Model::may_mention(std::string_view word) const {
  // A character reference could spell anything.
  const auto may_stand_in = [&](const std::string& xml) { return xml.find(word) != xml.npos || xml.find("&#") != xml.npos; };
  return may_stand_in(source_) || std::ranges::any_of(sources_within_, may_stand_in);
}

std::vector<std::string> Model::unresolved_calls() const {
  std::vector<std::string> names;
  for (const auto& node : nodes_)
    if (node.kind == NodeKind::call_activity && node.called_process < 0 && std::ranges::find(names, node.called_element) == names.end()) names.push_back(node.called_element);
  return names;
}

}  // namespace yimen::bpmn
