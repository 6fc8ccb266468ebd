#include <fmt/format.h>

#include "decimal/rounding.h"
#include "eval/arithmetic.h"
#include "eval/evaluator.h"
#include "value/weight.h"

namespace yimen::feel {

namespace {

struct Operator {
  std::string_view sign;
  Value (*apply)(const Value&, const Value&);
};

Operator operator_of(Op op) {
  switch (op) {
    case Op::add:
      return {"+", add_values};
    case Op::subtract:
      return {"-", subtract_values};
    case Op::multiply:
      return {"*", multiply_values};
    case Op::divide:
      return {"/", divide_values};
    default:
      return {"**", power_of_values};
  }
}

Value warn_of_operation(Frame& frame, const Node& node, std::string_view sign, const Value& a, const Value& b) {
  if (!frame.session.wants_problem()) return {};
  if (a.is(Kind::number) && b.is(Kind::number)) {
    if (node.op == Op::divide && b.number().is_zero())
      return warn_at(frame, node, "feel/division-by-zero", "除数为零", "division by zero");
    return warn_at(frame, node, "feel/overflow", "数值运算没有结果或超出范围",
                   "the operation has no result or leaves the range of numbers");
  }
  return warn_at(
      frame, node, "feel/operands",
      fmt::format("{}和{}不能用“{}”运算", kind_name_zh(a.kind()), kind_name_zh(b.kind()), sign),
      fmt::format("“{}” is not defined for {} and {}", sign, kind_name_en(a.kind()), kind_name_en(b.kind())));
}

Value warn_of_comparison(Frame& frame, const Node& node, const Value& a, const Value& b) {
  if (!frame.session.wants_problem()) return {};
  return warn_at(frame, node, "feel/not-comparable",
                 fmt::format("{}和{}不能比较", kind_name_zh(a.kind()), kind_name_zh(b.kind())),
                 fmt::format("{} and {} cannot be compared", kind_name_en(a.kind()), kind_name_en(b.kind())));
}

/// A null whose reason has just been told needs no second warning.
bool is_follow_up(const Frame& frame, std::size_t known, const Value& a, const Value& b) {
  return (a.is_null() || b.is_null()) && frame.session.problems().size() > known;
}

/// One that is not a product of few factors.
bool is_long_power(const Value& exponent) {
  if (!exponent.is(Kind::number)) return false;
  const auto whole = exponent.number().to_int();
  return !whole || *whole > most_quick_power || *whole < -most_quick_power;
}

Value eval_between(Frame& frame, const Node& node) {
  Value room, low_room, high_room;
  const auto& value = eval_in(frame, node.a, room);
  const auto& low = eval_in(frame, node.b, low_room);
  const auto& high = eval_in(frame, node.c, high_room);
  const auto from_low = compare(low, value), to_high = compare(value, high);
  if (from_low == Order::none) return warn_of_comparison(frame, node, value, low);
  if (to_high == Order::none) return warn_of_comparison(frame, node, value, high);
  return from_low != Order::greater && to_high != Order::greater;
}

}  // namespace

Value eval_arithmetic(Frame& frame, const Node& node) {
  const auto known = frame.session.problems().size();
  Value left_room, right_room;
  const auto& a = eval_in(frame, node.a, left_room);
  const auto& b = eval_in(frame, node.b, right_room);
  const auto chosen = operator_of(node.op);
  if (a.is(Kind::string) && b.is(Kind::string) &&
      !frame.session.allocate(static_cast<std::int64_t>(a.string().size() + b.string().size()) + 64))
    return {};
  if (node.op == Op::power && is_long_power(b) && !frame.session.steps(steps_of_series)) return {};
  auto result = chosen.apply(a, b);
  if (!result.is_null() || is_follow_up(frame, known, a, b)) return result;
  return warn_of_operation(frame, node, chosen.sign, a, b);
}

Value negate(Frame& frame, const Node& node, const Value& value) {
  auto result = negated_value(value);
  if (!result.is_null()) return result;
  return warn_at(frame, node, "feel/operands", fmt::format("{}没有相反数", kind_name_zh(value.kind())),
                 fmt::format("a {} cannot be negated", kind_name_en(value.kind())));
}

Value hold_against(RangeForm sign, const Value& left, const Value& right) {
  if (sign == RangeForm::equal || sign == RangeForm::not_equal) {
    const auto result = equal(left, right);
    return result.is_null() || sign == RangeForm::equal ? result : Value{!result.boolean()};
  }
  const auto order = compare(left, right);
  if (order == Order::none) return {};
  switch (sign) {
    case RangeForm::less:
      return order == Order::less;
    case RangeForm::less_or_equal:
      return order != Order::greater;
    case RangeForm::greater:
      return order == Order::greater;
    default:
      return order != Order::less;
  }
}

/// By operator, from Op::equal on.
constexpr RangeForm signs[] = {RangeForm::equal, RangeForm::not_equal, RangeForm::less, RangeForm::less_or_equal, RangeForm::greater, RangeForm::greater_or_equal};

Value eval_comparison(Frame& frame, const Node& node) {
  if (node.op == Op::between) return eval_between(frame, node);
  const auto known = frame.session.problems().size();
  Value left_room, right_room;
  const auto& a = eval_in(frame, node.a, left_room);
  const auto& b = eval_in(frame, node.b, right_room);
  if (a.kind() >= Kind::list && !frame.session.steps(std::min(weight_of(a), weight_of(b)) / 256 + 1)) return {};
  auto result = hold_against(signs[static_cast<int>(node.op) - static_cast<int>(Op::equal)], a, b);
  if (!result.is_null() || is_follow_up(frame, known, a, b)) return result;
  return warn_of_comparison(frame, node, a, b);
}

}  // namespace yimen::feel
