#include "http/tools.h"
#include "service/checks.h"
#include "yimen/party/masking.h"
#include "yimen/region/region.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "人员";

json::object view(const Staff& s) {
  return {{"id", s.id.str()},
          {"employee_no", s.employee_no},
          {"name", s.name},
          {"phone", party::mask_phone(s.phone)},
          {"login", s.login},
          {"department_id", id_or_null(s.department)},
          {"department_name", s.department_name},
          {"region_code", region::code_text(s.region_code)},
          {"is_active", s.is_active},
          {"version", s.version}};
}

Result<Staff> visible(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<UserId>("staff_id"));
  auto staff = TRY(existing(store::find_staff(tx, id), "该工作人员"));
  if (!require_scope(request.actor(), staff.region_code, staff.department)) return existing(std::optional<Staff>{}, "该工作人员");
  return staff;
}

void take(const json::object& body, Staff& s) {
  take_text(body, "name", s.name);
  take_text(body, "phone", s.phone);
  take_id(body, "department_id", s.department);
  take_bool(body, "is_active", s.is_active);
}

Result<Response> list(const Request& request, Tx& tx) {
  const auto order = TRY(list_order(request, Audience::staff));
  return paged(order, [&](const auto& by) { return store::list_staff(tx, by); }, view,
               [](const Staff& s) { return s.id.value(); });
}

Result<Response> get(const Request& request, Tx& tx) { return shown(TRY(visible(request, tx)), view); }

Result<Response> create(const Request& request, Tx& tx) {
  Staff staff;
  staff.employee_no = text_of(request, "employee_no");
  staff.login = text_of(request, "login");
  take(request.body(), staff);
  return shown(TRY(create_staff(tx, request.actor(), std::move(staff))), view, 201);
}

Result<Response> change(const Request& request, Tx& tx) {
  const auto version = TRY(request.if_match());
  auto staff = TRY(visible(request, tx));
  take(request.body(), staff);
  return shown(TRY(change_staff(tx, request.actor(), std::move(staff), version)), view);
}

Schema answer_schema() {
  return Schema::object("Staff", {{"id", Schema::id()}, {"employee_no", Schema::text(30)}, {"name", Schema::text(50)}, {"phone", note_schema(30)},
                                  {"login", Schema::text(32)}, {"department_id", Schema::id().or_null()}, {"department_name", note_schema(100)},
                                  {"region_code", region_schema()},
                                  {"is_active", Schema::boolean()}, {"version", Schema::integer()}});
}

std::vector<Schema::Field> input_fields(bool is_new) {
  const auto needed = [&](Schema schema) { return is_new ? schema : schema.optional(); };
  std::vector<Schema::Field> fields{{"name", needed(Schema::text(50).label("姓名"))}, {"phone", Schema::text(30).label("联系电话").optional()},
                                    {"department_id", needed(Schema::id().label("部门"))}};
  if (!is_new) fields.push_back({"is_active", Schema::boolean().label("在职").optional()});
  if (is_new) fields.push_back({"employee_no", Schema::text(30).label("工号")});
  if (is_new) fields.push_back({"login", Schema::text(32).pattern("[a-z][a-z0-9._-]{2,31}", "应为小写字母开头的3至32位字母、数字或点").label("登录名")});
  return fields;
}

}  // namespace

void add_staff_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/staff", one = base + "/{staff_id}";
  const auto edit = Needs::permission_of("organisation.department_edit");
  auto listing = routes.get(base, Needs::staff(), tag);
  with_paging(listing).summary("人员列表（电话脱敏）").operation("list_staff").parameter("department_id", Schema::id().optional().label("部门"))
      .answer(200, page_schema("StaffPage", answer_schema())).reads(list);
  routes.get(one, Needs::staff(), tag).summary("一名工作人员").operation("get_staff").answer(200, answer_schema()).reads(get);
  routes.post(base, edit, tag).summary("登记人员").operation("create_staff").body(Schema::object("CreateStaff", input_fields(true)))
      .answer(201, answer_schema()).commands(create);
  routes.patch(one, edit, tag).summary("修改、调动或停用人员").operation("change_staff").body(Schema::object("ChangeStaff", input_fields(false)))
      .answer(200, answer_schema()).commands(change);
}

}  // namespace yimen::organisation::http
