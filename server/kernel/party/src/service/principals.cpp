#include <boost/json.hpp>

#include "store/authorisation_store.h"
#include "store/party_store.h"
#include "yimen/party/party.h"

namespace yimen::party {

using platform::ErrorCode;
using platform::fail;
using platform::Row;

namespace {

Principal principal_from(const store::PartyRow& row, PrincipalRole role) {
  return {.party_id = row.id, .kind = row.kind, .name = row.name, .role = role};
}

bool covers(const std::vector<std::int64_t>& matters, std::int64_t matter_id) {
  return matters.empty() || (matter_id != 0 && std::find(matters.begin(), matters.end(), matter_id) != matters.end());
}

}  // namespace

PartyId Parties::own_party(Tx& tx, UserId user) const {
  return tx.scalar<PartyId>("select party_id from party_holder where account_id = ?", user).value_or(PartyId{});
}

std::vector<UserId> Parties::holders_of(Tx& tx, PartyId party) const {
  return tx.all("select account_id from party_holder where party_id = ?",
                [](const Row& row) { return row.get<UserId>(0); }, party);
}

Result<void> Parties::bind_account(Tx& tx, UserId user, PartyId party) {
  const auto holders = holders_of(tx, party);
  if (holders.size() == 1 && holders.front() == user) return {};
  if (!holders.empty() || own_party(tx, user))
    return fail(ErrorCode::conflict, "party/already-held", "该证件号码已注册过账号，请直接登录；忘记密码可用手机验证码重设。");
  tx.exec("insert into party_holder (account_id, party_id, bound_at) values (?, ?, ?)", user, party, tx.now());
  return {};
}

bool Parties::may_act_for(Tx& tx, UserId user, PartyId party, Date on, std::int64_t matter_id) const {
  const auto own = own_party(tx, user);
  if (!own || !party) return false;
  if (own == party) return true;
  const auto row = store::find(tx, party);
  if (!row) return false;
  if (row->kind == PartyKind::enterprise && row->legal_person_party_id == own) return true;
  for (const auto& given : store::in_force(tx, own, on))
    if (given.grantor_id == party && covers(given.matter_ids, matter_id)) return true;
  return false;
}

std::vector<Principal> Parties::principals_of(Tx& tx, UserId user, Date on) const {
  std::vector<Principal> principals;
  const auto own = own_party(tx, user);
  if (!own) return principals;
  if (const auto self = store::find(tx, own)) principals.push_back(principal_from(*self, PrincipalRole::self));
  for (const auto& enterprise : store::of_legal_person(tx, own))
    principals.push_back(principal_from(enterprise, PrincipalRole::legal_person));
  for (const auto& given : store::in_force(tx, own, on)) {
    const auto grantor = store::find(tx, given.grantor_id);
    if (!grantor) continue;
    auto principal = principal_from(*grantor, PrincipalRole::agent);
    principal.authorisation_id = given.id;
    principal.matter_ids = given.matter_ids;
    principal.valid_from = given.valid_from;
    principal.valid_to = given.valid_to;
    principals.push_back(std::move(principal));
  }
  return principals;
}

}  // namespace yimen::party
