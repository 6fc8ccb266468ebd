#include <map>

#include <fmt/format.h>

#include "builtins/builtin.h"
#include "eval/evaluator.h"

namespace yimen::feel {

namespace {

const Value null_value{};

/// A built-in function used as a value; lives as long as the program.
class BuiltinValue final : public Function {
 public:
  explicit BuiltinValue(const Builtin& builtin) : builtin_{builtin} {
    for (const auto name : builtin.overloads.front().parameters) parameters_.push_back({std::string{name}});
  }
  std::string_view name() const override { return builtin_.name; }
  const std::vector<Parameter>& parameters() const override { return parameters_; }
  const Type& result_type() const override { return result_type_; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    return call_builtin(builtin_, arguments, session);
  }
  Value call_named(std::span<const std::string> names, std::span<const Value> arguments,
                   Session& session) const override {
    return call_builtin_named(builtin_, names, arguments, session);
  }

 private:
  const Builtin& builtin_;
  std::vector<Parameter> parameters_;
  Type result_type_;
};

bool takes_count(const Overload& overload, std::size_t count) {
  return count >= overload.required && (count <= overload.parameters.size() || overload.repeats_last);
}

/// As the overload for so many arguments is called, or the first.
std::string signature_of(const Builtin& builtin, std::size_t count) {
  const auto fits = [count](const Overload& overload) { return takes_count(overload, count); };
  const auto found = std::find_if(builtin.overloads.begin(), builtin.overloads.end(), fits);
  std::string names;
  for (const auto name : (found == builtin.overloads.end() ? builtin.overloads.front() : *found).parameters)
    names += (names.empty() ? "" : ", ") + std::string{name};
  return fmt::format("{}({})", builtin.name, names);
}

Value warn_of_arguments(const Builtin& builtin, Arguments arguments, Session& session) {
  if (!session.wants_problem() || session.is_stopped()) return {};
  const auto signature = signature_of(builtin, arguments.size());
  std::string chinese, english;
  for (const auto& value : arguments) {
    chinese += (chinese.empty() ? "" : "、") + std::string{kind_name_zh(value.kind())};
    english += (english.empty() ? "" : ", ") + std::string{kind_name_en(value.kind())};
  }
  warn(session, "feel/arguments",
       fmt::format("函数 {} 不能用于给出的参数（{}）", signature, chinese.empty() ? "无" : chinese),
       fmt::format("{} is not defined for these arguments ({})", signature, english.empty() ? "none" : english));
  return {};
}

Value warn_of_count(const Builtin& builtin, std::size_t count, Session& session) {
  warn(session, "feel/argument-count",
       fmt::format("函数 {} 的参数个数不对，给了 {} 个", signature_of(builtin, count), count),
       fmt::format("{} does not take {} arguments", signature_of(builtin, count), count));
  return {};
}

/// The arguments in the overload's order, or nothing when a name is strange or one is missing.
std::optional<List> order_arguments(const Overload& overload, std::span<const std::string> names, Arguments arguments) {
  List ordered;
  std::vector<bool> given(overload.parameters.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto found = std::find(overload.parameters.begin(), overload.parameters.end(), names[i]);
    if (found == overload.parameters.end()) return std::nullopt;
    const auto place = static_cast<std::size_t>(found - overload.parameters.begin());
    if (given[place]) return std::nullopt;
    given[place] = true;
    if (ordered.size() <= place) ordered.resize(place + 1);
    ordered[place] = arguments[i];
  }
  for (std::size_t i = 0; i < overload.required; ++i)
    if (!given[i]) return std::nullopt;
  return ordered;
}

using Table = std::map<std::string_view, const Builtin*, std::less<>>;

}  // namespace

const std::vector<Builtin>& all_builtins() {
  static const auto all = [] {
    std::vector<Builtin> list;
    for (const auto part :
         {conversion_builtins, boolean_builtins, string_builtins, regex_builtins, list_builtins, sorting_builtins,
          numeric_builtins, statistics_builtins, range_builtins, temporal_builtins, context_builtins}) {
      auto some = part();
      std::move(some.begin(), some.end(), std::back_inserter(list));
    }
    return list;
  }();
  return all;
}

const Builtin* find_builtin(std::string_view name) {
  static const auto table = [] {
    Table by_name;
    for (const auto& builtin : all_builtins()) by_name.emplace(builtin.name, &builtin);
    return by_name;
  }();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

Value function_of(const Builtin& builtin) {
  static const auto values = [] {
    std::map<const Builtin*, Value> by_builtin;
    for (const auto& one : all_builtins()) by_builtin.emplace(&one, Value::adopt(new BuiltinValue{one}));
    return by_builtin;
  }();
  return values.at(&builtin);
}

Value builtin_function(std::string_view name) {
  const auto* builtin = find_builtin(name);
  return builtin == nullptr ? Value{} : function_of(*builtin);
}

std::vector<std::string> builtin_function_names() {
  std::vector<std::string> names;
  for (const auto& builtin : all_builtins()) names.emplace_back(builtin.name);
  return names;
}

namespace {

/// What an overload that takes as many arguments yields; nullopt when none does.
Outcome try_overloads(const Builtin& builtin, Arguments arguments, Session& session) {
  for (const auto& overload : builtin.overloads) {
    if (!takes_count(overload, arguments.size())) continue;
    auto outcome = overload.run(arguments, session);
    if (outcome || session.is_stopped()) return outcome;
  }
  return std::nullopt;
}

/// The implicit conversion of arguments: a list of one item stands for the item.
std::optional<List> without_single_lists(Arguments arguments) {
  const auto is_single = [](const Value& value) { return value.is(Kind::list) && value.list().size() == 1; };
  if (std::none_of(arguments.begin(), arguments.end(), is_single)) return std::nullopt;
  List unwrapped;
  for (const auto& value : arguments) unwrapped.push_back(is_single(value) ? value.list().front() : value);
  return unwrapped;
}

/// What `run` makes of the arguments as they are given, else of the items of their lists of one; null with a warning when it takes neither.
template <class Run>
Value as_given_or_unwrapped(const Builtin& builtin, Arguments arguments, Session& session, const Run& run) {
  Outcome outcome = run(arguments);
  if (!outcome && !session.is_stopped())
    if (const auto unwrapped = without_single_lists(arguments)) outcome = run(*unwrapped);
  if (session.is_stopped()) return {};
  return outcome ? std::move(*outcome) : warn_of_arguments(builtin, arguments, session);
}

}  // namespace

Value call_builtin(const Builtin& builtin, Arguments arguments, Session& session) {
  if (builtin.takes_list && !arguments.empty() &&
      (arguments.size() > 1 || (!arguments.front().is(Kind::list) && !arguments.front().is_null()))) {
    const Value list{List(arguments.begin(), arguments.end())};
    auto outcome = builtin.overloads.front().run({&list, 1}, session);
    if (session.is_stopped()) return {};
    return outcome ? std::move(*outcome) : warn_of_arguments(builtin, {&list, 1}, session);
  }
  const auto fits = [&](const Overload& overload) { return takes_count(overload, arguments.size()); };
  if (std::none_of(builtin.overloads.begin(), builtin.overloads.end(), fits))
    return warn_of_count(builtin, arguments.size(), session);
  return as_given_or_unwrapped(builtin, arguments, session, [&](Arguments given) { return try_overloads(builtin, given, session); });
}

/// Whether the names come as the overload has them: before(range: r, point: p) is not before(point: p, range: r).
bool keeps_order(const Overload& overload, std::span<const std::string> names) {
  auto at = overload.parameters.begin();
  for (const auto& name : names) {
    at = std::find(at, overload.parameters.end(), name);
    if (at == overload.parameters.end()) return false;
  }
  return true;
}

Value call_builtin_named(const Builtin& builtin, std::span<const std::string> names, Arguments arguments,
                         Session& session) {
  for (const bool in_order : {true, false}) {
    for (const auto& overload : builtin.overloads) {
      if (keeps_order(overload, names) != in_order) continue;
      const auto ordered = order_arguments(overload, names, arguments);
      if (!ordered) continue;
      if (builtin.takes_list) return call_builtin(builtin, *ordered, session);
      return as_given_or_unwrapped(builtin, *ordered, session, [&](Arguments given) { return overload.run(given, session); });
    }
  }
  std::string given;
  for (const auto& name : names) given += (given.empty() ? "" : ", ") + name;
  warn(session, "feel/argument-name",
       fmt::format("函数 {} 不接受名为 {} 的参数", signature_of(builtin, names.size()), given),
       fmt::format("{} has no such parameters: {}", signature_of(builtin, names.size()), given));
  return {};
}

const Value& argument(Arguments arguments, std::size_t place) {
  return place < arguments.size() ? arguments[place] : null_value;
}

std::optional<std::int64_t> whole(const Value& value) {
  if (!value.is(Kind::number)) return std::nullopt;
  if (value.is_small_number() && value.small_exponent() == 0) return value.word();
  const auto cut = value.number().rescaled(0, Rounding::down);
  return cut ? cut->to_int() : std::nullopt;
}

}  // namespace yimen::feel
