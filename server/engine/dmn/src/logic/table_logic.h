#pragma once
#include <optional>

#include "logic.h"
#include "yimen/dmn/table.h"
#include "yimen/feel/expression.h"

namespace yimen::dmn {

/// A decision table: cells compiled once, rules tried in order.
class TableLogic final : public Logic {
 public:
  struct Input {
    std::string text;
    LogicPtr expression;  // coerced to the clause's type
    std::optional<feel::UnaryTests> allowed;  // the clause's input values
    std::string allowed_text;
    std::optional<feel::UnaryTests> possible;  // what the type of the variable behind the expression allows, for the analysis
  };
  struct Output {
    std::string name;  // empty for a single one without name
    DataType type;
    std::optional<feel::UnaryTests> allowed;  // the clause's output values
    std::string allowed_text;
    feel::List priorities;  // the output values in their order: the first is the highest; empty: has no say
    LogicPtr otherwise;     // default entry, may be null
  };
  struct Rule {
    std::vector<feel::UnaryTests> tests;
    std::vector<LogicPtr> outputs;
    int line = 0;
  };
  struct Parts {
    HitPolicy policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<Rule> rules;
    std::string id;  // as the file gives it, may be empty
    int line = 0;
  };
  TableLogic(std::string label, DataType type, Parts parts) : Logic{std::move(label), std::move(type)}, parts_{std::move(parts)} {}
  const Parts& parts() const { return parts_; }
  bool has_defaults() const;
  bool has_priorities() const;

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  /// The input values, or nullopt (and an error) when one is not among those allowed.
  std::optional<feel::List> read_inputs(Frame&) const;
  std::vector<int> find_hits(Frame&, const feel::List& inputs) const;
  bool matches(const Rule&, Frame&, const feel::List& inputs) const;
  /// One value for each output, or nullopt (and an error) when one is not among those allowed.
  std::optional<feel::List> outputs_of(int rule, Frame&) const;
  feel::Value composed(feel::List outputs) const;
  feel::Value single(Frame&, const std::vector<int>& hits) const;
  feel::Value several(Frame&, const std::vector<int>& hits) const;
  feel::Value aggregated(Frame&, feel::List values) const;
  feel::Value without_hit(Frame&) const;
  void sort_by_priority(std::vector<feel::List>& results) const;

  Parts parts_;
};

}  // namespace yimen::dmn
