#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "build/builder.h"
#include "rules/rules.h"
#include "yimen/bpmn/model.h"

namespace yimen::bpmn {
namespace {

/// A broken file can be wrong in thousands of places; a person mends the first few dozen at a time.
constexpr std::size_t most_problems = 200;

/// Adds what the builder refuses, but where the rules of BPMN say something of the same element already.
void append(std::vector<Problem>& problems, std::vector<Problem> more) {
  std::set<std::string> told;
  for (const auto& problem : problems)
    if (!problem.element.empty() && !problem.is_formal) told.insert(problem.element);
  std::set<std::pair<std::string, std::string>> rules;
  for (const auto& problem : problems) rules.emplace(problem.element, problem.rule);
  for (auto& problem : more)
    if (!told.contains(problem.element) && !rules.contains({problem.element, problem.rule})) problems.push_back(std::move(problem));
}

}  // namespace

Result<std::shared_ptr<const Model>> read_model(std::string_view text, std::vector<Problem>& problems, const Limits& limits) {
  problems.clear();
  std::shared_ptr<const Model> model;
  const auto recoded = yimen::xml::recode(text);
  if (recoded) text = *recoded;
  if (const auto root = xml::parse(text, limits, problems)) {
    problems = check_rules(*root);
    std::vector<Problem> refused;
    model = ModelBuilder{refused}.build(*root, std::string{text}, limits);
    append(problems, std::move(refused));
  }
  std::ranges::stable_sort(problems, {}, &Problem::line);
  if (model && std::ranges::all_of(problems, &Problem::is_formal)) return model;
  if (problems.size() > most_problems) problems.resize(most_problems);
  std::vector<platform::FieldProblem> fields;
  for (const auto& problem : problems) fields.push_back({problem.element, problem.zh});
  return platform::fail(platform::ErrorCode::invalid_input, "bpmn/invalid-model", zh_summary(problems), std::move(fields));
}

std::string zh_summary(const std::vector<Problem>& problems) {
  if (problems.empty()) return "流程图没有问题。";
  std::string text = fmt::format("流程图有{}处需要修改。", problems.size());
  for (std::size_t i = 0; i < std::min<std::size_t>(problems.size(), 3); ++i) {
    const auto& problem = problems[i];
    if (problem.line > 0) text += fmt::format("第{}行", problem.line);
    text += fmt::format("：{}", problem.zh);
  }
  return text;
}

}  // namespace yimen::bpmn
