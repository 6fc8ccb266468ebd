#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/value.hpp>

/// Conditions of sequence flows: the part of FEEL that they need. The full FEEL engine takes this file's place behind the
/// same two functions.
///   or · and · not e · not(e) · = != < <= > >= · "text" · 12.5 · true false null · name, name.part · ( )
/// Values of different kinds compare to null, as does everything with an unknown name; null = null is true.
namespace yimen::bpmn {

struct ExpressionProblem {
  std::size_t position = 0;  // byte offset
  std::string zh, en;
};

/// The value of a top-level name, or nothing.
using Lookup = std::function<const boost::json::value*(std::string_view)>;

class Expression {
 public:
  static std::variant<Expression, ExpressionProblem> parse(std::string_view text);
  /// Nothing stands for null; a value that is no boolean counts as null.
  std::optional<bool> test(const Lookup&) const;

  struct Node;

 private:
  Expression() = default;
  std::vector<Node> nodes_;  // children stand before their parents; the last is the root
};

enum class Operator { text, number, boolean, null, name, equal, not_equal, less, less_equal, greater, greater_equal, both, either, negate };

struct Expression::Node {
  Operator op = Operator::null;
  int left = -1, right = -1;
  std::string text;  // of text and name
  double number = 0;
  bool is_true = false;
};

}  // namespace yimen::bpmn
