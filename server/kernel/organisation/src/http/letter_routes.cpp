#include "domain/power_rules.h"
#include "http/tools.h"
#include "service/checks.h"
#include "yimen/region/region.h"

namespace yimen::organisation::http {
namespace {

constexpr auto tag = "授权书";

json::object view(const AuthorisationLetter& l) {
  json::array powers, names;
  for (const auto power : l.powers) {
    powers.emplace_back(platform::EnumText<Power>::to(power));
    names.emplace_back(chinese_name(power));
  }
  return {{"id", l.id.str()},
          {"number", l.number},
          {"department_id", l.department.str()},
          {"department_name", l.department_name},
          {"region_code", region::code_text(l.region_code)},
          {"grantee_post_id", id_or_null(l.grantee_post)},
          {"grantee_window_id", id_or_null(l.grantee_window)},
          {"grantee_center_id", id_or_null(l.grantee_center)},
          {"grantee_name", l.grantee_name},
          {"powers", std::move(powers)},
          {"power_names", std::move(names)},
          {"valid_from", platform::iso_date(l.valid_from)},
          {"valid_to", platform::iso_date(l.valid_to)},
          {"issued_by", l.issued_by},
          {"revoked_at", instant_or_null(l.revoked_at)},
          {"revoke_reason", l.revoke_reason},
          {"version", l.version}};
}

Result<Response> list(const Request& request, Tx& tx) {
  const auto order = TRY(list_order(request, Audience::staff));
  return paged(order, [&](const auto& by) { return store::list_letters(tx, by); }, view,
               [](const AuthorisationLetter& l) { return l.id.value(); });
}

Result<Response> get(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<LetterId>("letter_id"));
  const auto letter = TRY(existing(store::find_letter(tx, id), "该授权书"));
  if (!require_scope(request.actor(), letter.region_code, letter.department)) return existing(std::optional<Response>{}, "该授权书");
  return shown(letter, view);
}

Result<Response> issue(const Request& request, Tx& tx) {
  const auto& body = request.body();
  AuthorisationLetter letter;
  letter.number = text_of(request, "number");
  letter.department = DepartmentId{request.actor().department_id};
  take_id(body, "department_id", letter.department);
  take_id(body, "grantee_post_id", letter.grantee_post);
  take_id(body, "grantee_window_id", letter.grantee_window);
  take_id(body, "grantee_center_id", letter.grantee_center);
  for (const auto& word : words_of(body, "powers"))
    if (const auto power = platform::EnumText<Power>::from(word)) letter.powers.push_back(*power);
  letter.valid_from = TRY(date_of(body, "valid_from", tx.today()));
  letter.valid_to = TRY(date_of(body, "valid_to", tx.today()));
  letter.issued_by = text_of(request, "issued_by");
  return shown(TRY(issue_letter(tx, request.actor(), std::move(letter))), view, 201);
}

Result<Response> revoke(const Request& request, Tx& tx) {
  const auto id = TRY(request.path_id<LetterId>("letter_id"));
  const int version = TRY(request.if_match());
  return shown(TRY(revoke_letter(tx, request.actor(), id, version, text_of(request, "reason"))), view);
}

Schema power_schema() {
  std::vector<std::string> words;
  for (const auto power : all_powers) words.emplace_back(platform::EnumText<Power>::to(power));
  return Schema::one_of(std::move(words)).label("权限");
}

Schema answer_schema() {
  return Schema::object("AuthorisationLetter",
                        {{"id", Schema::id()}, {"number", Schema::text(60)}, {"department_id", Schema::id()}, {"department_name", Schema::text(100)},
                         {"region_code", region_schema()}, {"grantee_post_id", Schema::id().or_null()}, {"grantee_window_id", Schema::id().or_null()},
                         {"grantee_center_id", Schema::id().or_null()}, {"grantee_name", note_schema(120)}, {"powers", Schema::list(power_schema(), 11)},
                         {"power_names", Schema::list(Schema::text(20), 11)}, {"valid_from", Schema::date()}, {"valid_to", Schema::date()},
                         {"issued_by", Schema::text(30)}, {"revoked_at", Schema::instant().or_null()}, {"revoke_reason", note_schema(300)},
                         {"version", Schema::integer()}});
}

Schema issue_schema() {
  return Schema::object("IssueLetter", {{"number", Schema::text(60).label("文号")}, {"department_id", Schema::id().label("授权部门").optional()},
                                        {"grantee_post_id", Schema::id().label("受权岗位").optional()}, {"grantee_window_id", Schema::id().label("受权窗口").optional()},
                                        {"grantee_center_id", Schema::id().label("受权大厅（全部综合窗口）").optional()},
                                        {"powers", Schema::list(power_schema(), 11).label("授予权限").min(1)}, {"valid_from", Schema::date().label("有效期起")},
                                        {"valid_to", Schema::date().label("有效期止")}, {"issued_by", Schema::text(30).label("签发人")}});
}

}  // namespace

void add_letter_routes(platform::Routes& routes) {
  const std::string base = "/api/v1/authorisation-letters", one = base + "/{letter_id}";
  const auto edit = Needs::permission_of("letter.edit");
  auto listing = routes.get(base, Needs::staff(), tag);
  with_paging(listing).summary("授权书列表").operation("list_authorisation_letters").parameter("department_id", Schema::id().optional().label("授权部门"))
      .answer(200, page_schema("AuthorisationLetterPage", answer_schema())).reads(list);
  routes.get(one, Needs::staff(), tag).summary("一份授权书").operation("get_authorisation_letter").answer(200, answer_schema()).reads(get);
  routes.post(base, edit, tag).summary("出具授权书").operation("issue_authorisation_letter").body(issue_schema()).answer(201, answer_schema()).commands(issue);
  routes.post(one + "/revocation", edit, tag).summary("收回授权书").operation("revoke_authorisation_letter")
      .body(Schema::object("RevokeLetter", {{"reason", Schema::text(300).label("收回理由")}})).answer(200, answer_schema()).commands(revoke);
}

}  // namespace yimen::organisation::http
