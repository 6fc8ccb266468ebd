#include "builtins/builtin.h"
#include "eval/evaluator.h"
#include "parse/parser.h"

namespace yimen::feel {

namespace {
constexpr int most_tree_depth = 500;
constexpr std::size_t most_nodes = 200'000;

/// Operations that may be worked out while parsing when their operands are constants.
bool is_foldable(const Code& code, const Node& node) {
  switch (node.op) {
    case Op::negate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::power:
    case Op::list:
    case Op::context:
    case Op::range:
      return true;
    case Op::call_builtin:
      return code.builtins[node.a]->is_pure;
    default:
      return false;
  }
}

struct Children {
  std::uint32_t ids[3];
  std::size_t count;
};

Children direct_children(const Node& node) {
  switch (node.op) {
    case Op::negate:
    case Op::in:
    case Op::instance_of:
    case Op::path:
    case Op::call:
    case Op::call_named:
    case Op::unary_range:
      return {{node.a}, 1};
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::power:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_or_equal:
    case Op::greater:
    case Op::greater_or_equal:
    case Op::filter:
    case Op::range:
      return {{node.a, node.b}, 2};
    case Op::between:
    case Op::condition:
      return {{node.a, node.b, node.c}, 3};
    case Op::iterate:
    case Op::some:
    case Op::every:
      return {{node.a}, 1};
    default:
      return {{}, 0};
  }
}

}  // namespace

Parser::Parser(std::string_view text, const Scope& scope)
    : text_{text}, scope_{scope}, code_{std::make_shared<Code>()} {
  code_->text = std::string{text};
  text_ = code_->text;
  code_->units.emplace_back();
  units_.push_back({.unit = 0});
  slot_used_.resize(scope.size());
  for (std::size_t i = 0; i < scope.size(); ++i) known_names_.add(scope.name(i));
}

Parser::NodeId Parser::add(Node node, Type type) {
  if (code_->nodes.size() >= most_nodes) fail("表达式太大，请拆成几个", "the expression is too large; split it");
  std::uint16_t depth = 0;
  const auto children = direct_children(node);
  for (std::size_t i = 0; i < children.count && !failed(); ++i) depth = std::max(depth, node_depths_[children.ids[i]]);
  if (node.op != Op::iterate && node.op != Op::some && node.op != Op::every && node.op != Op::context)
    for (std::uint32_t i = 0; i < node.count && !failed(); ++i)
      depth = std::max(depth, node_depths_[code_->lists[node.first + i]]);
  if (depth >= most_tree_depth)
    fail("运算连得太长或嵌套太深，请拆成几个表达式", "too long a chain of operations or too deeply nested; split it");
  code_->nodes.push_back(node);
  node_types_.push_back(std::move(type));
  node_depths_.push_back(static_cast<std::uint16_t>(depth + 1));
  return static_cast<NodeId>(code_->nodes.size() - 1);
}

Parser::NodeId Parser::add_list(Node node, const Ids& children, Type type) {
  node.first = static_cast<std::uint32_t>(code_->lists.size());
  node.count = static_cast<std::uint32_t>(children.size());
  code_->lists.insert(code_->lists.end(), children.begin(), children.end());
  return add(node, std::move(type));
}

Parser::NodeId Parser::add_constant(Value value, std::uint32_t offset) {
  auto type = type_of(value);
  code_->constants.push_back(std::move(value));
  return add({.op = Op::constant, .offset = offset, .a = static_cast<std::uint32_t>(code_->constants.size() - 1)},
             std::move(type));
}

Parser::NodeId Parser::fold(NodeId id) {
  if (failed()) return id;
  const auto node = code_->nodes[id];
  if (!is_foldable(*code_, node)) return id;
  const auto children = direct_children(node);
  for (std::size_t i = 0; i < children.count; ++i)
    if (!is_constant(children.ids[i])) return id;
  const std::uint32_t step = node.op == Op::context ? 3 : 1;
  for (std::uint32_t i = step == 3 ? 1 : 0; i < node.count; i += step)
    if (!is_constant(code_->lists[node.first + i])) return id;
  auto value = evaluate_constant(*code_, id, unit().locals);
  return value ? add_constant(std::move(*value), node.offset) : id;
}

std::uint32_t Parser::add_name(std::string name) {
  for (std::size_t i = 0; i < code_->names.size() && i < 64; ++i)
    if (code_->names[i] == name) return static_cast<std::uint32_t>(i);
  code_->names.push_back(std::move(name));
  return static_cast<std::uint32_t>(code_->names.size() - 1);
}

}  // namespace yimen::feel
