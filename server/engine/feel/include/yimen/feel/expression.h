#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/feel/session.h"
#include "yimen/feel/types.h"
#include "yimen/feel/value.h"
#include "yimen/platform/result.h"

namespace yimen::feel {

/// The names an expression may use. Each variable gets a slot, counted from 0; evaluation takes the values in that
/// order and looks up no names. Names may hold spaces and operators (`Monthly Salary`, `a-b`): the longest known name
/// that fits counts.
class Scope {
 public:
  /// A name that is there already is hidden by the new one, which has a slot of its own.
  int add(std::string name, Type type = {});
  /// A type name for `instance of` and parameters of lambdas ("tLoan").
  void add_type(std::string name, Type type);
  int find(std::string_view name) const;  ///< slot or -1
  std::size_t size() const { return variables_.size(); }
  const std::string& name(std::size_t slot) const { return variables_[slot].name; }
  const Type& type(std::size_t slot) const { return variables_[slot].type; }
  const Type* find_type(std::string_view name) const;
  const std::vector<std::string>& type_names() const { return type_names_; }

 private:
  struct Variable {
    std::string name;
    Type type;
  };
  std::vector<Variable> variables_;
  std::vector<std::string> type_names_;
  std::vector<Type> types_;
};

class Code;  // the parsed form

/// A parsed expression: immutable, shared, usable from several threads at once.
class Expression {
 public:
  Expression() = default;  ///< empty: evaluates to null
  explicit Expression(std::shared_ptr<const Code> code) : code_{std::move(code)} {}
  bool is_empty() const { return code_ == nullptr; }

  /// `variables[slot]` as the Scope numbered them; missing ones are null.
  Value evaluate(std::span<const Value> variables, Session&) const;
  /// Convenience: the variables from a context by name (one look-up each).
  Value evaluate_in(const Value& context, Session&) const;

  const std::string& text() const;
  /// Slots the expression reads, ascending.
  const std::vector<int>& used_slots() const;
  /// Names that neither the scope nor the expression knows; they evaluate to null with a warning. A strict caller
  /// refuses them.
  const std::vector<std::string>& unknown_names() const;
  /// Set when the text is one literal (also a negative number), else nullptr.
  const Value* constant() const;
  const Type& type() const;  ///< as far as it is known from the text and the scope

 private:
  std::shared_ptr<const Code> code_;
};

/// The content of a decision table's input cell: `-`, `< 5`, `[1..3], "a"`, `not(…)`, expressions with `?`.
class UnaryTests {
 public:
  UnaryTests() = default;  ///< accepts everything, as `-`
  explicit UnaryTests(std::shared_ptr<const Code> code) : code_{std::move(code)} {}

  bool accepts(const Value& input, std::span<const Value> variables, Session&) const;
  /// true, false, or null where nothing could be compared.
  Value evaluate(const Value& input, std::span<const Value> variables, Session&) const;

  bool is_any() const;  ///< `-`
  /// For finding overlaps and gaps: what the input is held against when all tests are literals.
  struct Shape {
    bool is_negated = false;
    std::vector<Value> values;  ///< ranges (Kind::range) and single values
  };
  std::optional<Shape> shape() const;
  const std::string& text() const;
  const std::vector<int>& used_slots() const;
  const std::vector<std::string>& unknown_names() const;

 private:
  std::shared_ptr<const Code> code_;
};

/// @returns malformed with the place: detail is Chinese ("第 1 行第 7 列：…"), fields[0] = {"line:column", English
/// text}.
platform::Result<Expression> parse_expression(std::string_view text, const Scope& = {});
/// `input_type` helps with names inside `?.…`.
platform::Result<UnaryTests> parse_unary_tests(std::string_view text, const Scope& = {}, const Type& input_type = {});
/// "list<number>", "tLoan": a type as text.
platform::Result<Type> parse_type(std::string_view text, const Scope& = {});

/// Is the text a name FEEL can use (letters, digits, spaces and . / - ' + * between)?
bool is_name(std::string_view);
/// White space inside a name becomes one space, outside is dropped.
std::string normalized_name(std::string_view);

}  // namespace yimen::feel
