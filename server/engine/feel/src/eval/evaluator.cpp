#include "eval/evaluator.h"

#include <limits>

#include <fmt/format.h>

#include "builtins/builtin.h"

namespace yimen::feel {

namespace {

constexpr std::size_t few_locals = 8;

class Descent {
 public:
  explicit Descent(Session& session) : session_{session}, is_allowed_{session.descend()} {}
  ~Descent() { session_.ascend(); }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  explicit operator bool() const { return is_allowed_; }

 private:
  Session& session_;
  bool is_allowed_;
};

std::uint32_t child(const Frame& frame, const Node& node, std::uint32_t index) {
  return frame.code.lists[node.first + index];
}

/// and / or with three values: `decides` settles the matter at once; anything but true and false counts as unknown.
Value eval_junction(Frame& frame, const Node& node, bool decides) {
  bool is_unknown = false;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    Value room;
    const auto& part = eval_in(frame, child(frame, node, i), room);
    if (part.is(Kind::boolean)) {
      if (part.boolean() == decides) return decides;
    } else {
      is_unknown = true;
    }
  }
  return is_unknown ? Value{} : Value{!decides};
}

Value eval_condition(Frame& frame, const Node& node) {
  Value room;
  const auto& test = eval_in(frame, node.a, room);
  if (!test.is(Kind::boolean) && !test.is_null())
    warn_at(frame, node, "feel/condition",
            fmt::format("“if”的条件是{}，不是真或假，按假处理", kind_name_zh(test.kind())),
            fmt::format("the condition of “if” is a {}, neither true nor false; taken as false",
                        kind_name_en(test.kind())));
  return eval(frame, test.is_true() ? node.b : node.c);
}

/// What is too deep or too large to exist has become null: that ends the evaluation.
Value kept(Frame& frame, Value value) {
  constexpr auto unpayable = std::numeric_limits<std::int64_t>::max() / 2;
  if (value.is_null()) (void)frame.session.allocate(unpayable);
  return value;
}

Value eval_list(Frame& frame, const Node& node) {
  List items;
  items.reserve(node.count);
  for (std::uint32_t i = 0; i < node.count; ++i) items.push_back(eval(frame, child(frame, node, i)));
  if (!frame.session.allocate(static_cast<std::int64_t>(items.size() * sizeof(Value)) + 64)) return {};
  return kept(frame, Value{std::move(items)});
}

Value eval_context(Frame& frame, const Node& node) {
  std::vector<ContextEntry> entries;
  entries.reserve(node.count / 3);
  std::int64_t bytes = 64;
  for (std::uint32_t i = 0; i < node.count; i += 3) {
    auto value = eval(frame, child(frame, node, i + 1));
    frame.locals[child(frame, node, i + 2)] = value;
    entries.push_back({frame.code.names[child(frame, node, i)], std::move(value)});
    bytes += static_cast<std::int64_t>(sizeof(ContextEntry) + entries.back().name.size());
  }
  if (!frame.session.allocate(bytes)) return {};
  return kept(frame, Value{std::move(entries)});
}

Value eval_range(Frame& frame, const Node& node) {
  auto start = eval(frame, node.a);
  auto end = eval(frame, node.b);
  if (!start.is_null() && !end.is_null() && compare(start, end) == Order::none)
    return warn_at(
        frame, node, "feel/range-kinds",
        fmt::format("区间两端分别是{}和{}，不能比较大小", kind_name_zh(start.kind()), kind_name_zh(end.kind())),
        fmt::format("the ends of the range are a {} and a {} and cannot be compared", kind_name_en(start.kind()),
                    kind_name_en(end.kind())));
  if (compare(start, end) == Order::greater)
    return warn_at(frame, node, "feel/range-order", "区间的起点大于终点", "the range starts behind its end");
  if (!frame.session.allocate(sizeof(Range))) return {};
  return Range{.start = std::move(start),
               .end = std::move(end),
               .start_included = (node.flag & start_included_flag) != 0,
               .end_included = (node.flag & end_included_flag) != 0};
}

/// Inside list[…]: the first item around that has the member, else what the name means outside.
Value eval_member_or_else(Frame& frame, const Node& node) {
  const auto& name = frame.code.names[node.a];
  for (std::uint32_t i = 0; i < node.count; ++i) {
    Value room;
    const auto& item = eval_in(frame, child(frame, node, i), room);
    if (!item.is(Kind::context)) continue;
    if (const auto* member = item.find(name)) return *member;
  }
  if (node.b != no_node) return eval(frame, node.b);
  Value property;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    Value room;
    if (find_property(eval_in(frame, child(frame, node, i), room), name, property)) return property;
  }
  return {};  // an item without the member: null is what FEEL asks for, not worth a warning
}

Value eval_unknown(Frame& frame, const Node& node) {
  const auto& name = frame.code.names[node.a];
  return warn_at(frame, node, "feel/unknown-name", fmt::format("没有名为“{}”的变量或函数", name),
                 fmt::format("there is no variable or function “{}”", name));
}

Value eval_in_tests(Frame& frame, const Node& node) {
  Value room;
  const auto& value = eval_in(frame, node.a, room);
  if (node.flag != 0) frame.locals[node.b] = value;
  bool is_unknown = false;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const auto passes = eval_test(frame, child(frame, node, i), value);
    if (passes.is_true()) return passes;
    is_unknown = is_unknown || passes.is_null();
  }
  if (!is_unknown) return false;
  return warn_at(frame, node, "feel/in-unknown", "“in”两边不能比较，结果为空", "the sides of “in” cannot be compared");
}

Value eval_instance_of(Frame& frame, const Node& node) {
  Value room;
  if (node.b == no_node) {
    const auto& name = frame.code.names[node.c];
    return warn_at(frame, node, "feel/unknown-type", fmt::format("没有类型“{}”，或缺少尖括号中的参数", name),
                   fmt::format("there is no type “{}”, or it lacks its parameters in angle brackets", name));
  }
  return is_instance(eval_in(frame, node.a, room), frame.code.types[node.b]);
}

Value eval_slot(const Frame& frame, const Node& node) {
  return node.a < frame.variables.size() ? frame.variables[node.a] : Value{};
}

Value eval_negation(Frame& frame, const Node& node) {
  Value room;
  return negate(frame, node, eval_in(frame, node.a, room));
}

Value eval_unary_range(Frame& frame, const Node& node) {
  auto bound = eval(frame, node.a);
  if (!frame.session.allocate(sizeof(Range))) return {};
  return Range::unary(static_cast<RangeForm>(node.flag), std::move(bound));
}

/// What is rarer than names, constants and comparisons; kept apart so that the frequent ones need little stack.
Value eval_rest(Frame& frame, const Node& node) {
  switch (node.op) {
    case Op::member_or_else:
      return eval_member_or_else(frame, node);
    case Op::unknown:
      return eval_unknown(frame, node);
    case Op::in:
      return eval_in_tests(frame, node);
    case Op::instance_of:
      return eval_instance_of(frame, node);
    case Op::filter:
      return eval_filter(frame, node);
    case Op::call:
      return eval_call(frame, node);
    case Op::call_named:
      return eval_call_named(frame, node);
    case Op::iterate:
    case Op::some:
    case Op::every:
      return eval_iteration(frame, node);
    case Op::list:
      return eval_list(frame, node);
    case Op::context:
      return eval_context(frame, node);
    case Op::range:
      return eval_range(frame, node);
    case Op::unary_range:
      return eval_unary_range(frame, node);
    case Op::lambda:
      return make_lambda(frame, node);
    case Op::tests:
      return eval_tests(frame, node, frame.locals[0]);
    case Op::any_test:
      return true;
    case Op::builtin:
      return function_of(*frame.code.builtins[node.a]);
    default:
      return {};
  }
}

}  // namespace

Value eval(Frame& frame, std::uint32_t id) {
  const auto& node = frame.code.nodes[id];
  if (!frame.session.step()) return {};
  switch (node.op) {
    case Op::constant:
      return frame.code.constants[node.a];
    case Op::slot:
      return eval_slot(frame, node);
    case Op::local:
      return frame.locals[node.a];
    case Op::captured:
      return frame.captured[node.a];
    case Op::self:
      return *frame.self;
    default:
      break;
  }
  const Descent descent{frame.session};
  if (!descent) return {};
  switch (node.op) {
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::power:
      return eval_arithmetic(frame, node);
    case Op::negate:
      return eval_negation(frame, node);
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_or_equal:
    case Op::greater:
    case Op::greater_or_equal:
    case Op::between:
      return eval_comparison(frame, node);
    case Op::conjunction:
      return eval_junction(frame, node, false);
    case Op::disjunction:
      return eval_junction(frame, node, true);
    case Op::condition:
      return eval_condition(frame, node);
    case Op::path:
      return eval_path(frame, node);
    case Op::call_builtin:
      return eval_call_builtin(frame, node);
    default:
      return eval_rest(frame, node);
  }
}

const Value& eval_in(Frame& frame, std::uint32_t id, Value& room) {
  const auto& node = frame.code.nodes[id];
  switch (node.op) {
    case Op::constant:
      return frame.code.constants[node.a];
    case Op::local:
      return frame.locals[node.a];
    case Op::captured:
      return frame.captured[node.a];
    case Op::slot:
      if (node.a < frame.variables.size()) return frame.variables[node.a];
      return room;
    default:
      room = eval(frame, id);
      return room;
  }
}

Value run_unit(const Code& code, const Unit& unit, std::span<const Value> variables,
               std::span<const Value> first_locals, const Value* captured, const Value* self, Session& session) {
  const auto run = [&](Value* locals) {
    std::copy(first_locals.begin(), first_locals.end(), locals);
    Frame frame{code, session, variables, locals, captured, self};
    const auto place = session.place();
    auto result = eval(frame, unit.root);
    session.set_place(place);
    if (session.is_stopped()) return Value{};
    return result;
  };
  const auto count = std::max<std::size_t>(unit.local_count, first_locals.size());
  if (count == 0) return run(nullptr);
  if (count <= few_locals) {
    Value locals[few_locals];
    return run(locals);
  }
  std::vector<Value> locals(count);
  return run(locals.data());
}

std::optional<Value> evaluate_constant(const Code& code, std::uint32_t node, std::uint32_t local_count) {
  Session session{platform::Instant{}, "UTC", {.steps = 20'000, .bytes = 1 << 20, .depth = 1'000}};
  std::vector<Value> locals(local_count);
  Frame frame{code, session, {}, locals.data(), nullptr, nullptr};
  auto value = eval(frame, node);
  if (!session.problems().empty() || session.is_stopped()) return std::nullopt;
  return value;
}

Value warn_at(Frame& frame, const Node& node, std::string slug, std::string chinese, std::string english) {
  if (frame.session.wants_problem())
    frame.session.add({.severity = Severity::warning,
                       .slug = std::move(slug),
                       .message = std::move(chinese),
                       .message_en = std::move(english),
                       .position = position_in(frame.code.text, node.offset)});
  return {};
}

std::string_view kind_name_zh(Kind kind) {
  static constexpr std::string_view names[] = {"空值",   "布尔值",   "数值", "文本",   "日期", "时间", "日期时间",
                                               "天时长", "年月时长", "列表", "上下文", "区间", "函数"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view kind_name_en(Kind kind) {
  static constexpr std::string_view names[] = {"null",
                                               "boolean",
                                               "number",
                                               "string",
                                               "date",
                                               "time",
                                               "date and time",
                                               "days and time duration",
                                               "years and months duration",
                                               "list",
                                               "context",
                                               "range",
                                               "function"};
  return names[static_cast<std::size_t>(kind)];
}

const List& as_list(const Value& value, List& room) {
  if (value.is(Kind::list)) return value.list();
  room.assign(1, value);
  return room;
}

}  // namespace yimen::feel
