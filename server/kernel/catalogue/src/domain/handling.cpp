#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/labels.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/json.h"

namespace yimen::catalogue {

using calendar::Limit;
using calendar::LimitUnit;
using platform::ErrorCode;
using platform::FieldProblem;
using platform::Result;

HandlingLimit handling_limit(const MatterVersion& version) {
  // 即办件 decides on the spot. A stated promise of "1个工作日" stays what the public was promised.
  if (version.promised) return {*version.promised, HandlingLimit::From::promised, "承诺时限"};
  if (version.case_class == CaseClass::instant) return {{0, LimitUnit::instant}, HandlingLimit::From::promised, "即办件，当场办结"};
  if (version.statutory) return {*version.statutory, HandlingLimit::From::statutory, "未写明承诺时限，按法定时限"};
  if (version.type == MatterType::licensing)
    return {{20, LimitUnit::working_day}, HandlingLimit::From::law_default, "指南未写明可计算的时限，按《行政许可法》第四十二条二十个工作日"};
  return {{20, LimitUnit::working_day}, HandlingLimit::From::law_default, "指南未写明可计算的时限，平台暂按二十个工作日，待编辑核定"};
}

std::optional<HandlingLimit> statutory_limit(const MatterVersion& version) {
  if (version.statutory) return HandlingLimit{*version.statutory, HandlingLimit::From::statutory, "法定时限"};
  if (version.type != MatterType::licensing) return std::nullopt;
  return HandlingLimit{{20, LimitUnit::working_day}, HandlingLimit::From::law_default, "《行政许可法》第四十二条二十个工作日"};
}

CaseClass handled_as(const MatterVersion& version) {
  if (version.case_class) return *version.case_class;
  if (version.promised && version.promised->unit == LimitUnit::instant) return CaseClass::instant;
  if (!version.joint_departments.empty()) return CaseClass::joint;
  return CaseClass::promised;
}

namespace {

/// Keys of the options chosen for a situation; a single text or a list of texts.
std::vector<std::string> chosen(const json::object& answers, const std::string& key) {
  std::vector<std::string> keys;
  const auto* answer = answers.if_contains(key);
  if (answer == nullptr) return keys;
  if (answer->is_string()) keys.emplace_back(std::string_view(answer->get_string()));
  if (answer->is_array())
    for (const auto& item : answer->get_array())
      if (item.is_string()) keys.emplace_back(std::string_view(item.get_string()));
  return keys;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// `key = "option"`; an empty condition holds.
bool applies(const Situation& situation, const json::object& answers) {
  if (situation.when.empty()) return true;
  const auto equals = situation.when.find('=');
  const auto open = situation.when.find('"');
  const auto close = situation.when.rfind('"');
  if (equals == situation.when.npos || open == situation.when.npos || close <= open) return true;
  auto key = situation.when.substr(0, equals);
  key.erase(key.find_last_not_of(' ') + 1);
  return contains(chosen(answers, key), situation.when.substr(open + 1, close - open - 1));
}

const Option* option_of(const Situation& situation, const std::string& key) {
  const auto found = std::find_if(situation.options.begin(), situation.options.end(), [&](auto& option) { return option.key == key; });
  return found == situation.options.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Material> Catalogue::materials_for(const MatterVersion& version, const json::object& answers) const {
  std::vector<std::string> added, removed;
  for (const auto& situation : version.situations) {
    if (!applies(situation, answers)) continue;
    for (const auto& key : chosen(answers, situation.key)) {
      const auto* option = option_of(situation, key);
      if (option == nullptr) continue;
      added.insert(added.end(), option->materials_added.begin(), option->materials_added.end());
      removed.insert(removed.end(), option->materials_removed.begin(), option->materials_removed.end());
    }
  }
  std::vector<Material> result;
  // What one answer asks for is asked, even when another would do without it: leaving out is the exception.
  for (const auto& material : version.materials) {
    const bool is_added = contains(added, material.key);
    if (is_added || (!material.is_on_request && !contains(removed, material.key))) result.push_back(material);
  }
  return result;
}

Result<void> Catalogue::check_answers(const MatterVersion& version, const json::object& answers) const {
  std::vector<FieldProblem> problems;
  for (const auto& situation : version.situations) {
    if (!applies(situation, answers)) continue;
    const auto keys = chosen(answers, situation.key);
    const auto field = "/situations/" + situation.key;
    if (keys.empty()) problems.push_back({field, fmt::format("请选择“{}”。", situation.question)});
    if (keys.size() > 1 && !situation.is_multiple) problems.push_back({field, fmt::format("“{}”只能选一项。", situation.question)});
    for (const auto& key : keys)
      if (option_of(situation, key) == nullptr) problems.push_back({field, fmt::format("“{}”没有选项“{}”。", situation.question, key)});
  }
  if (problems.empty()) return {};
  return platform::fail(ErrorCode::invalid_input, "catalogue/situation-unanswered", "请先回答办理情形的问题。", std::move(problems));
}

std::string element_words(const MatterVersion& version, std::string_view field) {
  const auto slash = field.find('/');
  const auto element = field.substr(0, slash);
  const auto part = slash == field.npos ? std::string_view{} : field.substr(slash + 1, field.find('/', slash + 1) - slash - 1);
  std::string words(label_of(element));
  if (words.empty() || element == "is_demo") return {};
  if (element == "materials")
    for (const auto& material : version.materials)
      if (material.key == part) words += "“" + material.name + "”";
  return words;
}

}  // namespace yimen::catalogue
