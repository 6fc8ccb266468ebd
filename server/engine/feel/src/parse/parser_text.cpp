#include <fmt/format.h>

#include "parse/parser.h"

namespace yimen::feel {

namespace {

constexpr std::size_t longest_text = 1 << 20;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The code point of `count` hexadecimal digits; nullopt when there are fewer.
std::optional<char32_t> hex_point(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  char32_t point = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int digit = hex_digit(text[at + i]);
    if (digit < 0) return std::nullopt;
    point = point * 16 + static_cast<char32_t>(digit);
  }
  return point;
}

bool is_high_surrogate(char32_t point) {
  return point >= 0xD800 && point < 0xDC00;
}
bool is_low_surrogate(char32_t point) {
  return point >= 0xDC00 && point < 0xE000;
}

}  // namespace

void Parser::skip() {
  while (true) {
    at_ = skip_spaces(text_, at_);
    const auto next = text_.substr(std::min(at_, text_.size()), 2);
    if (next == "//") {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (next == "/*") {
      const auto end = text_.find("*/", at_ + 2);
      if (end == std::string_view::npos) {
        fail("注释缺少结尾 */", "the comment has no closing */");
        return;
      }
      at_ = end + 2;
    } else {
      return;
    }
  }
}

bool Parser::at(std::string_view sign) {
  skip();
  if (!text_.substr(std::min(at_, text_.size())).starts_with(sign)) return false;
  const char next = at_ + sign.size() < text_.size() ? text_[at_ + sign.size()] : '\0';
  // A sign that begins a longer one is not meant: * of **, < of <=, . of ..
  if (sign == "*" || sign == ".") return next != sign.front();
  if (sign == "<" || sign == ">") return next != '=';
  return true;
}

bool Parser::accept(std::string_view sign) {
  if (failed() || !at(sign)) return false;
  at_ += sign.size();
  return true;
}

bool Parser::at_word(std::string_view keyword) {
  skip();
  return text_.substr(std::min(at_, text_.size())).starts_with(keyword) &&
         !is_name_part(decode(text_, at_ + keyword.size()).value);
}

bool Parser::accept_word(std::string_view keyword) {
  if (failed() || !at_word(keyword)) return false;
  at_ += keyword.size();
  return true;
}

bool Parser::expect(std::string_view sign, std::string_view chinese, std::string_view english) {
  if (accept(sign)) return true;
  if (!failed())
    fail(fmt::format("此处应为“{}”（{}）", sign, chinese), fmt::format("“{}” expected here ({})", sign, english));
  return false;
}

bool Parser::expect_word(std::string_view keyword) {
  if (accept_word(keyword)) return true;
  if (!failed()) fail(fmt::format("此处应为“{}”", keyword), fmt::format("“{}” expected here", keyword));
  return false;
}

bool Parser::at_end() {
  skip();
  return at_ >= text_.size();
}

bool Parser::at_name() {
  skip();
  return is_name_start(decode(text_, at_).value);
}

/// Can what follows begin an operand? Decides whether [ behind an interval's end is a filter or the bracket that leaves
/// the end out.
bool Parser::at_expression() {
  skip();
  if (at_ >= text_.size()) return false;
  for (const auto word : {"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"})
    if (at_word(word)) return false;
  const char c = text_[at_];
  if (c == '.') return at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
  return at_name() || is_digit(c) || std::string_view{"\"@([{-?"}.find(c) != std::string_view::npos;
}

void Parser::take_escape(std::string& text) {
  const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  const auto literal = [&](char c) {
    text += c;
    at_ += 2;
  };
  switch (kind) {
    case 'n':
      return literal('\n');
    case 'r':
      return literal('\r');
    case 't':
      return literal('\t');
    case '"':
    case '\'':
    case '\\':
      return literal(kind);
    default:
      break;
  }
  const std::size_t digits = kind == 'u' ? 4 : 6;
  auto point = kind == 'u' || kind == 'U' ? hex_point(text_, at_ + 2, digits) : std::nullopt;
  if (!point) return literal('\\'), void(--at_);  // "\d" keeps its backslash: patterns are written so
  at_ += 2 + digits;
  if (is_high_surrogate(*point) && text_.substr(std::min(at_, text_.size())).starts_with("\\u")) {
    const auto low = hex_point(text_, at_ + 2, 4);
    if (low && is_low_surrogate(*low)) {
      point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
      at_ += 6;
    }
  }
  const bool is_character = *point <= 0x10FFFF && !is_high_surrogate(*point) && !is_low_surrogate(*point);
  append_utf8(text, is_character ? *point : 0xFFFD);
}

/// A string literal behind its opening quote.
std::string Parser::take_string() {
  std::string text;
  const auto start = at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    if (text_[at_] == '\\') {
      take_escape(text);
    } else {
      text += text_[at_++];
    }
  }
  if (at_ < text_.size()) {
    ++at_;
    return text;
  }
  at_ = start - 1;
  fail("文本缺少结尾的引号", "the text has no closing quote");
  return {};
}

/// A name of any words and signs up to the sign or word that must follow: a key, a parameter, a loop's variable.
/// `stop_word` may be empty.
std::string Parser::take_label(std::string_view stop_word) {
  skip();
  const auto start = at_;
  if (!at_name()) {
    fail("此处应为名称", "a name is expected here");
    return {};
  }
  while (at_ < text_.size()) {
    const auto point = decode(text_, at_);
    if (is_name_part(point.value)) {
      if (!stop_word.empty() && at_ > start && at_word(stop_word)) break;
      at_ = end_of_word(text_, at_);
    } else if (is_space(point.value) || (is_name_symbol(text_[at_]) && !text_.substr(at_).starts_with("//") &&
                                         !text_.substr(at_).starts_with("/*"))) {
      at_ += point.size;
    } else {
      break;
    }
  }
  return normalized_name(text_.substr(start, at_ - start));
}

/// `name:` before an argument; the text stays where it was when there is none.
std::optional<std::string> Parser::take_argument_name() {
  if (!at_name()) return std::nullopt;
  const auto start = at_;
  auto name = take_label({});
  if (accept(":")) return name;
  at_ = start;
  return std::nullopt;
}

/// Words in a row are one name, as far as no keyword stands between.
std::string Parser::take_loose_name() {
  std::vector<std::string> words;
  const auto is_operator = [this] {
    for (const auto word : {"and", "or", "in", "between", "then", "else", "return", "satisfies"})
      if (at_word(word)) return true;
    if (!at_word("instance")) return false;
    const auto after = skip_spaces(text_, at_ + 8);
    return text_.substr(after, 2) == "of";
  };
  do {
    const auto end = end_of_word(text_, at_);
    words.emplace_back(text_.substr(at_, end - at_));
    at_ = end;
    skip();
  } while (!failed() && is_name_part(decode(text_, at_).value) && !is_operator());
  return join_tokens(words);
}

Parser::NodeId Parser::fail(std::string chinese, std::string english) {
  if (!error_) error_ = Error{std::min(at_, text_.size()), std::move(chinese), std::move(english)};
  at_ = text_.size();
  return 0;
}

platform::Result<std::shared_ptr<const Code>> Parser::finish(NodeId root) {
  if (!failed() && !at_end()) {
    const auto end = at_ + decode(text_, at_).size;
    const auto rest = std::string{
        text_.substr(at_, is_name_part(decode(text_, at_).value) ? end_of_word(text_, at_) - at_ : end - at_)};
    fail(fmt::format("“{}”放在这里不合语法", rest), fmt::format("“{}” does not fit here", rest));
  }
  if (text_.size() > longest_text) error_ = Error{0, "表达式超过 1 MB", "the expression is longer than 1 MB"};
  if (failed()) {
    const auto place = position_in(text_, error_->offset);
    return platform::fail(platform::ErrorCode::malformed, "feel/syntax",
                          fmt::format("第 {} 行第 {} 列：{}。", place.line, place.column, error_->chinese),
                          {{fmt::format("{}:{}", place.line, place.column), error_->english}});
  }
  code_->units.front().root = root;
  code_->units.front().local_count = unit().locals;
  for (std::size_t i = 0; i < slot_used_.size(); ++i) {
    if (slot_used_[i]) code_->used_slots.push_back(static_cast<int>(i));
    code_->slot_names.push_back(scope_.name(i));
  }
  code_->type = node_types_[root];
  return std::shared_ptr<const Code>{code_};
}

}  // namespace yimen::feel
