#include "boxed.h"

#include <limits>

#include "../link/program.h"

namespace yimen::dmn {
namespace {

/// A list or context that is too deep or too large to exist has become null: that ends the evaluation.
feel::Value kept(const Frame& frame, feel::Value value) {
  constexpr auto unpayable = std::numeric_limits<std::int64_t>::max() / 2;
  if (value.is_null()) (void)frame.session.allocate(unpayable);
  return value;
}

}  // namespace

feel::Value LiteralLogic::evaluate(Frame& frame) const {
  if (const auto* constant = expression_.constant()) return *constant;
  const auto before = frame.session.problems().size();
  auto value = expression_.evaluate(frame.values, frame.session);
  label_problems(frame.session, before, label());
  return value;
}

feel::Value BrokenLogic::evaluate(Frame& frame) const {
  complain(frame.session, slug_, zh_, en_);
  return {};
}

feel::Value ContextLogic::evaluate(Frame& frame) const {
  std::vector<feel::ContextEntry> values;
  values.reserve(entries_.size());
  for (const auto& entry : entries_) {
    auto value = coerced(entry.value->run(frame), entry.type, frame.session, entry.value->label());
    if (entry.name.empty()) return value;
    frame.values[entry.slot] = value;
    values.push_back({entry.name, std::move(value)});
  }
  return kept(frame, feel::Value::context(std::move(values)));
}

feel::Value ListLogic::evaluate(Frame& frame) const {
  feel::List values;
  values.reserve(items_.size());
  for (const auto& item : items_) values.push_back(item->run(frame));
  return kept(frame, feel::Value{std::move(values)});
}

feel::Value RelationLogic::evaluate(Frame& frame) const {
  feel::List rows;
  rows.reserve(rows_.size());
  for (const auto& row : rows_) {
    std::vector<feel::ContextEntry> cells;
    cells.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      auto value = coerced(row[i]->run(frame), columns_[i].type, frame.session, row[i]->label());
      cells.push_back({columns_[i].name, std::move(value)});
    }
    rows.push_back(feel::Value::context(std::move(cells)));
  }
  return kept(frame, feel::Value{std::move(rows)});
}

InvocationLogic::InvocationLogic(std::string label, DataType type, LogicPtr callee, std::vector<Argument> arguments)
    : Logic{std::move(label), std::move(type)}, callee_{std::move(callee)}, arguments_{std::move(arguments)} {
  for (const auto& argument : arguments_) names_.push_back(argument.name);
}

feel::Value InvocationLogic::evaluate(Frame& frame) const {
  const auto function = callee_->run(frame);
  if (!function.is(feel::Kind::function)) {
    complain(frame.session, "dmn/no-function", "要调用的不是函数。", "what is invoked is no function");
    return {};
  }
  feel::List values;
  values.reserve(arguments_.size());
  for (const auto& argument : arguments_) {
    auto value = argument.value != nullptr ? argument.value->run(frame) : feel::Value{};
    values.push_back(coerced(std::move(value), argument.type, frame.session, label()));
  }
  const auto before = frame.session.problems().size();
  auto value = feel::call_named(function, names_, values, frame.session);
  label_problems(frame.session, before, label());
  return value;
}

feel::Value FunctionLogic::evaluate(Frame& frame) const {
  feel::NativeFunction function;
  for (const auto& parameter : parameters_) function.parameters.push_back({parameter.name, parameter.type.feel()});
  auto kept = std::make_shared<const feel::List>(frame.values);
  // The program owns this expression: a function that outlives its evaluation keeps the program.
  function.body = [this, kept = std::move(kept), program = frame.program](std::span<const feel::Value> arguments, feel::Session& session) {
    feel::List values = *kept;
    Frame inner{values, session, program};
    for (std::size_t i = 0; i < parameters_.size(); ++i)
      values[first_slot_ + i] = coerced(arguments[i], parameters_[i].type, session, label());
    return coerced(body_->run(inner), result_, session, label());
  };
  return feel::make_function(std::move(function));
}

feel::Value ConditionalLogic::evaluate(Frame& frame) const {
  const auto condition = condition_->run(frame);
  if (condition.is_true()) return then_->run(frame);
  if (condition.is_false() || condition.is_null()) return else_->run(frame);
  complain(frame.session, "dmn/no-boolean", "条件的值不是“真”或“假”。", "the condition is neither true nor false");
  return {};
}

}  // namespace yimen::dmn
