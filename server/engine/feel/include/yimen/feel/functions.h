#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/feel/session.h"
#include "yimen/feel/types.h"
#include "yimen/feel/value.h"

namespace yimen::feel {

struct Parameter {
  std::string name;
  Type type = {};
};

/// Anything that can be called: built-in functions, lambdas, functions the caller brings.
class Function : public Payload {
 public:
  virtual std::string_view name() const = 0;  ///< empty for a lambda
  virtual const std::vector<Parameter>& parameters() const = 0;
  virtual const Type& result_type() const = 0;
  /// Positional call. Wrong number or kind of arguments: null and a problem in the session.
  virtual Value call(std::span<const Value> arguments, Session&) const = 0;
  /// Call by names; the usual one orders the arguments by parameters().
  virtual Value call_named(std::span<const std::string> names, std::span<const Value> arguments, Session&) const;
};

/// A function of the caller (a DMN business knowledge model, a service): gets exactly parameters().size() arguments
/// that conform to the parameters' types (after coercion); its result is coerced to `result`.
struct NativeFunction {
  std::string name;
  std::vector<Parameter> parameters;
  Type result = {};
  std::function<Value(std::span<const Value>, Session&)> body;
};
Value make_function(NativeFunction);

/// Calls a function value; a value that is no function yields null and a problem.
Value call(const Value& function, std::span<const Value> arguments, Session&);
Value call_named(const Value& function, std::span<const std::string> names, std::span<const Value> arguments, Session&);

/// The built-in functions of DMN 1.5, 10.3.4; null when there is no such name.
Value builtin_function(std::string_view name);
std::vector<std::string> builtin_function_names();

/// Adds a warning that has no position of its own (from native functions).
void warn(Session&, std::string slug, std::string chinese, std::string english);

}  // namespace yimen::feel
