#include "yimen/bpmn/state.h"

#include <algorithm>

namespace yimen::bpmn {

const Token* State::find(int token) const {
  const auto found = std::ranges::find(tokens, token, &Token::id);
  return found == tokens.end() ? nullptr : &*found;
}

const Variables& State::variables() const {
  static const Variables none;
  const auto found = std::ranges::find(frames, 0, &Frame::token);
  return found == frames.end() ? none : found->variables;
}

bool operator==(const LoopState& left, const LoopState& right) {
  const auto same = [](const auto& a, const auto& b) { return std::ranges::equal(a, b, [](const feel::Value& x, const feel::Value& y) { return feel::same(x, y); }); };
  return left.token == right.token && left.started == right.started && left.total == right.total && left.completed == right.completed &&
         left.terminated == right.terminated && left.has_thrown == right.has_thrown && left.votes == right.votes && same(left.items, right.items) && same(left.outputs, right.outputs);
}

}  // namespace yimen::bpmn
