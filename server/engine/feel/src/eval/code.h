#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "yimen/feel/expression.h"
#include "yimen/feel/functions.h"

/// The compact form of an expression: nodes in one array that point to each other by number. Names are resolved: a
/// variable of the caller is a slot, a name of the expression itself a place among the locals, a name from around a
/// lambda a place among its captured values.
namespace yimen::feel {

enum class Op : std::uint8_t {
  constant,        // a: constant
  slot,            // a: the caller's variable
  local,           // a: local
  captured,        // a: captured value of the running lambda
  self,            // the running lambda
  builtin,         // a: built-in function as a value
  unknown,         // a: name nobody knows
  member_or_else,  // a: name, b: node to take when no item has it, list of nodes: items of the filters around,
                   // innermost first
  negate,
  add,
  subtract,
  multiply,
  divide,
  power,  // a, b
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  conjunction,
  disjunction,   // list
  between,       // a, b, c
  in,            // a: value, list: tests; flag: they ask for the value, kept in local b
  instance_of,   // a: value, b: type (no_node: c names one that is none)
  path,          // a: value, b: name
  filter,        // a: value, b: condition, c: local of item; flag: condition asks for the item
  call,          // a: function, list: arguments
  call_named,    // a: function, b: first name, list: arguments
  call_builtin,  // a: built-in function, list: arguments
  condition,     // a ? b : c
  iterate,
  some,
  every,        // list of iterators (3 words each), a: body, b: local of partial
  list,         // list
  context,      // list of entries (3 words each: name, value, local)
  range,        // a..b, flag: included ends
  unary_range,  // a, flag: RangeForm
  lambda,       // a: unit, list: captured nodes
  tests,        // list of tests; flag: negated. The input is local 0
  any_test,     // -
};

inline constexpr std::uint32_t no_node = UINT32_MAX;
inline constexpr std::uint8_t start_included_flag = 1, end_included_flag = 2;

struct Node {
  Op op = Op::constant;
  std::uint8_t flag = 0;
  bool uses_input = false;   ///< of a test: `?` appears in it
  std::uint32_t offset = 0;  ///< byte in the text
  std::uint32_t a = 0, b = 0, c = 0;
  std::uint32_t first = 0, count = 0;  ///< part of Code::lists
};

/// A lambda's body, or the whole expression (unit 0).
struct Unit {
  std::uint32_t root = 0;
  std::uint32_t local_count = 0;
  std::uint32_t captured_count = 0;
  std::vector<Parameter> parameters;
  Type result;  // as far as it is known before it is called
};

struct Builtin;

class Code : public std::enable_shared_from_this<Code> {
 public:
  std::string text;
  std::vector<Node> nodes;
  std::vector<std::uint32_t> lists;
  std::vector<Value> constants;
  std::vector<std::string> names;
  std::vector<Type> types;
  std::vector<Unit> units;
  std::vector<const Builtin*> builtins;

  std::vector<std::string> slot_names;  // by slot, for evaluation against a context
  std::vector<int> used_slots;
  std::vector<std::string> unknown_names;
  Type type;

  const Node& root() const { return nodes[units.front().root]; }
};

}  // namespace yimen::feel
