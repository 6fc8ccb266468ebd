#include "http/tools.h"
#include "service/changes.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "进驻管理";

json::object view(const store::Residency& r) {
  return {{"id", std::to_string(r.id)},
          {"center_id", r.center.str()},
          {"center_name", r.center_name},
          {"department_id", r.department.str()},
          {"department_name", r.department_name},
          {"matter_name", r.matter_name},
          {"kind", r.kind},
          {"state", r.state},
          {"reason", r.reason},
          {"proposed_at", platform::iso_instant(r.proposed_at)},
          {"decision_no", r.decision_no},
          {"decided_at", instant_or_null(r.decided_at)},
          {"effective_on", date_or_null(r.effective_on)}};
}

Result<Response> list(const Request& request, Tx& tx) {
  auto order = TRY(list_order(request, Audience::staff));
  order.word = request.query("state").value_or("");
  return paged(order, [&](const auto& by) { return store::list_residencies(tx, by); }, view, [](const store::Residency& r) { return r.id; });
}

Result<Response> propose(const Request& request, Tx& tx) {
  store::Residency residency;
  take_id(request.body(), "center_id", residency.center);
  take_id(request.body(), "department_id", residency.department);
  residency.matter_name = text_of(request, "matter_name");
  residency.kind = text_of(request, "kind");
  residency.reason = text_of(request, "reason");
  return Response::created(view(TRY(propose_residency(tx, request.actor(), std::move(residency)))));
}

Result<Response> decide(const Request& request, Tx& tx) {
  const auto id = TRY(platform::parse_id(request.path_text("residency_id")));
  const auto on = TRY(date_of(request.body(), "effective_on", tx.today()));
  return Response::json(view(TRY(decide_residency(tx, request.actor(), id, platform::bool_or(request.body(), "is_approved"), text_of(request, "decision_no"), on))));
}

Schema kind_schema() { return Schema::one_of({"entry", "exit"}).label("进驻或退出"); }
Schema state_schema() { return Schema::one_of({"proposed", "approved", "refused"}); }

Schema answer_schema() {
  return Schema::object("CenterResidency", {{"id", Schema::id()}, {"center_id", Schema::id()}, {"center_name", Schema::text(100)}, {"department_id", Schema::id()},
                                            {"department_name", Schema::text(100)}, {"matter_name", note_schema(200)}, {"kind", kind_schema()},
                                            {"state", state_schema()}, {"reason", Schema::text(500)}, {"proposed_at", Schema::instant()},
                                            {"decision_no", note_schema(60)}, {"decided_at", Schema::instant().or_null()}, {"effective_on", Schema::date().or_null()}});
}

}  // namespace

void add_residency_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/center-residencies";
  auto listing = routes.get(base, Needs::staff(), tag);
  with_paging(listing).summary("部门和事项的进驻、退出").operation("list_center_residencies").parameter("center_id", Schema::id().optional().label("中心"))
      .parameter("department_id", Schema::id().optional().label("部门")).parameter("state", state_schema().optional())
      .answer(200, page_schema("CenterResidencyPage", answer_schema())).reads(list);
  routes.post(base, Needs::permission_of("residency.propose"), tag).summary("提出进驻或退出").operation("propose_center_residency")
      .body(Schema::object("ProposeCenterResidency", {{"center_id", Schema::id().label("中心")}, {"department_id", Schema::id().label("部门")},
                                                      {"matter_name", Schema::text(200).label("事项名称").optional()}, {"kind", kind_schema()},
                                                      {"reason", Schema::text(500).label("理由")}}))
      .answer(201, answer_schema()).commands(propose);
  routes.post(base + "/{residency_id}/decision", Needs::permission_of("residency.decide"), tag).summary("登记政府的决定").operation("decide_center_residency")
      .body(Schema::object("DecideCenterResidency", {{"is_approved", Schema::boolean().label("同意")}, {"decision_no", Schema::text(60).label("决定文号")},
                                                     {"effective_on", Schema::date().label("生效日期").optional()}}))
      .answer(200, answer_schema()).commands(decide);
}

}  // namespace yimen::organisation::http
