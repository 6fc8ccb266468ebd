#include <fmt/format.h>

#include "parse/parser.h"

namespace yimen::feel {

namespace {
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Value moment_from(const std::string& text) {
  if (const auto date = parse_date(text)) return *date;
  if (const auto moment = parse_date_time(text)) return *moment;
  if (const auto time = parse_time(text)) return *time;
  if (const auto days = parse_days_duration(text)) return *days;
  if (const auto months = parse_months_duration(text)) return *months;
  return {};
}
}  // namespace

Parser::NodeId Parser::primary() {
  skip();
  if (failed()) return 0;
  if (at_ >= text_.size())
    return fail("表达式在这里突然结束，缺少一个值", "the expression ends where a value is expected");
  const auto offset = note();
  const char c = text_[at_];
  if (at_number()) return number();
  switch (c) {
    case '"': {
      ++at_;
      auto text = take_string();
      return failed() ? 0 : add_constant(Value{std::move(text)}, offset);
    }
    case '@':
      return ++at_, at_literal();
    case '(':
      return ++at_, parenthesis();
    case '[':
      return ++at_, bracket();
    case ']': {
      ++at_;
      const auto start = binary(Level::sum);
      if (!expect("..", "区间", "range")) return 0;
      return interval(start, false, offset);
    }
    case '{':
      return ++at_, context();
    case '?':
      input_used_ = true;
      if (const auto input = resolve("?")) return ++at_, *input;
      return fail("“?”只能用在决策表的条件里或“in”之后", "“?” may only be used in unary tests or behind “in”");
    default:
      break;
  }
  if (!at_name()) {
    const auto sign = std::string{text_.substr(at_, decode(text_, at_).size)};
    return fail(fmt::format("“{}”放在这里不合语法，此处应为一个值", sign),
                fmt::format("“{}” does not fit here, a value is expected", sign));
  }
  if (const auto node = keyword_primary()) return *node;
  return name();
}

std::optional<Parser::NodeId> Parser::keyword_primary() {
  const auto offset = note();
  std::string known;
  if (known_names_.match(text_, at_, known) > 0) return std::nullopt;  // a name may begin with a keyword
  if (accept_word("if")) return condition();
  if (accept_word("for")) return iteration(Op::iterate);
  if (accept_word("some")) return iteration(Op::some);
  if (accept_word("every")) return iteration(Op::every);
  if (at_word("function")) {
    const auto next = skip_spaces(text_, at_ + 8);
    if (next < text_.size() && text_[next] == '(') return lambda({});
  }
  if (accept_word("true")) return add_constant(Value{true}, offset);
  if (accept_word("false")) return add_constant(Value{false}, offset);
  if (accept_word("null")) return add_constant(Value{}, offset);
  return std::nullopt;
}

bool Parser::at_number() {
  const auto digit_at = [this](std::size_t i) { return i < text_.size() && is_digit(text_[i]); };
  skip();
  return digit_at(at_) || (at_ < text_.size() && text_[at_] == '.' && digit_at(at_ + 1));
}

Parser::NodeId Parser::number() {
  const auto start = at_;
  const auto digit_at = [this](std::size_t i) { return i < text_.size() && is_digit(text_[i]); };
  while (digit_at(at_)) ++at_;
  if (at_ < text_.size() && text_[at_] == '.' && digit_at(at_ + 1)) {
    ++at_;
    while (digit_at(at_)) ++at_;
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    const bool is_signed = at_ + 1 < text_.size() && (text_[at_ + 1] == '+' || text_[at_ + 1] == '-');
    if (digit_at(at_ + (is_signed ? 2 : 1))) {
      at_ += is_signed ? 2 : 1;
      while (digit_at(at_)) ++at_;
    }
  }
  const auto decimal = Decimal::parse(text_.substr(start, at_ - start));
  if (!decimal) return fail("数值超出范围", "the number is out of range");
  return add_constant(Value{*decimal}, static_cast<std::uint32_t>(start));
}

/// @"2024-01-01" behind its sign.
Parser::NodeId Parser::at_literal() {
  const auto offset = note() - 1;
  if (!expect("\"", "@ 后写日期、时间或时长的文本", "a date, time or duration in quotes follows @")) return 0;
  const auto text = take_string();
  if (failed()) return 0;
  auto value = moment_from(text);
  if (!value.is_null()) return add_constant(std::move(value), offset);
  at_ = offset;
  return fail(fmt::format("“{}”不是日期、时间或时长", text), fmt::format("“{}” is no date, time or duration", text));
}

/// (expression), (a..b), (< 5): behind the opening parenthesis.
Parser::NodeId Parser::parenthesis() {
  const auto offset = note() - 1;
  if (const auto form = take_comparison_sign()) {
    const auto bound = binary(Level::sum);
    if (!expect(")", "括号结束", "closing parenthesis") || failed()) return 0;
    return add({.op = Op::unary_range, .flag = static_cast<std::uint8_t>(*form), .offset = offset, .a = bound},
               Type::range_of(node_types_[bound]));
  }
  const auto inner = expression();
  if (accept("..")) return interval(inner, false, offset);
  expect(")", "括号结束", "closing parenthesis");
  return inner;
}

/// [items] or [a..b]: behind the opening bracket.
Parser::NodeId Parser::bracket() {
  const auto offset = note() - 1;
  if (accept("]")) return add_constant(Value{List{}}, offset);
  Ids items{expression()};
  if (accept("..")) return interval(items.front(), true, offset);
  while (accept(",")) items.push_back(expression());
  if (!expect("]", "列表结束", "end of the list") || failed()) return 0;
  auto type = node_types_[items.front()];
  for (const auto item : items) {
    const auto& next = node_types_[item];
    if (next.conforms_to(type)) continue;
    if (!type.conforms_to(next)) {
      type = {};
      break;
    }
    type = next;
  }
  return fold(add_list({.op = Op::list, .offset = offset}, items, Type::list_of(type)));
}

/// An interval behind its two dots.
Parser::NodeId Parser::interval(NodeId start, bool start_included, std::uint32_t offset) {
  if (failed()) return 0;
  const auto outer = std::exchange(in_interval_end_, true);
  const auto end = binary(Level::sum);
  in_interval_end_ = outer;
  std::uint8_t flag = start_included ? start_included_flag : 0;
  if (accept("]"))
    flag |= end_included_flag;
  else if (!accept(")") && !accept("["))
    return failed() ? 0 : fail("区间缺少结尾的 ] 或 )", "the range lacks its closing ] or )");
  if (failed()) return 0;
  return fold(
      add({.op = Op::range, .flag = flag, .offset = offset, .a = start, .b = end}, Type::range_of(node_types_[start])));
}

/// {key: value, …} behind the opening brace; later values see earlier keys.
Parser::NodeId Parser::context() {
  const Nesting nesting{*this};
  const auto offset = note() - 1;
  const auto outer = unit().bindings.size();
  Ids entries;
  std::vector<std::pair<std::string, Type>> members;
  if (!accept("}")) {
    do {
      skip();
      const auto start = at_;
      auto key = accept("\"") ? take_string() : take_label({});
      if (!expect(":", "名称后写冒号和值", "a colon and the value follow the name")) return 0;
      skip();
      const bool is_lambda = at_word("function");
      const auto value = is_lambda ? postfix(lambda(key)) : expression();
      if (failed()) return 0;
      member_names_.add(key);
      for (const auto& member : members)
        if (member.first == key)
          return at_ = start,
                 fail(fmt::format("名称“{}”写了两次", key), fmt::format("the key “{}” is given twice", key));
      const auto type = node_types_[value];
      const auto local = bind(key, type);
      members.emplace_back(key, type);
      entries.insert(entries.end(), {add_name(std::move(key)), value, local});
    } while (accept(","));
    if (!expect("}", "上下文结束", "end of the context")) return 0;
  }
  unit().bindings.resize(outer);
  std::uint16_t depth = 0;
  for (std::size_t i = 1; i < entries.size(); i += 3) depth = std::max(depth, node_depths_[entries[i]]);
  const auto node = add_list({.op = Op::context, .offset = offset}, entries, Type::context_of(std::move(members)));
  node_depths_[node] = std::max<std::uint16_t>(node_depths_[node], static_cast<std::uint16_t>(depth + 1));
  return fold(node);
}

}  // namespace yimen::feel
