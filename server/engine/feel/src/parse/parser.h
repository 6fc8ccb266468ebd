#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eval/code.h"
#include "parse/names.h"
#include "yimen/feel/expression.h"

namespace yimen::feel {

/// Reads one text by recursive descent, straight into Code; names are resolved while reading, since where a FEEL name
/// ends depends on what is known.
class Parser {
 public:
  Parser(std::string_view text, const Scope& scope);
  void refuse_java() { may_name_java_ = false; }

  platform::Result<std::shared_ptr<const Code>> parse_expression();
  platform::Result<std::shared_ptr<const Code>> parse_unary_tests(const Type& input_type);
  platform::Result<Type> parse_type();
  std::optional<Value> parse_range_literal();

 private:
  using NodeId = std::uint32_t;
  using Ids = std::vector<NodeId>;

  struct Binding {
    std::string name;  // empty: the item of a filter
    std::uint32_t local;
    Type type;
    bool is_filter = false;
    bool is_used = false;
  };
  enum class Source { local, slot, self };
  struct Capture {
    std::size_t owner;
    Source source;
    std::uint32_t index;
    Type type;
  };
  struct UnitScope {
    std::uint32_t unit;
    std::vector<Binding> bindings = {};
    std::vector<Capture> captures = {};
    std::string self_name = {};
    std::uint32_t locals = 0;
  };
  enum class Level { disjunction = 1, conjunction, comparison, sum, product, power };

  // Signs and words (parser_text.cpp)
  void skip();
  bool at(std::string_view sign);
  bool accept(std::string_view sign);
  bool at_word(std::string_view keyword);
  bool accept_word(std::string_view keyword);
  bool expect(std::string_view sign, std::string_view chinese, std::string_view english);
  bool expect_word(std::string_view keyword);
  bool at_end();
  bool at_name();
  bool at_expression();
  bool at_number();
  std::string take_string();
  void take_escape(std::string& text);
  std::string take_label(std::string_view stop_words);
  std::optional<std::string> take_argument_name();
  std::string take_loose_name();
  NodeId fail(std::string chinese, std::string english);
  bool failed() const { return error_.has_value(); }
  platform::Result<std::shared_ptr<const Code>> finish(NodeId root);

  // Nodes (parser_nodes.cpp)
  NodeId add(Node node, Type type = {});
  NodeId add_list(Node node, const Ids& children, Type type = {});
  NodeId add_constant(Value value, std::uint32_t offset);
  NodeId fold(NodeId id);
  bool is_constant(NodeId id) const { return code_->nodes[id].op == Op::constant; }
  std::uint32_t add_name(std::string name);
  std::uint32_t note() const { return static_cast<std::uint32_t>(at_); }

  // Names (parser_scope.cpp)
  UnitScope& unit() { return units_.back(); }
  std::uint32_t bind(std::string name, Type type);
  NodeId refer(std::size_t owner, Source source, std::uint32_t index, const Type& type);
  std::optional<NodeId> resolve(const std::string& name);
  bool resolve_in_filter(Binding& binding, std::size_t depth, const std::string& name, Ids& chain,
                         std::optional<NodeId>& found);
  std::optional<NodeId> resolve_outside(const std::string& name);
  NodeId name();
  NodeId path(NodeId base);

  // Operators
  NodeId expression();
  NodeId binary(Level level);
  NodeId operand(Level level);
  bool take_operator(Level level, Op& op);
  NodeId chain(Level level, Op op, NodeId first);
  NodeId comparison();
  NodeId comparison_tail(NodeId left);
  NodeId between(NodeId value);
  NodeId in(NodeId value);
  Ids tests_of_in(std::uint32_t offset);
  NodeId instance_of(NodeId value, std::uint32_t offset);
  NodeId unary();
  NodeId postfix(NodeId base);
  NodeId filter(NodeId base);
  NodeId call(NodeId function);
  NodeId call_with_names(NodeId function, std::string first_name, std::uint32_t offset);

  // Operands
  NodeId primary();
  std::optional<NodeId> keyword_primary();
  NodeId number();
  NodeId at_literal();
  NodeId parenthesis();
  NodeId bracket();
  NodeId interval(NodeId start, bool start_included, std::uint32_t offset);
  NodeId literal_end();
  NodeId context();
  NodeId condition();
  NodeId iteration(Op op);
  NodeId lambda(std::string self_name);
  NodeId external_function(std::vector<Parameter> parameters, std::uint32_t offset);
  std::vector<Parameter> lambda_parameters();

  // Unary tests
  std::optional<RangeForm> take_comparison_sign();
  NodeId test(Level level);
  Ids tests();

  // Types
  Type type();
  std::optional<Type> named_type();
  std::optional<Type> optional_type();
  Type context_type();
  Type function_type();

  std::string_view text_;
  std::size_t at_ = 0;
  const Scope& scope_;
  std::shared_ptr<Code> code_;
  std::vector<Type> node_types_;
  std::vector<std::uint16_t> node_depths_;
  std::vector<UnitScope> units_;
  LongNames known_names_;   // of the scope and the expression itself
  LongNames member_names_;  // keys of contexts met so far
  std::vector<bool> slot_used_;
  int nesting_ = 0;
  bool in_interval_end_ = false;
  bool input_used_ = false;
  bool may_name_java_ = true;
  struct Error {
    std::size_t offset;
    std::string chinese, english;
  };
  std::optional<Error> error_;

  class Nesting;
};

/// Counts levels of nesting; too many are an error, so that no text can exhaust the stack.
class Parser::Nesting {
 public:
  explicit Nesting(Parser& parser) : parser_{parser} {
    constexpr int most = 120;
    if (++parser_.nesting_ > most)
      parser_.fail("嵌套太深，请拆成几个表达式", "nested too deeply; split it into several expressions");
  }
  ~Nesting() { --parser_.nesting_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  Parser& parser_;
};

}  // namespace yimen::feel
