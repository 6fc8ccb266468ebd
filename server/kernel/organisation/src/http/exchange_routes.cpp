#include "http/tools.h"
#include "service/checks.h"
#include "service/import_tables.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "机构";
constexpr int most_exported = 10'000;

Response report_of(const TableReport& report) {
  json::array problems;
  for (const auto& problem : report.problems)
    problems.push_back(json::object{{"row", problem.row}, {"field", problem.field}, {"detail", problem.detail}});
  return Response::json(json::object{{"created", report.created}, {"changed", report.changed}, {"unchanged", report.unchanged}, {"problems", std::move(problems)}});
}

Result<store::ListOrder> whole(const Request& request, Audience audience) {
  auto order = TRY(list_order(request, audience));
  order.limit = most_exported;
  return order;
}

Response csv_file(std::string text, std::string_view name) {
  return Response::bytes(std::move(text), "text/csv; charset=utf-8", name, Response::Disposition::attachment);
}

Result<Response> get_departments(const Request& request, Tx& tx) {
  const auto order = TRY(whole(request, Audience::everybody));
  return csv_file(export_departments(tx, order), "部门.csv");
}

Result<Response> get_staff(const Request& request, Tx& tx) {
  const auto order = TRY(whole(request, Audience::staff));
  // An export of persons leaves a trace of its own.
  append_trail(tx, request.actor(), {"organisation.staff_export", "organisation", 0, request.actor().scope_low}, "导出人员表（电话脱敏）");
  return csv_file(export_staff(tx, order), "人员.csv");
}

Result<Response> put_departments(const Request& request, Tx& tx) {
  return report_of(TRY(import_departments(tx, request.actor(), platform::text_or(request.body(), "text"))));
}

Result<Response> put_staff(const Request& request, Tx& tx) {
  return report_of(TRY(import_staff(tx, request.actor(), platform::text_or(request.body(), "text"))));
}

Schema table_schema(const char* name) { return Schema::object(name, {{"text", Schema::text(2'000'000).label("CSV文本")}}); }

Schema report_schema() {
  const auto problem = Schema::object("TableProblem", {{"row", Schema::integer()}, {"field", note_schema(60)}, {"detail", Schema::text(300)}});
  return Schema::object("TableReport", {{"created", Schema::integer()}, {"changed", Schema::integer()}, {"unchanged", Schema::integer()},
                                        {"problems", Schema::list(problem, 5'000)}});
}

}  // namespace

void add_exchange_routes(platform::Routes& routes) {
  const auto edit = Needs::permission_of("organisation.edit");
  routes.get("/api/v1/departments/export", Needs::anybody(), tag).summary("部门表（CSV）").operation("export_departments").answer(200, platform::Schema::nothing())
      .parameter("region_code", region_schema().optional()).reads(get_departments);
  routes.post("/api/v1/departments/import", edit, tag).summary("导入部门表（CSV）").operation("import_departments").body(table_schema("ImportDepartments"))
      .body_limit(8u << 20).answer(200, report_schema()).commands(put_departments);
  routes.post("/api/v1/staff/export", edit, tag).summary("人员表（CSV，电话脱敏，导出留痕）").operation("export_staff")
      .parameter("region_code", region_schema().optional()).commands(get_staff);
  routes.post("/api/v1/staff/import", edit, tag).summary("导入人员表（CSV）").operation("import_staff").body(table_schema("ImportStaff"))
      .body_limit(8u << 20).answer(200, report_schema()).commands(put_staff);
}

}  // namespace yimen::organisation::http
