#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/place.h"
#include "yimen/dmn/table.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"
#include "yimen/platform/plain_words.h"
#include "yimen/platform/text.h"
#include "yimen/rules/rules.h"

/// What can be said of a rule by itself.
namespace yimen::rules {

namespace {

constexpr auto plain = feel::JsonForm::plain;
/// Enough to show what is wrong; the next ones appear when these are mended.
constexpr std::size_t most_regions = 20;

std::string region_words(const dmn::Region& region, const std::vector<std::string>& inputs) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (region.conditions[i] != "-") words.push_back(fmt::format("{} {}", inputs[i], region.conditions[i]));
  return words.empty() ? "任何输入" : fmt::format("{}", fmt::join(words, "，"));
}

json::object example_of(const dmn::Region& region, const std::vector<std::string>& inputs) {
  json::object example;
  for (std::size_t i = 0; i < inputs.size(); ++i) example[inputs[i]] = feel::to_json(region.example[i], plain);
  return example;
}

bool may_be_silent(dmn::HitPolicy policy) { return policy == dmn::HitPolicy::rule_order || policy == dmn::HitPolicy::output_order || policy == dmn::HitPolicy::collect; }

void report_overlaps(const dmn::TableAnalysis& table, std::vector<Problem>& problems) {
  std::size_t told = 0;
  for (const auto& overlap : table.overlaps) {
    if (!overlap.is_conflict || ++told > most_regions) continue;
    problems.push_back({.element = table.element, .table = table.id, .rows = {overlap.first, overlap.second}, .line = table.line, .rule = "rules/overlap",
                        .zh = fmt::format("{}第{}行和第{}行都适用于：{}。请改条件使它们不相交，或改用“首个命中”。", zh_place(table.path), overlap.first, overlap.second, region_words(overlap.region, table.inputs)),
                        .en = fmt::format("rows {} and {} of {} overlap", overlap.first, overlap.second, table.element), .example = example_of(overlap.region, table.inputs)});
  }
}

void report_table(const dmn::TableAnalysis& table, std::vector<Problem>& problems) {
  report_overlaps(table, problems);
  for (std::size_t i = 0; i < std::min(table.gaps.size(), most_regions); ++i)
    problems.push_back({.is_error = !may_be_silent(table.policy), .element = table.element, .table = table.id, .rows = {}, .line = table.line, .rule = "rules/gap",
                        .zh = fmt::format("{}没有一行适用于：{}。请补一行，或给输入列写明取值范围。", zh_place(table.path), region_words(table.gaps[i], table.inputs)),
                        .en = fmt::format("{} has no row for some inputs", table.path), .example = example_of(table.gaps[i], table.inputs)});
  for (const auto& masked : table.masked)
    problems.push_back({.is_error = false, .element = table.element, .table = table.id, .rows = {masked.rule}, .line = table.line, .rule = "rules/masked",
                        .zh = fmt::format("{}第{}行永远轮不到：前面的行已经包括了它的全部情形。", zh_place(table.path), masked.rule),
                        .en = fmt::format("row {} of {} is never reached", masked.rule, table.element), .example = {}});
  if (!table.unread_rules.empty())
    problems.push_back({.is_error = false, .element = table.element, .table = table.id, .rows = table.unread_rules, .line = table.line, .rule = "rules/unread",
                        .zh = fmt::format("{}第{}行的条件没有检查重叠和空缺：不只取决于本列，或者与这一列的类型不合、范围写反了。", zh_place(table.path), fmt::join(table.unread_rules, "、")),
                        .en = fmt::format("rows of {} were not analysed", table.path), .example = {}});
  if (table.is_cut_short)
    problems.push_back({.is_error = false, .element = table.element, .table = table.id, .rows = {}, .line = table.line, .rule = "rules/cut-short",
                        .zh = fmt::format("{}太大，只检查了一部分重叠和空缺。", zh_place(table.path)), .en = fmt::format("the analysis of {} was cut short", table.path), .example = {}});
}

SampleRun run_sample(const discretion::Rule& rule, const json::object& sample, platform::Instant now) {
  SampleRun run{.name = platform::text_or(sample, "name"), .is_met = false, .actual = nullptr, .problem = {}};
  const auto* inputs = platform::object_at(sample, "inputs");
  const auto* expected = sample.if_contains("expected");
  feel::Session session{now};
  const auto decided = rule.model.decide(rule.decision, discretion::inputs_from(rule, inputs ? *inputs : json::object{}), session);
  if (!decided) {
    run.problem = decided.error().detail;
    return run;
  }
  run.actual = feel::to_json(*decided, plain);
  const auto wanted = expected ? feel::from_json(*expected) : Result<feel::Value>{};
  run.is_met = wanted && feel::json_text(*wanted, plain) == feel::json_text(*decided, plain);
  if (run.is_met) return run;
  const auto words = [](const json::value* value) { return value == nullptr || value->is_null() ? std::string{"没有结论"} : value->is_string() || value->is_structured() ? json::serialize(*value) : platform::plain_words(*value); };
  run.problem = fmt::format("得到 {}，应为 {}。", words(&run.actual), words(expected));
  for (const auto& problem : session.problems())
    if (problem.severity == feel::Severity::error) run.problem += problem.text();
  return run;
}

/// Of a rule with cells that cannot be read every example fails for that reason, which is told already.
void run_samples(const discretion::Rule& rule, const json::array& samples, platform::Instant now, bool is_readable, Verdict& verdict) {
  for (const auto& sample : samples)
    if (sample.is_object()) verdict.samples.push_back(run_sample(rule, sample.as_object(), now));
  for (const auto& run : verdict.samples)
    if (!run.is_met && is_readable)
      verdict.problems.push_back({.element = rule.decision, .rows = {}, .line = 0, .rule = "rules/sample", .zh = fmt::format("示例“{}”不符：{}请改规则，或改示例的预期结果。", run.name, run.problem),
                                  .en = fmt::format("example {} has another answer", run.name), .example = {}});
  if (verdict.samples.empty())
    verdict.problems.push_back({.element = rule.decision, .rows = {}, .line = 0, .rule = "rules/no-sample", .zh = "还没有示例，请至少保存一个示例和它的预期结果。", .en = "there is no example", .example = {}});
}

}  // namespace

Verdict judge(std::string_view xml, const json::array& samples, platform::Instant now) {
  Verdict verdict;
  std::vector<dmn::Problem> found;
  auto rule = discretion::read_rule(xml, found);
  for (const auto& one : found) verdict.problems.push_back(placed(one));
  const auto is_readable = !dmn::has_errors(found);
  if (!rule) {
    const bool is_told = std::ranges::any_of(verdict.problems, &Problem::is_error);
    if (!is_told) verdict.problems.push_back({.element = {}, .rows = {}, .line = 0, .rule = rule.error().slug, .zh = rule.error().detail, .en = rule.error().slug, .example = {}});
    return verdict;
  }
  verdict.decision = rule->decision;
  verdict.inputs = rule->inputs;
  for (const auto& table : dmn::analyse_tables(rule->model)) report_table(table, verdict.problems);
  run_samples(*rule, samples, now, is_readable, verdict);
  return verdict;
}

}  // namespace yimen::rules
