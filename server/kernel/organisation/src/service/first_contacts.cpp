#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/checks.h"

/// 首问负责制: who is asked first owns the enquiry until it is handed over or answered.
namespace yimen::organisation {
namespace {

UserId owner_of(const store::FirstContact& contact) { return contact.handed_to ? contact.handed_to : contact.staff; }

Result<store::FirstContact> owned(Tx& tx, const Actor& actor, std::int64_t id, int version) {
  auto contact = TRY(existing(store::find_contact(tx, id), "该首问记录"));
  TRY(require_scope(actor, contact.region_code));
  TRY(require_version(contact.version, version));
  if (contact.closed_at) return refuse_rule("organisation/contact-closed", "该首问已答复办结。");
  if (owner_of(contact) != actor.id)
    return platform::fail(platform::ErrorCode::forbidden, "organisation/not-owner", "该首问由他人负责，须由首问责任人移交或答复。");
  return contact;
}

TrailOf trail_of(const char* action, const store::FirstContact& contact) { return {action, "first_contact", contact.id, contact.region_code}; }

}  // namespace

Result<store::FirstContact> record_contact(Tx& tx, const Actor& actor, store::FirstContact contact) {
  const auto person = TRY(existing(store::find_staff(tx, actor.id), "您的人员登记"));
  contact.request = TRY(checked_text(contact.request, "request", "询问事项", 500));
  contact.asked_by = TRY(checked_text(contact.asked_by, "asked_by", "来访人称呼", 30));
  contact.id = platform::next_id();
  contact.staff = person.id;
  contact.staff_name = person.name;
  contact.contacted_at = tx.now();
  contact.region_code = person.region_code;
  if (contact.center) contact.region_code = TRY(existing(store::find_center(tx, contact.center), "该中心")).region_code;
  store::insert_contact(tx, contact);
  append_trail(tx, actor, trail_of("first_contact.record", contact), person.name + "首问接待", {{"request", contact.request}});
  return existing(store::find_contact(tx, contact.id), "该首问记录");
}

Result<store::FirstContact> hand_over_contact(Tx& tx, const Actor& actor, std::int64_t id, int version, UserId to) {
  auto contact = TRY(owned(tx, actor, id, version));
  const auto successor = TRY(existing(store::find_staff(tx, to), "接手人"));
  if (!successor.is_active || to == actor.id) return refuse_field("handed_to_id", "organisation/bad-successor", "请选择在职的其他工作人员接手。");
  contact.handed_to = to;
  contact.handed_to_name = successor.name;
  contact.handed_over_at = tx.now();
  store::update_contact(tx, contact);
  append_trail(tx, actor, trail_of("first_contact.hand_over", contact), fmt::format("首问移交{}", successor.name));
  return existing(store::find_contact(tx, id), "该首问记录");
}

Result<store::FirstContact> close_contact(Tx& tx, const Actor& actor, std::int64_t id, int version, std::string result) {
  auto contact = TRY(owned(tx, actor, id, version));
  contact.result = TRY(checked_text(result, "result", "答复情况", 500));
  contact.closed_at = tx.now();
  store::update_contact(tx, contact);
  append_trail(tx, actor, trail_of("first_contact.close", contact), "首问答复办结", {{"result", contact.result}});
  return existing(store::find_contact(tx, id), "该首问记录");
}

}  // namespace yimen::organisation
