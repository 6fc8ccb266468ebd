#pragma once
#include <string_view>
#include <vector>

#include "expression.h"

namespace yimen::bpmn {

/// Recursive descent with a bound on depth and length, so that no text can exhaust the stack.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, std::vector<Expression::Node>& nodes) : text_{text}, nodes_{nodes} {}
  bool run();
  const ExpressionProblem& problem() const { return problem_; }

 private:
  int parse_either();
  int parse_both();
  int parse_negation();
  int parse_comparison();
  int parse_operand();
  int parse_group();
  int parse_text();
  int parse_number();
  int parse_name();
  bool read_escape(std::string& out);

  void skip_space();
  bool take(std::string_view symbol);
  /// The word stands here as a whole word.
  bool sees_word(std::string_view word) const;
  bool take_word(std::string_view word);
  int add(Expression::Node);
  int add(Operator op, int left, int right = -1);
  int fail(std::string zh, std::string en);

  std::string_view text_;
  std::vector<Expression::Node>& nodes_;
  std::size_t at_ = 0;
  int depth_ = 0;
  ExpressionProblem problem_;
};

}  // namespace yimen::bpmn
