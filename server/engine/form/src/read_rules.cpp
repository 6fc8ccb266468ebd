#include <algorithm>
#include <map>
#include <set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "reader.h"
#include "yimen/feel/java.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

namespace yimen::form {

using platform::array_at;
using platform::object_at;
using platform::text_or;

namespace {

feel::Type type_of(Shape shape) {
  using feel::TypeKind;
  switch (shape) {
    case Shape::text: return TypeKind::string;
    case Shape::number: return TypeKind::number;
    case Shape::date: return TypeKind::date;
    case Shape::time: return TypeKind::time;
    case Shape::date_time: return TypeKind::date_time;
    case Shape::yes_no: return TypeKind::boolean;
    default: return {};
  }
}

std::string_view without_equals_sign(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin != text.npos && text[begin] == '=') return text.substr(begin + 1);
  return text;
}
bool is_blank(std::string_view expression) { return platform::trim(without_equals_sign(expression)).empty(); }

}  // namespace

/// Every container's own names, then those of the one around it that are not hidden by them.
void Reader::name_slots() {
  auto& plan = *plan_;
  plan.slot.assign(form_->fields_.size(), -1);
  for (std::size_t c = 0; c < plan.containers.size(); ++c) {
    auto& container = plan.containers[c];
    std::set<std::string> taken;
    for (const auto index : members_[c]) {
      const auto& field = form_->fields_[static_cast<std::size_t>(index)];
      if (!field.has_key()) continue;
      if (!taken.insert(field.key).second) {
        problem(field, "field/key-doubled", fmt::format("的标识“{}”重复了，两处的填写会互相覆盖。", field.key), fmt::format("has the key “{}” of another field.", field.key));
        continue;
      }
      plan.slot[static_cast<std::size_t>(index)] = static_cast<int>(container.names.size());
      container.names.push_back(field.key);
    }
    const auto is_row = container.field >= 0 && form_->fields_[static_cast<std::size_t>(container.field)].shape == Shape::repeated;
    if (is_row && taken.insert("i").second) container.names.emplace_back("i");
    container.own = container.names.size();
    const auto& outer = container.outer < 0 ? host_names_ : plan.containers[static_cast<std::size_t>(container.outer)].names;
    for (std::size_t slot = 0; slot < outer.size(); ++slot) {
      if (taken.contains(outer[slot])) continue;
      container.names.push_back(outer[slot]);
      container.outer_slots.push_back(static_cast<int>(slot));
    }
  }
}

feel::Expression Reader::compile(const Field& field, const feel::Scope& scope, const json::object& where, std::string_view key, std::string_view place) {
  const auto text = text_or(where, key);
  if (is_blank(text)) return {};
  auto expression = feel::parse_without_java(without_equals_sign(text), scope);
  if (!expression) {
    problem(field, "rule/unreadable", fmt::format("的{}写得不对：{}", place, expression.error().detail), fmt::format("has an unreadable expression in {}.", key));
    return {};
  }
  for (const auto& name : expression->unknown_names())
    problem(field, "rule/name-unknown", fmt::format("的{}用到了“{}”，表单里没有这一项。", place, name), fmt::format("uses the unknown name “{}” in {}.", name, key));
  return *expression;
}

/// A condition or a rule that comes to a number or a date never counts.
void Reader::judge_truth(const Field& field, const feel::Expression& expression, std::string_view place) {
  const auto kind = expression.type().kind();
  if (expression.is_empty() || kind == feel::TypeKind::any || kind == feel::TypeKind::null || kind == feel::TypeKind::boolean) return;
  problem(field, "rule/no-truth", fmt::format("的{}算出来不是“是”或“否”，不起作用。请写成一个判断，例如 = 或 >=。", place), "has a condition or rule that is neither true nor false.", false);
}

void Reader::compile_all() {
  const auto& plan = *plan_;
  reads_.resize(form_->fields_.size());
  for (std::size_t c = 0; c < plan.containers.size(); ++c) {
    feel::Scope scope;
    for (std::size_t slot = 0; slot < plan.containers[c].names.size(); ++slot) {
      feel::Type type;
      for (const auto index : members_[c])
        if (plan.slot[static_cast<std::size_t>(index)] == static_cast<int>(slot)) type = type_of(form_->fields_[static_cast<std::size_t>(index)].shape);
      scope.add(plan.containers[c].names[slot], type);
    }
    for (const auto index : members_[c]) {
      compile_field(index, scope);
      try_condition(index);
    }
  }
}

void Reader::compile_field(int index, const feel::Scope& scope) {
  auto& field = form_->fields_[static_cast<std::size_t>(index)];
  const auto& source = field.source;
  if (const auto* conditional = object_at(source, "conditional")) field.hide = compile(field, scope, *conditional, "hide", "隐藏条件");
  judge_truth(field, field.hide, "隐藏条件");
  if (field.shape == Shape::computed) {
    field.compute = compile(field, scope, source, "expression", "计算公式");
    if (is_blank(text_or(source, "expression"))) problem(field, "rule/no-expression", "没有计算公式。", "has no expression.");
  }
  if (const auto* validate = object_at(source, "validate"))
    if (const auto* rules = array_at(*validate, "rules"))
      for (const auto& rule : *rules) {
        if (!rule.is_object()) continue;
        auto expression = compile(field, scope, rule.as_object(), "expression", "校验规则");
        auto message = text_or(rule.as_object(), "message");
        if (is_blank(text_or(rule.as_object(), "expression")))
          problem(field, "rule/no-expression", "的校验规则没有写应当成立的关系。", "has a rule without an expression.");
        judge_truth(field, expression, "校验规则");
        if (message.empty()) problem(field, "rule/no-message", "的校验规则没有写不满足时的提示。", "has a rule without a message.");
        if (!expression.is_empty()) field.rules.push_back({std::move(expression), std::move(message)});
      }
  if (const auto* always = field.hide.constant(); always && always->is_true() && field.is_required)
    problem(field, "field/never-shown", "必填，却总是隐藏。", "is required but always hidden.");

  const auto home = plan_->container_of[static_cast<std::size_t>(index)];
  const auto read = [&](const feel::Expression& expression) {
    if (expression.is_empty()) return;
    for (auto slot : expression.used_slots()) {
      auto container = home;  // where the name comes from
      while (container > 0 && slot >= static_cast<int>(plan_->containers[static_cast<std::size_t>(container)].own)) {
        const auto& at = plan_->containers[static_cast<std::size_t>(container)];
        slot = at.outer_slots[static_cast<std::size_t>(slot) - at.own];
        container = at.outer;
      }
      reads_[static_cast<std::size_t>(index)].emplace_back(container, slot);
    }
  };
  read(field.hide);
  read(field.compute);
  // A validation rule reads the final answers, so it orders nothing.
}

namespace {

/// Every answer that a choice can have, nothing at all first; empty where there are too many to try.
std::vector<feel::Value> possible_answers(const Field& decider) {
  std::vector<feel::Value> all(1);
  if (decider.shape == Shape::yes_no) {
    all.emplace_back(false);
    all.emplace_back(true);
    return all;
  }
  constexpr std::size_t most_of_one = 200, most_of_several = 8;
  if (decider.options.size() > (decider.shape == Shape::choice ? most_of_one : most_of_several)) return {};
  feel::List options;
  for (const auto& option : decider.options) {
    auto value = feel::from_json(option.value);
    if (!value) return {};
    options.push_back(*std::move(value));
  }
  if (decider.shape == Shape::choice) {
    all.insert(all.end(), options.begin(), options.end());
    return all;
  }
  for (unsigned chosen = 1; chosen < 1U << options.size(); ++chosen) {
    feel::List list;
    for (std::size_t i = 0; i < options.size(); ++i)
      if ((chosen >> i & 1U) != 0) list.push_back(options[i]);
    all.emplace_back(std::move(list));
  }
  return all;
}

}  // namespace

/// A condition that reads a single choice is tried on all answers to it: one that holds for each of them, or for none, was not meant so.
void Reader::try_condition(int index) {
  const auto& field = form_->fields_[static_cast<std::size_t>(index)];
  const auto home = static_cast<std::size_t>(plan_->container_of[static_cast<std::size_t>(index)]);
  const auto& slots = field.hide.used_slots();
  const auto is_of_today = field.hide.text().find("today") != std::string::npos || field.hide.text().find("now") != std::string::npos;
  if (field.hide.is_empty() || slots.size() != 1 || is_of_today || !field.hide.unknown_names().empty()) return;
  const Field* decider = nullptr;
  for (const auto member : members_[home])
    if (plan_->slot[static_cast<std::size_t>(member)] == slots.front()) decider = &form_->fields_[static_cast<std::size_t>(member)];
  if (!decider || decider == &field || (decider->shape != Shape::choice && decider->shape != Shape::choices && decider->shape != Shape::yes_no)) return;
  const auto answers = possible_answers(*decider);
  feel::Session session;
  std::vector<feel::Value> values(plan_->containers[home].names.size());
  const auto hiding = std::count_if(answers.begin(), answers.end(), [&](const feel::Value& answer) {
    values[static_cast<std::size_t>(slots.front())] = answer;
    return field.hide.evaluate(values, session).is_true();
  });
  if (answers.size() < 2) return;
  if (hiding == static_cast<std::ptrdiff_t>(answers.size()))
    problem(field, "rule/always-hides", fmt::format("永远不会出现：无论“{}”怎么选，隐藏条件都成立。选项改过的，请重新选“什么时候出现”。", name_of(*decider)),
            fmt::format("never shows: whatever is chosen at “{}”, it is hidden.", name_of(*decider)), false);
  else if (!hiding)
    problem(field, "rule/never-hides", fmt::format("总是出现：无论“{}”怎么选，隐藏条件都不成立。请重新选“什么时候出现”；多选题用 list contains。", name_of(*decider)),
            fmt::format("always shows: whatever is chosen at “{}”, it is not hidden.", name_of(*decider)), false);
}

void Reader::order_all() {
  for (std::size_t c = 0; c < plan_->containers.size(); ++c) order(static_cast<int>(c));
}

/// The container's fields in an order in which whatever an expression reads has been decided before. What stands in a group with a
/// path counts for the group as a whole.
void Reader::order(int c) {
  auto& plan = *plan_;
  auto& container = plan.containers[static_cast<std::size_t>(c)];
  const auto& members = members_[static_cast<std::size_t>(c)];
  std::vector<int> by_slot(container.names.size(), -1);
  for (const auto index : members)
    if (const auto slot = plan.slot[static_cast<std::size_t>(index)]; slot >= 0) by_slot[static_cast<std::size_t>(slot)] = index;
  const auto member_of = [&](int index) {  // the member of this container that holds the field, or -1
    auto home = plan.container_of[static_cast<std::size_t>(index)];
    while (home > c) {
      index = plan.containers[static_cast<std::size_t>(home)].field;
      home = plan.container_of[static_cast<std::size_t>(index)];
    }
    return home == c ? index : -1;
  };
  std::set<std::pair<int, int>> edges;  // (first, then)
  for (std::size_t index = 0; index < form_->fields_.size(); ++index) {
    const auto member = member_of(static_cast<int>(index));
    if (member < 0) continue;
    if (const auto parent = form_->fields_[index].parent; member == static_cast<int>(index) && parent >= 0 && plan.container_of[static_cast<std::size_t>(parent)] == c) edges.emplace(parent, member);
    for (const auto& [from, slot] : reads_[index])
      if (from == c && by_slot[static_cast<std::size_t>(slot)] >= 0) edges.emplace(by_slot[static_cast<std::size_t>(slot)], member);
  }
  std::map<int, int> waits;
  for (const auto& [first, then] : edges) ++waits[then];
  std::set<int> ready;  // by index: the order of the form where nothing else decides
  for (const auto index : members)
    if (!waits[index]) ready.insert(index);
  while (!ready.empty()) {
    const auto index = *ready.begin();
    ready.erase(ready.begin());
    container.order.push_back(index);
    for (auto edge = edges.lower_bound({index, -1}); edge != edges.end() && edge->first == index; ++edge)
      if (!--waits[edge->second]) ready.insert(edge->second);
  }
  std::vector<int> stuck;
  for (const auto index : members)
    if (waits[index] > 0) stuck.push_back(index);
  if (!stuck.empty()) report_cycle(stuck);
}

void Reader::report_cycle(const std::vector<int>& stuck) {
  std::string names;
  constexpr std::size_t most = 10;
  for (std::size_t at = 0; at < stuck.size() && at < most; ++at) names += (names.empty() ? "" : "、") + name_of(form_->fields_[static_cast<std::size_t>(stuck[at])]);
  if (stuck.size() > most) names += fmt::format(" 等 {} 项", stuck.size());
  problem(form_->fields_[static_cast<std::size_t>(stuck.front())], "rule/cycle", fmt::format("的条件或公式互相依赖，无法计算，涉及：{}。", names),
          fmt::format("is part of a cycle of rules: {}.", names));
}

}  // namespace yimen::form
