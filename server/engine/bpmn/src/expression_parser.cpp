#include "expression_parser.h"

#include <charconv>

#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::bpmn {
namespace {

constexpr std::size_t longest = 4000;
constexpr int deepest = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Letters of every script: all bytes of multi-byte characters count, the text is known to be UTF-8.
bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool continues_name(char c) { return starts_name(c) || is_digit(c); }

}  // namespace

bool ExpressionParser::run() {
  if (text_.size() > longest) return fail(fmt::format("条件超过{}个字节。", longest), "the condition is too long"), false;
  if (parse_either() < 0) return false;
  skip_space();
  if (at_ == text_.size()) return true;
  return fail("条件到这里应当结束，多出了内容。", "unexpected text after the condition"), false;
}

int ExpressionParser::parse_either() {
  int left = parse_both();
  while (left >= 0 && take_word("or")) {
    const int right = parse_both();
    left = right < 0 ? -1 : add(Operator::either, left, right);
  }
  return left;
}

int ExpressionParser::parse_both() {
  int left = parse_negation();
  while (left >= 0 && take_word("and")) {
    const int right = parse_negation();
    left = right < 0 ? -1 : add(Operator::both, left, right);
  }
  return left;
}

int ExpressionParser::parse_negation() {
  int count = 0;
  while (take_word("not")) ++count;
  const int operand = parse_comparison();
  if (operand < 0 || count == 0) return operand;
  const int once = add(Operator::negate, operand);
  return count % 2 == 1 ? once : add(Operator::negate, once);
}

int ExpressionParser::parse_comparison() {
  const int left = parse_operand();
  if (left < 0) return left;
  static constexpr std::pair<std::string_view, Operator> symbols[] = {
      {"!=", Operator::not_equal}, {"<=", Operator::less_equal}, {">=", Operator::greater_equal},
      {"<", Operator::less},       {">", Operator::greater},     {"=", Operator::equal}};
  for (const auto& [symbol, op] : symbols) {
    if (!take(symbol)) continue;
    if (op == Operator::equal && take("=")) {
      --at_;
      return fail("相等请写一个等号“=”。", "equality is written with one equals sign");
    }
    const int right = parse_operand();
    return right < 0 ? -1 : add(op, left, right);
  }
  return left;
}

int ExpressionParser::parse_operand() {
  skip_space();
  if (at_ == text_.size()) return fail("条件不完整，后面缺少内容。", "the condition ends too early");
  const char c = text_[at_];
  if (c == '(') return parse_group();
  if (c == '"') return parse_text();
  if (is_digit(c) || (c == '-' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return parse_number();
  if (take_word("true")) return add({.op = Operator::boolean, .is_true = true});
  if (take_word("false")) return add({.op = Operator::boolean});
  if (take_word("null")) return add({.op = Operator::null});
  if (sees_word("and") || sees_word("or") || sees_word("not")) return fail("这里缺少比较的内容。", "an operand is missing here");
  if (starts_name(c)) return parse_name();
  if (text_.substr(at_).starts_with("${")) return fail("不支持“${…}”写法，请直接写条件，例如 outcome = \"return\"。", "${…} is not supported, write the bare condition");
  return fail(fmt::format("看不懂这里的“{}”。", c), fmt::format("unexpected character {}", c));
}

int ExpressionParser::parse_group() {
  if (++depth_ > deepest) return fail(fmt::format("括号嵌套超过{}层。", deepest), "parentheses are nested too deeply");
  ++at_;
  const int inside = parse_either();
  --depth_;
  if (inside < 0) return inside;
  return take(")") ? inside : fail("缺少右括号“)”。", "a closing parenthesis is missing");
}

int ExpressionParser::parse_text() {
  Expression::Node node{.op = Operator::text};
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      ++at_;
      return add(std::move(node));
    }
    if (text_[at_] != '\\') node.text += text_[at_];
    else if (!read_escape(node.text)) return fail("看不懂反斜杠后面的字符。", "unknown escape");
  }
  return fail("文字缺少右引号。", "a closing quotation mark is missing");
}

bool ExpressionParser::read_escape(std::string& out) {
  if (++at_ >= text_.size()) return false;
  switch (text_[at_]) {
    case '"':
    case '\\':
    case '/': out += text_[at_]; return true;
    case 'n': out += '\n'; return true;
    case 't': out += '\t'; return true;
    default: return false;
  }
}

int ExpressionParser::parse_number() {
  Expression::Node node{.op = Operator::number};
  const auto end = text_.data() + text_.size();
  const auto read = std::from_chars(text_.data() + at_, end, node.number, std::chars_format::fixed);
  if (read.ec != std::errc{} || (read.ptr != end && starts_name(*read.ptr))) return fail("这不是数字。", "not a number");
  at_ = static_cast<std::size_t>(read.ptr - text_.data());
  return add(std::move(node));
}

int ExpressionParser::parse_name() {
  Expression::Node node{.op = Operator::name};
  const auto begin = at_;
  while (at_ < text_.size() && (continues_name(text_[at_]) || (text_[at_] == '.' && at_ + 1 < text_.size() && starts_name(text_[at_ + 1])))) ++at_;
  node.text = text_.substr(begin, at_ - begin);
  skip_space();
  if (at_ < text_.size() && text_[at_] == '(') return fail(fmt::format("还不支持函数“{}”。", node.text), fmt::format("function {} is not supported", node.text));
  return add(std::move(node));
}

void ExpressionParser::skip_space() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
}

bool ExpressionParser::take(std::string_view symbol) {
  skip_space();
  if (!text_.substr(at_).starts_with(symbol)) return false;
  at_ += symbol.size();
  return true;
}

bool ExpressionParser::sees_word(std::string_view word) const {
  const auto rest = text_.substr(at_);
  return rest.starts_with(word) && (rest.size() == word.size() || !(continues_name(rest[word.size()]) || rest[word.size()] == '.'));
}

bool ExpressionParser::take_word(std::string_view word) {
  skip_space();
  if (!sees_word(word)) return false;
  at_ += word.size();
  return true;
}

int ExpressionParser::add(Expression::Node node) {
  nodes_.push_back(std::move(node));
  return static_cast<int>(nodes_.size()) - 1;
}

int ExpressionParser::add(Operator op, int left, int right) { return add({.op = op, .left = left, .right = right}); }

int ExpressionParser::fail(std::string zh, std::string en) {
  problem_ = {at_, std::move(zh), std::move(en)};
  return -1;
}

}  // namespace yimen::bpmn
