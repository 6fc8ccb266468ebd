#include <boost/json.hpp>

#include "http/routes.h"
#include "store/record_store.h"

/// 查询留痕: for the person looked at, and for the audit administrator.
namespace yimen::identity::http {

namespace {

json::value fields_from(const std::string& text) {
  boost::system::error_code broken;
  auto fields = json::parse(text, broken);
  return broken ? json::value(json::array{}) : fields;
}

/// The person sees which post of which kind looked and why; the clerk's name is the agency's matter.
json::object view_for_subject(const store::AccessRow& row) {
  return {{"id", std::to_string(row.id)}, {"happened_at", platform::iso_instant(row.happened_at)}, {"post_name", row.post_name},
          {"purpose", row.purpose}, {"reason", row.reason}, {"case_no", row.case_no}, {"fields", fields_from(row.fields)}};
}

json::object view_for_auditor(const store::AccessRow& row) {
  auto view = view_for_subject(row);
  view["actor_id"] = row.actor_id.str();
  view["actor_name"] = row.actor_name;
  view["department_id"] = std::to_string(row.department_id);
  view["subject_id"] = row.subject_id.str();
  view["row_count"] = row.row_count;
  view["is_granted"] = row.is_granted;
  view["is_out_of_hours"] = row.is_out_of_hours;
  return view;
}

std::vector<Schema::Field> subject_fields() {
  return {{"id", Schema::id()}, {"happened_at", Schema::instant()}, {"post_name", Schema::text(100).or_empty()}, {"purpose", Schema::text(50)},
          {"reason", Schema::text(200).or_empty()}, {"case_no", Schema::text(50).or_empty()}, {"fields", Schema::list(Schema::text(50))}};
}

template <class View>
Response page_of_rows(const std::vector<store::AccessRow>& rows, int limit, View view) {
  json::array items;
  for (const auto& row : rows) items.push_back(view(row));
  auto next = next_cursor(rows, limit, [](const auto& row) { return row.id; });
  const auto total = static_cast<std::int64_t>(items.size());
  const bool is_whole = !next;
  return Response::json(platform::page_of(std::move(items), std::move(next), total, is_whole));
}

}  // namespace

void add_access_routes(Routes& routes, Context& context) {
  routes.get("/api/v1/my/access-log", Needs::citizen(), tag)
      .summary("谁查看过我的信息").operation("listMyAccessLog")
      .parameter("limit", Schema::integer(1, 100).optional()).parameter("after", Schema::id().optional())
      .answer(200, page_schema("MyAccessPage", Schema::object("MyAccess", subject_fields())))
      .reads([&](const Request& request, Tx& tx) -> Result<Response> {
        const auto limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
        const auto own = context.parties.own_party(tx, request.actor().id);
        return page_of_rows(store::access_to(tx, own, cursor_of(request), limit), limit, view_for_subject);
      });
  auto fields = subject_fields();
  for (Schema::Field field : std::initializer_list<Schema::Field>{
           {"actor_id", Schema::id()}, {"actor_name", Schema::text(50)}, {"department_id", Schema::text(20)}, {"subject_id", Schema::id()},
           {"row_count", Schema::integer()}, {"is_granted", Schema::boolean()}, {"is_out_of_hours", Schema::boolean()}})
    fields.push_back(std::move(field));
  routes.get("/api/v1/access-log", Needs::permission_of("access.view"), tag)
      .summary("查询留痕审计").operation("listAccessLog")
      .parameter("actor_id", Schema::id().optional()).parameter("limit", Schema::integer(1, 100).optional()).parameter("after", Schema::id().optional())
      .answer(200, page_schema("AccessPage", Schema::object("AccessEntry", std::move(fields))))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        const auto limit = static_cast<int>(request.query_int("limit", 50, 1, 100));
        const auto actor_id = platform::parse_id(request.query("actor_id").value_or(""));
        return page_of_rows(store::access_within(tx, {.scope_low = actor.scope_low, .scope_high = actor.scope_high,
                                                      .actor_id = UserId{actor_id.value_or(0)}, .before_id = cursor_of(request), .limit = limit}),
                            limit, view_for_auditor);
      });
}

}  // namespace yimen::identity::http
