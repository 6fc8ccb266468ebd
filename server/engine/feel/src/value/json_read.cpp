#include <fmt/format.h>

#include <boost/json.hpp>

#include "parse/names.h"
#include "value/json_tags.h"
#include "yimen/feel/expression.h"
#include "yimen/feel/json.h"
#include "yimen/platform/text.h"

namespace yimen::feel {

namespace {

constexpr int most_levels = 100;

std::optional<Value> found(const auto& parsed) {
  return parsed ? std::optional{Value{*parsed}} : std::nullopt;
}

std::optional<Value> duration_of(const std::string& text) {
  if (const auto days = parse_days_duration(text)) return Value{*days};
  return found(parse_months_duration(text));
}

std::optional<Value> range_of(const std::string& text) {
  const auto parsed = parse_expression(text);
  if (!parsed) return std::nullopt;
  if (const auto* constant = parsed->constant(); constant != nullptr && constant->is(Kind::range)) return *constant;
  Session session;
  auto value = parsed->evaluate({}, session);
  return value.is(Kind::range) ? std::optional{std::move(value)} : std::nullopt;
}

/// A small reader of our own: Boost.JSON would turn 0.1 and 20-digit numbers into doubles.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  platform::Result<Value> read() {
    auto value = take_value(0);
    skip();
    if (!problem_ && at_ != text_.size()) problem_ = "文件在值之后还有多余内容";
    if (!problem_) return value;
    const auto place = position_in(text_, at_);
    return platform::fail(platform::ErrorCode::malformed, "feel/json",
                          fmt::format("JSON 第 {} 行第 {} 列：{}。", place.line, place.column, problem_));
  }

 private:
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  Value wrong(const char* problem) {
    if (!problem_) problem_ = problem;
    return {};
  }

  Value take_value(int level) {
    if (level > most_levels) return wrong("嵌套太深");
    skip();
    if (at_ >= text_.size()) return wrong("缺少一个值");
    switch (text_[at_]) {
      case '"':
        ++at_;
        return Value{take_text()};
      case '[':
        ++at_;
        return take_list(level);
      case '{':
        ++at_;
        return take_object(level);
      default:
        break;
    }
    if (take_word("true")) return true;
    if (take_word("false")) return false;
    if (take_word("null")) return {};
    return take_number();
  }

  Value take_number() {
    const auto start = at_;
    while (at_ < text_.size() && std::string_view{"+-.0123456789eE"}.find(text_[at_]) != std::string_view::npos) ++at_;
    const auto number = Decimal::parse(text_.substr(start, at_ - start));
    if (number) return *number;
    at_ = start;
    return wrong("此处应为值");
  }

  std::optional<char32_t> take_hex() {
    char32_t point = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      point = point * 16 + static_cast<char32_t>(digit);
    }
    return point;
  }

  void take_escape(std::string& out) {
    static constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    if (const auto place = letters.find(c); c != '\0' && place != std::string_view::npos) {
      out += meanings[place];
      return;
    }
    auto point = c == 'u' ? take_hex() : std::nullopt;
    if (point && *point >= 0xD800 && *point < 0xDC00 && take_word("\\u")) {
      const auto low = take_hex();
      point = low && *low >= 0xDC00 && *low < 0xE000
                  ? std::optional{0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00)}
                  : std::nullopt;
    }
    if (!point || (*point >= 0xD800 && *point < 0xE000))
      wrong("文本中的转义不合格式");
    else
      append_utf8(out, *point);
  }

  std::string take_text() {
    std::string out;
    while (at_ < text_.size() && text_[at_] != '"' && !problem_) {
      if (text_[at_] == '\\')
        ++at_, take_escape(out);
      else if (static_cast<unsigned char>(text_[at_]) < 0x20)
        wrong("文本中有未转义的控制字符");
      else
        out += text_[at_++];
    }
    if (at_ >= text_.size()) wrong("文本缺少结尾的引号");
    ++at_;
    return out;
  }

  Value take_list(int level) {
    List items;
    if (take(']')) return Value{std::move(items)};
    do { items.push_back(take_value(level + 1)); } while (!problem_ && take(','));
    if (!problem_ && !take(']')) return wrong("列表缺少结尾的 ]");
    return Value{std::move(items)};
  }

  Value take_object(int level) {
    std::vector<ContextEntry> entries;
    if (take('}')) return entries;
    do {
      if (!take('"')) return wrong("此处应为带引号的名称");
      auto name = take_text();
      if (!take(':')) return wrong("名称后缺少冒号");
      entries.push_back({std::move(name), take_value(level + 1)});
    } while (!problem_ && take(','));
    if (!problem_ && !take('}')) return wrong("对象缺少结尾的 }");
    if (entries.size() != 1 || !is_tag(entries.front().name)) return entries;
    auto value = untag(entries.front().name, entries.front().value);
    return value ? std::move(*value) : wrong("带 $ 的标记内容不合格式");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  const char* problem_ = nullptr;
};

platform::Result<Value> converted(const boost::json::value& json, int level);

platform::Result<Value> converted_object(const boost::json::object& object, int level) {
  std::vector<ContextEntry> entries;
  for (const auto& member : object) {
    auto value = TRY(converted(member.value(), level + 1));
    entries.push_back({std::string{member.key()}, std::move(value)});
  }
  if (entries.size() != 1 || !is_tag(entries.front().name)) return Value::context(std::move(entries));
  auto value = untag(entries.front().name, entries.front().value);
  if (value) return std::move(*value);
  return platform::fail(platform::ErrorCode::malformed, "feel/json",
                        fmt::format("标记“{}”的内容不合格式。", entries.front().name));
}

platform::Result<Value> converted(const boost::json::value& json, int level) {
  if (level > most_levels) return platform::fail(platform::ErrorCode::malformed, "feel/json", "JSON 嵌套太深。");
  switch (json.kind()) {
    case boost::json::kind::null:
      return Value{};
    case boost::json::kind::bool_:
      return Value{json.get_bool()};
    case boost::json::kind::int64:
      return Value{json.get_int64()};
    case boost::json::kind::uint64:
      return Value{*Decimal::parse(std::to_string(json.get_uint64()))};
    case boost::json::kind::double_: {
      const auto number = Decimal::from_double(json.get_double());
      return number ? Value{*number} : Value{};
    }
    case boost::json::kind::string:
      return Value{std::string{json.get_string()}};
    case boost::json::kind::array: {
      List items;
      for (const auto& item : json.get_array()) {
        auto value = TRY(converted(item, level + 1));
        items.push_back(std::move(value));
      }
      return Value{std::move(items)};
    }
    case boost::json::kind::object:
      return converted_object(json.get_object(), level);
  }
  return Value{};
}

}  // namespace

bool is_tag(std::string_view name) {
  return name == "$number" || name == "$date" || name == "$time" || name == "$dateTime" || name == "$duration" ||
         name == "$context" || name == "$range";
}

std::optional<Value> untag(std::string_view tag, const Value& content) {
  if (tag == "$context") return content.is(Kind::context) ? std::optional{content} : std::nullopt;
  if (!content.is(Kind::string)) return std::nullopt;
  const auto& text = content.string();
  if (tag == "$number") return found(Decimal::parse(text));
  if (tag == "$date") return found(parse_date(text));
  if (tag == "$time") return found(parse_time(text));
  if (tag == "$dateTime") return found(parse_date_time(text));
  if (tag == "$duration") return duration_of(text);
  return range_of(text);
}

platform::Result<Value> read_json(std::string_view text) {
  if (!platform::is_utf8(text))
    return platform::fail(platform::ErrorCode::malformed, "feel/json", "JSON 不是 UTF-8 编码。");
  return Reader{text}.read();
}

platform::Result<Value> from_json(const boost::json::value& json) {
  return converted(json, 0);
}

}  // namespace yimen::feel
