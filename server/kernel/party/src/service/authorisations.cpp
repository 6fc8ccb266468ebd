#include "yimen/party/authorisation.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/authorisation_store.h"
#include "store/party_store.h"
#include "yimen/party/checks.h"
#include "yimen/party/masking.h"
#include "yimen/platform/crypto.h"
#include "yimen/trail/trail.h"

namespace yimen::party {

using platform::ErrorCode;
using platform::fail;

namespace {

constexpr int longest_term_days = 3 * 366;

Result<Authorisation> lock(Tx& tx, AuthorisationId id) {
  auto found = store::lock_authorisation(tx, id);
  if (!found) return fail(ErrorCode::not_found, "party/authorisation-not-found", "没有找到这份授权。");
  return std::move(*found);
}

void note(Tx& tx, const Actor& actor, std::string action, const Authorisation& given, std::string text) {
  trail::append(tx, actor, {.action = std::move(action), .subject_kind = "party", .subject_id = given.grantor_id.value(),
                            .text = std::move(text),
                            .facts = {{"authorisation_id", given.id.str()}, {"agent_party_id", given.agent_id.str()},
                                      {"valid_from", platform::iso_date(given.valid_from)},
                                      {"valid_to", platform::iso_date(given.valid_to)},
                                      {"matters", given.matter_ids.size()}}});
}

Result<void> check_term(const AuthorisationInput& input, Date today) {
  if (input.valid_to < input.valid_from || input.valid_to < today)
    return fail(ErrorCode::invalid_input, "party/authorisation-term", "授权截止日期应不早于起始日期，也不早于今天。",
                {{"/valid_to", "截止日期过早"}});
  if (platform::days_between(input.valid_from, input.valid_to) > longest_term_days)
    return fail(ErrorCode::invalid_input, "party/authorisation-term", "一次授权最长三年，到期可以再次授权。", {{"/valid_to", "超过三年"}});
  return {};
}

}  // namespace

Result<AuthorisationId> Authorisations::grant(Tx& tx, const Actor& actor, const AuthorisationInput& input) {
  TRY(check_term(input, tx.today()));
  if (input.matter_ids.size() > 50)
    return fail(ErrorCode::invalid_input, "party/authorisation-matters", "一份授权最多列50个事项；更多时请授权全部事项。",
                {{"/matter_ids", "最多50个"}});
  const Parties parties(cipher_);
  const auto own = parties.own_party(tx, actor.id);
  const auto grantor = store::find(tx, input.grantor_id);
  // An agent cannot pass his power on. Law: 民法典 Art. 169.
  const bool is_grantor = own && grantor && (grantor->id == own || (grantor->kind == PartyKind::enterprise && grantor->legal_person_party_id == own));
  if (!is_grantor)
    return fail(ErrorCode::forbidden, "party/not-grantor", "只有本人、本企业账号或企业法定代表人可以授权他人办理。");
  const auto id_number = TRY(check_id_number(input.agent_id_number, tx.today()));
  const auto name = TRY(check_person_name(input.agent_name));
  const auto agent = store::find(tx, PartyKind::person, cipher_.search_hash(id_number), "111");
  // One answer for a wrong name, an unknown number and a person without account: nothing can be tried out here.
  if (!agent || agent->name != name || parties.holders_of(tx, agent->id).empty())
    return fail(ErrorCode::rule_violated, "party/agent-not-registered", "没有找到姓名和身份证号码都相符的已注册用户。请核对，或请经办人先注册账号。",
                {{"/agent_id_number", "请核对姓名与号码"}});
  if (agent->id == own || agent->id == grantor->id)
    return fail(ErrorCode::rule_violated, "party/agent-is-grantor", "不需要授权自己。", {{"/agent_id_number", "这是您本人"}});
  const Authorisation given{.id = platform::new_id<AuthorisationId>(), .grantor_id = grantor->id, .agent_id = agent->id,
                            .grantor_name = grantor->name, .agent_name = agent->name, .grantor_kind = grantor->kind,
                            .matter_ids = input.matter_ids, .valid_from = input.valid_from, .valid_to = input.valid_to,
                            .state = AuthorisationState::offered, .document_id = input.document_id};
  store::insert(tx, given, actor.id);
  note(tx, actor, "party.authorise", given, fmt::format("授权{}代为办理，等待对方接受", mask_name(agent->name)));
  return given.id;
}

Result<void> Authorisations::answer(Tx& tx, const Actor& actor, AuthorisationId id, AuthorisationState state) {
  const auto given = TRY(lock(tx, id));
  if (Parties(cipher_).own_party(tx, actor.id) != given.agent_id)
    return fail(ErrorCode::not_found, "party/authorisation-not-found", "没有找到这份授权。");
  if (given.state != AuthorisationState::offered)
    return fail(ErrorCode::conflict, "party/authorisation-answered", "这份授权已经答复过或已被撤销，请刷新。");
  store::set_answer(tx, id, state);
  const bool is_accepted = state == AuthorisationState::in_force;
  note(tx, actor, is_accepted ? "party.authorisation_accept" : "party.authorisation_decline", given,
       is_accepted ? "代理人接受授权" : "代理人谢绝授权");
  return {};
}

Result<void> Authorisations::accept(Tx& tx, const Actor& actor, AuthorisationId id) {
  return answer(tx, actor, id, AuthorisationState::in_force);
}

Result<void> Authorisations::decline(Tx& tx, const Actor& actor, AuthorisationId id) {
  return answer(tx, actor, id, AuthorisationState::declined);
}

Result<void> Authorisations::revoke(Tx& tx, const Actor& actor, AuthorisationId id) {
  const auto given = TRY(lock(tx, id));
  const auto own = Parties(cipher_).own_party(tx, actor.id);
  const auto grantor = store::find(tx, given.grantor_id);
  const bool is_grantor = own && (own == given.grantor_id || (grantor && grantor->legal_person_party_id == own));
  if (!is_grantor && (!own || own != given.agent_id))
    return fail(ErrorCode::not_found, "party/authorisation-not-found", "没有找到这份授权。");
  if (given.state == AuthorisationState::revoked || given.state == AuthorisationState::declined)
    return fail(ErrorCode::conflict, "party/authorisation-ended", "这份授权已经结束。");
  store::set_revoked(tx, id, actor.id);
  note(tx, actor, "party.authorisation_revoke", given, is_grantor ? "委托人撤销授权" : "代理人辞去代理");
  return {};
}

std::vector<Authorisation> Authorisations::of_user(Tx& tx, UserId user) const {
  std::vector<Authorisation> all;
  const Parties parties(cipher_);
  const auto own = parties.own_party(tx, user);
  if (!own) return all;
  const auto add = [&](std::vector<Authorisation> some) { all.insert(all.end(), some.begin(), some.end()); };
  add(store::given_by(tx, own, 200));
  for (const auto& enterprise : store::of_legal_person(tx, own)) add(store::given_by(tx, enterprise.id, 200));
  add(store::received_by(tx, own, 200));
  for (auto& given : all) {
    const auto grantor = store::find(tx, given.grantor_id);
    const auto agent = store::find(tx, given.agent_id);
    given.grantor_kind = grantor->kind;
    given.grantor_name = grantor->name;
    given.agent_name = given.agent_id == own ? agent->name : mask_name(agent->name);
  }
  return all;
}

}  // namespace yimen::party
