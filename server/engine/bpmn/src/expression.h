#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "yimen/bpmn/elements.h"
#include "yimen/bpmn/variables.h"
#include "yimen/feel/expression.h"
#include "yimen/feel/session.h"

namespace yimen::bpmn {

struct Surroundings;

/// Where an expression finds the value of a name; null when nobody knows it.
class NameSource {
 public:
  virtual ~NameSource() = default;
  virtual feel::Value value_of(std::string_view name) const = 0;
};

/// Variables and nothing else: for what is asked outside a running instance. They must outlive it.
class VariableNames : public NameSource {
 public:
  explicit VariableNames(const Variables& variables) : variables_{variables} {}
  feel::Value value_of(std::string_view name) const override {
    const auto* found = variables_.find(name);
    return found == nullptr ? feel::Value{} : *found;
  }

 private:
  const Variables& variables_;
};

/// Evaluation at that moment and in that zone.
feel::Session session_of(const Surroundings&);

struct ExpressionProblem {
  std::string zh, en;
};

/// A FEEL expression whose names are only known when it is evaluated.
class Expression {
 public:
  /// A leading "=", as other tools write it, is left out. `names` may hold spaces.
  static std::variant<ExpressionRef, ExpressionProblem> parse(std::string_view text, const std::vector<std::string>& names = {});

  feel::Value evaluate(const NameSource&, feel::Session&) const;
  /// Only true is true; what is no boolean counts as false.
  bool test(const NameSource& names, feel::Session& session) const { return evaluate(names, session).is_true(); }
  const std::string& text() const { return expression_.text(); }
  const std::vector<std::string>& names() const { return names_; }  ///< it reads; some are empty

 private:
  feel::Expression expression_;
  std::vector<std::string> names_;  // by slot; empty where the expression does not read it
};

}  // namespace yimen::bpmn
