#pragma once
// Holds a body against a schema of the API document: the part of JSON Schema that our documents use.
#include <regex>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/platform/text.h"
#include "yimen/platform/time.h"

namespace yimen::testing {

namespace json = boost::json;

class ContractCheck {
 public:
  explicit ContractCheck(const json::object& document) : schemas_{document.at("components").at("schemas").as_object()} {}

  /// What is wrong, each with its place; empty when the body is as declared.
  std::vector<std::string> faults(const json::value& schema, const json::value& body) const {
    std::vector<std::string> found;
    check(schema.as_object(), body, "", found);
    return found;
  }

 private:
  using Found = std::vector<std::string>;

  void check(const json::object& schema, const json::value& body, const std::string& at, Found& found) const {
    if (const auto* reference = schema.if_contains("$ref")) {
      const std::string_view name = reference->as_string();
      return check(schemas_.at(name.substr(name.rfind('/') + 1)).as_object(), body, at, found);
    }
    if (const auto* choices = schema.if_contains("oneOf")) return check_choice(choices->as_array(), body, at, found);
    if (schema.contains("type") && !is_of_type(schema.at("type"), body))
      return found.push_back(fmt::format("{}: {} is not {}", at, json::serialize(body).substr(0, 40), json::serialize(schema.at("type"))));
    if (const auto* words = schema.if_contains("enum"))
      if (std::find(words->as_array().begin(), words->as_array().end(), body) == words->as_array().end())
        found.push_back(fmt::format("{}: {} is not in {}", at, json::serialize(body), json::serialize(*words)));
    if (body.is_string()) check_text(schema, body.get_string(), at, found);
    if (body.is_int64()) check_bounds(schema, "minimum", "maximum", body.get_int64(), at, found);
    if (body.is_array()) check_list(schema, body.get_array(), at, found);
    if (body.is_object() && schema.contains("properties")) check_members(schema, body.get_object(), at, found);
  }

  void check_choice(const json::array& choices, const json::value& body, const std::string& at, Found& found) const {
    Found all;
    for (const auto& choice : choices) {
      Found own;
      check(choice.as_object(), body, at, own);
      if (own.empty()) return;
      all.insert(all.end(), own.begin(), own.end());
    }
    found.insert(found.end(), all.begin(), all.end());
  }

  static bool is_of_type(const json::value& type, const json::value& body) {
    if (type.is_array()) return std::any_of(type.get_array().begin(), type.get_array().end(), [&](const auto& one) { return is_of_type(one, body); });
    const std::string_view name = type.as_string();
    if (name == "string") return body.is_string();
    if (name == "integer") return body.is_int64() || body.is_uint64();
    if (name == "number") return body.is_number();
    if (name == "boolean") return body.is_bool();
    if (name == "array") return body.is_array();
    if (name == "object") return body.is_object();
    return body.is_null();
  }

  static void check_bounds(const json::object& schema, std::string_view least, std::string_view most, std::int64_t value, const std::string& at, Found& found) {
    const bool is_low = schema.contains(least) && value < schema.at(least).to_number<std::int64_t>();
    const bool is_high = schema.contains(most) && value > schema.at(most).to_number<std::int64_t>();
    if (is_low || is_high) found.push_back(fmt::format("{}: {} is beyond {} or {}", at, value, least, most));
  }

  static void check_text(const json::object& schema, std::string_view text, const std::string& at, Found& found) {
    check_bounds(schema, "minLength", "maxLength", static_cast<std::int64_t>(platform::count_characters(text)), at, found);
    if (const auto* format = schema.if_contains("format")) {
      if (*format == "date" && !platform::parse_date(text)) found.push_back(fmt::format("{}: {} is no date", at, text));
      if (*format == "date-time" && !platform::parse_instant(text)) found.push_back(fmt::format("{}: {} is no instant", at, text));
    }
    if (const auto* pattern = schema.if_contains("pattern")) {
      const std::string source(pattern->as_string());
      const bool is_ascii = std::all_of(source.begin(), source.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
      if (is_ascii && !std::regex_match(std::string(text), std::regex(source))) found.push_back(fmt::format("{}: {} does not match {}", at, text, source));
    }
  }

  void check_list(const json::object& schema, const json::array& list, const std::string& at, Found& found) const {
    check_bounds(schema, "minItems", "maxItems", static_cast<std::int64_t>(list.size()), at, found);
    if (const auto* item = schema.if_contains("items"))
      for (std::size_t i = 0; i < list.size(); ++i) check(item->as_object(), list[i], fmt::format("{}/{}", at, i), found);
  }

  void check_members(const json::object& schema, const json::object& body, const std::string& at, Found& found) const {
    const auto& properties = schema.at("properties").as_object();
    for (const auto& member : body) {
      const auto* own = properties.if_contains(member.key());
      if (own) check(own->as_object(), member.value(), fmt::format("{}/{}", at, std::string_view(member.key())), found);
      else if (schema.contains("additionalProperties")) found.push_back(fmt::format("{}/{}: is not declared", at, std::string_view(member.key())));
    }
    if (const auto* required = schema.if_contains("required"))
      for (const auto& name : required->as_array())
        if (!body.contains(name.as_string())) found.push_back(fmt::format("{}/{}: is missing", at, std::string_view(name.as_string())));
  }

  const json::object& schemas_;
};

}  // namespace yimen::testing
