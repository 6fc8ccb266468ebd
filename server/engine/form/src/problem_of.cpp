#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "answering.h"
#include "pattern.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::form {

namespace {

std::string trimmed(const json::value& answer) { return platform::trim(std::string_view(answer.as_string())); }

/// What nobody sees: control characters but line breaks and tabs, and marks that turn the direction of writing.
bool is_unseen(char32_t sign) {
  return (sign < 0x20 && sign != U'\t' && sign != U'\n' && sign != U'\r') || (sign >= 0x7f && sign < 0xa0) || (sign >= 0x202a && sign <= 0x202e) || (sign >= 0x2066 && sign <= 0x2069);
}

std::string text_problem(const Field& field, const json::value& answer) {
  if (!answer.is_string()) return fmt::format("{}应为文字。", field.label);
  const auto text = trimmed(answer);
  const auto signs = platform::to_utf32(text);
  if (const auto strange = std::ranges::find_if(signs, is_unseen); strange != signs.end())
    return fmt::format("{}第 {} 个字是看不见的控制符，请删去它，或者清空后重新填写。", field.label, strange - signs.begin() + 1);
  const auto count = static_cast<int>(signs.size());
  if (count > field.max_length) return fmt::format("{}最多 {} 个字，现在有 {} 个。", field.label, field.max_length, count);
  if (count < field.min_length) return fmt::format("{}至少 {} 个字。", field.label, field.min_length);
  if (!field.pattern.empty() && !matches(field.pattern, text))
    return field.pattern_message.empty() ? fmt::format("{}的格式不对，请对照说明核对。", field.label) : field.pattern_message;
  return {};
}

std::string range_problem(const Field& field, const feel::Value& value) {
  if (field.min && feel::compare(value, *field.min) == feel::Order::less) return fmt::format("{}不能小于 {}。", field.label, feel::plain_text(*field.min));
  if (field.max && feel::compare(value, *field.max) == feel::Order::greater) return fmt::format("{}不能大于 {}。", field.label, feel::plain_text(*field.max));
  return {};
}

std::string date_problem(const Field& field, const feel::Value& value) {
  if (field.min && feel::compare(value, *field.min) == feel::Order::less) return fmt::format("{}不能早于 {}。", field.label, feel::plain_text(*field.min));
  if (field.max && feel::compare(value, *field.max) == feel::Order::greater) return fmt::format("{}不能晚于 {}。", field.label, feel::plain_text(*field.max));
  return {};
}

std::string period_problem(const Field& field, const feel::Value& value) {
  const auto* from = value.is(feel::Kind::context) ? value.find("from") : nullptr;
  const auto* to = value.is(feel::Kind::context) ? value.find("to") : nullptr;
  if (!from || !to || from->is_null() || to->is_null()) return fmt::format("{}请填写完整的起止日期，例如 2026-03-01 至 2026-03-31。", field.label);
  if (feel::compare(*from, *to) == feel::Order::greater) return fmt::format("{}的结束日期早于开始日期。", field.label);
  return {};
}

bool is_option(const Field& field, const json::value& answer) {
  return std::any_of(field.options.begin(), field.options.end(), [&](const Option& option) { return option.value == answer; });
}

std::string choices_problem(const Field& field, const json::value& answer) {
  const auto* chosen = answer.if_array();
  if (!chosen || !std::all_of(chosen->begin(), chosen->end(), [&](const json::value& one) { return is_option(field, one); }))
    return fmt::format("{}请从给出的选项中选择。", field.label);
  if (chosen->size() > field.options.size()) return fmt::format("{}有一项选了两次。", field.label);  // before many are held against many
  for (std::size_t i = 0; i < chosen->size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if ((*chosen)[i] == (*chosen)[j]) return fmt::format("{}有一项选了两次。", field.label);
  return {};
}

std::string shape_problem(const Field& field, const json::value& answer) {
  const auto value = value_of(field, answer);
  switch (field.shape) {
    case Shape::text: return text_problem(field, answer);
    case Shape::number: return value.is_null() ? fmt::format("{}应为数字。", field.label) : range_problem(field, value);
    case Shape::date: return value.is_null() ? fmt::format("{}应为存在的日期，例如 2026-03-01。", field.label) : date_problem(field, value);
    case Shape::time: return value.is_null() ? fmt::format("{}应为时间，例如 08:30。", field.label) : "";
    case Shape::date_time: return value.is_null() ? fmt::format("{}应为存在的日期和时间，例如 2026-03-01T08:30。", field.label) : date_problem(field, value);
    case Shape::period: return period_problem(field, value);
    case Shape::choice: return is_option(field, answer) ? "" : fmt::format("{}请从给出的选项中选择。", field.label);
    case Shape::choices: return choices_problem(field, answer);
    case Shape::yes_no: return answer.is_bool() ? "" : fmt::format("{}应为是或否。", field.label);
    default: return {};
  }
}

}  // namespace

std::string problem_of(const Kinds& kinds, const Field& field, const json::value& answer, platform::Instant now) {
  if (auto words = shape_problem(field, answer); !words.empty()) return words;
  const auto* kind = kinds.find(field.type);
  if (!kind || !kind->problem) return {};
  const auto words = kind->problem(answer, now);
  return words.empty() ? "" : field.label + words;
}

}  // namespace yimen::form
