#include "table_logic.h"

#include <algorithm>

#include <fmt/format.h>

#include "../link/program.h"
#include "yimen/feel/functions.h"

namespace yimen::dmn {
namespace {

bool is_same(const feel::List& one, const feel::List& other) {
  return std::ranges::equal(one, other, [](const feel::Value& a, const feel::Value& b) { return feel::same(a, b); });
}

std::size_t rank_of(const feel::Value& value, const feel::List& priorities) {
  const auto found = std::ranges::find_if(priorities, [&](const feel::Value& one) {
    return one.is(feel::Kind::range) ? feel::contains(one.range(), value).is_true() : feel::same(one, value);
  });
  return static_cast<std::size_t>(found - priorities.begin());
}

/// Of a list each item must be among them.
bool is_among(const feel::UnaryTests& allowed, const feel::Value& value, Frame& frame) {
  if (value.is_null() || allowed.accepts(value, frame.values, frame.session)) return true;
  return value.is(feel::Kind::list) && std::ranges::all_of(value.list(), [&](const feel::Value& item) { return allowed.accepts(item, frame.values, frame.session); });
}

bool gives_one(HitPolicy policy) {
  return policy == HitPolicy::unique || policy == HitPolicy::any || policy == HitPolicy::priority || policy == HitPolicy::first;
}

}  // namespace

bool TableLogic::has_defaults() const {
  return std::ranges::any_of(parts_.outputs, [](const Output& output) { return output.otherwise != nullptr; });
}

bool TableLogic::has_priorities() const {
  return std::ranges::any_of(parts_.outputs, [](const Output& output) { return !output.priorities.empty(); });
}

feel::Value TableLogic::evaluate(Frame& frame) const {
  const auto inputs = read_inputs(frame);
  if (!inputs) return {};
  const auto before = frame.session.problems().size();
  const auto hits = find_hits(frame, *inputs);
  label_problems(frame.session, before, label());
  if (frame.session.is_stopped()) return {};
  if (hits.empty()) return without_hit(frame);
  if (hits.size() > 1 && !has_priorities() && (parts_.policy == HitPolicy::priority || parts_.policy == HitPolicy::output_order)) {
    complain(frame.session, "dmn/no-priorities", "有多条规则命中，但输出列没有列出允许值，无法定优先级。", "several rules match, but no output lists its values to set priorities");
    return {};
  }
  return gives_one(parts_.policy) ? single(frame, hits) : several(frame, hits);
}

std::optional<feel::List> TableLogic::read_inputs(Frame& frame) const {
  feel::List values;
  values.reserve(parts_.inputs.size());
  for (const auto& input : parts_.inputs) {
    auto value = input.expression->run(frame);
    if (input.allowed && !is_among(*input.allowed, value, frame)) {
      complain(frame.session, "dmn/input-value", fmt::format("输入“{}”的值{}不在允许值（{}）之内。", input.text, feel::literal_text(value), input.allowed_text),
               fmt::format("the value {} of input {} is not among the input values {}", feel::literal_text(value), input.text, input.allowed_text));
      return std::nullopt;
    }
    values.push_back(std::move(value));
  }
  return values;
}

std::vector<int> TableLogic::find_hits(Frame& frame, const feel::List& inputs) const {
  std::vector<int> hits;
  for (std::size_t i = 0; i < parts_.rules.size(); ++i) {
    if (!frame.session.step()) break;
    if (!matches(parts_.rules[i], frame, inputs)) continue;
    hits.push_back(static_cast<int>(i));
    if (parts_.policy == HitPolicy::first) break;
  }
  return hits;
}

bool TableLogic::matches(const Rule& rule, Frame& frame, const feel::List& inputs) const {
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (!rule.tests[i].accepts(inputs[i], frame.values, frame.session)) return false;
  return true;
}

std::optional<feel::List> TableLogic::outputs_of(int rule, Frame& frame) const {
  feel::List values;
  values.reserve(parts_.outputs.size());
  for (std::size_t i = 0; i < parts_.outputs.size(); ++i) {
    const auto& output = parts_.outputs[i];
    auto value = parts_.rules[rule].outputs[i]->run(frame);
    if (output.allowed && !is_among(*output.allowed, value, frame)) {
      complain(frame.session, "dmn/output-value", fmt::format("第{}条规则的结果{}不在允许值（{}）之内。", rule + 1, feel::literal_text(value), output.allowed_text),
               fmt::format("the result {} of rule {} is not among the output values {}", feel::literal_text(value), rule + 1, output.allowed_text));
      return std::nullopt;
    }
    values.push_back(std::move(value));
  }
  return values;
}

/// One output is its value, several are a context by their names.
feel::Value TableLogic::composed(feel::List outputs) const {
  if (outputs.size() == 1) return std::move(outputs.front());
  std::vector<feel::ContextEntry> entries;
  for (std::size_t i = 0; i < outputs.size(); ++i) entries.push_back({parts_.outputs[i].name, std::move(outputs[i])});
  return feel::Value::context(std::move(entries));
}

feel::Value TableLogic::single(Frame& frame, const std::vector<int>& hits) const {
  if (parts_.policy == HitPolicy::unique && hits.size() > 1) {
    complain(frame.session, "dmn/several-rules", fmt::format("第{}条和第{}条规则同时命中，而命中策略为“唯一”。", hits[0] + 1, hits[1] + 1),
             fmt::format("rules {} and {} match both, but the hit policy is UNIQUE", hits[0] + 1, hits[1] + 1));
    return {};
  }
  std::vector<feel::List> results;
  for (const auto hit : hits) {
    auto outputs = outputs_of(hit, frame);
    if (!outputs) return {};
    results.push_back(std::move(*outputs));
  }
  if (parts_.policy == HitPolicy::priority) sort_by_priority(results);
  for (std::size_t i = 1; parts_.policy == HitPolicy::any && i < results.size(); ++i) {
    if (is_same(results[i], results.front())) continue;
    complain(frame.session, "dmn/different-results", fmt::format("第{}条和第{}条规则同时命中而结果不同，命中策略为“任一”。", hits[0] + 1, hits[i] + 1),
             fmt::format("rules {} and {} match both with different results, but the hit policy is ANY", hits[0] + 1, hits[i] + 1));
    return {};
  }
  return composed(std::move(results.front()));
}

feel::Value TableLogic::several(Frame& frame, const std::vector<int>& hits) const {
  std::vector<feel::List> results;
  for (const auto hit : hits) {
    auto outputs = outputs_of(hit, frame);
    if (!outputs) return {};
    results.push_back(std::move(*outputs));
  }
  if (parts_.policy == HitPolicy::output_order) sort_by_priority(results);
  feel::List values;
  values.reserve(results.size());
  for (auto& result : results) values.push_back(composed(std::move(result)));
  return aggregated(frame, std::move(values));
}

feel::Value TableLogic::aggregated(Frame& frame, feel::List values) const {
  const auto call = [&](const char* name) {
    const feel::Value list{std::move(values)};
    const auto before = frame.session.problems().size();
    auto value = feel::call(feel::builtin_function(name), std::span<const feel::Value>{&list, 1}, frame.session);
    label_problems(frame.session, before, label());
    return value;
  };
  switch (parts_.aggregation) {
    case Aggregation::none: return feel::Value{values};
    case Aggregation::count: return static_cast<std::int64_t>(values.size());
    case Aggregation::sum: return call("sum");
    case Aggregation::min: return call("min");
    case Aggregation::max: return call("max");
  }
  return {};
}

feel::Value TableLogic::without_hit(Frame& frame) const {
  const auto gives_list = !gives_one(parts_.policy) && parts_.aggregation == Aggregation::none;
  if (!has_defaults()) {
    if (gives_list) return feel::Value{feel::List{}};
    if (parts_.aggregation == Aggregation::count) return 0;
    return {};
  }
  feel::List values;
  for (const auto& output : parts_.outputs) values.push_back(output.otherwise != nullptr ? output.otherwise->run(frame) : feel::Value{});
  auto value = composed(std::move(values));
  if (gives_list && !value.is(feel::Kind::list)) return feel::Value{feel::List{std::move(value)}};
  return value;
}

/// By the outputs that state their values, from left to right; rules of one rank stay in their order.
void TableLogic::sort_by_priority(std::vector<feel::List>& results) const {
  std::ranges::stable_sort(results, [this](const feel::List& a, const feel::List& b) {
    for (std::size_t i = 0; i < parts_.outputs.size(); ++i) {
      const auto& priorities = parts_.outputs[i].priorities;
      const auto first = rank_of(a[i], priorities), second = rank_of(b[i], priorities);
      if (first != second) return first < second;
    }
    return false;
  });
}

}  // namespace yimen::dmn
