#include "eval/evaluator.h"

namespace yimen::feel {

namespace {

/// Is the input the value, or among what a list or range holds?
Value match(const Value& input, const Value& value) {
  if (value.is(Kind::range)) {
    if (input.is(Kind::range)) return equal(input, value);
    return contains(value.range(), input);
  }
  if (value.is(Kind::list)) {
    if (input.is(Kind::list) && equal(input, value).is_true()) return true;
    for (const auto& item : value.list())
      if (match(input, item).is_true()) return true;
    return false;
  }
  const auto result = equal(input, value);
  // A test that is true of itself, as in `count(x) > 3` for an input that is no boolean.
  if (result.is_null() && value.is(Kind::boolean)) return value;
  return result;
}

}  // namespace

Value eval_test(Frame& frame, std::uint32_t id, const Value& input) {
  const auto& node = frame.code.nodes[id];
  Value room;
  if (node.op == Op::unary_range)
    return hold_against(static_cast<RangeForm>(node.flag), input, eval_in(frame, node.a, room));
  const auto& value = eval_in(frame, id, room);
  if (node.uses_input && (value.is(Kind::boolean) || value.is_null())) return value;
  return match(input, value);
}

Value eval_tests(Frame& frame, const Node& node, const Value& input) {
  const bool negated = node.flag != 0;
  bool is_unknown = false;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const auto passes = eval_test(frame, frame.code.lists[node.first + i], input);
    if (passes.is_true()) return !negated;
    is_unknown = is_unknown || passes.is_null();
  }
  return is_unknown ? Value{} : Value{negated};
}

}  // namespace yimen::feel
