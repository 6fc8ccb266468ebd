#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/bpmn/model.h"

/// Every expression of a model, and which names the model and the engine give where it stands. Whoever runs models adds the names of his trade.
namespace yimen::bpmn {

enum class ExpressionPlace { condition, participant, candidates, participants, items, cardinality, repeat, completion, behavior, finish, activation, timer, event_condition, key, input, script, data, message, subscription };

struct PlacedExpression {
  ExpressionPlace place;
  int node = -1, flow = -1;        // what it stands at, if it is one of the two
  std::string element;             // its id, or that of what correlates messages
  int line = 0;
  std::string text;
  std::vector<std::string> names;  // it reads
  std::string input;               // of y:inputs: which
};

/// Of flows first, then node by node, then of correlation, each in the order of the document. What moves the content of a message is left out: its names come with it.
std::vector<PlacedExpression> expressions_of(const Model&);

/// Names given by data, results, lists and the engine's own counting.
class GivenNames {
 public:
  explicit GivenNames(const Model&);
  /// A calculation without a named result, or a called process, may give any name.
  bool is_open() const { return is_open_; }
  bool has(const PlacedExpression&, std::string_view name) const;
  /// Somewhere in the model, if not there.
  bool has_anywhere(std::string_view name) const;

 private:
  bool is_inside(int node, std::string_view name) const;
  bool is_around(int node, std::string_view name) const;
  const Model& model_;
  std::set<std::string, std::less<>> everywhere_;
  bool is_open_ = false;
};

/// What loops count (`loopCounter`, …), and the person asked in a vote: only within them.
bool is_loop_name(std::string_view);

}  // namespace yimen::bpmn
