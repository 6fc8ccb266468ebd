#include "http/tools.h"
#include "service/checks.h"
#include "yimen/region/region.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "政务服务中心";

json::object center_view(const ServiceCenter& c, RegionNames& regions) {
  return {{"id", c.id.str()},       {"region_code", region::code_text(c.region_code)},   {"region_name", regions.of(c.region_code)}, {"name", c.name},
          {"address", c.address},   {"phone", c.phone},                                  {"hours", c.hours},
          {"closing_minute", c.closing_minute}, {"valid_from", platform::iso_date(c.valid_from)}, {"valid_to", date_or_null(c.valid_to)},
          {"version", c.version}};
}

Response answer(Tx& tx, const ServiceCenter& c, int status = 200) {
  RegionNames regions{tx};
  return shown(c, [&](const ServiceCenter& one) { return center_view(one, regions); }, status);
}

json::object window_view(const Window& w) {
  return {{"id", w.id.str()},
          {"center_id", w.center.str()},
          {"center_name", w.center_name},
          {"region_code", region::code_text(w.region_code)},
          {"number", w.number},
          {"name", w.name},
          {"kind", platform::EnumText<WindowKind>::to(w.kind)},
          {"kind_name", chinese_name(w.kind)},
          {"department_ids", id_list(w.departments)},
          {"is_open", w.is_open},
          {"version", w.version}};
}

Result<void> take(const json::object& body, ServiceCenter& c) {
  take_text(body, "name", c.name);
  take_text(body, "address", c.address);
  take_text(body, "phone", c.phone);
  take_text(body, "hours", c.hours);
  c.closing_minute = static_cast<int>(platform::int_or(body, "closing_minute", c.closing_minute));
  if (body.contains("closed_on")) c.valid_to = TRY(date_of(body, "closed_on", Date{}));
  return {};
}

void take(const json::object& body, Window& w) {
  take_text(body, "number", w.number);
  take_text(body, "name", w.name);
  if (const auto kind = platform::EnumText<WindowKind>::from(platform::text_or(body, "kind"))) w.kind = *kind;
  if (body.contains("department_ids")) w.departments = ids_of<DepartmentId>(body, "department_ids");
  take_bool(body, "is_open", w.is_open);
}

Result<Response> list_centers(const Request& request, Tx& tx) {
  const auto order = TRY(list_order(request, Audience::everybody));
  RegionNames regions{tx};
  return paged(order, [&](const auto& by) { return store::list_centers(tx, by); }, [&](const ServiceCenter& c) { return center_view(c, regions); },
               [](const ServiceCenter& c) { return c.id.value(); });
}

Result<Response> get_center(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<CenterId>("center_id"));
  return answer(tx, TRY(existing(store::find_center(tx, id), "该中心")));
}

Result<Response> create(const Request& request, Tx& tx) {
  ServiceCenter center;
  center.region_code = TRY(region_of(request.body(), 0));
  TRY(take(request.body(), center));
  center.valid_to = {};
  return answer(tx, TRY(create_center(tx, request.actor(), std::move(center))), 201);
}

Result<Response> change(const Request& request, Tx& tx) {
  const auto version = TRY(request.if_match());
  const auto id = TRY(request.path_id<CenterId>("center_id"));
  auto center = TRY(existing(store::find_center(tx, id), "该中心"));
  TRY(take(request.body(), center));
  return answer(tx, TRY(change_center(tx, request.actor(), std::move(center), version)));
}

Result<Response> list_windows(const Request& request, Tx& tx) {
  auto order = TRY(list_order(request, Audience::everybody));
  order.word = request.query("kind").value_or("");
  return paged(order, [&](const auto& by) { return store::list_windows(tx, by); }, window_view, [](const Window& w) { return w.id.value(); });
}

Result<Response> get_window(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<WindowId>("window_id"));
  return shown(TRY(existing(store::find_window(tx, id), "该窗口")), window_view);
}

Result<Response> create_one(const Request& request, Tx& tx) {
  Window window;
  take_id(request.body(), "center_id", window.center);
  take(request.body(), window);
  return shown(TRY(create_window(tx, request.actor(), std::move(window))), window_view, 201);
}

Result<Response> change_one(const Request& request, Tx& tx) {
  const auto version = TRY(request.if_match());
  const auto id = TRY(request.path_id<WindowId>("window_id"));
  auto window = TRY(existing(store::find_window(tx, id), "该窗口"));
  take(request.body(), window);
  return shown(TRY(change_window(tx, request.actor(), std::move(window), version)), window_view);
}

Schema center_schema() {
  return Schema::object("ServiceCenter", {{"id", Schema::id()}, {"region_code", region_schema()}, {"region_name", note_schema(100)}, {"name", Schema::text(100)}, {"address", note_schema(200)},
                                          {"phone", note_schema(60)}, {"hours", note_schema(200)}, {"closing_minute", Schema::integer(0, 1440)},
                                          {"valid_from", Schema::date()}, {"valid_to", Schema::date().or_null()}, {"version", Schema::integer()}});
}

Schema kind_schema() { return Schema::one_of({"general", "departmental", "result_delivery", "consulting"}).label("窗口类型"); }

Schema window_schema() {
  return Schema::object("ServiceWindow", {{"id", Schema::id()}, {"center_id", Schema::id()}, {"center_name", Schema::text(100)}, {"region_code", region_schema()},
                                          {"number", Schema::text(10)},
                                          {"name", Schema::text(60)}, {"kind", kind_schema()}, {"kind_name", Schema::text(20)},
                                          {"department_ids", Schema::list(Schema::id(), 200)}, {"is_open", Schema::boolean()}, {"version", Schema::integer()}});
}

std::vector<Schema::Field> center_fields(bool is_new) {
  const auto needed = [&](Schema schema) { return is_new ? schema : schema.optional(); };
  return {{"name", needed(Schema::text(100).label("中心名称"))}, {"address", needed(Schema::text(200).label("地址"))},
          {"phone", Schema::text(60).label("电话").optional()}, {"hours", Schema::text(200).label("办公时间").optional()},
          {"closing_minute", Schema::integer(0, 1440).label("下班时间（零点起的分钟数）").optional()}};
}

std::vector<Schema::Field> window_fields(bool is_new) {
  const auto needed = [&](Schema schema) { return is_new ? schema : schema.optional(); };
  return {{"number", needed(Schema::text(10).label("窗口编号"))}, {"name", needed(Schema::text(60).label("窗口名称"))}, {"kind", needed(kind_schema())},
          {"department_ids", Schema::list(Schema::id(), 200).label("办理部门").optional()}, {"is_open", Schema::boolean().label("启用").optional()}};
}

std::vector<Schema::Field> with(std::vector<Schema::Field> fields, Schema::Field more) {
  fields.push_back(std::move(more));
  return fields;
}

void add_window_routes(platform::Routes& routes, const Needs& edit) {
  const std::string base = "/api/v1/windows", one = base + "/{window_id}";
  auto listing = routes.get(base, Needs::anybody(), tag);
  with_paging(listing).summary("窗口列表").operation("list_windows").parameter("center_id", Schema::id().optional().label("中心"))
      .parameter("kind", kind_schema().optional()).answer(200, page_schema("WindowPage", window_schema())).reads(list_windows);
  routes.get(one, Needs::anybody(), tag).summary("一个窗口").operation("get_window").answer(200, window_schema()).reads(get_window);
  routes.post(base, edit, tag).summary("增设窗口").operation("create_window")
      .body(Schema::object("CreateWindow", with(window_fields(true), {"center_id", Schema::id().label("中心")}))).answer(201, window_schema()).commands(create_one);
  routes.patch(one, edit, tag).summary("修改、启用或停用窗口").operation("change_window").body(Schema::object("ChangeWindow", window_fields(false)))
      .answer(200, window_schema()).commands(change_one);
}

}  // namespace

void add_center_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/service-centers", one = base + "/{center_id}";
  const auto edit = Needs::permission_of("organisation.center_edit");
  auto listing = routes.get(base, Needs::anybody(), tag);
  with_paging(listing).summary("政务服务中心和站点").operation("list_service_centers").parameter("exact", Schema::boolean().optional().label("仅本级"))
      .answer(200, page_schema("ServiceCenterPage", center_schema())).reads(list_centers);
  routes.get(one, Needs::anybody(), tag).summary("一个中心").operation("get_service_center").answer(200, center_schema()).reads(get_center);
  routes.post(base, edit, tag).summary("设立中心或站点").operation("create_service_center")
      .body(Schema::object("CreateServiceCenter", with(center_fields(true), {"region_code", region_schema()}))).answer(201, center_schema()).commands(create);
  routes.patch(one, edit, tag).summary("修改或撤销中心").operation("change_service_center")
      .body(Schema::object("ChangeServiceCenter", with(center_fields(false), {"closed_on", Schema::date().label("撤销日期").optional()})))
      .answer(200, center_schema()).commands(change);
  add_window_routes(routes, edit);
}

}  // namespace yimen::organisation::http
