#pragma once
#include <optional>
#include <utility>

#include "logic.h"
#include "yimen/feel/expression.h"
#include "yimen/feel/functions.h"

/// The boxed expressions of DMN but the decision table.
namespace yimen::dmn {

class LiteralLogic final : public Logic {
 public:
  LiteralLogic(std::string label, DataType type, feel::Expression expression) : Logic{std::move(label), std::move(type)}, expression_{std::move(expression)} {}
  const feel::Expression& expression() const { return expression_; }

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  feel::Expression expression_;
};

/// What could not be compiled: null and the error each time.
class BrokenLogic final : public Logic {
 public:
  BrokenLogic(std::string label, std::string slug, std::string zh, std::string en)
      : Logic{std::move(label), {}}, slug_{std::move(slug)}, zh_{std::move(zh)}, en_{std::move(en)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  std::string slug_, zh_, en_;
};

class ContextLogic final : public Logic {
 public:
  struct Entry {
    std::string name;  // empty: the result
    int slot = 0;
    LogicPtr value;
    DataType type;
  };
  ContextLogic(std::string label, DataType type, std::vector<Entry> entries) : Logic{std::move(label), std::move(type)}, entries_{std::move(entries)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  std::vector<Entry> entries_;
};

class ListLogic final : public Logic {
 public:
  ListLogic(std::string label, DataType type, std::vector<LogicPtr> items) : Logic{std::move(label), std::move(type)}, items_{std::move(items)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  std::vector<LogicPtr> items_;
};

class RelationLogic final : public Logic {
 public:
  struct Column {
    std::string name;
    DataType type;
  };
  RelationLogic(std::string label, DataType type, std::vector<Column> columns, std::vector<std::vector<LogicPtr>> rows)
      : Logic{std::move(label), std::move(type)}, columns_{std::move(columns)}, rows_{std::move(rows)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<LogicPtr>> rows_;
};

class InvocationLogic final : public Logic {
 public:
  struct Argument {
    std::string name;
    DataType type;
    LogicPtr value;  // null: the argument is null
  };
  InvocationLogic(std::string label, DataType type, LogicPtr callee, std::vector<Argument> arguments);

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  LogicPtr callee_;
  std::vector<Argument> arguments_;
  std::vector<std::string> names_;
};

/// A function that keeps the values around it.
class FunctionLogic final : public Logic {
 public:
  struct Parameter {
    std::string name;
    DataType type;
  };
  FunctionLogic(std::string label, DataType result, std::vector<Parameter> parameters, int first_slot, LogicPtr body)
      : Logic{std::move(label), {}}, result_{std::move(result)}, parameters_{std::move(parameters)}, first_slot_{first_slot}, body_{std::move(body)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  DataType result_;
  std::vector<Parameter> parameters_;
  int first_slot_;
  LogicPtr body_;
};

class ConditionalLogic final : public Logic {
 public:
  ConditionalLogic(std::string label, DataType type, LogicPtr condition, LogicPtr then_part, LogicPtr else_part)
      : Logic{std::move(label), std::move(type)}, condition_{std::move(condition)}, then_{std::move(then_part)}, else_{std::move(else_part)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  LogicPtr condition_, then_, else_;
};

class FilterLogic final : public Logic {
 public:
  /// A name in the condition that means the item's entry of that name where it has one.
  struct Member {
    std::string name;
    int slot = 0;
  };
  FilterLogic(std::string label, DataType type, LogicPtr in, LogicPtr match, int item_slot, std::vector<Member> members)
      : Logic{std::move(label), std::move(type)}, in_{std::move(in)}, match_{std::move(match)}, item_slot_{item_slot}, members_{std::move(members)} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  LogicPtr in_, match_;
  int item_slot_;
  std::vector<Member> members_;
};

class ForLogic final : public Logic {
 public:
  ForLogic(std::string label, DataType type, LogicPtr in, LogicPtr body, int item_slot, int partial_slot)
      : Logic{std::move(label), std::move(type)}, in_{std::move(in)}, body_{std::move(body)}, item_slot_{item_slot}, partial_slot_{partial_slot} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  LogicPtr in_, body_;
  int item_slot_, partial_slot_;
};

class QuantifiedLogic final : public Logic {
 public:
  enum class Kind { some, every };
  QuantifiedLogic(std::string label, DataType type, Kind kind, LogicPtr in, LogicPtr body, int item_slot)
      : Logic{std::move(label), std::move(type)}, kind_{kind}, in_{std::move(in)}, body_{std::move(body)}, item_slot_{item_slot} {}

 protected:
  feel::Value evaluate(Frame&) const override;

 private:
  Kind kind_;
  LogicPtr in_, body_;
  int item_slot_;
};

}  // namespace yimen::dmn
