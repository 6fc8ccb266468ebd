#include "yimen/feel/expression.h"

#include "eval/evaluator.h"
#include "parse/parser.h"

namespace yimen::feel {

namespace {

const std::string no_text;
const std::vector<int> no_slots;
const std::vector<std::string> no_names;
const Type any_type;

/// The value a test node holds when it is a literal.
std::optional<Value> literal_of(const Code& code, std::uint32_t id) {
  const auto& node = code.nodes[id];
  if (node.op == Op::constant) return code.constants[node.a];
  if (node.op != Op::unary_range || code.nodes[node.a].op != Op::constant) return std::nullopt;
  return Value{Range::unary(static_cast<RangeForm>(node.flag), code.constants[code.nodes[node.a].a])};
}

}  // namespace

platform::Result<Expression> parse_expression(std::string_view text, const Scope& scope) {
  auto code = TRY(Parser(text, scope).parse_expression());
  return Expression{std::move(code)};
}

platform::Result<Expression> parse_without_java(std::string_view text, const Scope& scope) {
  Parser parser(text, scope);
  parser.refuse_java();
  auto code = TRY(parser.parse_expression());
  return Expression{std::move(code)};
}

platform::Result<UnaryTests> parse_unary_tests(std::string_view text, const Scope& scope, const Type& input_type) {
  auto code = TRY(Parser(text, scope).parse_unary_tests(input_type));
  return UnaryTests{std::move(code)};
}

platform::Result<Type> parse_type(std::string_view text, const Scope& scope) {
  return Parser(text, scope).parse_type();
}

Value Expression::evaluate(std::span<const Value> variables, Session& session) const {
  if (!code_) return {};
  return run_unit(*code_, code_->units.front(), variables, {}, nullptr, nullptr, session);
}

Value Expression::evaluate_in(const Value& context, Session& session) const {
  if (!code_) return {};
  List variables;
  for (const int slot : code_->used_slots) {
    const auto place = static_cast<std::size_t>(slot);
    variables.resize(place + 1);
    const auto* value = context.is(Kind::context) ? context.find(code_->slot_names[place]) : nullptr;
    if (value != nullptr) variables[place] = *value;
  }
  return evaluate(variables, session);
}

const std::string& Expression::text() const {
  return code_ ? code_->text : no_text;
}
const std::vector<int>& Expression::used_slots() const {
  return code_ ? code_->used_slots : no_slots;
}
const std::vector<std::string>& Expression::unknown_names() const {
  return code_ ? code_->unknown_names : no_names;
}
const Type& Expression::type() const {
  return code_ ? code_->type : any_type;
}

const Value* Expression::constant() const {
  return code_ && code_->root().op == Op::constant ? &code_->constants[code_->root().a] : nullptr;
}

Value UnaryTests::evaluate(const Value& input, std::span<const Value> variables, Session& session) const {
  if (!code_ || code_->root().op == Op::any_test) return true;
  return run_unit(*code_, code_->units.front(), variables, {&input, 1}, nullptr, nullptr, session);
}

bool UnaryTests::accepts(const Value& input, std::span<const Value> variables, Session& session) const {
  return evaluate(input, variables, session).is_true();
}

bool UnaryTests::is_any() const {
  return !code_ || code_->root().op == Op::any_test;
}

std::optional<UnaryTests::Shape> UnaryTests::shape() const {
  Shape shape;
  if (is_any()) return std::nullopt;
  const auto& root = code_->root();
  shape.is_negated = root.flag != 0;
  for (std::uint32_t i = 0; i < root.count; ++i) {
    auto value = literal_of(*code_, code_->lists[root.first + i]);
    if (!value) return std::nullopt;
    shape.values.push_back(std::move(*value));
  }
  return shape;
}

const std::string& UnaryTests::text() const {
  return code_ ? code_->text : no_text;
}
const std::vector<int>& UnaryTests::used_slots() const {
  return code_ ? code_->used_slots : no_slots;
}
const std::vector<std::string>& UnaryTests::unknown_names() const {
  return code_ ? code_->unknown_names : no_names;
}

}  // namespace yimen::feel
