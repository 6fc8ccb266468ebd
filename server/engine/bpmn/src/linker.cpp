#include <algorithm>

#include <fmt/format.h>

#include "yimen/bpmn/model.h"

namespace yimen::bpmn {

/// Takes the models of called processes into one: every index moves by what stands before it, every id gets the process' name before it.
class Linker {
 public:
  explicit Linker(const Model& model) : model_{new Model{model}} {}

  Result<std::shared_ptr<const Model>> run(const Resolver& resolver) {
    for (std::size_t at = 0; at < model_->nodes_.size(); ++at) {
      if (model_->nodes_[at].kind != NodeKind::call_activity || model_->nodes_[at].called_process >= 0) continue;
      const auto name = model_->nodes_[at].called_element;
      int process = model_->process_index(name);
      if (process < 0)
        if (const auto called = resolver(name)) process = take_in(*called, name);
      model_->nodes_[at].called_process = process;
      if (model_->nodes_.size() > most_nodes)
        return platform::fail(platform::ErrorCode::rule_violated, "bpmn/call-too-large", fmt::format("连同被调用的流程，节点超过{}个。", most_nodes));
    }
    model_->index();
    return std::shared_ptr<const Model>{std::move(model_)};
  }

 private:
  static constexpr std::size_t most_nodes = 5'000;

  /// @returns the process that is called, by name or else the first.
  int take_in(const Model& called, const std::string& name) {
    const auto wanted = std::max(0, called.process_index(name));
    const int nodes = static_cast<int>(model_->nodes_.size()), flows = static_cast<int>(model_->flows_.size());
    const int scopes = static_cast<int>(model_->scopes_.size()), processes = static_cast<int>(model_->processes_.size());
    const auto shift = [](int& index, int by) { if (index >= 0) index += by; };
    const auto shift_all = [](std::vector<int>& indexes, int by) { for (int& index : indexes) index += by; };
    const auto prefix = name + "/";
    for (auto process : called.processes_) {
      shift(process.scope, scopes);
      process.id = prefix + process.id;
      process.is_executable = false;
      model_->processes_.push_back(std::move(process));
    }
    model_->processes_[static_cast<std::size_t>(processes + wanted)].id = name;
    for (auto scope : called.scopes_) {
      shift(scope.process, processes);
      shift(scope.owner, nodes);
      for (auto* list : {&scope.nodes, &scope.starts, &scope.event_subs}) shift_all(*list, nodes);
      model_->scopes_.push_back(std::move(scope));
    }
    for (auto node : called.nodes_) {
      node.id = prefix + node.id;
      shift(node.process, processes);
      for (auto* index : {&node.scope, &node.inner}) shift(*index, scopes);
      for (auto* index : {&node.attached_to, &node.handler, &node.compensation_start, &node.link_target}) shift(*index, nodes);
      shift(node.called_process, processes);
      shift(node.default_flow, flows);
      for (auto* list : {&node.outgoing, &node.incoming}) shift_all(*list, flows);
      shift_all(node.boundary, nodes);
      for (auto& event : node.events) shift(event.activity, nodes);
      for (auto& end : node.sends_to) {
        shift(end.node, nodes);
        shift(end.process, processes);
      }
      model_->nodes_.push_back(std::move(node));
    }
    for (auto flow : called.flows_) {
      flow.id = prefix + flow.id;
      shift(flow.source, nodes);
      shift(flow.target, nodes);
      model_->flows_.push_back(std::move(flow));
    }
    take_leads(called, nodes);
    model_->sources_within_.push_back(called.source_);
    model_->sources_within_.insert(model_->sources_within_.end(), called.sources_within_.begin(), called.sources_within_.end());
    model_->has_conditional_events_ = model_->has_conditional_events_ || called.has_conditional_events_;
    return processes + wanted;
  }

  void take_leads(const Model& called, int nodes) {
    for (auto& leads : model_->leads_)
      if (!leads.empty()) leads.resize(model_->nodes_.size());
    for (const auto& leads : called.leads_) {
      auto& copy = model_->leads_.emplace_back();
      if (leads.empty()) continue;
      copy.assign(static_cast<std::size_t>(nodes), false);
      copy.insert(copy.end(), leads.begin(), leads.end());
    }
  }

  std::unique_ptr<Model> model_;
};

Result<std::shared_ptr<const Model>> link(const Model& model, const Resolver& resolver) { return Linker{model}.run(resolver); }

}  // namespace yimen::bpmn
