#include "yimen/platform/json.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>
#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

#include "yimen/platform/id.h"
#include "yimen/platform/text.h"

namespace yimen::platform {
namespace {

constexpr std::size_t deepest_nesting = 32;

/// Builds the value while it is read. Written by hand because json::parser lets the last of two equal keys win, and two
/// readers that disagree about which one counts are a way round every check in between.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = 100'000;
  static constexpr std::size_t max_array_size = 1'000'000;
  static constexpr std::size_t max_key_size = 1 << 16;
  static constexpr std::size_t max_string_size = 64 << 20;

  std::string problem;  // Chinese; empty when the parser's own error says it

  json::value release() { return stack_.release(); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t size, json::error_code&) {
    keys_.pop_back();
    stack_.push_object(size);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t size, json::error_code&) {
    stack_.push_array(size);
    return true;
  }
  bool on_key_part(std::string_view part, std::size_t, json::error_code& ec) { return add(part, ec); }
  bool on_key(std::string_view part, std::size_t, json::error_code& ec) {
    if (!add(part, ec)) return false;
    if (!keys_.back().insert(text_).second) return refuse(fmt::format("成员“{}”重复出现", text_), ec);
    stack_.push_key(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(std::string_view part, std::size_t, json::error_code& ec) { return add(part, ec); }
  bool on_string(std::string_view part, std::size_t, json::error_code& ec) {
    if (!add(part, ec)) return false;
    stack_.push_string(text_);
    text_.clear();
    return true;
  }
  bool on_number_part(std::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, std::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, std::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, std::string_view, json::error_code& ec) {
    if (!std::isfinite(number)) return refuse("数字过大", ec);
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(std::string_view, json::error_code&) { return true; }
  bool on_comment(std::string_view, json::error_code&) { return true; }

  StrictHandler() { stack_.reset(); }

 private:
  bool add(std::string_view part, json::error_code& ec) {
    // PostgreSQL cannot store U+0000, and C interfaces would cut the text there.
    if (part.find('\0') != std::string_view::npos) return refuse("文字中含有 U+0000", ec);
    text_ += part;
    return true;
  }
  bool refuse(std::string why, json::error_code& ec) {
    problem = std::move(why);
    ec = json::error::syntax;
    return false;
  }

  json::value_stack stack_;
  std::string text_;
  std::vector<std::unordered_set<std::string>> keys_;
};

std::string explain(const json::error_code& ec) {
  if (ec == json::error::incomplete) return "内容不完整";
  if (ec == json::error::extra_data) return "结尾之后还有多余内容";
  if (ec == json::error::too_deep) return fmt::format("嵌套超过 {} 层", deepest_nesting);
  if (ec == json::error::exponent_overflow) return "数字过大";
  return "不符合 JSON 语法";
}

tl::unexpected<Error> malformed_at(std::string_view text, std::size_t at, std::string_view why) {
  const auto before = text.substr(0, std::min(at, text.size()));
  const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto column = count_characters(before.substr(line_start)) + 1;
  return fail(ErrorCode::malformed, "platform/malformed-json",
              fmt::format("JSON 第 {} 行第 {} 列：{}。", line, column, why));
}

std::size_t first_broken_byte(std::string_view text) {
  // Halving by prefix is enough: this runs once, for an answer that refuses the input.
  std::size_t good = 0;
  std::size_t bad = text.size();
  while (good + 1 < bad) {
    auto middle = good + (bad - good) / 2;
    while (middle < bad && (static_cast<unsigned char>(text[middle]) & 0xC0) == 0x80) ++middle;
    if (middle == bad) break;
    (is_utf8(text.substr(0, middle)) ? good : bad) = middle;
  }
  return good;
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  if (!is_utf8(text)) return malformed_at(text, first_broken_byte(text), "不是合法的 UTF-8 文字");
  json::parse_options options;
  options.max_depth = deepest_nesting;
  json::basic_parser<StrictHandler> parser{options};
  json::error_code ec;
  const auto read = parser.write_some(false, text.data(), text.size(), ec);
  auto& handler = parser.handler();
  if (ec) return malformed_at(text, read, handler.problem.empty() ? explain(ec) : handler.problem);
  if (read < text.size()) return malformed_at(text, read, explain(json::error::extra_data));
  return handler.release();
}

std::string to_text(const json::value& value) {
  return json::serialize(value);
}

std::string text_or(const json::object& object, std::string_view key, std::string_view fallback) {
  const auto* member = object.if_contains(key);
  return std::string(member && member->is_string() ? std::string_view(member->get_string()) : fallback);
}

std::int64_t int_or(const json::object& object, std::string_view key, std::int64_t fallback) {
  const auto* member = object.if_contains(key);
  if (!member) return fallback;
  json::error_code ec;
  const auto number = member->to_number<std::int64_t>(ec);
  return ec ? fallback : number;
}

bool bool_or(const json::object& object, std::string_view key, bool fallback) {
  const auto* member = object.if_contains(key);
  return member && member->is_bool() ? member->get_bool() : fallback;
}

std::int64_t id_or_zero(const json::object& object, std::string_view key) {
  const auto* member = object.if_contains(key);
  if (member && member->is_string()) return parse_id(member->get_string()).value_or(0);
  return int_or(object, key, 0);
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const auto* member = object.if_contains(key);
  return member ? member->if_object() : nullptr;
}

const json::array* array_at(const json::object& object, std::string_view key) {
  const auto* member = object.if_contains(key);
  return member ? member->if_array() : nullptr;
}

}  // namespace yimen::platform
