#include <fmt/format.h>

#include "parse/parser.h"

namespace yimen::feel {

platform::Result<std::shared_ptr<const Code>> Parser::parse_expression() {
  if (at_end() && !failed()) fail("表达式是空的", "the expression is empty");
  const auto root = failed() ? 0 : expression();
  return finish(root);
}

Parser::NodeId Parser::expression() {
  const Nesting nesting{*this};
  if (failed()) return 0;
  const auto in_interval_end = std::exchange(in_interval_end_, false);
  const auto node = binary(Level::disjunction);
  in_interval_end_ = in_interval_end;
  return node;
}

bool Parser::take_operator(Level level, Op& op) {
  switch (level) {
    case Level::disjunction:
      return op = Op::disjunction, accept_word("or");
    case Level::conjunction:
      return op = Op::conjunction, accept_word("and");
    case Level::sum:
      return (op = Op::add, accept("+")) || (op = Op::subtract, accept("-"));
    case Level::product:
      return (op = Op::multiply, accept("*")) || (op = Op::divide, accept("/"));
    case Level::power:
      return op = Op::power, accept("**");
    case Level::comparison:
      break;
  }
  return false;
}

Parser::NodeId Parser::operand(Level level) {
  if (level == Level::power) return unary();
  return binary(static_cast<Level>(static_cast<int>(level) + 1));
}

/// a or b or c: one node for the whole chain.
Parser::NodeId Parser::chain(Level level, Op op, NodeId first) {
  Ids parts{first};
  const auto offset = code_->nodes[first].offset;
  do { parts.push_back(operand(level)); } while (!failed() && take_operator(level, op));
  return add_list({.op = op, .offset = offset}, parts, TypeKind::boolean);
}

Parser::NodeId Parser::binary(Level level) {
  if (level == Level::comparison) return comparison();
  auto left = operand(level);
  Op op{};
  while (!failed()) {
    skip();
    const auto offset = note();
    if (!take_operator(level, op)) break;
    if (op == Op::conjunction || op == Op::disjunction) return chain(level, op, left);
    const auto right = operand(level);
    if (failed()) break;
    left = fold(add({.op = op, .offset = offset, .a = left, .b = right}));
  }
  return left;
}

Parser::NodeId Parser::comparison() {
  auto left = binary(Level::sum);
  while (!failed()) {
    const auto next = comparison_tail(left);
    if (next == left) break;
    left = next;
  }
  return left;
}

/// One comparison behind its left side; the left side itself when there is none.
Parser::NodeId Parser::comparison_tail(NodeId left) {
  static constexpr std::pair<std::string_view, Op> signs[] = {{"<=", Op::less_or_equal}, {">=", Op::greater_or_equal},
                                                              {"!=", Op::not_equal},     {"<", Op::less},
                                                              {">", Op::greater},        {"=", Op::equal}};
  skip();
  const auto offset = note();
  for (const auto& [sign, op] : signs) {
    if (!accept(sign)) continue;
    const auto right = binary(Level::sum);
    return add({.op = op, .offset = offset, .a = left, .b = right}, TypeKind::boolean);
  }
  if (accept_word("between")) return between(left);
  if (accept_word("in")) return in(left);
  return left;
}

Parser::NodeId Parser::between(NodeId value) {
  const auto offset = note();
  const auto low = binary(Level::sum);
  if (!expect_word("and")) return 0;
  const auto high = binary(Level::sum);
  return add({.op = Op::between, .offset = offset, .a = value, .b = low, .c = high}, TypeKind::boolean);
}

/// x in test, x in (test, test): behind `in`.
Parser::NodeId Parser::in(NodeId value) {
  skip();
  const auto offset = note();
  const auto place = unit().bindings.size();
  const auto local = bind("?", node_types_[value]);
  const auto list = tests_of_in(offset);
  if (failed()) return 0;
  const bool asks = unit().bindings[place].is_used;
  unit().bindings.resize(place);
  return add_list(
      {.op = Op::in, .flag = static_cast<std::uint8_t>(asks ? 1 : 0), .offset = offset, .a = value, .b = local}, list,
      TypeKind::boolean);
}

Parser::Ids Parser::tests_of_in(std::uint32_t offset) {
  if (!accept("(")) return {test(Level::sum)};
  Ids list{test(Level::disjunction)};
  if (accept("..")) {
    list.front() = interval(list.front(), false, offset);
  } else {
    while (accept(",")) list.push_back(test(Level::disjunction));
    expect(")", "测试列表结束", "end of the tests");
  }
  return list;
}

Parser::NodeId Parser::unary() {
  const Nesting nesting{*this};
  skip();
  const auto offset = note();
  if (!accept("-")) return failed() ? 0 : postfix(primary());
  const auto operand = unary();
  return failed() ? 0 : fold(add({.op = Op::negate, .offset = offset, .a = operand}, node_types_[operand]));
}

Parser::NodeId Parser::postfix(NodeId base) {
  while (!failed()) {
    skip();
    const auto before = at_;
    if (accept(".")) {
      base = path(base);
    } else if (accept("[")) {
      if (in_interval_end_ && !at_expression()) {
        at_ = before;
        break;
      }
      base = filter(base);
    } else if (accept("(")) {
      base = call(base);
    } else if (accept_word("instance")) {
      const auto offset = static_cast<std::uint32_t>(before);
      if (!expect_word("of")) return 0;
      base = instance_of(base, offset);
    } else {
      break;
    }
  }
  return base;
}

/// value instance of type, behind `of`. A name that is no type makes the answer null.
Parser::NodeId Parser::instance_of(NodeId value, std::uint32_t offset) {
  skip();
  const auto start = at_;
  auto wanted = optional_type();
  if (failed()) return 0;
  const auto kind = wanted ? wanted->kind() : TypeKind::any;
  const bool lacks_parameters =
      kind == TypeKind::list || kind == TypeKind::range || kind == TypeKind::context || kind == TypeKind::function;
  if (!wanted || (lacks_parameters && !wanted->has_details())) {
    const auto name = add_name(std::string{text_.substr(start, at_ - start)});
    return add({.op = Op::instance_of, .offset = offset, .a = value, .b = no_node, .c = name}, TypeKind::boolean);
  }
  code_->types.push_back(std::move(*wanted));
  return add(
      {.op = Op::instance_of, .offset = offset, .a = value, .b = static_cast<std::uint32_t>(code_->types.size() - 1)},
      TypeKind::boolean);
}

/// list[condition] behind its bracket.
Parser::NodeId Parser::filter(NodeId base) {
  const auto offset = note();
  const auto base_type = node_types_[base];
  const auto item_type = base_type.kind() == TypeKind::list ? Type{base_type.element()} : base_type;
  const auto local = unit().locals++;
  unit().bindings.push_back({.name = {}, .local = local, .type = item_type, .is_filter = true});
  for (const auto& member : item_type.members()) known_names_.add(member.name);
  const auto place = unit().bindings.size() - 1;
  const auto condition = expression();
  if (!expect("]", "筛选条件结束", "end of the filter") || failed()) return 0;
  const bool asks_for_item = unit().bindings[place].is_used;
  unit().bindings.resize(place);
  const bool is_index = is_constant(condition) && code_->constants[code_->nodes[condition].a].is(Kind::number);
  const auto type = is_index ? item_type : base_type.kind() == TypeKind::list ? base_type : Type::list_of(item_type);
  return add({.op = Op::filter,
              .flag = static_cast<std::uint8_t>(asks_for_item ? 1 : 0),
              .offset = offset,
              .a = base,
              .b = condition,
              .c = local},
             type);
}

/// f(arguments) behind its parenthesis.
Parser::NodeId Parser::call(NodeId function) {
  const auto offset = code_->nodes[function].offset;
  if (auto name = take_argument_name()) return call_with_names(function, std::move(*name), offset);
  Ids arguments;
  if (!accept(")")) {
    do { arguments.push_back(expression()); } while (accept(","));
    if (!expect(")", "参数结束", "end of the arguments")) return 0;
  }
  if (failed()) return 0;
  const auto type = node_types_[function].result();
  const auto& node = code_->nodes[function];
  if (node.op == Op::builtin)
    return fold(add_list({.op = Op::call_builtin, .offset = offset, .a = node.a}, arguments, type));
  return add_list({.op = Op::call, .offset = offset, .a = function}, arguments, type);
}

Parser::NodeId Parser::call_with_names(NodeId function, std::string first_name, std::uint32_t offset) {
  std::vector<std::string> names{std::move(first_name)};
  Ids arguments{expression()};
  while (accept(",")) {
    auto name = take_argument_name();
    if (!name)
      return failed() ? 0
                      : fail("前面的参数写了名称，这个参数也要写名称",
                             "earlier arguments have names, so this one needs one");
    names.push_back(std::move(*name));
    arguments.push_back(expression());
  }
  if (!expect(")", "参数结束", "end of the arguments") || failed()) return 0;
  const auto first = static_cast<std::uint32_t>(code_->names.size());
  code_->names.insert(code_->names.end(), names.begin(), names.end());
  return add_list({.op = Op::call_named, .offset = offset, .a = function, .b = first}, arguments,
                  node_types_[function].result());
}

}  // namespace yimen::feel
