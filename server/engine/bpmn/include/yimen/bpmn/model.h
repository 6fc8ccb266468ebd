#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yimen/platform/result.h"

/// BPMN 2.0 process models. No database, no HTTP, no clock, nothing of any trade.
namespace yimen::bpmn {

using platform::Result;

/// Where this program keeps what BPMN has no attribute for; any prefix.
inline constexpr std::string_view extension_namespace = "https://yimen.org/bpmn";

/// One thing that keeps a model from being run. `rule` is stable ("flow/condition-missing").
struct Problem {
  std::string element;  // id of the element, empty for the document as a whole
  int line = 0;         // in the XML text, from 1
  std::string rule;
  std::string zh, en;
};

enum class NodeKind { start_event, end_event, user_task, exclusive_gateway };

/// What a user task says of who works and how: attributes and y:checklist of extension_namespace.
struct TaskSpec {
  std::string role;                    // y:role: handler, reviewer, approver or a post's own word
  std::string department;              // y:department: "own" or a code; "own" when absent
  int limit_days = 0;                  // y:limitDays; 0 = none of its own
  std::string stage;                   // y:stage: review or approval
  bool is_opinion_required = false;    // y:opinionRequired
  std::vector<std::string> checklist;  // texts of y:checklist/y:check
};

struct Node {
  std::string id;
  std::string name;
  NodeKind kind = NodeKind::user_task;
  int line = 0;
  TaskSpec task;              // of user tasks
  std::vector<int> outgoing;  // indexes of flows, in the order of the document: the order conditions are tried in
  std::vector<int> incoming;
  int default_flow = -1;
};

class Expression;

struct Flow {
  std::string id;
  std::string name;
  int source = -1;  // indexes of nodes
  int target = -1;
  int line = 0;
  std::string condition_text;                   // empty: always
  std::shared_ptr<const Expression> condition;  // compiled
};

/// A process that can be run: read, checked, immutable, shared by all its instances and threads.
class Model {
 public:
  const std::string& id() const { return id_; }
  const std::string& name() const { return name_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Flow>& flows() const { return flows_; }
  const Node& start() const { return nodes_[start_]; }
  /// Nothing when the model has no such node.
  const Node* find(std::string_view node_id) const;
  int index_of(const Node& node) const { return static_cast<int>(&node - nodes_.data()); }
  /// The XML as it was read, byte for byte: what is exported. In UTF-8, whichever encoding it came in.
  const std::string& source() const { return source_; }

 private:
  friend class ModelBuilder;
  Model() = default;
  std::string id_, name_, source_;
  std::vector<Node> nodes_;
  std::vector<Flow> flows_;
  std::size_t start_ = 0;
};

struct Limits {
  std::size_t bytes = 1 << 20;
  int depth = 32;
  int elements = 20'000;
  int nodes = 500;
};

/// Reads BPMN 2.0 XML with any namespace prefix and checks it: one process, one start, every node reachable, every path
/// can end, gateways that can decide. Elements the engine does not run are refused one by one.
/// All problems at once in `problems` (emptied first). @returns invalid_input "bpmn/invalid-model" when there are any.
Result<std::shared_ptr<const Model>> read_model(std::string_view xml, std::vector<Problem>& problems, const Limits& = {});

/// A policy of who uses the engine, not of BPMN: at most `max` different roles on any way from start to end, since each
/// of them is one more layer of people. Way back and forth between the same roles counts once.
std::vector<Problem> check_layers(const Model&, int max);
/// Every user task names a role: an instance that waits has somebody who is responsible.
std::vector<Problem> check_roles(const Model&);

/// "流程图有2处需要修改。第12行“审核”：…" for logs and command lines.
std::string zh_summary(const std::vector<Problem>&);

}  // namespace yimen::bpmn
