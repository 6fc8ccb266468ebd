#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yimen/bpmn/elements.h"
#include "yimen/platform/result.h"

/// BPMN 2.0 process models. No database, no HTTP, no clock, nothing of any trade.
namespace yimen::bpmn {

using platform::Result;

/// Where this program keeps what BPMN has no attribute for; any prefix.
inline constexpr std::string_view extension_namespace = "https://yimen.org/bpmn";

/// One thing that keeps a model from being run, or that the standard asks for though it runs without. `rule` is stable ("flow/bad-condition").
struct Problem {
  std::string element;  // id of the element, empty for the document as a whole
  int line = 0;         // in the XML text, from 1
  std::string rule;
  std::string zh, en;
  bool is_formal = false;  // the standard asks it, running does not
};

/// A file of processes that can be run: read, checked, immutable, shared by all its instances and threads.
class Model {
 public:
  /// Of the first process.
  const std::string& id() const { return processes_.front().id; }
  const std::string& name() const { return processes_.front().name; }
  const std::vector<Process>& processes() const { return processes_; }
  const std::vector<ScopeSpec>& scopes() const { return scopes_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Flow>& flows() const { return flows_; }
  /// Of this file alone, also when it is linked: an instance talks with others as a whole.
  const CorrelationSpec& correlation() const { return correlation_; }
  const Process& process(int index) const { return processes_[static_cast<std::size_t>(index)]; }
  const ScopeSpec& scope(int index) const { return scopes_[static_cast<std::size_t>(index)]; }
  const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }
  const Flow& flow(int index) const { return flows_[static_cast<std::size_t>(index)]; }
  /// Nothing or -1 when the model has no such element.
  const Node* find(std::string_view node_id) const;
  int node_index(std::string_view node_id) const;
  int flow_index(std::string_view flow_id) const;
  int process_index(std::string_view process_id) const;
  int index_of(const Node& node) const { return static_cast<int>(&node - nodes_.data()); }
  /// Some event waits for a condition: changes of variables are then looked at.
  bool has_conditional_events() const { return has_conditional_events_; }
  /// Can a token at `node` come to the joining gateway over `flow` (one of its incoming) without passing it?
  bool leads_to(int node, int flow) const;
  /// Called elements that neither this file nor the resolver knows: calling them is an effect the caller answers.
  std::vector<std::string> unresolved_calls() const;
  /// The XML as it was read, byte for byte: what is exported.
  const std::string& source() const { return source_; }
  /// May the word stand in an expression of this model or of a process taken in? False is certain; true may be a name or a remark.
  bool may_mention(std::string_view word) const;

 private:
  friend class ModelBuilder;
  friend class Linker;
  Model() = default;
  void index();
  std::string source_;
  std::vector<std::string> sources_within_;  // of the called processes
  std::vector<Process> processes_;
  std::vector<ScopeSpec> scopes_;
  std::vector<Node> nodes_;
  std::vector<Flow> flows_;
  CorrelationSpec correlation_;
  std::unordered_map<std::string, int> node_ids_, flow_ids_;
  bool has_conditional_events_ = false;
  std::vector<std::vector<bool>> leads_;  // by flow; empty unless it goes into an inclusive or complex gateway
};

struct Limits {
  std::size_t bytes = 1 << 20;
  int depth = 32;
  int elements = 20'000;
  int nodes = 500;
};

/// Reads BPMN 2.0 XML with any namespace prefix. What the engine does not run is refused element by element.
/// All problems at once in `problems` (emptied first). @returns invalid_input "bpmn/invalid-model" when any is more than formal.
Result<std::shared_ptr<const Model>> read_model(std::string_view xml, std::vector<Problem>& problems, const Limits& = {});

/// The model that holds a called process or global task, by the name in calledElement; null when there is none.
using Resolver = std::function<std::shared_ptr<const Model>(std::string_view called_element)>;
/// The model with everything it calls, directly or not, inside. Nodes taken over are named "<process id>/<node id>".
/// @returns rule_violated "bpmn/call-too-large" beyond 5,000 nodes.
Result<std::shared_ptr<const Model>> link(const Model&, const Resolver&);

/// "流程图有2处需要修改。第12行“审核”：…" for logs and command lines.
std::string zh_summary(const std::vector<Problem>&);

}  // namespace yimen::bpmn
