#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "yimen/dmn/problem.h"
#include "yimen/dmn/table.h"

/// A DMN file as it was written: every construct, nothing resolved.
namespace yimen::dmn::syntax {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Variable {
  std::string name;
  std::string type_ref;
  int line = 0;
};

/// Unary tests: input cells, allowed values.
struct Tests {
  std::string text;
  int line = 0;
};

struct Literal {
  std::string text;
  std::string language;  // URI; empty: FEEL
};

struct Binding {
  Variable parameter;
  ExpressionPtr value;
};

struct Invocation {
  ExpressionPtr callee;
  std::vector<Binding> bindings;
};

struct InputClause {
  std::string label;
  ExpressionPtr expression;
  std::optional<Tests> values;
  int line = 0;
};

struct OutputClause {
  std::string name, label, type_ref;
  std::optional<Tests> values;
  ExpressionPtr default_entry;
  int line = 0;
};

struct Rule {
  std::string id;
  int line = 0;
  std::vector<Tests> inputs;
  std::vector<ExpressionPtr> outputs;
  std::vector<std::string> annotations;
};

struct Table {
  HitPolicy policy = HitPolicy::unique;
  Aggregation aggregation = Aggregation::none;
  std::vector<InputClause> inputs;
  std::vector<OutputClause> outputs;
  std::vector<Rule> rules;
};

struct ContextEntry {
  std::optional<Variable> variable;  // none: the context's result
  ExpressionPtr value;
  int line = 0;
};

struct Context {
  std::vector<ContextEntry> entries;
};

struct Relation {
  std::vector<Variable> columns;
  std::vector<std::vector<ExpressionPtr>> rows;
};

struct ListOf {
  std::vector<ExpressionPtr> items;
};

enum class FunctionKind { feel, java, pmml };

struct FunctionDefinition {
  FunctionKind kind = FunctionKind::feel;
  std::vector<Variable> parameters;
  ExpressionPtr body;
};

struct Conditional {
  ExpressionPtr condition, then_part, else_part;
};

struct Filter {
  ExpressionPtr in, match;
};

enum class IterationKind { every, some, for_each };

struct Iteration {
  IterationKind kind = IterationKind::for_each;
  std::string variable;
  ExpressionPtr in, body;
};

struct Expression {
  std::string id, label, type_ref;
  int line = 0;
  std::variant<Literal, Invocation, Table, Context, Relation, ListOf, FunctionDefinition, Conditional, Filter, Iteration> form;
};

struct FunctionItem {
  std::vector<Variable> parameters;
  std::string output_type_ref;
};

struct ItemDefinition {
  std::string name, type_ref;
  int line = 0;
  bool is_collection = false;
  std::optional<Tests> allowed_values, type_constraint;
  std::vector<ItemDefinition> components;
  std::optional<FunctionItem> function;
};

enum class ElementKind { input, decision, knowledge, service, source };

struct Reference {
  std::string href;
  int line = 0;
  std::string role;  // the element it stands in: requiredInput, outputDecision, …
};

/// One element of the requirements graph; what does not belong to its kind stays empty.
struct Element {
  ElementKind kind = ElementKind::decision;
  std::string id, name;
  int line = 0;
  Variable variable;
  std::vector<Reference> information, knowledge;            // of decisions and knowledge models
  ExpressionPtr logic;                                      // a decision's expression, a model's function definition
  std::vector<Reference> outputs, encapsulated, input_decisions, input_data;  // of services
};

struct Import {
  std::string name, space;
  int line = 0;
};

struct Definitions {
  std::string file, name, space;
  std::vector<std::pair<std::string, std::string>> prefixes;
  std::vector<Import> imports;
  std::vector<ItemDefinition> types;
  std::vector<Element> elements;
  std::vector<Problem> problems;  // errors that keep nothing from being read
};

}  // namespace yimen::dmn::syntax
