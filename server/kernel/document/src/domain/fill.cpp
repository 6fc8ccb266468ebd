#include <boost/json.hpp>

#include "domain/template.h"
#include "yimen/platform/plain_words.h"
#include "yimen/platform/text.h"

namespace yimen::document {

namespace {

struct Placeholder {
  std::string_view name, format, fallback;
};

Placeholder parse(std::string_view inside) {
  Placeholder found;
  if (const auto mark = inside.find('?'); mark != std::string_view::npos) {
    found.fallback = inside.substr(mark + 1);
    inside = inside.substr(0, mark);
  }
  if (const auto colon = inside.find(':'); colon != std::string_view::npos) {
    found.format = inside.substr(colon + 1);
    inside = inside.substr(0, colon);
  }
  found.name = inside;
  return found;
}

std::string plain(const json::value& value) {
  if (value.is_structured()) return {};
  return platform::trim(platform::plain_words(value));
}

/// A text that is no date of the expected form is printed as it stands: it may already be Chinese.
std::string formatted(std::string text, std::string_view format) {
  if (format == "date") {
    if (const auto date = platform::parse_date(text)) return platform::zh_date(*date);
  } else if (format == "instant") {
    if (const auto instant = platform::parse_instant(text)) return platform::zh_instant(*instant);
  }
  return text;
}

std::string value_of(std::string_view name, const Scope& scope) {
  if (name == "#") return std::to_string(scope.row_number);
  for (const auto* object : {scope.row, &scope.facts}) {
    if (!object) continue;
    if (const auto* value = object->if_contains(name)) return plain(*value);
  }
  return {};
}

template <class OnText, class OnPlaceholder>
void walk(std::string_view text, OnText on_text, OnPlaceholder on_placeholder) {
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return on_text(text);
    on_text(text.substr(0, open));
    on_placeholder(parse(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
}

}  // namespace

std::string fill(std::string_view text, const Scope& scope) {
  std::string out;
  walk(
      text, [&](std::string_view part) { out += part; },
      [&](const Placeholder& placeholder) {
        auto value = formatted(value_of(placeholder.name, scope), placeholder.format);
        out += value.empty() ? std::string(placeholder.fallback) : std::move(value);
      });
  // A fact that ends its own sentence stands before the template's full stop.
  for (const auto* twice : {"。。", "；。", "，。"}) out = platform::replace_all(out, twice, "。");
  return out;
}

bool has_fact(const json::object& facts, std::string_view name) {
  const auto* value = facts.if_contains(name);
  if (!value) return false;
  if (const auto* list = value->if_array()) return !list->empty();
  return !plain(*value).empty();
}

std::vector<std::string> placeholders_of(std::string_view text) {
  std::vector<std::string> names;
  walk(
      text, [](std::string_view) {},
      [&](const Placeholder& placeholder) {
        if (placeholder.name != "#") names.emplace_back(placeholder.name);
      });
  return names;
}

platform::Result<void> check_facts(const Template& layout, const json::object& facts) {
  std::vector<platform::FieldProblem> problems;
  std::vector<std::string> labels;
  for (const auto& fact : layout.facts) {
    if (fact.is_optional) continue;
    const auto* value = facts.if_contains(fact.name);
    // An empty list is a statement (no materials); a blank text is an omission.
    if (value && (value->is_array() || has_fact(facts, fact.name))) continue;
    problems.push_back({"/facts/" + fact.name, "文书缺少“" + fact.label + "”。"});
    labels.push_back(fact.label);
  }
  if (problems.empty()) return {};
  return platform::fail(platform::ErrorCode::invalid_input, "document/fact-missing",
                        "出具" + std::string(chinese_name(layout.type)) + "还缺少：" + platform::join(labels, "、") +
                            "。请补充后重试。",
                        std::move(problems));
}

}  // namespace yimen::document
