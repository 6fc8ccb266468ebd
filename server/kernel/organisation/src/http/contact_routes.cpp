#include "http/tools.h"
#include "service/checks.h"
#include "yimen/party/masking.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "首问负责";

json::object view(const store::FirstContact& f) {
  return {{"id", std::to_string(f.id)},
          {"center_id", id_or_null(f.center)},
          {"staff_id", f.staff.str()},
          {"staff_name", f.staff_name},
          {"contacted_at", platform::iso_instant(f.contacted_at)},
          {"asked_by", party::mask_name(f.asked_by)},
          {"request", party::mask_text(f.request)},
          {"handed_to_id", id_or_null(f.handed_to)},
          {"handed_to_name", f.handed_to_name},
          {"handed_over_at", instant_or_null(f.handed_over_at)},
          {"result", party::mask_text(f.result)},
          {"closed_at", instant_or_null(f.closed_at)},
          {"version", f.version}};
}

Result<std::int64_t> id_of(const Request& request) { return platform::parse_id(request.path_text("contact_id")); }

/// Everybody sees what he owns; whoever sees all departments of the range sees the whole book.
Result<Response> list(const Request& request, Tx& tx) {
  auto order = TRY(list_order(request, Audience::staff));
  order.word = request.query("state").value_or("");
  const auto& actor = request.actor();
  const bool is_own_only = request.query("mine") == "true" || !actor.all_departments;
  return paged(order, [&](const auto& by) { return store::list_contacts(tx, by, is_own_only ? actor.id : UserId{}); }, view,
               [](const store::FirstContact& f) { return f.id; });
}

Result<Response> record(const Request& request, Tx& tx) {
  store::FirstContact contact;
  contact.asked_by = text_of(request, "asked_by");
  contact.request = text_of(request, "request");
  take_id(request.body(), "center_id", contact.center);
  return shown(TRY(record_contact(tx, request.actor(), std::move(contact))), view, 201);
}

Result<Response> hand_over(const Request& request, Tx& tx) {
  UserId successor;
  take_id(request.body(), "handed_to_id", successor);
  const auto id = TRY(id_of(request));
  return shown(TRY(hand_over_contact(tx, request.actor(), id, TRY(request.if_match()), successor)), view);
}

Result<Response> close(const Request& request, Tx& tx) {
  const auto id = TRY(id_of(request));
  const int version = TRY(request.if_match());
  return shown(TRY(close_contact(tx, request.actor(), id, version, text_of(request, "result"))), view);
}

Schema answer_schema() {
  return Schema::object("FirstContact", {{"id", Schema::id()}, {"center_id", Schema::id().or_null()}, {"staff_id", Schema::id()}, {"staff_name", Schema::text(50)},
                                         {"contacted_at", Schema::instant()}, {"asked_by", Schema::text(30)}, {"request", Schema::text(500)},
                                         {"handed_to_id", Schema::id().or_null()}, {"handed_to_name", note_schema(50)},
                                         {"handed_over_at", Schema::instant().or_null()}, {"result", note_schema(500)},
                                         {"closed_at", Schema::instant().or_null()}, {"version", Schema::integer()}});
}

}  // namespace

void add_contact_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/first-contacts", one = base + "/{contact_id}";
  const auto edit = Needs::permission_of("first_contact.edit");
  auto listing = routes.get(base, Needs::staff(), tag);
  with_paging(listing).summary("首问记录").operation("list_first_contacts").parameter("state", Schema::one_of({"open", "closed"}).optional())
      .parameter("mine", Schema::boolean().optional().label("只看我负责的")).answer(200, page_schema("FirstContactPage", answer_schema())).reads(list);
  routes.post(base, edit, tag).summary("登记首问").operation("record_first_contact")
      .body(Schema::object("RecordFirstContact", {{"asked_by", Schema::text(30).label("来访人称呼")}, {"request", Schema::text(500).label("询问事项")},
                                                  {"center_id", Schema::id().label("大厅").optional()}}))
      .answer(201, answer_schema()).commands(record);
  routes.post(one + "/handover", edit, tag).summary("移交").operation("hand_over_first_contact")
      .body(Schema::object("HandOverFirstContact", {{"handed_to_id", Schema::id().label("接手人")}})).answer(200, answer_schema()).commands(hand_over);
  routes.post(one + "/result", edit, tag).summary("答复办结").operation("close_first_contact")
      .body(Schema::object("CloseFirstContact", {{"result", Schema::text(500).label("答复情况")}})).answer(200, answer_schema()).commands(close);
}

}  // namespace yimen::organisation::http
