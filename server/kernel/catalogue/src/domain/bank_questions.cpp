#include "domain/bank_questions.h"

#include <boost/json.hpp>

#include "yimen/platform/json.h"

namespace yimen::catalogue {

namespace {

constexpr std::string_view lists[] = {"components", "fields"};

bool holds_fields(const json::object& component) {
  const auto type = platform::text_or(component, "type");
  return type == "group" || type == "dynamiclist";
}

json::object renewed(const json::object& before, const Wording& wording, const std::string& question) {
  auto after = wording.definition;
  for (const auto* kept : {"id", "layout", "conditional"}) {
    after.erase(kept);
    if (const auto* value = before.if_contains(kept)) after[kept] = *value;
  }
  const auto key = platform::text_or(before, holds_fields(before) ? "path" : "key");
  if (!key.empty()) after[holds_fields(after) ? "path" : "key"] = key;
  auto& properties = after["properties"];
  if (!properties.is_object()) properties = json::object{};
  properties.as_object()["bank_question"] = question;
  properties.as_object()["bank_wording"] = wording.number;
  return after;
}

int renew(json::array& components, const std::function<std::optional<Wording>(const std::string&)>& newest) {
  int count = 0;
  for (auto& one : components) {
    auto* component = one.if_object();
    if (!component) continue;
    if (const auto mark = bank_mark(*component)) {
      const auto wording = newest(mark->question);
      if (wording && wording->number > mark->wording) {
        *component = renewed(*component, *wording, mark->question);
        ++count;
      }
      continue;  // what stands in it came with it
    }
    if (auto* inner = component->if_contains("components"); inner && inner->is_array()) count += renew(inner->as_array(), newest);
  }
  return count;
}

}  // namespace

std::optional<BankMark> bank_mark(const json::object& component) {
  const auto* properties = platform::object_at(component, "properties");
  if (!properties) return std::nullopt;
  auto question = platform::text_or(*properties, "bank_question");
  if (question.empty()) return std::nullopt;
  return BankMark{std::move(question), static_cast<int>(platform::int_or(*properties, "bank_wording"))};
}

void each_bank_question(const json::object& form, const std::function<void(const BankMark&)>& see) {
  for (const auto list : lists) {
    const auto* components = platform::array_at(form, list);
    if (!components) continue;
    for (const auto& one : *components) {
      const auto* component = one.if_object();
      if (!component) continue;
      if (const auto mark = bank_mark(*component)) see(*mark);
      else each_bank_question(*component, see);
    }
  }
}

int renew_bank_questions(json::object& form, const std::function<std::optional<Wording>(const std::string&)>& newest) {
  int count = 0;
  for (const auto list : lists)
    if (auto* components = form.if_contains(list); components && components->is_array()) count += renew(components->as_array(), newest);
  return count;
}

}  // namespace yimen::catalogue
