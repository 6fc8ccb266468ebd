#include "http/tools.h"
#include "service/changes.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "角色";

json::object role_view(const store::Role& role) {
  return {{"name", role.name}, {"title", role.title}, {"description", role.description}, {"permissions", text_list(role.permissions)}};
}

json::object grant_view(const store::RoleGrant& g) {
  return {{"id", std::to_string(g.id)},
          {"post_id", g.post.str()},
          {"post_name", g.post_name},
          {"department_name", g.department_name},
          {"holder_name", g.holder_name},
          {"role", g.role},
          {"kind", g.kind},
          {"state", g.state},
          {"reason", g.reason},
          {"requested_by", id_or_null(g.requested_by)},
          {"requested_by_name", g.requested_by_name},
          {"requested_at", platform::iso_instant(g.requested_at)},
          {"decided_at", instant_or_null(g.decided_at)}};
}

Result<Response> list_roles(const Request&, Tx& tx) {
  json::array items;
  for (const auto& role : store::list_roles(tx)) items.push_back(role_view(role));
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> list_grants(const Request& request, Tx& tx) {
  auto order = TRY(list_order(request, Audience::staff));
  order.word = request.query("state").value_or("");
  return paged(order, [&](const auto& by) { return store::list_grants(tx, by); }, grant_view, [](const store::RoleGrant& g) { return g.id; });
}

Result<Response> request_grant(const Request& request, Tx& tx) {
  PostId post;
  take_id(request.body(), "post_id", post);
  return Response::created(grant_view(TRY(request_role(tx, request.actor(), post, text_of(request, "role"), text_of(request, "kind"), text_of(request, "reason")))));
}

Result<Response> decide_grant(const Request& request, Tx& tx) {
  const auto id = TRY(platform::parse_id(request.path_text("grant_id")));
  return Response::json(grant_view(TRY(decide_role(tx, request.actor(), id, platform::bool_or(request.body(), "is_confirmed")))));
}

Schema kind_schema() { return Schema::one_of({"grant", "revoke"}).label("授予或收回"); }
Schema state_schema() { return Schema::one_of({"requested", "confirmed", "refused"}); }

Schema grant_schema() {
  return Schema::object("RoleGrant", {{"id", Schema::id()}, {"post_id", Schema::id()}, {"post_name", Schema::text(60)},
                                      {"department_name", note_schema(100)}, {"holder_name", note_schema(50)}, {"role", Schema::text(40)},
                                      {"kind", kind_schema()}, {"state", state_schema()}, {"reason", Schema::text(300)},
                                      {"requested_by", Schema::id().or_null()}, {"requested_by_name", note_schema(50)},
                                      {"requested_at", Schema::instant()}, {"decided_at", Schema::instant().or_null()}});
}

}  // namespace

void add_role_routes(platform::Routes& routes) {
  const auto role = Schema::object("Role", {{"name", Schema::text(40)}, {"title", Schema::text(40)}, {"description", note_schema(200)},
                                            {"permissions", Schema::list(Schema::text(60), 200)}});
  routes.get("/api/v1/roles", Needs::staff(), tag).summary("角色及其权限").operation("list_roles")
      .answer(200, Schema::object("RoleList", {{"items", Schema::list(role, 100)}})).reads(list_roles);
  auto listing = routes.get("/api/v1/role-grants", Needs::staff(), tag);
  with_paging(listing).summary("角色授予申请").operation("list_role_grants").parameter("state", state_schema().optional())
      .parameter("department_id", Schema::id().optional().label("部门")).answer(200, page_schema("RoleGrantPage", grant_schema())).reads(list_grants);
  routes.post("/api/v1/role-grants", Needs::permission_of("organisation.department_edit"), tag).summary("申请授予或收回角色").operation("request_role_grant")
      .body(Schema::object("RequestRoleGrant", {{"post_id", Schema::id().label("岗位")}, {"role", Schema::text(40).label("角色")}, {"kind", kind_schema()},
                                                {"reason", Schema::text(300).label("理由")}}))
      .answer(201, grant_schema()).commands(request_grant);
  routes.post("/api/v1/role-grants/{grant_id}/decision", Needs::permission_of("role.grant"), tag).summary("安全管理员确认或驳回").operation("decide_role_grant")
      .body(Schema::object("DecideRoleGrant", {{"is_confirmed", Schema::boolean().label("确认")}})).answer(200, grant_schema()).commands(decide_grant);
}

}  // namespace yimen::organisation::http
