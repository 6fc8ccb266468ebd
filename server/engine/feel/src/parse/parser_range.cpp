#include "parse/parser.h"

namespace yimen::feel {

/// A range literal and nothing else (rules 66 to 68): its ends are literals, and an end without bound is open. nullopt for any other text.
std::optional<Value> Parser::parse_range_literal() {
  const bool start_included = accept("[");
  if (!start_included && !accept("(") && !accept("]")) return std::nullopt;
  const auto start = start_included || !at("..") ? std::optional{literal_end()} : std::nullopt;
  if (!accept("..")) return std::nullopt;
  const auto end = !start || !(at(")") || at("[")) ? std::optional{literal_end()} : std::nullopt;
  const bool end_included = accept("]");
  if ((!end_included && !accept(")") && !accept("[")) || !at_end() || failed()) return std::nullopt;
  const auto value = [this](NodeId id) { return code_->constants[code_->nodes[id].a]; };
  if (!start) return Value{Range::unary(end_included ? RangeForm::less_or_equal : RangeForm::less, value(*end))};
  if (!end) return Value{Range::unary(start_included ? RangeForm::greater_or_equal : RangeForm::greater, value(*start))};
  const auto order = compare(value(*start), value(*end));
  if (order != Order::less && order != Order::equal) return std::nullopt;
  return Value{Range{.start = value(*start), .end = value(*end), .start_included = start_included, .end_included = end_included}};
}

/// A number, a text, @"…" or a date, time or duration made of literals: always a constant, or the parser has failed.
Parser::NodeId Parser::literal_end() {
  const Nesting nesting{*this};
  skip();
  const auto offset = note();
  if (failed()) return 0;
  const bool is_negative = accept("-");
  if (at_number()) {
    const auto number = this->number();
    return failed() || !is_negative ? number : fold(add({.op = Op::negate, .offset = offset, .a = number}));
  }
  if (!is_negative && accept("\"")) {
    auto text = take_string();
    return failed() ? 0 : add_constant(Value{std::move(text)}, offset);
  }
  if (!is_negative && accept("@")) return at_literal();
  for (const auto name : {"date and time", "date", "time", "duration"}) {
    if (is_negative || !accept_word(name)) continue;
    const auto function = resolve(name);
    Ids arguments;
    if (!function || !expect("(", "参数", "arguments")) break;
    do { arguments.push_back(literal_end()); } while (accept(","));
    if (!expect(")", "参数结束", "end of the arguments") || failed()) return 0;
    const auto made = fold(add_list({.op = Op::call_builtin, .offset = offset, .a = code_->nodes[*function].a}, arguments));
    if (is_constant(made) && !code_->constants[code_->nodes[made].a].is_null()) return made;
    break;
  }
  return fail("区间的端点应为数、文本、日期、时间或时长", "the end of a range is a number, text, date, time or duration");
}

}  // namespace yimen::feel
