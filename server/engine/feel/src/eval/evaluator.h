#pragma once
#include <optional>
#include <span>

#include "eval/code.h"

namespace yimen::feel {

/// One running unit: the whole expression or a lambda's body.
struct Frame {
  const Code& code;
  Session& session;
  std::span<const Value> variables;
  Value* locals;
  const Value* captured;
  const Value* self;
};

/// Runs a unit whose first locals are given.
Value run_unit(const Code&, const Unit&, std::span<const Value> variables, std::span<const Value> first_locals,
               const Value* captured, const Value* self, Session&);

Value eval(Frame&, std::uint32_t node);
/// Without copying what is a constant, variable or local: `room` holds the value otherwise.
const Value& eval_in(Frame&, std::uint32_t node, Value& room);

/// Works a node of constants out while parsing; nullopt when that met a problem or was too much.
std::optional<Value> evaluate_constant(const Code&, std::uint32_t node, std::uint32_t local_count);

// Parts of the evaluator, one per file.
Value eval_arithmetic(Frame&, const Node&);
Value negate(Frame&, const Node&, const Value&);
Value eval_comparison(Frame&, const Node&);
/// left < right and the like, without making a range of it; null when the two cannot be compared.
Value hold_against(RangeForm sign, const Value& left, const Value& right);
Value eval_path(Frame&, const Node&);
Value eval_filter(Frame&, const Node&);
Value eval_iteration(Frame&, const Node&);
Value eval_call(Frame&, const Node&);
Value eval_call_named(Frame&, const Node&);
Value eval_call_builtin(Frame&, const Node&);
Value make_lambda(Frame&, const Node&);
/// Does the value pass the test? null when that cannot be said.
Value eval_test(Frame&, std::uint32_t test, const Value& input);
Value eval_tests(Frame&, const Node&, const Value& input);

/// A property of a temporal value or range ("year", "start included"); nullptr-like: false when there is none.
bool find_property(const Value&, std::string_view name, Value& out);

/// Problems without a position of their own are reported here.
inline void stand_at(Frame& frame, const Node& node) {
  frame.session.set_place({&frame.code.text, node.offset});
}
/// null, with a warning at the node.
Value warn_at(Frame&, const Node&, std::string slug, std::string chinese, std::string english);
/// "数值", "number".
std::string_view kind_name_zh(Kind);
std::string_view kind_name_en(Kind);
/// The list a value stands for: itself, or the value as the only item.
const List& as_list(const Value&, List& room);

}  // namespace yimen::feel
