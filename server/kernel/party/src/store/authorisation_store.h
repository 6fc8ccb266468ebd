#pragma once
#include "yimen/party/authorisation.h"

/// All SQL over party_authorisation. Names are filled in by the service.
namespace yimen::party::store {

std::optional<Authorisation> lock_authorisation(Tx&, AuthorisationId);
std::vector<Authorisation> in_force(Tx&, PartyId agent, Date on);
std::vector<Authorisation> given_by(Tx&, PartyId grantor, int limit);
std::vector<Authorisation> received_by(Tx&, PartyId agent, int limit);
void insert(Tx&, const Authorisation&, UserId granted_by);
void set_answer(Tx&, AuthorisationId, AuthorisationState);
void set_revoked(Tx&, AuthorisationId, UserId by);

}  // namespace yimen::party::store
