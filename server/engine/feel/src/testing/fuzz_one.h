#pragma once
#include <cstdint>
#include <string_view>

#include "yimen/feel/expression.h"
#include "yimen/feel/json.h"

/// What a fuzzer feeds: any bytes as an expression, as unary tests, as a type and as JSON; what parses is evaluated
/// with a small budget. Never fails by itself.
namespace yimen::feel::testing {

inline int fuzz_one(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  Scope scope;
  scope.add("a", Type{TypeKind::number});
  scope.add("list b", Type::list_of(Type::context_of({{"c-d", {}}, {"e", {}}})));
  scope.add("x+y");
  const Value item = Value::context({{"c-d", Value{1}}, {"e", Value{"x"}}});
  const Value variables[] = {Value{5}, Value{List{item, item}}, Value{"text"}};
  Session session{
      platform::from_millis(1'714'950'489'000), "Asia/Shanghai", {.steps = 20'000, .bytes = 4 << 20, .depth = 300}};
  if (const auto expression = parse_expression(text, scope)) {
    const auto value = expression->evaluate(variables, session);
    static_cast<void>(json_text(value));
    static_cast<void>(literal_text(value));
  }
  if (const auto tests = parse_unary_tests(text, scope)) {
    static_cast<void>(tests->accepts(variables[0], variables, session));
    static_cast<void>(tests->shape());
  }
  static_cast<void>(parse_type(text, scope));
  if (const auto value = read_json(text)) static_cast<void>(json_text(*value, JsonForm::plain));
  return 0;
}

}  // namespace yimen::feel::testing
