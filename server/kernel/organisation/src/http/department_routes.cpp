#include "http/tools.h"
#include "service/checks.h"
#include "yimen/region/region.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "机构";

json::object view(const Department& d, RegionNames& regions) {
  return {{"id", d.id.str()},
          {"region_code", region::code_text(d.region_code)},
          {"region_name", regions.of(d.region_code)},
          {"name", d.name},
          {"short_name", d.short_name},
          {"uscc", d.uscc},
          {"agency_mark", d.agency_mark},
          {"category", d.category},
          {"other_categories", text_list(d.other_categories)},
          {"phone", d.phone},
          {"address", d.address},
          {"parent_id", id_or_null(d.parent)},
          {"is_resident", d.is_resident},
          {"valid_from", platform::iso_date(d.valid_from)},
          {"valid_to", date_or_null(d.valid_to)},
          {"version", d.version}};
}

Response answer(Tx& tx, const Department& d, int status = 200) {
  RegionNames regions{tx};
  return shown(d, [&](const Department& one) { return view(one, regions); }, status);
}

Result<void> take(const json::object& body, Department& d) {
  take_text(body, "name", d.name);
  take_text(body, "short_name", d.short_name);
  take_text(body, "uscc", d.uscc);
  take_text(body, "agency_mark", d.agency_mark);
  take_text(body, "category", d.category);
  if (body.contains("other_categories")) d.other_categories = words_of(body, "other_categories");
  take_text(body, "phone", d.phone);
  take_text(body, "address", d.address);
  take_id(body, "parent_id", d.parent);
  return {};
}

Result<Response> list(const Request& request, Tx& tx) {
  auto order = TRY(list_order(request, Audience::everybody));
  order.word = request.query("category").value_or("");
  RegionNames regions{tx};
  return paged(order, [&](const auto& by) { return store::list_departments(tx, by); }, [&](const Department& d) { return view(d, regions); }, [](const Department& d) { return d.id.value(); });
}

Result<Response> get(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<DepartmentId>("department_id"));
  return answer(tx, TRY(existing(store::find_department(tx, id), "该部门")));
}

Result<Response> create(const Request& request, Tx& tx) {
  Department department;
  department.region_code = TRY(region_of(request.body(), 0));
  TRY(take(request.body(), department));
  return answer(tx, TRY(create_department(tx, request.actor(), std::move(department))), 201);
}

Result<Response> change(const Request& request, Tx& tx) {
  const auto version = TRY(request.if_match());
  const auto id = TRY(request.path_id<DepartmentId>("department_id"));
  auto department = TRY(existing(store::find_department(tx, id), "该部门"));
  TRY(take(request.body(), department));
  return answer(tx, TRY(change_department(tx, request.actor(), std::move(department), version)));
}

Result<Response> close(const Request& request, Tx& tx) {
  const auto on = TRY(date_of(request.body(), "closed_on", tx.today()));
  const auto id = TRY(request.path_id<DepartmentId>("department_id"));
  return answer(tx, TRY(close_department(tx, request.actor(), id, TRY(request.if_match()), on)));
}

Schema answer_schema() {
  return Schema::object("Department", {{"id", Schema::id()}, {"region_code", region_schema()}, {"region_name", note_schema(100)}, {"name", Schema::text(100)},
                                       {"short_name", note_schema(100)}, {"uscc", note_schema(18)}, {"agency_mark", note_schema(20)},
                                       {"category", Schema::text(30)}, {"other_categories", Schema::list(Schema::text(30), 20)},
                                       {"phone", note_schema(60)}, {"address", note_schema(200)}, {"parent_id", Schema::id().or_null()},
                                       {"is_resident", Schema::boolean()}, {"valid_from", Schema::date()}, {"valid_to", Schema::date().or_null()},
                                       {"version", Schema::integer()}});
}

std::vector<Schema::Field> input_fields(bool is_new) {
  const auto needed = [&](Schema schema) { return is_new ? schema : schema.optional(); };
  std::vector<Schema::Field> fields{{"name", needed(Schema::text(100).label("部门名称"))},
                                    {"short_name", Schema::text(100).label("简称").optional()},
                                    {"uscc", Schema::text(18).label("统一社会信用代码").optional()},
                                    {"agency_mark", Schema::text(20).label("机关代字").optional()},
                                    {"category", needed(Schema::text(30).label("部门类别"))},
                                    {"other_categories", Schema::list(Schema::text(30), 20).label("兼办类别").optional()},
                                    {"phone", Schema::text(60).label("电话").optional()},
                                    {"address", Schema::text(200).label("地址").optional()},
                                    {"parent_id", Schema::id().label("主管部门").optional()}};
  if (is_new) fields.push_back({"region_code", region_schema()});
  return fields;
}

}  // namespace

void add_department_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/departments", one = base + "/{department_id}";
  const auto edit = Needs::permission_of("organisation.edit");
  auto listing = routes.get(base, Needs::anybody(), tag);
  with_paging(listing).summary("部门列表").operation("list_departments").parameter("category", Schema::text(30).optional().label("类别"))
      .parameter("exact", Schema::boolean().optional().label("仅本级")).answer(200, page_schema("DepartmentPage", answer_schema())).reads(list);
  routes.get(one, Needs::anybody(), tag).summary("一个部门").operation("get_department").answer(200, answer_schema()).reads(get);
  routes.post(base, edit, tag).summary("设立部门").operation("create_department").body(Schema::object("CreateDepartment", input_fields(true)))
      .answer(201, answer_schema()).commands(create);
  routes.patch(one, edit, tag).summary("修改部门").operation("change_department").body(Schema::object("ChangeDepartment", input_fields(false)))
      .answer(200, answer_schema()).commands(change);
  routes.post(one + "/closure", edit, tag).summary("撤销部门").operation("close_department")
      .body(Schema::object("CloseDepartment", {{"closed_on", Schema::date().label("撤销日期").optional()}})).answer(200, answer_schema()).commands(close);
}

}  // namespace yimen::organisation::http
