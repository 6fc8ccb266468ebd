#include <fmt/format.h>

#include "value/quote.h"
#include "yimen/feel/expression.h"
#include "yimen/feel/functions.h"
#include "yimen/feel/value.h"

namespace yimen::feel {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        result += c;
    }
  }
  return result + "\"";
}

namespace {

template <class Items, class Write>
std::string joined(const Items& items, Write write) {
  std::string result;
  for (const auto& item : items) {
    if (!result.empty()) result += ", ";
    result += write(item);
  }
  return result;
}

std::string range_text(const Range& range) {
  switch (range.form) {
    case RangeForm::less:
      return "(< " + literal_text(range.end) + ")";
    case RangeForm::less_or_equal:
      return "(<= " + literal_text(range.end) + ")";
    case RangeForm::greater:
      return "(> " + literal_text(range.start) + ")";
    case RangeForm::greater_or_equal:
      return "(>= " + literal_text(range.start) + ")";
    case RangeForm::equal:
      return "(= " + literal_text(range.start) + ")";
    case RangeForm::not_equal:
      return "(!= " + literal_text(range.start) + ")";
    case RangeForm::interval:
      break;
  }
  return fmt::format("{}{}..{}{}", range.start_included ? '[' : '(', literal_text(range.start), literal_text(range.end),
                     range.end_included ? ']' : ')');
}

/// A simple word stays as it is, anything else becomes a string.
std::string key_text(const std::string& name) {
  return is_simple_word(name) ? name : quoted(name);
}

std::string function_text(const Function& function) {
  const auto parameters = joined(function.parameters(), [](const Parameter& parameter) { return parameter.name; });
  return fmt::format("{}({})", function.name().empty() ? "function" : function.name(), parameters);
}

}  // namespace

std::string plain_text(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return value.boolean() ? "true" : "false";
    case Kind::number:
      return value.number().text();
    case Kind::string:
      return value.string();
    case Kind::date:
      return text(value.date());
    case Kind::time:
      return text(value.time());
    case Kind::date_time:
      return text(value.date_time());
    case Kind::days_duration:
      return text(value.days());
    case Kind::months_duration:
      return text(value.months());
    case Kind::list:
      return "[" + joined(value.list(), literal_text) + "]";
    case Kind::context:
      return "{" +
             joined(value.entries(),
                    [](const ContextEntry& entry) { return key_text(entry.name) + ": " + literal_text(entry.value); }) +
             "}";
    case Kind::range:
      return range_text(value.range());
    case Kind::function:
      return function_text(value.function());
  }
  return {};
}

std::string literal_text(const Value& value) {
  switch (value.kind()) {
    case Kind::string:
      return quoted(value.string());
    case Kind::date:
    case Kind::time:
    case Kind::date_time:
    case Kind::days_duration:
    case Kind::months_duration:
      return "@\"" + plain_text(value) + "\"";
    case Kind::null:
    case Kind::boolean:
    case Kind::number:
    case Kind::list:
    case Kind::context:
    case Kind::range:
    case Kind::function:
      break;
  }
  return plain_text(value);
}

}  // namespace yimen::feel
