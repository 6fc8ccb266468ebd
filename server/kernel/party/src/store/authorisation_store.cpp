#include "store/authorisation_store.h"

#include <boost/json.hpp>

namespace yimen::party::store {

using platform::Row;

namespace {

const std::string select_authorisation = R"sql(
    select id, grantor_party_id, agent_party_id, matter_ids, valid_from, valid_to, state, document_id, version
      from party_authorisation)sql";

std::vector<std::int64_t> ids_from(std::string_view text) {
  std::vector<std::int64_t> ids;
  const auto list = boost::json::parse(text);
  for (const auto& id : list.as_array()) ids.push_back(std::stoll(std::string(id.as_string())));
  return ids;
}

std::string text_from(const std::vector<std::int64_t>& ids) {
  boost::json::array array;
  for (const auto id : ids) array.emplace_back(std::to_string(id));
  return boost::json::serialize(array);
}

Authorisation authorisation_from(const Row& row) {
  return {.id = row.get<AuthorisationId>(0), .grantor_id = row.get<PartyId>(1), .agent_id = row.get<PartyId>(2),
          .grantor_name = {}, .agent_name = {}, .matter_ids = ids_from(row.text(3)), .valid_from = row.get<Date>(4),
          .valid_to = row.get<Date>(5), .state = row.get<AuthorisationState>(6),
          .document_id = row.get<platform::FileId>(7), .version = row.get<int>(8)};
}

}  // namespace

std::optional<Authorisation> lock_authorisation(Tx& tx, AuthorisationId id) {
  return tx.find(select_authorisation + " where id = ?" + std::string(tx.lock_words()), authorisation_from, id);
}

std::vector<Authorisation> in_force(Tx& tx, PartyId agent, Date on) {
  return tx.all(select_authorisation + R"sql(
     where agent_party_id = ? and state = 'in_force' and valid_from <= ? and valid_to >= ?
     order by id desc limit 200)sql",
                authorisation_from, agent, on, on);
}

std::vector<Authorisation> given_by(Tx& tx, PartyId grantor, int limit) {
  return tx.all(select_authorisation + " where grantor_party_id = ? order by id desc limit ?", authorisation_from, grantor, limit);
}

std::vector<Authorisation> received_by(Tx& tx, PartyId agent, int limit) {
  return tx.all(select_authorisation + " where agent_party_id = ? order by id desc limit ?", authorisation_from, agent, limit);
}

void insert(Tx& tx, const Authorisation& given, UserId granted_by) {
  tx.exec(R"sql(
      insert into party_authorisation (id, grantor_party_id, agent_party_id, matter_ids, valid_from, valid_to, state,
             document_id, granted_by, granted_at, answered_at, revoked_by, revoked_at, version)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, 0, null, 1))sql",
          given.id, given.grantor_id, given.agent_id, text_from(given.matter_ids), given.valid_from, given.valid_to,
          given.state, given.document_id, granted_by, tx.now());
}

void set_answer(Tx& tx, AuthorisationId id, AuthorisationState state) {
  tx.exec("update party_authorisation set state = ?, answered_at = ?, version = version + 1 where id = ?", state, tx.now(), id);
}

void set_revoked(Tx& tx, AuthorisationId id, UserId by) {
  tx.exec("update party_authorisation set state = 'revoked', revoked_by = ?, revoked_at = ?, version = version + 1 where id = ?",
          by, tx.now(), id);
}

}  // namespace yimen::party::store
