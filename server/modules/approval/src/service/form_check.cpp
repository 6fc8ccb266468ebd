#include "form_check.h"

#include <algorithm>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/party/checks.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::approval {

namespace json = boost::json;
using platform::FieldProblem;
using platform::text_or;

namespace {

std::string answer_text(const json::object& answers, std::string_view key) {
  const auto* value = answers.if_contains(key);
  if (!value || value->is_null()) return {};
  if (value->is_string()) return platform::trim(std::string_view(value->as_string()));
  if (value->is_array()) return value->as_array().empty() ? "" : "list";
  if (value->is_bool()) return value->as_bool() ? "true" : "";
  return json::serialize(*value);
}

/// `conditional.hide` holds `=key = "text"` or `!=`: the part of FEEL the demonstration's forms use until the form engine.
bool is_hidden(const json::object& field, const json::object& answers) {
  const auto* conditional = platform::object_at(field, "conditional");
  if (!conditional) return false;
  auto rule = text_or(*conditional, "hide");
  if (rule.starts_with('=')) rule.erase(0, 1);
  const auto operator_at = rule.find("!=") != rule.npos ? rule.find("!=") : rule.find('=');
  if (operator_at == rule.npos) return false;
  const bool is_unequal = rule[operator_at] == '!';
  const auto key = platform::trim(rule.substr(0, operator_at));
  auto wanted = platform::trim(rule.substr(operator_at + (is_unequal ? 2 : 1)));
  std::erase(wanted, '"');
  const bool is_equal = answer_text(answers, key) == wanted || (wanted == "null" && answer_text(answers, key).empty());
  return is_equal != is_unequal;
}

bool is_option(const json::object& field, const json::value& answer) {
  const auto* options = platform::array_at(field, "values");
  if (!options) options = platform::array_at(field, "options");
  if (!options) return true;
  const auto has = [&](const json::value& one) {
    return std::any_of(options->begin(), options->end(), [&](const json::value& option) {
      return option.is_object() ? option.as_object().contains("value") && option.as_object().at("value") == one : option == one;
    });
  };
  if (answer.is_array()) return std::all_of(answer.as_array().begin(), answer.as_array().end(), has);
  return has(answer);
}

std::string length_problem(const json::object& validate, const std::string& label, const std::string& text) {
  const auto length = static_cast<std::int64_t>(platform::count_characters(text));
  const auto most = platform::int_or(validate, "maxLength", 2000), least = platform::int_or(validate, "minLength", 0);
  if (length > most) return fmt::format("{}最多 {} 个字，现在有 {} 个。", label, most, length);
  if (length < least) return fmt::format("{}至少 {} 个字。", label, least);
  return {};
}

std::string number_problem(const json::object& validate, const std::string& label, const json::value& answer) {
  double number = 0;
  if (answer.is_string()) {
    const std::string text(answer.as_string());
    char* end = nullptr;
    number = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || *end) return fmt::format("{}应为数字。", label);
  } else if (answer.is_number()) number = answer.to_number<double>();
  else return fmt::format("{}应为数字。", label);
  const auto bound = [&](std::string_view name) -> const json::value* { return validate.if_contains(name); };
  if (const auto* least = bound("min"); least && least->is_number() && number < least->to_number<double>())
    return fmt::format("{}不能小于 {}。", label, json::serialize(*least));
  if (const auto* most = bound("max"); most && most->is_number() && number > most->to_number<double>())
    return fmt::format("{}不能大于 {}。", label, json::serialize(*most));
  return {};
}

std::string kind_problem(const json::object& field, const std::string& label, const json::value& answer, const std::string& text) {
  const auto type = text_or(field, "type");
  static const json::object none;
  const auto* validate = platform::object_at(field, "validate");
  if (!validate) validate = &none;
  if (type == "number" || type == "money") return number_problem(*validate, label, answer);
  if (type == "date") return platform::parse_date(text) ? "" : fmt::format("{}应为存在的日期，例如 2026-03-01。", label);
  if (type == "phone") return party::check_phone(text) ? "" : fmt::format("{}应为 11 位手机号。", label);
  if (type == "uscc") return party::check_uscc(text) ? "" : fmt::format("{}应为 18 位统一社会信用代码，请核对。", label);
  if (type == "select" || type == "radio" || type == "checklist")
    return is_option(field, answer) ? "" : fmt::format("{}请从给出的选项中选择。", label);
  return length_problem(*validate, label, text);
}

}  // namespace

platform::Result<void> check_form(const json::object& form, const json::object& answers, std::string_view prefix) {
  std::vector<FieldProblem> problems;
  std::vector<std::string> known;
  const auto* fields = platform::array_at(form, "fields");
  for (const auto& entry : fields ? *fields : json::array{}) {
    if (!entry.is_object()) continue;
    const auto& field = entry.as_object();
    const auto key = text_or(field, "key");
    if (key.empty()) continue;
    known.push_back(key);
    if (is_hidden(field, answers)) continue;
    const auto label = text_or(field, "label", key);
    const auto text = answer_text(answers, key);
    const auto* validate = platform::object_at(field, "validate");
    const auto pointer = fmt::format("{}/{}", prefix, key);
    if (text.empty()) {
      if (validate && platform::bool_or(*validate, "required")) problems.push_back({pointer, fmt::format("请填写{}。", label)});
      continue;
    }
    if (auto problem = kind_problem(field, label, answers.at(key), text); !problem.empty()) problems.push_back({pointer, problem});
  }
  for (const auto& [key, value] : answers)
    if (fields && std::find(known.begin(), known.end(), std::string(key)) == known.end())
      problems.push_back({fmt::format("{}/{}", prefix, std::string(key)), "申请表里没有这一项，可能表单已更新，请重新载入。"});
  if (problems.empty()) return {};
  return platform::fail(platform::ErrorCode::invalid_input, "approval/form-invalid", fmt::format("申请表有 {} 处需要修改。", problems.size()), problems);
}

}  // namespace yimen::approval
