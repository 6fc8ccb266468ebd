#pragma once
#include "yimen/party/party.h"

/// All SQL over party and party_holder.
namespace yimen::party::store {

struct PartyRow {
  PartyId id;
  PartyKind kind;
  std::string name, id_type, id_no_sealed, id_no_hash, phone_sealed, phone_hash, address_sealed, legal_person_name;
  PartyId legal_person_party_id;
  int version;
};

std::optional<PartyRow> find(Tx&, PartyId);
std::optional<PartyRow> lock(Tx&, PartyId);
/// Id cards first where two documents bear the same number.
std::optional<PartyRow> find(Tx&, PartyKind, std::string_view id_no_hash);
std::optional<PartyRow> find(Tx&, PartyKind, std::string_view id_no_hash, std::string_view id_type);
std::vector<PartyRow> of_phone(Tx&, std::string_view phone_hash, int limit);
std::vector<PartyRow> of_name(Tx&, std::string_view beginning, int limit);
std::vector<PartyRow> of_legal_person(Tx&, PartyId);
void insert(Tx&, const PartyRow&, UserId created_by);
/// False when the version has moved on.
bool update(Tx&, const PartyRow&);

/// First two characters of a name, what the index knows.
std::string start_of(std::string_view name);

}  // namespace yimen::party::store
