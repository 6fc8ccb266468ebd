#include <fmt/format.h>

#include <boost/json.hpp>

#include "yimen/feel/functions.h"
#include "yimen/feel/json.h"

namespace yimen::feel {

namespace {

/// JSON text by hand, since numbers keep all their digits.
class Writer {
 public:
  explicit Writer(JsonForm form) : is_tagged_{form == JsonForm::tagged} {}
  std::string take() { return std::move(out_); }

  void write(const Value& value) {
    switch (value.kind()) {
      case Kind::null:
        out_ += "null";
        return;
      case Kind::boolean:
        out_ += value.boolean() ? "true" : "false";
        return;
      case Kind::number:
        return write_number(value.number());
      case Kind::string:
        return write_text(value.string());
      case Kind::date:
        return write_tagged("$date", value);
      case Kind::time:
        return write_tagged("$time", value);
      case Kind::date_time:
        return write_tagged("$dateTime", value);
      case Kind::days_duration:
      case Kind::months_duration:
        return write_tagged("$duration", value);
      case Kind::range:
        return write_tagged("$range", value);
      case Kind::list:
        return write_list(value.list());
      case Kind::context:
        return write_context(value.entries());
      case Kind::function:
        return is_tagged_ ? write_tagged("$function", value) : void(out_ += "null");
    }
  }

 private:
  void write_text(std::string_view text) {
    out_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\')
        out_ += '\\', out_ += c;
      else if (c == '\n')
        out_ += "\\n";
      else if (c == '\t')
        out_ += "\\t";
      else if (static_cast<unsigned char>(c) < 0x20)
        out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
      else
        out_ += c;
    }
    out_ += '"';
  }

  void write_tagged(std::string_view tag, const Value& value) {
    if (is_tagged_) out_ += fmt::format("{{\"{}\":", tag);
    write_text(plain_text(value));
    if (is_tagged_) out_ += '}';
  }

  void write_number(const Decimal& number) {
    if (is_tagged_)
      out_ += fmt::format("{{\"$number\":\"{}\"}}", number.text());
    else
      out_ += number.stripped().text();
  }

  void write_list(const List& items) {
    char separator = '[';
    for (const auto& item : items) {
      out_ += separator;
      write(item);
      separator = ',';
    }
    out_ += items.empty() ? "[]" : "]";
  }

  void write_context(const std::vector<ContextEntry>& entries) {
    if (is_tagged_) out_ += "{\"$context\":";
    char separator = '{';
    for (const auto& entry : entries) {
      out_ += separator;
      write_text(entry.name);
      out_ += ':';
      write(entry.value);
      separator = ',';
    }
    out_ += entries.empty() ? "{}" : "}";
    if (is_tagged_) out_ += '}';
  }

  bool is_tagged_;
  std::string out_;
};

/// A number as JSON where the double reads back the same, as text otherwise.
boost::json::value plain_number(const Decimal& number) {
  if (const auto whole = number.to_int()) return *whole;
  const double approximation = number.to_double();
  const auto back = Decimal::from_double(approximation);
  if (back && *back == number) return approximation;
  return boost::json::string{number.text()};
}

boost::json::value tagged(const char* tag, const Value& value, JsonForm form) {
  boost::json::string text{plain_text(value)};
  if (form == JsonForm::plain) return text;
  return boost::json::object{{tag, std::move(text)}};
}

}  // namespace

std::string json_text(const Value& value, JsonForm form) {
  Writer writer{form};
  writer.write(value);
  return writer.take();
}

boost::json::value to_json(const Value& value, JsonForm form) {
  switch (value.kind()) {
    case Kind::null:
      return nullptr;
    case Kind::boolean:
      return value.boolean();
    case Kind::number:
      return form == JsonForm::plain ? plain_number(value.number()) : tagged("$number", value, form);
    case Kind::string:
      return boost::json::string{value.string()};
    case Kind::date:
      return tagged("$date", value, form);
    case Kind::time:
      return tagged("$time", value, form);
    case Kind::date_time:
      return tagged("$dateTime", value, form);
    case Kind::days_duration:
    case Kind::months_duration:
      return tagged("$duration", value, form);
    case Kind::range:
      return tagged("$range", value, form);
    case Kind::function:
      return form == JsonForm::plain ? boost::json::value{nullptr} : tagged("$function", value, form);
    case Kind::list: {
      boost::json::array items;
      for (const auto& item : value.list()) items.push_back(to_json(item, form));
      return items;
    }
    case Kind::context: {
      boost::json::object members;
      for (const auto& entry : value.entries()) members[entry.name] = to_json(entry.value, form);
      if (form == JsonForm::plain) return members;
      return boost::json::object{{"$context", std::move(members)}};
    }
  }
  return nullptr;
}

}  // namespace yimen::feel
