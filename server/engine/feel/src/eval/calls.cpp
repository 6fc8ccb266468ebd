#include <fmt/format.h>

#include "builtins/builtin.h"
#include "eval/evaluator.h"

namespace yimen::feel {

namespace {

/// A few arguments on the stack, many on the heap.
class ArgumentRoom {
 public:
  ArgumentRoom(Frame& frame, const Node& node) : count_{node.count} {
    if (count_ > few) many_.resize(count_);
    for (std::size_t i = 0; i < count_; ++i) data()[i] = eval(frame, frame.code.lists[node.first + i]);
  }
  std::span<const Value> values() { return {data(), count_}; }

 private:
  static constexpr std::size_t few = 4;
  Value* data() { return count_ > few ? many_.data() : few_; }
  std::size_t count_;
  Value few_[few];
  List many_;
};

/// Arguments that conform to the parameters, after coercion; `room` holds them where one had to be converted.
std::optional<std::span<const Value>> conforming(const Function& function, std::span<const Value> arguments, List& room,
                                                 Session& session) {
  const auto& parameters = function.parameters();
  if (arguments.size() != parameters.size()) {
    warn(session, "feel/argument-count",
         fmt::format("函数需要 {} 个参数，给了 {} 个", parameters.size(), arguments.size()),
         fmt::format("the function takes {} arguments, {} were given", parameters.size(), arguments.size()));
    return std::nullopt;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& type = parameters[i].type;
    if (conforms(arguments[i], type)) continue;
    auto converted = coerce(arguments[i], type);
    if (!converted) {
      warn(session, "feel/argument-kind",
           fmt::format("参数“{}”应为 {}，给的是{}", parameters[i].name, type.text(), kind_name_zh(arguments[i].kind())),
           fmt::format("argument “{}” must be {}, a {} was given", parameters[i].name, type.text(),
                       kind_name_en(arguments[i].kind())));
      return std::nullopt;
    }
    if (room.empty()) room.assign(arguments.begin(), arguments.end());
    room[i] = std::move(*converted);
  }
  return room.empty() ? arguments : std::span<const Value>{room};
}

/// A lambda with the values it took along.
class Lambda final : public Function {
 public:
  Lambda(std::shared_ptr<const Code> code, std::uint32_t unit, List captured, int depth)
      : code_{std::move(code)}, unit_{code_->units[unit]}, captured_{std::move(captured)}, depth_{depth} {}

  std::string_view name() const override { return {}; }
  const std::vector<Parameter>& parameters() const override { return unit_.parameters; }
  const Type& result_type() const override { return unit_.result; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    List room;
    const auto given = conforming(*this, arguments, room, session);
    if (!given) return {};
    const auto self = Value::share(this, depth_);
    return run_unit(*code_, unit_, {}, *given, captured_.data(), &self, session);
  }

 private:
  std::shared_ptr<const Code> code_;
  const Unit& unit_;
  List captured_;
  int depth_;
};

class Native final : public Function {
 public:
  explicit Native(NativeFunction function) : function_{std::move(function)} {}
  std::string_view name() const override { return function_.name; }
  const std::vector<Parameter>& parameters() const override { return function_.parameters; }
  const Type& result_type() const override { return function_.result; }
  Value call(std::span<const Value> arguments, Session& session) const override {
    List room;
    const auto given = conforming(*this, arguments, room, session);
    if (!given || !session.descend()) return {};
    auto result = function_.body(*given, session);
    session.ascend();
    auto converted = coerce(result, function_.result);
    if (converted) return std::move(*converted);
    warn(session, "feel/result-kind",
         fmt::format("函数“{}”的结果应为 {}，得到的是{}", function_.name, function_.result.text(),
                     kind_name_zh(result.kind())),
         fmt::format("function “{}” must yield {}, it yielded a {}", function_.name, function_.result.text(),
                     kind_name_en(result.kind())));
    return {};
  }

 private:
  NativeFunction function_;
};

Value warn_no_function(Session& session, const Value& value) {
  warn(session, "feel/no-function", fmt::format("{}不是函数，不能调用", kind_name_zh(value.kind())),
       fmt::format("a {} is no function", kind_name_en(value.kind())));
  return {};
}

}  // namespace

Value make_function(NativeFunction function) {
  return Value::adopt(new Native{std::move(function)});
}

Value Function::call_named(std::span<const std::string> names, std::span<const Value> arguments,
                           Session& session) const {
  List ordered(parameters().size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::size_t place = 0;
    while (place < parameters().size() && parameters()[place].name != names[i]) ++place;
    if (place == parameters().size()) {
      warn(session, "feel/argument-name", fmt::format("函数没有名为“{}”的参数", names[i]),
           fmt::format("the function has no parameter “{}”", names[i]));
      return {};
    }
    ordered[place] = arguments[i];
  }
  return call(ordered, session);  // those that were not given are null
}

Value call(const Value& function, std::span<const Value> arguments, Session& session) {
  return function.is(Kind::function) ? function.function().call(arguments, session)
                                     : warn_no_function(session, function);
}

Value call_named(const Value& function, std::span<const std::string> names, std::span<const Value> arguments,
                 Session& session) {
  return function.is(Kind::function) ? function.function().call_named(names, arguments, session)
                                     : warn_no_function(session, function);
}

Value make_lambda(Frame& frame, const Node& node) {
  List captured;
  int depth = 1;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    captured.push_back(eval(frame, frame.code.lists[node.first + i]));
    depth = std::max(depth, captured.back().depth() + 1);
  }
  if (!frame.session.allocate(static_cast<std::int64_t>(sizeof(Lambda) + captured.size() * sizeof(Value)))) return {};
  return Value::adopt(new Lambda{frame.code.shared_from_this(), node.a, std::move(captured), depth}, depth);
}

Value eval_call(Frame& frame, const Node& node) {
  const auto function = eval(frame, node.a);
  if (function.is_null() && frame.code.nodes[node.a].op == Op::unknown) return {};  // it has been said
  ArgumentRoom arguments{frame, node};
  stand_at(frame, node);
  return call(function, arguments.values(), frame.session);
}

Value eval_call_named(Frame& frame, const Node& node) {
  const auto& callee = frame.code.nodes[node.a];
  const std::span names{frame.code.names.data() + node.b, node.count};
  ArgumentRoom arguments{frame, node};
  if (callee.op == Op::builtin) {
    stand_at(frame, node);
    return call_builtin_named(*frame.code.builtins[callee.a], names, arguments.values(), frame.session);
  }
  const auto function = eval(frame, node.a);
  if (function.is_null() && callee.op == Op::unknown) return {};
  stand_at(frame, node);
  return call_named(function, names, arguments.values(), frame.session);
}

Value eval_call_builtin(Frame& frame, const Node& node) {
  ArgumentRoom arguments{frame, node};
  stand_at(frame, node);
  return call_builtin(*frame.code.builtins[node.a], arguments.values(), frame.session);
}

}  // namespace yimen::feel
