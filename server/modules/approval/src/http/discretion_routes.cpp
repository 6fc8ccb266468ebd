// 裁量基准：建议、决定时的选择、偏离清单。
#include <boost/json.hpp>

#include "answer_schemas.h"
#include "jobs/jobs.h"
#include "read_orders.h"
#include "service/discretion.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Routes;

namespace {

constexpr const char* tag = "裁量基准";
constexpr int page_size = 50;

Schema note(std::size_t most = 4000) { return Schema::text(most).or_empty(); }
Schema rule_schema() { return Schema::object("BenchmarkRule", {{"key", Schema::text(40)}, {"version", Schema::integer(1, 100'000)}, {"name", Schema::text(100)}}); }

Schema record_schema() {
  return Schema::object("DiscretionRecord", {{"id", Schema::id()}, {"case_id", Schema::id()}, {"case_no", Schema::text(40)}, {"department_name", note(200)}, {"matter_name", Schema::text(1000)},
                                             {"rule", rule_schema()}, {"inputs", Schema::any()}, {"proposed", Schema::any()}, {"chosen", Schema::any()}, {"is_departure", Schema::boolean()}, {"reason", note()},
                                             {"approved_by_way", Schema::one_of({"head", "collective"}).or_empty()}, {"approval_record", note()}, {"decided_by_name", note(200)}, {"decided_on", Schema::date()}});
}

Schema proposal_schema() {
  const auto input = Schema::object("BenchmarkInput", {{"name", Schema::text(1000)}, {"type", note(200)}, {"source", note(200)}, {"choices", Schema::list(Schema::text(1000), 1000)}, {"value", Schema::any()}});
  const auto band = Schema::object("BenchmarkBand", {{"name", Schema::text(1000)}, {"kind", Schema::one_of({"value", "range", "list"})}, {"text", note()}, {"proposed", Schema::any()}, {"choices", Schema::list(Schema::any(), 1000)}});
  return Schema::object("BenchmarkProposal", {{"rule", rule_schema().or_null()}, {"inputs", Schema::list(input, 1000)}, {"missing", Schema::list(Schema::text(1000), 1000)}, {"bands", Schema::list(band, 1000)},
                                              {"notes", Schema::list(note(), 1000)},
                                              {"on_decision", Schema::object("BenchmarkOnDecision", {{"text", note()}, {"is_departure", Schema::boolean()}}).or_null()}, {"record", record_schema().or_null()}});
}

json::object record_json(const DiscretionRecord& r) {
  return {{"id", std::to_string(r.id)}, {"case_id", std::to_string(r.case_id)}, {"case_no", r.case_no}, {"department_name", r.department_name}, {"matter_name", r.matter_name},
          {"rule", json::object{{"key", r.rule_key}, {"version", r.rule_version}, {"name", r.rule_name}}}, {"inputs", r.inputs}, {"proposed", r.proposed}, {"chosen", r.chosen},
          {"is_departure", r.is_departure}, {"reason", r.reason}, {"approved_by_way", r.approved_by_way}, {"approval_record", r.approval_record}, {"decided_by_name", r.decided_by_name},
          {"decided_on", platform::iso_date(r.decided_on)}};
}

Result<Response> propose(Approval& a, const Request& request, Tx& tx) {
  const auto file = TRY(a.visible(tx, request.actor(), TRY(request.path_id<CaseId>("case_id"))));
  const auto record = discretion_of(tx, file.id);
  json::object answer{{"rule", nullptr}, {"inputs", json::array{}}, {"missing", json::array{}}, {"bands", json::array{}}, {"notes", json::array{}}, {"on_decision", nullptr},
                      {"record", record ? json::value(record_json(*record)) : json::value(nullptr)}};
  // What was decided stays as it was proposed then; a later version of the rule says nothing about it.
  if (record || file.decision != cases::Decision::none) return Response::json(answer);
  const auto* stated = platform::object_at(request.body(), "stated");
  const auto benchmark = TRY(benchmark_of(a.services(), tx, file, stated ? *stated : json::object{}, platform::text_or(request.body(), "decision") == "refused" ? cases::Decision::refused : cases::Decision::granted));
  if (!benchmark) return Response::json(answer);
  const auto& rule = benchmark->rule;
  const auto& proposal = benchmark->proposal;
  if (benchmark->on_decision) answer["on_decision"] = json::object{{"text", benchmark->on_decision->text}, {"is_departure", benchmark->departs_by_decision}};
  json::array inputs, bands;
  for (const auto& one : rule->inputs)
    inputs.push_back(json::object{{"name", one.name}, {"type", one.type}, {"source", one.source}, {"choices", json::value_from(one.choices)}, {"value", proposal.inputs.at(one.name)}});
  for (const auto& one : proposal.bands)
    bands.push_back(json::object{{"name", one.name}, {"kind", one.kind}, {"text", one.text}, {"proposed", one.proposed}, {"choices", json::array(one.choices.begin(), one.choices.end())}});
  answer["rule"] = json::object{{"key", rule->key}, {"version", rule->version}, {"name", rule->name}};
  answer["inputs"] = std::move(inputs);
  answer["missing"] = json::value_from(proposal.missing);
  answer["bands"] = std::move(bands);
  answer["notes"] = json::value_from(proposal.notes);
  return Response::json(answer);
}

Result<Response> list(const Request& request, Tx& tx) {
  const auto filter = TRY(departure_filter_from(request));
  json::array items;
  std::optional<std::string> next;
  for (const auto& one : departures_of(tx, request.actor(), filter)) items.push_back(record_json(one));
  if (static_cast<int>(items.size()) == filter.limit) next = std::string(items.back().as_object().at("id").as_string());
  const auto count = static_cast<std::int64_t>(items.size());
  return Response::json(platform::page_of(std::move(items), next, count, !next));
}

}  // namespace

Result<DepartureFilter> departure_filter_from(const Request& request) {
  DepartureFilter filter{.words = request.query("q").value_or(""), .from = {}, .to = {}, .before_id = request.query_int("after", 0, 0, INT64_MAX), .limit = page_size};
  if (const auto from = request.query("decided_from"); from && !from->empty()) filter.from = TRY(platform::parse_date(*from));
  if (const auto to = request.query("decided_to"); to && !to->empty()) filter.to = TRY(platform::parse_date(*to));
  return filter;
}

void add_discretion_routes(Routes& routes, Approval& a) {
  routes.post("/api/v1/cases/{case_id}/benchmark", Needs::permission_of("cases.read"), tag).operation("proposeBenchmark").summary("裁量基准对本件的建议；已决定的，当时的建议和选择")
      .body(Schema::object("BenchmarkFacts", {{"stated", Schema::any().label("认定的事实").optional()}, {"decision", Schema::one_of({"granted", "refused"}).label("拟作的决定").optional()}})).answer(200, proposal_schema())
      .reads([&a](const Request& request, Tx& tx) { return propose(a, request, tx); });
  routes.get("/api/v1/discretion-departures", Needs::permission_of("supervision.read"), tag).operation("listDepartures").summary("偏离裁量基准的决定，最近的在前")
      .parameter("q", Schema::text(60).label("编号、事项、部门、规则或理由").optional()).parameter("decided_from", Schema::date().label("决定日期起").optional())
      .parameter("decided_to", Schema::date().label("决定日期止").optional()).parameter("after", Schema::id().optional())
      .answer(200, page_schema("DeparturePage", record_schema())).reads(list);
  const auto filter = Schema::object("DepartureExportFilter", {{"q", Schema::text(60).optional()}, {"decided_from", Schema::date().optional()}, {"decided_to", Schema::date().optional()}});
  routes.post("/api/v1/departure-exports", Needs::permission_of("supervision.read"), tag).operation("exportDepartures").summary("导出偏离清单（后台任务，导出留痕）")
      .body(Schema::object("ExportDepartures", {{"format", Schema::one_of({"csv", "xlsx"}).label("格式")}, {"filter", filter.optional()}})).answer(202, platform::job_schema())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto* given = platform::object_at(request.body(), "filter");
        const auto job = TRY(platform::order_job(tx, request.actor(), {.kind = export_departures_kind, .title = "导出偏离裁量基准清单", .unit = "件", .permission = "supervision.read",
                                                                       .args = {{"format", platform::text_or(request.body(), "format", "csv")}, {"filter", given ? *given : json::object{}}}}));
        return platform::job_accepted(job);
      });
}

}  // namespace yimen::approval
