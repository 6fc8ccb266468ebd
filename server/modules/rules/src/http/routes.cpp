#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/sources.h"
#include "yimen/feel/json.h"
#include "yimen/platform/json.h"

namespace yimen::rules {

using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

constexpr auto tag = "决策规则";

Schema note(std::size_t most = 1000) { return Schema::text(most).or_empty(); }

Schema verdict_schema() {
  const auto problem = Schema::object("RuleProblem", {{"is_error", Schema::boolean()}, {"element", note()}, {"table", note()}, {"rows", Schema::list(Schema::integer(1, 100'000), 10'000)}, {"line", Schema::integer(0, 10'000'000)},
                                                      {"rule", Schema::text(100)}, {"zh", Schema::text(10'000)}, {"en", Schema::text(10'000)}, {"example", Schema::any()}});
  const auto input = Schema::object("RuleInput", {{"id", note()}, {"name", Schema::text(1000)}, {"type", note()}, {"source", note()}, {"choices", Schema::list(Schema::text(1000), 1000)}});
  const auto run = Schema::object("RuleSampleRun", {{"name", note()}, {"is_met", Schema::boolean()}, {"actual", Schema::any()}, {"problem", note(10'000)}});
  return Schema::object("RuleVerdict", {{"decision", note()}, {"inputs", Schema::list(input, 1000)}, {"items", Schema::list(problem, 10'000)}, {"samples", Schema::list(run, 1000)}});
}

json::object problem_json(const Problem& one) {
  return {{"is_error", one.is_error}, {"element", one.element}, {"table", one.table}, {"rows", json::value_from(one.rows)}, {"line", one.line}, {"rule", one.rule}, {"zh", one.zh}, {"en", one.en}, {"example", one.example}};
}

json::array samples_in(const Request& request) {
  const auto* found = request.body().if_contains("samples");
  return found && found->is_array() ? found->as_array() : json::array{};
}

Result<Response> validate(catalogue::Catalogue& catalogue, const Request& request, Tx& tx) {
  const auto verdict = judge(platform::text_or(request.body(), "xml"), samples_in(request), tx.now());
  json::array items, inputs, samples;
  for (const auto& one : verdict.problems) items.push_back(problem_json(one));
  for (const auto& one : check_sources(tx, catalogue, platform::text_or(request.body(), "key"), verdict.inputs)) items.push_back(problem_json(one));
  for (const auto& one : verdict.inputs) inputs.push_back(json::object{{"id", one.id}, {"name", one.name}, {"type", one.type}, {"source", one.source}, {"choices", json::value_from(one.choices)}});
  for (const auto& one : verdict.samples) samples.push_back(json::object{{"name", one.name}, {"is_met", one.is_met}, {"actual", one.actual}, {"problem", one.problem}});
  return Response::json(json::object{{"decision", verdict.decision}, {"inputs", std::move(inputs)}, {"items", std::move(items)}, {"samples", std::move(samples)}});
}

Result<Response> test(const Request& request, Tx& tx) {
  std::vector<dmn::Problem> problems;
  const auto rule = discretion::read_rule(platform::text_or(request.body(), "xml"), problems);
  if (!rule) return fail(ErrorCode::rule_violated, "rules/cannot-test", problems.empty() ? rule.error().detail : "规则还有问题，不能试算，请先按问题列表修改。");
  const auto* inputs = platform::object_at(request.body(), "inputs");
  feel::Session session{tx.now()};
  const auto value = TRY(rule->model.decide(rule->decision, discretion::inputs_from(*rule, inputs ? *inputs : json::object{}), session));
  json::array notes;
  for (const auto& one : session.problems()) notes.push_back(json::string(one.text()));
  return Response::json(json::object{{"value", feel::to_json(value, feel::JsonForm::plain)}, {"notes", std::move(notes)}});
}

std::vector<designs::Fault> faults(catalogue::Catalogue& catalogue, Tx& tx, const designs::Draft& draft) {
  const auto samples = json::parse(draft.samples);
  const auto verdict = judge(draft.xml, samples.as_array(), tx.now());
  std::vector<designs::Fault> found;
  for (const auto& problem : verdict.problems)
    if (problem.is_error) found.push_back({"/elements/" + problem.element, problem.zh});
  for (const auto& problem : check_sources(tx, catalogue, draft.key, verdict.inputs)) found.push_back({"/elements/" + problem.element, problem.zh});
  return found;
}

std::map<std::string, std::int64_t> count_users(Tx& tx, const std::vector<std::string>& keys) { return catalogue::matters_by_model(tx, "discretion_key", keys); }

std::vector<designs::User> users(Tx& tx, const std::string& key, int limit) {
  std::vector<designs::User> found;
  for (const auto& one : catalogue::matters_of_model(tx, "discretion_key", key, limit)) found.push_back({one.id.value(), one.name, one.department_name, one.region_name});
  return found;
}

std::vector<std::string> form_readers(std::string_view xml, const std::vector<std::string>& names) {
  std::vector<dmn::Problem> problems;
  const auto rule = discretion::read_rule(xml, problems);
  std::vector<std::string> found;
  if (!rule) return found;
  for (const auto& input : rule->inputs)
    if (std::ranges::any_of(names, [&](const std::string& name) { return input.source == "form:" + name; })) found.push_back(fmt::format("输入“{}”的来源", input.name));
  return found;
}

}  // namespace

designs::Kind kind(catalogue::Catalogue& catalogue) {
  return {.kind = cases::ModelKind::rule, .word = "rule", .path = "rules", .schema = "Rule", .schemas = "Rules", .noun = "决策规则", .drawing = "规则", .tag = tag, .has_samples = true,
          .uses = "此后作出的决定", .faults = [&catalogue](Tx& tx, const designs::Draft& draft) { return faults(catalogue, tx, draft); }, .compare = compare, .count_users = count_users, .users = users, .form_readers = form_readers};
}

void add_routes(platform::Routes& routes, catalogue::Catalogue& catalogue) {
  designs::add_routes(routes, kind(catalogue));
  const auto edit = Needs::permission_of("rule.edit");
  constexpr std::size_t text_limit = 2u << 20;
  const auto xml = Schema::text(1 << 20).label("规则");
  routes.get("/api/v1/rules/{key}/sources", edit, tag).summary("使用这条规则的事项有哪些字段和情形").operation("listRuleSources")
      .answer(200, Schema::object("RuleSources", {{"items", Schema::list(Schema::object("RuleSource", {{"source", Schema::text(200)}, {"label", note()}, {"choices", Schema::list(Schema::object("RuleSourceChoice", {{"value", note()}, {"label", note()}}), 1'000)}}), 10'000)}}))
      .reads([&catalogue](const Request& request, Tx& tx) -> Result<Response> {
        json::array items;
        for (const auto& one : sources_of_users(tx, catalogue, std::string(request.path_text("key")))) {
          json::array choices;
          for (const auto& choice : one.choices) choices.push_back(json::object{{"value", choice.value}, {"label", choice.label}});
          items.push_back(json::object{{"source", one.source}, {"label", one.label}, {"choices", std::move(choices)}});
        }
        return Response::json(json::object{{"items", std::move(items)}});
      });
  routes.post("/api/v1/rule-validations", edit, tag).summary("检查规则和它的示例").operation("validateRule").body_limit(text_limit)
      .body(Schema::object("RuleText", {{"xml", xml}, {"key", Schema::text(40).label("规则编号").optional()}, {"samples", Schema::list(Schema::any(), 200).label("示例").optional()}}))
      .answer(200, verdict_schema()).reads([&catalogue](const Request& request, Tx& tx) { return validate(catalogue, request, tx); });
  routes.post("/api/v1/rule-tests", edit, tag).summary("用一组输入试算").operation("testRule").body_limit(text_limit)
      .body(Schema::object("RuleTest", {{"xml", xml}, {"inputs", Schema::any().label("输入")}}))
      .answer(200, Schema::object("RuleAnswer", {{"value", Schema::any()}, {"notes", Schema::list(note(), 1000)}})).reads(test);
}

}  // namespace yimen::rules
