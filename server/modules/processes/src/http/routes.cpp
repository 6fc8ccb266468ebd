#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "http/schemas.h"
#include "store/draft_store.h"
#include "yimen/bpmn/simulation.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

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

json::value instant_or_null(const std::optional<platform::Instant>& instant) { return instant ? json::value(platform::iso_instant(*instant)) : json::value(nullptr); }

std::string key_of(const Request& request) { return std::string(request.path_text("key")); }
std::string trimmed(const Request& request, std::string_view name) { return platform::trim(platform::text_or(request.body(), name)); }

json::object draft_json(const Draft& d) {
  return {{"key", d.key}, {"name", d.name}, {"state", d.state}, {"based_on", d.based_on}, {"note", d.note}, {"author_id", d.author_id.str()}, {"author_name", d.author_name},
          {"returned_reason", d.returned_reason}, {"submitted_at", instant_or_null(d.submitted_at)}, {"created_at", platform::iso_instant(d.created_at)},
          {"updated_at", platform::iso_instant(d.updated_at)}, {"revision", d.revision}};
}

Result<Response> answer(Result<Draft> done, int status = 200) {
  const auto draft = TRY(std::move(done));
  return Response::json(draft_json(draft), status).etag(draft.revision);
}

/// By which new cases run today; 0: none.
int current_of(const std::vector<cases::ModelVersion>& versions, platform::Date today) {
  for (const auto& one : versions)
    if (!one.withdrawn_at && (!one.valid_from || *one.valid_from <= today)) return one.version;
  return 0;
}

json::object version_json(const cases::ModelVersion& v, int current, platform::Date today) {
  const char* state = v.withdrawn_at ? "withdrawn" : v.version == current ? "published" : v.valid_from && *v.valid_from > today ? "waiting" : "superseded";
  return {{"version", v.version}, {"name", v.name}, {"state", state}, {"valid_from", v.valid_from ? json::value(platform::iso_date(*v.valid_from)) : json::value(nullptr)}, {"note", v.note},
          {"author_name", v.author_name}, {"published_by_name", v.published_by_name}, {"published_at", platform::iso_instant(v.published_at)}, {"is_shipped", v.is_shipped},
          {"withdrawn_at", instant_or_null(v.withdrawn_at)}, {"withdrawn_by_name", v.withdrawn_by_name}, {"withdrawn_reason", v.withdrawn_reason}, {"open_cases", v.open_cases}};
}

json::array versions_json(Tx& tx, const std::vector<cases::ModelVersion>& versions) {
  json::array items;
  const int current = current_of(versions, tx.today());
  for (const auto& one : versions) items.push_back(version_json(one, current, tx.today()));
  return items;
}

json::object summary_json(Tx& tx, const std::string& key, const std::vector<cases::ModelVersion>& versions, const Draft* draft, std::int64_t matters) {
  const int current = current_of(versions, tx.today());
  std::int64_t open = 0;
  json::value valid_from = nullptr;
  std::string name = draft ? draft->name : versions.front().name;
  for (const auto& one : versions) {
    open += one.open_cases;
    if (one.version != current) continue;
    name = one.name;
    if (one.valid_from) valid_from = platform::iso_date(*one.valid_from);
  }
  return {{"key", key}, {"name", name}, {"current_version", current}, {"valid_from", valid_from}, {"draft_state", draft ? draft->state : "none"},
          {"draft_author", draft ? draft->author_name : ""}, {"versions", versions.size()}, {"open_cases", open}, {"matters", matters}};
}

Result<Response> list(const Request& request, Tx& tx) {
  std::map<std::string, std::vector<cases::ModelVersion>> processes;
  for (auto& one : cases::model_versions(tx)) processes[one.key].push_back(std::move(one));
  std::map<std::string, Draft> drafts;
  for (auto& one : store::list_drafts(tx)) {
    processes.try_emplace(one.key);
    drafts.emplace(one.key, std::move(one));
  }
  std::vector<std::string> keys;
  for (const auto& [key, versions] : processes) keys.push_back(key);
  const auto matters = catalogue::matters_by_process(tx, keys);
  const auto words = platform::trim(request.query("q").value_or(""));
  json::array items;
  for (const auto& [key, versions] : processes) {
    const auto draft = drafts.find(key);
    const auto used = matters.find(key);
    auto item = summary_json(tx, key, versions, draft == drafts.end() ? nullptr : &draft->second, used == matters.end() ? 0 : used->second);
    if (words.empty() || key.find(words) != std::string::npos || platform::text_or(item, "name").find(words) != std::string::npos) items.push_back(std::move(item));
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

/// What a matter may choose: processes that have a version today.
Result<Response> list_choices(const Request&, Tx& tx) {
  json::array items;
  std::string seen;
  for (const auto& one : cases::model_versions(tx)) {
    if (one.key == seen || one.withdrawn_at || (one.valid_from && *one.valid_from > tx.today())) continue;
    seen = one.key;
    items.push_back(json::object{{"key", one.key}, {"name", one.name}});
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> show(const Request& request, Tx& tx) {
  const auto key = key_of(request);
  const auto versions = cases::model_versions(tx, key);
  const auto draft = store::find_draft(tx, key);
  if (versions.empty() && !draft) return fail(ErrorCode::not_found, "processes/not-found", "没有找到流程，可能已被删除或您无权查看。");
  const auto counted = catalogue::matters_by_process(tx, {key});
  const auto used = counted.find(key);
  json::array matters;
  for (const auto& one : catalogue::matters_of_process(tx, key, 50))
    matters.push_back(json::object{{"id", one.id.str()}, {"name", one.name}, {"department_name", one.department_name}, {"region_name", one.region_name}});
  const int current = current_of(versions, tx.today());
  std::string name = draft ? draft->name : versions.front().name;
  for (const auto& one : versions)
    if (one.version == current) name = one.name;
  return Response::json(json::object{{"key", key}, {"name", name}, {"current_version", current}, {"versions", versions_json(tx, versions)},
                                     {"draft", draft ? json::value(draft_json(*draft)) : json::value(nullptr)}, {"matters", std::move(matters)},
                                     {"matter_count", used == counted.end() ? 0 : used->second}});
}

Result<Response> list_versions(const Request& request, Tx& tx) {
  return Response::json(json::object{{"items", versions_json(tx, cases::model_versions(tx, key_of(request)))}});
}

Result<Response> show_version(const Request& request, Tx& tx) {
  const auto key = key_of(request);
  const auto number = TRY(platform::parse_id(request.path_text("version")));
  const auto versions = cases::model_versions(tx, key);
  for (const auto& one : versions) {
    if (one.version != number) continue;
    auto found = version_json(one, current_of(versions, tx.today()), tx.today());
    found["xml"] = cases::process_model(tx, key, one.version)->xml;
    return Response::json(found);
  }
  return fail(ErrorCode::not_found, "processes/no-version", "没有找到这一版流程。");
}

Result<Response> show_draft(const Request& request, Tx& tx) {
  const auto draft = store::find_draft(tx, key_of(request));
  if (!draft) return fail(ErrorCode::not_found, "processes/no-draft", "这个流程没有正在编辑的草稿。");
  auto found = draft_json(*draft);
  found["xml"] = draft->xml;
  return Response::json(found).etag(draft->revision);
}

Result<Response> create(const Request& request, Tx& tx) {
  if (!cases::model_versions(tx, trimmed(request, "key")).empty())
    return fail(ErrorCode::conflict, "processes/key-taken", "这个编号已有流程。", {{"/key", "这个编号已有流程，请换一个。"}});
  return answer(start_draft(tx, request.actor(), {.key = trimmed(request, "key"), .name = trimmed(request, "name"), .xml = platform::text_or(request.body(), "xml")}), 201);
}

Result<Response> start(const Request& request, Tx& tx) {
  const auto key = key_of(request);
  if (cases::model_versions(tx, key).empty()) return fail(ErrorCode::not_found, "processes/not-found", "没有找到流程，可能已被删除或您无权查看。");
  return answer(start_draft(tx, request.actor(), {.key = key, .name = {}, .xml = {}, .based_on = static_cast<int>(platform::int_or(request.body(), "version"))}), 201);
}

Result<Response> save(const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  return answer(save_draft(tx, request.actor(), key_of(request), revision, {.name = trimmed(request, "name"), .xml = platform::text_or(request.body(), "xml"), .note = trimmed(request, "note")}));
}

Result<Response> publish(const Request& request, Tx& tx) {
  const int revision = TRY(request.if_match());
  std::optional<platform::Date> day;
  if (const auto text = trimmed(request, "valid_from"); !text.empty()) day = TRY(platform::parse_date(text));
  const int version = TRY(publish_draft(tx, request.actor(), key_of(request), revision, day));
  return Response::json(json::object{{"version", version}});
}

Result<Response> withdraw(const Request& request, Tx& tx) {
  const auto version = TRY(platform::parse_id(request.path_text("version")));
  const auto reason = trimmed(request, "reason");
  if (reason.empty()) return fail(ErrorCode::invalid_input, "processes/reason-missing", "请填写原因。", {{"/reason", "请填写原因。"}});
  TRY(withdraw_version(tx, request.actor(), key_of(request), static_cast<int>(version), reason));
  return Response::no_content();
}

Result<Response> validate(const Request& request, Tx& tx) {
  json::array items;
  for (const auto& one : check(tx, platform::text_or(request.body(), "xml")))
    items.push_back(json::object{{"element", one.element}, {"line", one.line}, {"rule", one.rule}, {"zh", one.zh}, {"en", one.en}});
  return Response::json(json::object{{"items", std::move(items)}});
}

/// A number of a published version, or "draft".
Result<std::string> text_of(Tx& tx, const std::string& key, const std::string& which) {
  if (which == "draft") {
    auto draft = store::find_draft(tx, key);
    if (!draft) return fail(ErrorCode::not_found, "processes/no-draft", "这个流程没有正在编辑的草稿。");
    return std::move(draft->xml);
  }
  auto stored = cases::process_model(tx, key, static_cast<int>(TRY(platform::parse_id(which))));
  if (!stored) return fail(ErrorCode::not_found, "processes/no-version", "没有找到这一版流程。");
  return std::move(stored->xml);
}

Result<Response> show_comparison(const Request& request, Tx& tx) {
  const auto before = TRY(text_of(tx, key_of(request), request.query("from").value_or("")));
  const auto after = TRY(text_of(tx, key_of(request), request.query("to").value_or("")));
  json::array items;
  for (const auto& one : TRY(compare(before, after)))
    items.push_back(json::object{{"element", one.element}, {"element_name", one.element_name}, {"kind", one.kind}, {"field", one.field}, {"before", one.before}, {"after", one.after}});
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

Result<Response> simulate(const Request& request, Tx&) {
  std::vector<bpmn::Problem> problems;
  const auto model = bpmn::read_model(platform::text_or(request.body(), "xml"), problems);
  if (!model) {
    std::vector<platform::FieldProblem> fields;
    for (const auto& one : problems) fields.push_back({"/elements/" + one.element, one.zh});
    return fail(ErrorCode::rule_violated, "processes/cannot-simulate", "流程图还有问题，不能模拟，请先按问题列表修改。", std::move(fields));
  }
  const auto* given = platform::object_at(request.body(), "variables");
  const json::object variables = given ? *given : json::object{};
  const auto found = bpmn::simulate(**model, {.instances = static_cast<int>(platform::int_or(request.body(), "instances", 200)),
                                             .seed = static_cast<std::uint64_t>(platform::int_or(request.body(), "seed", 1)), .max_steps = 2'000, .variables = variables});
  json::array elements;
  for (const auto& one : found.nodes)
    elements.push_back(json::object{{"element", one.node->id}, {"name", one.node->name}, {"kind", std::string(bpmn::element_name(one.node->kind))}, {"entered", one.entered}, {"instances", one.instances}});
  return Response::json(json::object{{"instances", found.instances}, {"completed", found.completed}, {"stuck", found.stuck}, {"failed", found.failed}, {"unfinished", found.unfinished},
                                     {"mean_seconds", found.completed == 0 ? 0 : found.milliseconds / found.completed / 1000}, {"elements", std::move(elements)},
                                     {"walk", walk_of(**model, variables)}});
}

}  // namespace

void add_routes(platform::Routes& routes) {
  const auto edit = Needs::permission_of("process.edit");
  const auto release = Needs::permission_of("process.publish");
  const std::string one = "/api/v1/processes/{key}";
  constexpr std::size_t text_limit = 2u << 20;
  const auto xml = Schema::text(1 << 20).label("流程图");
  const auto name = Schema::text(100).label("流程名称");
  routes.get("/api/v1/processes", edit, tag).summary("办理流程").operation("listProcesses").parameter("q", Schema::text(100).label("名称或编号").optional()).answer(200, schemas::summaries()).reads(list);
  routes.post("/api/v1/processes", edit, tag).summary("新建流程").operation("createProcess").body_limit(text_limit)
      .body(Schema::object("NewProcess", {{"key", Schema::text(40).label("流程编号")}, {"name", name}, {"xml", xml}})).answer(201, schemas::draft()).commands(create);
  routes.get(one, edit, tag).summary("一个流程的版本、草稿和使用它的事项").operation("getProcess").answer(200, schemas::process()).reads(show);
  routes.get(one + "/versions", edit, tag).summary("流程的版本").operation("listProcessVersions").answer(200, schemas::versions()).reads(list_versions);
  routes.get(one + "/versions/{version}", edit, tag).summary("一版流程的图").operation("getProcessVersion").answer(200, schemas::version_text()).reads(show_version);
  routes.post(one + "/versions/{version}/withdrawal", release, tag).summary("停用一版流程").operation("withdrawProcessVersion")
      .body(Schema::object("WithdrawProcess", {{"reason", Schema::text(500).label("原因")}})).answer(204, Schema::nothing()).commands(withdraw);
  routes.get(one + "/comparison", edit, tag).summary("比较两版流程").operation("compareProcessVersions").parameter("from", Schema::text(10).label("原来的版本"))
      .parameter("to", Schema::text(10).label("新的版本").describe("版本号，或 draft")).answer(200, schemas::comparison()).reads(show_comparison);
  routes.get(one + "/draft", edit, tag).summary("流程草稿").operation("getProcessDraft").answer(200, schemas::draft_text()).reads(show_draft);
  routes.post(one + "/draft", edit, tag).summary("从一版流程开始修改").operation("startProcessDraft")
      .body(Schema::object("StartProcessDraft", {{"version", Schema::integer(0, 100'000).label("版本").optional()}})).answer(201, schemas::draft()).commands(start);
  routes.put(one + "/draft", edit, tag).summary("保存流程草稿").operation("saveProcessDraft").body_limit(text_limit)
      .body(Schema::object("SaveProcessDraft", {{"xml", xml}, {"name", name.optional()}, {"note", Schema::text(500).label("修改说明").optional()}})).answer(200, schemas::draft()).commands(save);
  routes.del(one + "/draft", edit, tag).summary("丢弃流程草稿").operation("discardProcessDraft").answer(204, Schema::nothing())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const int revision = TRY(request.if_match());
        TRY(discard_draft(tx, request.actor(), key_of(request), revision));
        return Response::no_content();
      });
  routes.post(one + "/submission", edit, tag).summary("提交审核").operation("submitProcess").answer(200, schemas::draft())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const int revision = TRY(request.if_match());
        return answer(submit_draft(tx, request.actor(), key_of(request), revision));
      });
  routes.post(one + "/return", release, tag).summary("退回修改").operation("returnProcess").body(Schema::object("ReturnProcess", {{"reason", Schema::text(500).label("原因")}}))
      .answer(200, schemas::draft()).commands([](const Request& request, Tx& tx) -> Result<Response> {
        const int revision = TRY(request.if_match());
        return answer(return_draft(tx, request.actor(), key_of(request), revision, trimmed(request, "reason")));
      });
  routes.post(one + "/publication", release, tag).summary("发布").operation("publishProcess").body(Schema::object("PublishProcess", {{"valid_from", Schema::date().label("启用日期").optional()}}))
      .answer(200, Schema::object("PublishedProcess", {{"version", Schema::integer(1, 100'000)}})).commands(publish);
  const auto choice = Schema::object("ProcessChoice", {{"key", Schema::text(40)}, {"name", Schema::text(100)}});
  routes.get("/api/v1/process-choices", Needs::permission_of("matter.edit"), tag).summary("事项可以选用的流程").operation("listProcessChoices")
      .answer(200, Schema::object("ProcessChoices", {{"items", Schema::list(choice, 1000)}})).reads(list_choices);
  routes.post("/api/v1/process-validations", edit, tag).summary("检查流程图").operation("validateProcess").body_limit(text_limit)
      .body(Schema::object("ProcessText", {{"xml", xml}})).answer(200, schemas::problems()).reads(validate);
  routes.post("/api/v1/process-simulations", edit, tag).summary("模拟流程").operation("simulateProcess").body_limit(text_limit)
      .body(Schema::object("SimulateProcess", {{"xml", xml}, {"instances", Schema::integer(1, most_instances).label("件数").optional()}, {"seed", Schema::integer(0, 1'000'000).label("随机种子").optional()},
                                               {"variables", Schema::any().label("情形").optional()}}))
      .answer(200, schemas::simulation()).reads(simulate);
}

}  // namespace yimen::processes
