#include <boost/json.hpp>

#include "http/routes.h"

namespace yimen::identity::http {

namespace {

using party::Authorisation;
using party::AuthorisationId;

json::object view_of(const Authorisation& given, party::PartyId own, Date today) {
  json::array matters;
  for (const auto id : given.matter_ids) matters.emplace_back(std::to_string(id));
  const bool is_current = given.state == party::AuthorisationState::in_force && given.valid_from <= today && given.valid_to >= today;
  return {{"id", given.id.str()},
          {"direction", given.agent_id == own ? "received" : "given"},
          {"grantor_id", given.grantor_id.str()},
          {"grantor_name", given.grantor_name},
          {"grantor_kind", platform::EnumText<party::PartyKind>::to(given.grantor_kind)},
          {"agent_name", given.agent_name},
          {"matter_ids", std::move(matters)},
          {"valid_from", platform::iso_date(given.valid_from)},
          {"valid_to", platform::iso_date(given.valid_to)},
          {"state", platform::EnumText<party::AuthorisationState>::to(given.state)},
          {"is_current", is_current},
          {"document_id", given.document_id ? json::value(given.document_id.str()) : json::value()},
          {"version", given.version}};
}

Schema authorisation_schema() {
  return Schema::object("Authorisation", {{"id", Schema::id()}, {"direction", Schema::one_of({"given", "received"})},
                                          {"grantor_id", Schema::id()}, {"grantor_name", Schema::text(120)},
                                          {"grantor_kind", Schema::one_of({"person", "enterprise"})}, {"agent_name", Schema::text(50)},
                                          {"matter_ids", Schema::list(Schema::id()).describe("空表示全部事项")},
                                          {"valid_from", Schema::date()}, {"valid_to", Schema::date()},
                                          {"state", Schema::one_of({"offered", "in_force", "declined", "revoked"})},
                                          {"is_current", Schema::boolean()}, {"document_id", Schema::id().optional()},
                                          {"version", Schema::integer()}});
}

Result<party::AuthorisationInput> input_from(const json::object& body, party::PartyId own) {
  party::AuthorisationInput input;
  input.grantor_id = party::PartyId{platform::id_or_zero(body, "grantor_id")};
  if (!input.grantor_id) input.grantor_id = own;
  input.agent_name = platform::text_or(body, "agent_name");
  input.agent_id_number = platform::text_or(body, "agent_id_number");
  if (const auto* matters = platform::array_at(body, "matter_ids"))
    for (const auto& id : *matters) input.matter_ids.push_back(TRY(platform::parse_id(id.as_string())));
  input.valid_from = TRY(platform::parse_date(platform::text_or(body, "valid_from")));
  input.valid_to = TRY(platform::parse_date(platform::text_or(body, "valid_to")));
  input.document_id = platform::FileId{platform::id_or_zero(body, "document_id")};
  return input;
}

void tell(Tx& tx, Context& context, const Actor& actor, AuthorisationId id, party::PartyId own_side) {
  for (const auto& given : context.authorisations.of_user(tx, actor.id)) {
    if (given.id != id) continue;
    const auto other = given.agent_id == own_side ? given.grantor_id : given.agent_id;
    std::string title;
    switch (given.state) {
      case party::AuthorisationState::offered: title = "收到一份授权，请确认是否接受"; break;
      case party::AuthorisationState::in_force: title = "您的授权已被接受，开始生效"; break;
      case party::AuthorisationState::declined: title = "您的授权未被接受"; break;
      case party::AuthorisationState::revoked: title = "一份授权已结束"; break;
    }
    context.messages.send(tx, other, {.title = title, .body = "委托人：" + given.grantor_name + "。请在“授权管理”中查看。", .link = "/my/authorisations"});
  }
}

using Act = Result<void> (party::Authorisations::*)(Tx&, const Actor&, AuthorisationId);

void add_act(Routes& routes, Context& context, std::string path, std::string summary, std::string operation, Act act) {
  routes.post("/api/v1/my/authorisations/{authorisation_id}/" + path, Needs::citizen(), tag)
      .summary(std::move(summary)).operation(std::move(operation)).answer(204, Schema::nothing())
      .commands([&context, act](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<AuthorisationId>("authorisation_id"));
        TRY((context.authorisations.*act)(tx, request.actor(), id));
        tell(tx, context, request.actor(), id, context.parties.own_party(tx, request.actor().id));
        return Response::no_content();
      });
}

}  // namespace

void add_authorisation_routes(Routes& routes, Context& context) {
  routes.get("/api/v1/my/authorisations", Needs::citizen(), tag)
      .summary("我给出和收到的授权").operation("listMyAuthorisations").answer(200, page_schema("AuthorisationPage", authorisation_schema()))
      .reads([&](const Request& request, Tx& tx) -> Result<Response> {
        const auto own = context.parties.own_party(tx, request.actor().id);
        json::array items;
        for (const auto& given : context.authorisations.of_user(tx, request.actor().id)) items.push_back(view_of(given, own, tx.today()));
        const auto total = static_cast<std::int64_t>(items.size());
        return Response::json(platform::page_of(std::move(items), std::nullopt, total, true));
      });
  routes.post("/api/v1/my/authorisations", Needs::citizen(), tag)
      .summary("授权他人代为办理").operation("createAuthorisation").rate(20)
      .body(Schema::object("NewAuthorisation", {{"grantor_id", Schema::id().label("委托人").optional().describe("不填表示本人")},
                                                {"agent_name", Schema::text(50).label("代理人姓名")},
                                                {"agent_id_number", Schema::text(30).label("代理人身份号码")},
                                                {"matter_ids", Schema::list(Schema::id(), 50).label("授权事项").optional().describe("不填表示全部事项")},
                                                {"valid_from", Schema::date().label("开始日期")},
                                                {"valid_to", Schema::date().label("截止日期")},
                                                {"document_id", Schema::id().label("授权委托书").optional()}}))
      .answer(201, Schema::object("CreatedAuthorisation", {{"id", Schema::id()}}))
      .commands([&](const Request& request, Tx& tx) -> Result<Response> {
        const auto own = context.parties.own_party(tx, request.actor().id);
        const auto id = TRY(context.authorisations.grant(tx, request.actor(), TRY(input_from(request.body(), own))));
        tell(tx, context, request.actor(), id, own);
        return Response::created({{"id", id.str()}});
      });
  add_act(routes, context, "acceptance", "接受授权", "acceptAuthorisation", &party::Authorisations::accept);
  add_act(routes, context, "refusal", "谢绝授权", "declineAuthorisation", &party::Authorisations::decline);
  add_act(routes, context, "revocation", "撤销授权", "revokeAuthorisation", &party::Authorisations::revoke);
}

}  // namespace yimen::identity::http
