#include <fmt/format.h>

#include "parse/parser.h"
#include "yimen/feel/functions.h"
#include "yimen/feel/java.h"

namespace yimen::feel {

/// if … then … else …, behind `if`.
Parser::NodeId Parser::condition() {
  const auto offset = note() - 2;
  const auto test = expression();
  if (!expect_word("then")) return 0;
  const auto yes = expression();
  if (!expect_word("else")) return 0;
  const auto no = expression();
  if (failed()) return 0;
  auto type = node_types_[no].conforms_to(node_types_[yes]) ? node_types_[yes] : Type{};
  return add({.op = Op::condition, .offset = offset, .a = test, .b = yes, .c = no}, std::move(type));
}

/// for x in a, y in b return …; some/every x in a satisfies …, behind the first word. The iterators' three words are
/// local, first (or list), last (or no_node).
Parser::NodeId Parser::iteration(Op op) {
  const auto offset = note();
  const auto outer = unit().bindings.size();
  Ids iterators;
  do {
    auto variable = take_label("in");
    if (!expect_word("in")) return 0;
    const auto domain = expression();
    const auto last = accept("..") ? expression() : no_node;
    if (failed()) return 0;
    const auto& type = node_types_[domain];
    const bool has_items = type.kind() == TypeKind::list || type.kind() == TypeKind::range;
    const auto item_type = last != no_node ? type : has_items ? Type{type.element()} : Type{};
    iterators.insert(iterators.end(), {bind(std::move(variable), item_type), domain, last});
  } while (accept(","));
  const auto partial = op == Op::iterate ? bind("partial", Type{TypeKind::list}) : 0;
  if (!expect_word(op == Op::iterate ? "return" : "satisfies")) return 0;
  const auto body = expression();
  if (failed()) return 0;
  const bool asks_partial = op == Op::iterate && unit().bindings.back().is_used;
  unit().bindings.resize(outer);
  auto type = op == Op::iterate ? Type::list_of(node_types_[body]) : Type{TypeKind::boolean};
  return add_list(
      {.op = op, .flag = static_cast<std::uint8_t>(asks_partial ? 1 : 0), .offset = offset, .a = body, .b = partial},
      iterators, std::move(type));
}

std::vector<Parameter> Parser::lambda_parameters() {
  std::vector<Parameter> parameters;
  if (accept(")")) return parameters;
  do {
    Parameter parameter{take_label({})};
    if (accept(":")) parameter.type = type();
    parameters.push_back(std::move(parameter));
  } while (accept(","));
  expect(")", "参数结束", "end of the parameters");
  return parameters;
}

/// function(a, b: number) body. `self_name`: the key it is given to, by which it may call itself.
Parser::NodeId Parser::lambda(std::string self_name) {
  const Nesting nesting{*this};
  const auto offset = note();
  accept_word("function");
  if (!expect("(", "参数", "parameters")) return 0;
  auto parameters = lambda_parameters();
  if (accept_word("external")) return external_function(std::move(parameters), offset);
  if (failed()) return 0;
  const auto index = static_cast<std::uint32_t>(code_->units.size());
  code_->units.emplace_back();
  if (!self_name.empty()) known_names_.add(self_name);
  units_.push_back({.unit = index, .self_name = std::move(self_name)});
  for (const auto& parameter : parameters) bind(parameter.name, parameter.type);
  const auto body = expression();
  const auto scope = std::move(units_.back());
  units_.pop_back();
  if (failed()) return 0;
  code_->units[index] = {.root = body,
                         .local_count = scope.locals,
                         .captured_count = static_cast<std::uint32_t>(scope.captures.size()),
                         .parameters = parameters,
                         .result = node_types_[body]};
  Ids captured;
  for (const auto& capture : scope.captures)
    captured.push_back(refer(capture.owner, capture.source, capture.index, capture.type));
  std::vector<Type> types;
  for (const auto& parameter : parameters) types.push_back(parameter.type);
  const auto node = add_list({.op = Op::lambda, .offset = offset, .a = index}, captured,
                             Type::function_of(std::move(types), node_types_[body]));
  node_depths_[node] = std::max<std::uint16_t>(node_depths_[node], static_cast<std::uint16_t>(node_depths_[body] + 1));
  return node;
}

/// external {java: {class: "java.lang.Math", method signature: "cos(double)"}}, behind the word.
Parser::NodeId Parser::external_function(std::vector<Parameter> parameters, std::uint32_t offset) {
  if (!may_name_java_)
    return fail("这里不能调用外部函数（external），请改用 FEEL 自己的函数，例如 sqrt、abs",
                "external functions cannot be called here; use functions of FEEL such as sqrt or abs");
  const auto start = at_;
  const auto body = expression();
  if (failed()) return 0;
  const auto entry = [](const Value* value, std::string_view name) {
    return value != nullptr && value->is(Kind::context) ? value->find(name) : nullptr;
  };
  const auto* java = entry(is_constant(body) ? &code_->constants[code_->nodes[body].a] : nullptr, "java");
  const auto* class_name = entry(java, "class");
  const auto* signature = entry(java, "method signature");
  const auto is_text = [](const Value* value) { return value != nullptr && value->is(Kind::string); };
  auto function =
      is_text(class_name) && is_text(signature) ? java_function(class_name->string(), signature->string()) : nullptr;
  if (function)
    return add_constant(make_function({.parameters = std::move(parameters), .body = std::move(function)}), offset);
  at_ = start;
  return fail("没有这个外部函数：只有 java.lang.Math、String 和数值类的一部分可用，请改用 FEEL 表达式",
              "no such external function: only some of java.lang.Math, String and the classes of numbers are there");
}

std::optional<RangeForm> Parser::take_comparison_sign() {
  static constexpr std::pair<std::string_view, RangeForm> signs[] = {
      {"<=", RangeForm::less_or_equal}, {">=", RangeForm::greater_or_equal}, {"!=", RangeForm::not_equal},
      {"<", RangeForm::less},           {">", RangeForm::greater},           {"=", RangeForm::equal}};
  for (const auto& [sign, form] : signs)
    if (accept(sign)) return form;
  return std::nullopt;
}

/// One positive unary test: < 5, [1..3], an expression.
Parser::NodeId Parser::test(Level level) {
  skip();
  const auto offset = note();
  const auto outer_use = std::exchange(input_used_, false);
  NodeId node = 0;
  if (const auto form = take_comparison_sign()) {
    const auto bound = binary(Level::sum);
    if (!failed())
      node = add({.op = Op::unary_range, .flag = static_cast<std::uint8_t>(*form), .offset = offset, .a = bound});
  } else {
    node = level == Level::disjunction ? expression() : binary(level);
    if (!failed()) code_->nodes[node].uses_input = input_used_;
  }
  input_used_ = input_used_ || outer_use;
  return node;
}

Parser::Ids Parser::tests() {
  Ids list;
  do { list.push_back(test(Level::disjunction)); } while (accept(","));
  return list;
}

platform::Result<std::shared_ptr<const Code>> Parser::parse_unary_tests(const Type& input_type) {
  bind("?", input_type);
  if (at_end() || (accept("-") && at_end())) return finish(add({.op = Op::any_test}));
  at_ = 0;
  bool negated = false;
  Ids list;
  if (accept_word("not") && accept("(")) {
    list = tests();
    negated = accept(")") && at_end();
  }
  if (!negated && !failed()) {  // not(a) and b is an ordinary expression
    at_ = 0;
    list = tests();
  }
  if (failed()) return finish(0);
  return finish(
      add_list({.op = Op::tests, .flag = static_cast<std::uint8_t>(negated ? 1 : 0)}, list, TypeKind::boolean));
}

}  // namespace yimen::feel
