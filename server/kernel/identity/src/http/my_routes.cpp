#include <boost/json.hpp>

#include "http/routes.h"
#include "store/record_store.h"
#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::identity::http {

namespace {

json::object session_row_view(const store::SessionRow& session, std::int64_t current) {
  return {{"id", std::to_string(session.id)}, {"ip", session.ip}, {"user_agent", session.user_agent},
          {"created_at", platform::iso_instant(session.created_at)}, {"seen_at", platform::iso_instant(session.seen_at)},
          {"is_current", session.id == current}};
}

std::string_view role_word(party::PrincipalRole role) {
  switch (role) {
    case party::PrincipalRole::self: return "self";
    case party::PrincipalRole::legal_person: return "legal_person";
    case party::PrincipalRole::agent: return "agent";
  }
  return "self";
}

json::object principal_view(const party::Principal& principal, std::string_view id_no, std::string_view address) {
  json::array matters;
  for (const auto id : principal.matter_ids) matters.emplace_back(std::to_string(id));
  const auto date = [](const std::optional<Date>& day) { return day ? json::value(platform::iso_date(*day)) : json::value(); };
  return {{"party_id", principal.party_id.str()}, {"kind", platform::EnumText<party::PartyKind>::to(principal.kind)},
          {"name", principal.name}, {"id_no", id_no}, {"address", address}, {"role", role_word(principal.role)},
          {"authorisation_id", principal.authorisation_id ? json::value(principal.authorisation_id.str()) : json::value()},
          {"matter_ids", std::move(matters)}, {"valid_from", date(principal.valid_from)}, {"valid_to", date(principal.valid_to)}};
}

Schema principal_schema() {
  return Schema::object("Principal", {{"party_id", Schema::id()}, {"kind", Schema::one_of({"person", "enterprise"})},
                                      {"name", Schema::text(120)}, {"id_no", Schema::text(40).describe("个人脱敏，统一社会信用代码完整")},
                                      {"address", Schema::text(300).or_empty().describe("本人和本人任法定代表人的单位；代理的不给出")},
                                      {"role", Schema::one_of({"self", "legal_person", "agent"})},
                                      {"authorisation_id", Schema::id().or_null()},
                                      {"matter_ids", Schema::list(Schema::id()).describe("空表示全部事项")},
                                      {"valid_from", Schema::date().or_null()}, {"valid_to", Schema::date().or_null()}});
}

/// What a person sees of himself: masked, because a screen in a hall is read by others too.
Result<Response> read_profile(Context& context, const Request& request, Tx& tx) {
  const auto account = store::find(tx, request.actor().id);
  const auto phone = TRY(context.cipher.decrypt(account->phone_sealed));
  json::object view{{"login", account->login}, {"name", account->name}, {"phone", party::mask_phone(phone)},
                    {"real_name_level", account->real_name_level}, {"is_otp_enrolled", account->is_otp_enrolled},
                    {"sms_enabled", store::is_channel_on(tx, account->id, "sms")}, {"party", nullptr}};
  if (account->party_id) view["party"] = party::to_json(party::masked(TRY(context.parties.get(tx, account->party_id))));
  return Response::json(view);
}

Result<Response> change_phone(Context& context, const Request& request) {
  const auto& body = request.body();
  const auto& actor = request.actor();
  const auto phone = TRY(party::check_phone(platform::text_or(body, "phone")));
  const auto account = context.database.read([&](Tx& tx) { return store::find(tx, actor.id); });
  if (!TRY(platform::verify_password(platform::text_or(body, "password"), account->password_hash)))
    return fail(ErrorCode::invalid_input, "identity/old-password", "密码不正确。", {{"/password", "密码不正确"}});
  auto kept = context.database.transact([&](Tx& tx) -> Kept<void> {
    const auto run = [&]() -> Result<void> {
      TRY(check_code(tx, context, phone, "change_phone", platform::text_or(body, "sms_code"), CodeUse::use_up));
      auto row = *store::lock(tx, actor.id);
      row.phone_sealed = context.cipher.encrypt(phone);
      row.phone_hash = context.cipher.search_hash(phone);
      ++row.version;
      store::update(tx, row);
      // Applications take the number from the person's record.
      if (row.party_id) {
        const auto own = TRY(context.parties.get(tx, row.party_id));
        if (own.kind == party::PartyKind::person)
          TRY(context.parties.upsert(tx, actor, {.kind = own.kind, .name = own.name, .id_type = own.id_type, .id_no = own.id_no, .phone = phone}));
      }
      trail::append(tx, actor, {.action = "identity.change_phone", .subject_kind = "account", .subject_id = actor.id.value(),
                                .region_code = row.region_code, .text = "更换手机号"});
      return {};
    };
    return {run()};
  });
  TRY(std::move(kept.result));
  return Response::no_content();
}

void add_device_routes(Routes& routes, Context& context) {
  routes.get("/api/v1/my/sessions", Needs::signed_in(), tag)
      .summary("我登录的设备").operation("listMySessions")
      .answer(200, page_schema("MySessionPage",
                               Schema::object("MySession", {{"id", Schema::id()}, {"ip", Schema::text(50)}, {"user_agent", Schema::text(200).optional()},
                                                            {"created_at", Schema::instant()}, {"seen_at", Schema::instant()},
                                                            {"is_current", Schema::boolean()}})))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        json::array items;
        for (const auto& session : store::sessions_of(tx, request.actor().id)) items.push_back(session_row_view(session, request.actor().session_id));
        const auto total = static_cast<std::int64_t>(items.size());
        return Response::json(platform::page_of(std::move(items), std::nullopt, total, true));
      });
  routes.post("/api/v1/my/sessions/ending", Needs::signed_in(), tag)
      .summary("退出其他所有设备").operation("endMyOtherSessions").answer(200, Schema::object("EndedSessions", {{"ended", Schema::integer()}}))
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto& actor = request.actor();
        const auto ended = store::end_sessions(tx, actor.id, actor.session_id);
        trail::append(tx, actor, {.action = "identity.end_sessions", .subject_kind = "account", .subject_id = actor.id.value(),
                                  .region_code = actor.scope_low, .text = "退出其他设备上的登录"});
        return Response::json({{"ended", ended}});
      });
  routes.del("/api/v1/my/sessions/{session_id}", Needs::signed_in(), tag)
      .summary("退出一台设备").operation("deleteMySession").answer(204, Schema::nothing())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(platform::parse_id(request.path_text("session_id")));
        if (store::end_session(tx, request.actor().id, id) == 0)
          return fail(ErrorCode::not_found, "identity/session-not-found", "该设备上的登录已经结束。");
        return Response::no_content();
      });
  (void)context;
}

}  // namespace

void add_my_routes(Routes& routes, Context& context) {
  add_device_routes(routes, context);
  routes.get("/api/v1/my/profile", Needs::signed_in(), tag)
      .summary("我的资料").operation("readMyProfile")
      .answer(200, Schema::object("MyProfile", {{"login", Schema::text(32)}, {"name", Schema::text(120)}, {"phone", Schema::text(30).or_empty()},
                                                {"real_name_level", Schema::integer(0, 4)}, {"is_otp_enrolled", Schema::boolean()},
                                                {"sms_enabled", Schema::boolean()}, {"party", party_schema().or_null()}}))
      .reads([&](const Request& request, Tx& tx) { return read_profile(context, request, tx); });
  routes.put("/api/v1/my/password", Needs::signed_in(), tag)
      .summary("修改密码").operation("changeMyPassword").rate(20).answer(204, Schema::nothing())
      .body(Schema::object("ChangePassword", {{"old_password", Schema::text(200).label("原密码")}, {"new_password", Schema::text(200).label("新密码")}}))
      .handles([&](const Request& request) -> Result<Response> {
        TRY(change_password(context, request.actor(), platform::text_or(request.body(), "old_password"), platform::text_or(request.body(), "new_password")));
        return Response::no_content();
      });
  routes.put("/api/v1/my/phone", Needs::signed_in(), tag)
      .summary("更换手机号").operation("changeMyPhone").rate(20).answer(204, Schema::nothing())
      .body(Schema::object("ChangePhone", {{"phone", Schema::text(30).label("新手机号")}, {"sms_code", Schema::text(10).label("验证码")},
                                           {"password", Schema::text(200).label("密码")}}))
      .handles([&](const Request& request) { return change_phone(context, request); });
  routes.get("/api/v1/my/principals", Needs::citizen(), tag)
      .summary("我可以代表谁办事").operation("listMyPrincipals").answer(200, page_schema("PrincipalPage", principal_schema()))
      .reads([&](const Request& request, Tx& tx) -> Result<Response> {
        json::array items;
        for (const auto& principal : context.parties.principals_of(tx, request.actor().id, tx.today())) {
          const auto known = TRY(context.parties.get(tx, principal.party_id));
          items.push_back(principal_view(principal, party::masked(known).id_no, principal.role == party::PrincipalRole::agent ? std::string_view() : known.address));
        }
        const auto total = static_cast<std::int64_t>(items.size());
        return Response::json(platform::page_of(std::move(items), std::nullopt, total, true));
      });
  routes.post("/api/v1/my/privacy-consents", Needs::citizen(), tag)
      .summary("同意隐私政策").operation("createPrivacyConsent").answer(204, Schema::nothing())
      .body(Schema::object("PrivacyConsent", {{"version", Schema::text(20).label("隐私政策版本")}}))
      .commands([&](const Request& request, Tx& tx) -> Result<Response> {
        const auto version = platform::text_or(request.body(), "version");
        if (version != context.options.privacy_version)
          return fail(ErrorCode::rule_violated, "identity/privacy-version", "隐私政策已更新，请刷新页面阅读最新版本。");
        store::save_consent(tx, request.actor().id, version, request.ip);
        trail::append(tx, request.actor(), {.action = "identity.consent", .subject_kind = "account", .subject_id = request.actor().id.value(),
                                            .text = "同意隐私政策", .facts = {{"privacy_version", version}}});
        return Response::no_content();
      });
}

}  // namespace yimen::identity::http
