#include "report.h"

#include <algorithm>

namespace yimen::bpmn::rules {
namespace {

/// Nobody reads more, and a file made for it could give millions.
constexpr std::size_t most_problems = 2000;

std::string fill(std::string_view text, std::initializer_list<Words> found, std::string Words::*language) {
  std::string filled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_mark = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
    const auto index = is_mark ? static_cast<std::size_t>(text[i + 1] - '0') : found.size();
    if (index >= found.size()) {
      filled += text[i];
      continue;
    }
    filled += (found.begin() + index)->*language;
    i += 2;
  }
  return filled;
}

}  // namespace

Words kind_of(std::string_view element) { return {std::string{zh_name(element)}, std::string{element}}; }

Words kinds_of(const std::vector<const Type*>& types) {
  static const std::map<std::string_view, std::string_view> families{{"flowNode", "活动、网关或事件"}, {"activity", "活动"}, {"eventDefinition", "事件定义"},
                                                                     {"event", "事件"}, {"choreographyActivity", "编排活动"}, {"conversationNode", "会话"},
                                                                     {"artifact", "注解"}};
  Words words{""};
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i]->name == "artifact") continue;  // allowed by the schema, refused by rules of their own
    const auto family = families.find(types[i]->name);
    words.zh += i == 0 ? "" : "、";
    words.zh += family != families.end() ? family->second : types[i]->zh;
    words.en += i == 0 ? "" : ", ";
    words.en += types[i]->name;
  }
  return words;
}

void Report::complain(const Part& at, std::string_view rule, std::initializer_list<Words> found) {
  complain(at, at.element->line, rule, found);
}

void Report::complain(const Part& of, int line, std::string_view id, std::initializer_list<Words> found) {
  if (problems_.size() >= most_problems) return;
  const auto& rule = find_rule(id);
  if (rule.spares_tools() && is_of_tool_) return;
  // An element without id is told by the nearest one around it that has one.
  const Part* named = &of;
  while (named->id().empty() && named->parent != nullptr) named = named->parent;
  std::string zh{zh_name(of.name())}, en{of.name()};
  if (!called(of).empty()) {
    zh += "“" + std::string{called(of)} + "”";
    en += " \"" + std::string{called(of)} + "\"";
  }
  problems_.push_back({std::string{named->id()}, line, std::string{id}, zh + fill(rule.zh, found, &Words::zh), en + " " + fill(rule.en, found, &Words::en), rule.is_formal()});
}

std::vector<Problem> Report::take() {
  std::ranges::stable_sort(problems_, {}, &Problem::line);
  return std::move(problems_);
}

}  // namespace yimen::bpmn::rules
