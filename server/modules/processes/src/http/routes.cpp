#include <boost/json.hpp>

#include "http/schemas.h"
#include "service/checks.h"
#include "yimen/bpmn/simulation.h"
#include "yimen/cases/models.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/discretion/discretion.h"
#include "yimen/platform/json.h"
#include "yimen/processes/processes.h"

namespace yimen::processes {

namespace json = boost::json;
using platform::ErrorCode;
using platform::fail;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

constexpr auto tag = "流程模型";
constexpr int most_instances = 2'000;

bool is_for_calls(const std::string& xml) {
  std::vector<bpmn::Problem> ignored;
  const auto model = bpmn::read_model(xml, ignored);
  return model && processes::is_for_calls(**model);
}

Result<Response> validate(const Request& request, Tx& tx) {
  json::array items;
  for (const auto& one : check(tx, platform::text_or(request.body(), "xml")))
    items.push_back(json::object{{"element", one.element}, {"line", one.line}, {"rule", one.rule}, {"zh", one.zh}, {"en", one.en}});
  return Response::json(json::object{{"items", std::move(items)}});
}

/// One case that meets no objection, from start to end.
json::array walk_of(const bpmn::Model& model, const json::object& variables) {
  json::array walk;
  bpmn::RunOptions options;
  options.variables = variables;
  options.max_steps = 2'000;
  bpmn::run(model, options, [&](const bpmn::RunEvent& event) {
    if (event.kind == bpmn::Happened::Kind::entered && event.node != nullptr && walk.size() < 500)
      walk.push_back(json::object{{"element", event.node->id}, {"at_seconds", event.at / 1000}});
  });
  return walk;
}

/// Processes other processes may call.
Result<Response> list_for_calls(const Request&, Tx& tx) {
  json::array items;
  std::string seen;
  for (const auto& one : cases::model_versions(tx, cases::ModelKind::process)) {
    if (one.key == seen) continue;
    seen = one.key;
    const auto stored = cases::process_model(tx, one.key, 0);
    if (stored && is_for_calls(stored->xml)) items.push_back(json::object{{"key", stored->key}, {"name", stored->name}});
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> simulate(const Request& request, Tx& tx) {
  std::vector<bpmn::Problem> problems;
  const auto model = bpmn::read_model(platform::text_or(request.body(), "xml"), problems);
  if (!model) {
    std::vector<platform::FieldProblem> fields;
    for (const auto& one : problems) fields.push_back({"/elements/" + one.element, one.zh});
    return fail(ErrorCode::rule_violated, "processes/cannot-simulate", "流程图还有问题，不能模拟，请先按问题列表修改。", std::move(fields));
  }
  const auto whole = bpmn::link(**model, [&](std::string_view key) -> std::shared_ptr<const bpmn::Model> {
    const auto stored = cases::process_model(tx, std::string(key), 0);
    std::vector<bpmn::Problem> ignored;
    auto called = stored ? bpmn::read_model(stored->xml, ignored) : Result<std::shared_ptr<const bpmn::Model>>(nullptr);
    return called ? *std::move(called) : nullptr;
  });
  const auto& run_model = whole ? **whole : **model;
  const auto* given = platform::object_at(request.body(), "variables");
  const json::object variables = given ? *given : json::object{};
  const auto found = bpmn::simulate(run_model, {.instances = static_cast<int>(platform::int_or(request.body(), "instances", 200)),
                                             .seed = static_cast<std::uint64_t>(platform::int_or(request.body(), "seed", 1)), .max_steps = 2'000, .variables = variables});
  json::array elements;
  for (const auto& one : found.nodes)
    elements.push_back(json::object{{"element", one.node->id}, {"name", one.node->name}, {"kind", std::string(bpmn::element_name(one.node->kind))}, {"entered", one.entered}, {"instances", one.instances}});
  return Response::json(json::object{{"instances", found.instances}, {"completed", found.completed}, {"stuck", found.stuck}, {"failed", found.failed}, {"unfinished", found.unfinished},
                                     {"mean_seconds", found.completed == 0 ? 0 : found.milliseconds / found.completed / 1000}, {"elements", std::move(elements)},
                                     {"walk", walk_of(run_model, variables)}});
}

/// What the rule asks for, and where each comes from: what nobody knows of the case is stated by the process.
Result<Response> show_inputs(const Request& request, Tx& tx) {
  const auto rule = TRY(discretion::rule_of_today(tx, std::string(request.path_text("key"))));
  json::array items;
  for (const auto& one : rule->inputs) items.push_back(json::object{{"name", one.name}, {"type", one.type}, {"source", one.source}});
  return Response::json(json::object{{"items", std::move(items)}});
}

std::vector<designs::Fault> faults(Tx& tx, const designs::Draft& draft) {
  std::vector<designs::Fault> found;
  for (const auto& problem : check(tx, draft.xml, draft.key)) found.push_back({"/elements/" + problem.element, problem.zh});
  return found;
}

std::map<std::string, std::int64_t> count_users(Tx& tx, const std::vector<std::string>& keys) { return catalogue::matters_by_model(tx, "process_key", keys); }

std::vector<designs::User> users(Tx& tx, const std::string& key, int limit) {
  std::vector<designs::User> found;
  for (const auto& one : catalogue::matters_of_model(tx, "process_key", key, limit)) found.push_back({one.id.value(), one.name, one.department_name, one.region_name});
  return found;
}

}  // namespace

designs::Kind kind() {
  return {.kind = cases::ModelKind::process, .word = "process", .path = "processes", .schema = "Process", .schemas = "Processes", .noun = "流程", .drawing = "流程图", .tag = tag,
          .uses = "新办件", .faults = faults, .compare = compare, .count_users = count_users, .users = users,
          .is_choice = [](const std::string& xml) { return !is_for_calls(xml); }, .may_withdraw = check_withdrawn, .form_readers = form_readers};
}

void add_routes(platform::Routes& routes) {
  designs::add_routes(routes, kind());
  const auto edit = Needs::permission_of("process.edit");
  constexpr std::size_t text_limit = 2u << 20;
  const auto xml = Schema::text(1 << 20).label("流程图");
  routes.post("/api/v1/process-validations", edit, tag).summary("检查流程图").operation("validateProcess").body_limit(text_limit)
      .body(Schema::object("ProcessText", {{"xml", xml}})).answer(200, schemas::problems()).reads(validate);
  const auto input = Schema::object("ProcessRuleInput", {{"name", Schema::text(1000)}, {"type", Schema::text(200).or_empty()}, {"source", Schema::text(200).or_empty()}});
  routes.get("/api/v1/process-rules/{key}/inputs", edit, tag).operation("listProcessRuleInputs").summary("决策规则的输入，从办件取还是由流程给")
      .answer(200, Schema::object("ProcessRuleInputs", {{"items", Schema::list(input, 1000)}})).reads(show_inputs);
  routes.get("/api/v1/process-calls", edit, tag).operation("listProcessCalls").summary("可以调用的流程")
      .answer(200, Schema::object("ProcessCallList", {{"items", Schema::list(Schema::object("ProcessCall", {{"key", Schema::text(100)}, {"name", Schema::text(200)}}), 1000)}})).reads(list_for_calls);
  routes.post("/api/v1/process-simulations", edit, tag).summary("模拟流程").operation("simulateProcess").body_limit(text_limit)
      .body(Schema::object("SimulateProcess", {{"xml", xml}, {"instances", Schema::integer(1, most_instances).label("件数").optional()}, {"seed", Schema::integer(0, 1'000'000).label("随机种子").optional()},
                                               {"variables", Schema::any().label("情形").optional()}}))
      .answer(200, schemas::simulation()).reads(simulate);
}

}  // namespace yimen::processes
