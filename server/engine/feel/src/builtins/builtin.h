#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "yimen/feel/functions.h"

namespace yimen::feel {

using Arguments = std::span<const Value>;
/// nullopt: the arguments do not fit; the caller says so and yields null.
using Outcome = std::optional<Value>;

/// One way to call a built-in function: names of its parameters, of which the first `required` must be there.
struct Overload {
  std::vector<std::string_view> parameters;
  std::size_t required;
  Outcome (*run)(Arguments, Session&);
  bool repeats_last = false;  ///< append(list, item, item, …)
};

struct Builtin {
  std::string_view name;
  std::vector<Overload> overloads;
  /// sum(1, 2, 3) means sum([1, 2, 3]): more or fewer arguments than one, or one that is no list, are taken as a list.
  bool takes_list = false;
  /// Same arguments, same result: may be worked out while parsing.
  bool is_pure = true;
};

const Builtin* find_builtin(std::string_view name);
const std::vector<Builtin>& all_builtins();

/// The function as a value.
Value function_of(const Builtin&);
Value call_builtin(const Builtin&, Arguments, Session&);
Value call_builtin_named(const Builtin&, std::span<const std::string> names, Arguments, Session&);

/// The argument at a place, null when fewer were given.
const Value& argument(Arguments, std::size_t place);
/// An argument's whole number; a fraction is cut off as FEEL's implementations do.
std::optional<std::int64_t> whole(const Value&);

// The parts of the table, one per file.
std::vector<Builtin> conversion_builtins();
std::vector<Builtin> boolean_builtins();
std::vector<Builtin> string_builtins();
std::vector<Builtin> regex_builtins();
std::vector<Builtin> list_builtins();
std::vector<Builtin> sorting_builtins();
std::vector<Builtin> numeric_builtins();
std::vector<Builtin> statistics_builtins();
std::vector<Builtin> range_builtins();
std::vector<Builtin> temporal_builtins();
std::vector<Builtin> context_builtins();

}  // namespace yimen::feel
