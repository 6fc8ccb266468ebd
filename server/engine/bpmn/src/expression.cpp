#include "expression.h"

#include <cmath>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "expression_parser.h"

namespace yimen::bpmn {
namespace {

namespace json = boost::json;
using Value = std::variant<std::monostate, bool, double, std::string>;  // monostate is null

Value from_json(const json::value* value) {
  if (value == nullptr) return {};
  if (value->is_bool()) return value->get_bool();
  if (value->is_int64()) return static_cast<double>(value->get_int64());
  if (value->is_uint64()) return static_cast<double>(value->get_uint64());
  if (value->is_double()) return value->get_double();
  if (value->is_string()) return std::string{value->get_string()};
  return {};
}

Value look_up(std::string_view path, const Lookup& lookup) {
  auto dot = path.find('.');
  const auto* value = lookup(path.substr(0, dot));
  while (value != nullptr && dot != std::string_view::npos) {
    path.remove_prefix(dot + 1);
    dot = path.find('.');
    const auto* object = value->if_object();
    value = object == nullptr ? nullptr : object->if_contains(path.substr(0, dot));
  }
  return from_json(value);
}

Value compare(Operator op, const Value& left, const Value& right) {
  const bool is_null = left.index() == 0 || right.index() == 0;
  if (op == Operator::equal || op == Operator::not_equal) {
    if (!is_null && left.index() != right.index()) return {};
    return (left == right) == (op == Operator::equal);
  }
  if (is_null || left.index() != right.index() || std::holds_alternative<bool>(left)) return {};
  switch (op) {
    case Operator::less: return left < right;
    case Operator::less_equal: return left <= right;
    case Operator::greater: return left > right;
    default: return left >= right;
  }
}

/// Three-valued: what is not a boolean is unknown.
std::optional<bool> truth(const Value& value) {
  const auto* known = std::get_if<bool>(&value);
  return known == nullptr ? std::nullopt : std::optional{*known};
}
Value value_of(std::optional<bool> truth) { return truth ? Value{*truth} : Value{}; }

std::optional<bool> combine(Operator op, std::optional<bool> left, std::optional<bool> right) {
  const bool decisive = op == Operator::either;  // one true decides an or, one false an and
  if (left == decisive || right == decisive) return decisive;
  return left && right ? std::optional{!decisive} : std::nullopt;
}

}  // namespace

std::variant<Expression, ExpressionProblem> Expression::parse(std::string_view text) {
  Expression expression;
  ExpressionParser parser{text, expression.nodes_};
  if (!parser.run()) return parser.problem();
  return expression;
}

std::optional<bool> Expression::test(const Lookup& lookup) const {
  std::vector<Value> values(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const auto& node = nodes_[i];
    const auto left = [&]() -> const Value& { return values[static_cast<std::size_t>(node.left)]; };
    const auto right = [&]() -> const Value& { return values[static_cast<std::size_t>(node.right)]; };
    switch (node.op) {
      case Operator::text: values[i] = node.text; break;
      case Operator::number: values[i] = node.number; break;
      case Operator::boolean: values[i] = node.is_true; break;
      case Operator::null: break;
      case Operator::name: values[i] = look_up(node.text, lookup); break;
      case Operator::both:
      case Operator::either: values[i] = value_of(combine(node.op, truth(left()), truth(right()))); break;
      case Operator::negate:
        if (const auto known = truth(left())) values[i] = !*known;
        break;
      default: values[i] = compare(node.op, left(), right());
    }
  }
  return values.empty() ? std::nullopt : truth(values.back());
}

}  // namespace yimen::bpmn
