#include "http/tools.h"
#include "service/checks.h"
#include "yimen/region/region.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "岗位";

json::object view(const Post& p) {
  return {{"id", p.id.str()},
          {"region_code", region::code_text(p.region_code)},
          {"department_id", id_or_null(p.department)},
          {"department_name", p.department_name},
          {"center_id", id_or_null(p.center)},
          {"name", p.name},
          {"roles", text_list(p.roles)},
          {"holder_id", id_or_null(p.holder)},
          {"holder_name", p.holder_name},
          {"deputy_post_id", id_or_null(p.deputy_post)},
          {"deputy_post_name", p.deputy_post_name},
          {"deputy_holder_name", p.deputy_holder_name},
          {"all_departments", p.all_departments},
          {"valid_from", platform::iso_date(p.valid_from)},
          {"valid_to", date_or_null(p.valid_to)},
          {"version", p.version}};
}

Result<Post> visible(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<PostId>("post_id"));
  auto post = TRY(existing(store::find_post(tx, id), "该岗位"));
  if (!require_scope(request.actor(), post.region_code, post.department)) return existing(std::optional<Post>{}, "该岗位");
  return post;
}

void take(const json::object& body, Post& p) {
  take_text(body, "name", p.name);
  take_id(body, "center_id", p.center);
  take_id(body, "holder_id", p.holder);
  take_id(body, "deputy_post_id", p.deputy_post);
  take_bool(body, "all_departments", p.all_departments);
}

Result<Response> list(const Request& request, Tx& tx) {
  auto order = TRY(list_order(request, Audience::staff));
  order.word = request.query("role").value_or("");
  return paged(order, [&](const auto& by) { return store::list_posts(tx, by); }, view, [](const Post& p) { return p.id.value(); });
}

Result<Response> get(const Request& request, Tx& tx) { return shown(TRY(visible(request, tx)), view); }

Result<Response> create(const Request& request, Tx& tx) {
  Post post;
  take_id(request.body(), "department_id", post.department);
  post.region_code = TRY(region_of(request.body(), 0));
  take(request.body(), post);
  return shown(TRY(create_post(tx, request.actor(), std::move(post), words_of(request.body(), "roles"))), view, 201);
}

Result<Response> change(const Request& request, Tx& tx) {
  const auto version = TRY(request.if_match());
  auto post = TRY(visible(request, tx));
  take(request.body(), post);
  return shown(TRY(change_post(tx, request.actor(), std::move(post), version)), view);
}

Result<Response> close(const Request& request, Tx& tx) {
  const auto on = TRY(date_of(request.body(), "closed_on", tx.today()));
  const auto id = TRY(request.path_id<PostId>("post_id"));
  return shown(TRY(close_post(tx, request.actor(), id, TRY(request.if_match()), on)), view);
}

Schema answer_schema() {
  return Schema::object("Post", {{"id", Schema::id()}, {"region_code", region_schema()}, {"department_id", Schema::id().or_null()},
                                 {"department_name", note_schema(100)}, {"center_id", Schema::id().or_null()}, {"name", Schema::text(60)},
                                 {"roles", Schema::list(Schema::text(40), 20)}, {"holder_id", Schema::id().or_null()}, {"holder_name", note_schema(50)},
                                 {"deputy_post_id", Schema::id().or_null()}, {"deputy_post_name", note_schema(60)}, {"deputy_holder_name", note_schema(50)},
                                 {"all_departments", Schema::boolean()}, {"valid_from", Schema::date()},
                                 {"valid_to", Schema::date().or_null()}, {"version", Schema::integer()}});
}

std::vector<Schema::Field> input_fields(bool is_new) {
  std::vector<Schema::Field> fields{{"name", is_new ? Schema::text(60).label("岗位名称") : Schema::text(60).label("岗位名称").optional()},
                                    {"center_id", Schema::id().label("所在大厅").optional()},
                                    {"holder_id", Schema::id().label("任职人员").optional()},
                                    {"deputy_post_id", Schema::id().label("B岗").optional()},
                                    {"all_departments", Schema::boolean().label("可看本地区所有部门").optional()}};
  if (!is_new) return fields;
  fields.push_back({"department_id", Schema::id().label("部门")});
  fields.push_back({"region_code", region_schema().optional()});
  fields.push_back({"roles", Schema::list(Schema::text(40), 12).label("角色").optional()});
  return fields;
}

}  // namespace

void add_post_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/posts", one = base + "/{post_id}";
  const auto edit = Needs::permission_of("organisation.department_edit");
  auto listing = routes.get(base, Needs::staff(), tag);
  with_paging(listing).summary("岗位列表").operation("list_posts").parameter("department_id", Schema::id().optional().label("部门"))
      .parameter("center_id", Schema::id().optional().label("大厅")).parameter("role", Schema::text(40).optional().label("角色"))
      .answer(200, page_schema("PostPage", answer_schema())).reads(list);
  routes.get(one, Needs::staff(), tag).summary("一个岗位").operation("get_post").answer(200, answer_schema()).reads(get);
  routes.post(base, edit, tag).summary("设立岗位；角色待安全管理员确认").operation("create_post").body(Schema::object("CreatePost", input_fields(true)))
      .answer(201, answer_schema()).commands(create);
  routes.patch(one, edit, tag).summary("修改岗位、换人、设B岗").operation("change_post").body(Schema::object("ChangePost", input_fields(false)))
      .answer(200, answer_schema()).commands(change);
  routes.post(one + "/closure", edit, tag).summary("撤销岗位").operation("close_post")
      .body(Schema::object("ClosePost", {{"closed_on", Schema::date().label("撤销日期").optional()}})).answer(200, answer_schema()).commands(close);
}

}  // namespace yimen::organisation::http
