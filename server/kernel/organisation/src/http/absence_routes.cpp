#include "http/tools.h"
#include "service/changes.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "请假与AB岗";

json::object view(const store::Absence& a) {
  return {{"id", std::to_string(a.id)},
          {"staff_id", a.staff.str()},
          {"staff_name", a.staff_name},
          {"department_id", id_or_null(a.department)},
          {"from_on", platform::iso_date(a.from_on)},
          {"until_on", platform::iso_date(a.until_on)},
          {"reason", a.reason},
          {"cancelled_at", instant_or_null(a.cancelled_at)},
          {"version", a.version}};
}

Result<std::int64_t> id_of(const Request& request) { return platform::parse_id(request.path_text("absence_id")); }

Result<Response> list(const Request& request, Tx& tx) {
  const auto order = TRY(list_order(request, Audience::staff));
  return paged(order, [&](const auto& by) { return store::list_absences(tx, by); }, view,
               [](const store::Absence& a) { return a.id; });
}

Result<Response> record(const Request& request, Tx& tx) {
  const auto& body = request.body();
  store::Absence absence;
  absence.staff = request.actor().id;
  take_id(body, "staff_id", absence.staff);
  absence.from_on = TRY(date_of(body, "from_on", tx.today()));
  absence.until_on = TRY(date_of(body, "until_on", absence.from_on));
  absence.reason = text_of(request, "reason");
  const auto recorded = TRY(record_absence(tx, request.actor(), std::move(absence)));
  auto answer = view(recorded);
  answer["uncovered_posts"] = text_list(uncovered_posts(tx, recorded));
  auto response = Response::created(answer);
  response.etag(recorded.version);
  return response;
}

Result<Response> change(const Request& request, Tx& tx) {
  const auto until = TRY(date_of(request.body(), "until_on", tx.today()));
  const auto id = TRY(id_of(request));
  return shown(TRY(change_absence(tx, request.actor(), id, TRY(request.if_match()), until)), view);
}

Result<Response> cancel(const Request& request, Tx& tx) {
  const auto id = TRY(id_of(request));
  return shown(TRY(cancel_absence(tx, request.actor(), id, TRY(request.if_match()))), view);
}

Schema answer_schema() {
  return Schema::object("Absence", {{"id", Schema::id()}, {"staff_id", Schema::id()}, {"staff_name", Schema::text(50)}, {"department_id", Schema::id().or_null()},
                                    {"from_on", Schema::date()}, {"until_on", Schema::date()}, {"reason", Schema::text(200)},
                                    {"cancelled_at", Schema::instant().or_null()}, {"version", Schema::integer()},
                                    {"uncovered_posts", Schema::list(Schema::text(60), 50).optional()}});
}

}  // namespace

void add_absence_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/absences", one = base + "/{absence_id}";
  auto listing = routes.get(base, Needs::staff(), tag);
  with_paging(listing).summary("现在和将来的请假").operation("list_absences").parameter("department_id", Schema::id().optional().label("部门"))
      .answer(200, page_schema("AbsencePage", answer_schema())).reads(list);
  routes.post(base, Needs::staff(), tag).summary("登记请假：本人，或部门管理员代登记").operation("record_absence")
      .body(Schema::object("RecordAbsence", {{"staff_id", Schema::id().label("请假人").optional()}, {"from_on", Schema::date().label("开始日期")},
                                             {"until_on", Schema::date().label("结束日期")}, {"reason", Schema::text(200).label("事由")}}))
      .answer(201, answer_schema()).commands(record);
  routes.patch(one, Needs::staff(), tag).summary("延长或提前返岗").operation("change_absence")
      .body(Schema::object("ChangeAbsence", {{"until_on", Schema::date().label("结束日期")}})).answer(200, answer_schema()).commands(change);
  routes.post(one + "/cancellation", Needs::staff(), tag).summary("撤销尚未开始的请假").operation("cancel_absence").answer(200, answer_schema()).commands(cancel);
}

}  // namespace yimen::organisation::http
