#include <boost/json.hpp>

#include "plan.h"
#include "yimen/feel/compare.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::form {

namespace {

std::string trimmed(const json::value& answer) { return platform::trim(std::string_view(answer.as_string())); }

feel::Value number_of(const json::value& answer) {
  if (answer.is_string()) {
    const auto number = feel::Decimal::parse(trimmed(answer));
    return number ? feel::Value{*number} : feel::Value{};
  }
  if (!answer.is_number()) return {};
  auto value = feel::from_json(answer);
  return value ? *value : feel::Value{};
}

template <class T>
feel::Value parsed(const std::optional<T>& value) {
  return value ? feel::Value{*value} : feel::Value{};
}

feel::Value any_of(const json::value& answer) {
  auto value = feel::from_json(answer);
  return value ? *value : feel::Value{};
}

feel::Value period_of(const json::value& answer) {
  if (!answer.is_object()) return {};
  const auto end = [&](std::string_view name) { return parsed(feel::parse_date(platform::text_or(answer.as_object(), name))); };
  return feel::Value::context({{"from", end("from")}, {"to", end("to")}});
}

}  // namespace

bool is_answered(const Field& field, const json::value& answer) {
  if (answer.is_null()) return false;
  if (answer.is_string()) return !trimmed(answer).empty();
  if (answer.is_array()) return !answer.as_array().empty();
  if (answer.is_bool()) return answer.as_bool() || field.shape != Shape::yes_no;
  if (answer.is_object()) {
    for (const auto& [key, part] : answer.as_object())
      if (!part.is_null() && !(part.is_string() && trimmed(part).empty())) return true;
    return false;
  }
  return true;
}

feel::Value value_of(const Field& field, const json::value& answer) {
  if (field.shape == Shape::yes_no) return feel::Value{answer.is_bool() && answer.as_bool()};
  if (!is_answered(field, answer)) return {};
  switch (field.shape) {
    case Shape::number: return number_of(answer);
    case Shape::date: return answer.is_string() ? parsed(feel::parse_date(trimmed(answer))) : feel::Value{};
    case Shape::time: return answer.is_string() ? parsed(feel::parse_time(trimmed(answer).size() == 5 ? trimmed(answer) + ":00" : trimmed(answer))) : feel::Value{};
    case Shape::date_time: return answer.is_string() ? parsed(feel::parse_date_time(trimmed(answer).size() == 16 ? trimmed(answer) + ":00" : trimmed(answer))) : feel::Value{};
    case Shape::period: return period_of(answer);
    case Shape::text: return answer.is_string() ? feel::Value{trimmed(answer)} : any_of(answer);
    default: return any_of(answer);
  }
}

}  // namespace yimen::form
