#include <algorithm>
#include <array>

#include <boost/json.hpp>

#include "timing.h"
#include "yimen/bpmn/simulation.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"

namespace yimen::bpmn {
namespace {

constexpr std::array<std::string_view, 6> not_run{"element/unsupported", "element/no-id", "process/none", "call/no-called-element", "event/no-time", "loop/no-cardinality"};
constexpr std::array<std::string_view, 8> event_words{"start", "enter", "complete", "cancel", "throw", "catch", "error", "end"};
constexpr std::array<std::string_view, 5> outcome_words{"completed", "waiting", "error", "refused", "limit"};

/// The model is right BPMN there, and only not run here: another language, a choreography, something left open.
bool is_only_not_run(const Problem& problem) {
  return problem.rule.starts_with("runs/") || problem.rule.ends_with("/empty-expression") || std::ranges::find(not_run, problem.rule) != not_run.end();
}

json::object problem_json(const Problem& problem) {
  json::object object{{"element", problem.element}, {"rule", problem.rule}, {"message", problem.zh}, {"message_en", problem.en}};
  if (problem.line > 0) object["line"] = problem.line;
  if (problem.is_formal) object["formal"] = true;
  if (is_only_not_run(problem)) object["runs"] = false;
  return object;
}

}  // namespace

std::string to_line(const RunEvent& event) {
  return platform::to_text(json::object{{"at", iso_span(event.at)},
                                        {"event", event_words[static_cast<std::size_t>(event.kind)]},
                                        {"element", event.node == nullptr ? event.process->id : event.node->id},
                                        {"type", event.node == nullptr ? std::string_view{"process"} : element_name(event.node->kind)},
                                        {"process", event.process->id},
                                        {"instance", event.instance}});
}

std::string to_line(const RunResult& result, bool is_plain) {
  json::object variables;
  for (const auto& [name, value] : result.variables) variables[name] = feel::to_json(value, is_plain ? feel::JsonForm::plain : feel::JsonForm::tagged);
  json::array problems;
  for (const auto& problem : result.problems) problems.push_back(problem_json(problem));
  json::value error;
  if (result.outcome == RunResult::Outcome::error) error = json::string{result.error};
  return platform::to_text(json::object{{"outcome", outcome_words[static_cast<std::size_t>(result.outcome)]}, {"error", error}, {"variables", std::move(variables)}, {"problems", std::move(problems)}});
}

std::string to_line(const Problem& problem) { return platform::to_text(problem_json(problem)); }

}  // namespace yimen::bpmn
