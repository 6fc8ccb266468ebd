#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/id.h"
#include "yimen/platform/result.h"
#include "yimen/platform/time.h"

namespace yimen::platform {
class FieldCipher;
}

/// Persons and enterprises the government serves: one record each, found by the number on their document.
namespace yimen::party {

namespace store {
struct PartyRow;
}
using platform::Actor;
using platform::Date;
using platform::Result;
using platform::Tx;
using platform::UserId;

using PartyId = platform::Id<struct PartyIdTag>;
using AuthorisationId = platform::Id<struct AuthorisationIdTag>;

enum class PartyKind { person, enterprise };

/// In clear. Never logged, never sent to a screen: screens get a PartyView.
struct Party {
  PartyId id;
  PartyKind kind = PartyKind::person;
  std::string name;
  std::string id_type;  ///< GA/T 2000.156 code ("111" 居民身份证) for persons, "uscc" for enterprises
  std::string id_no;
  std::string phone;    ///< may be empty
  std::string address;  ///< may be empty
  std::string legal_person_name;    ///< enterprises only
  PartyId legal_person_party_id{};  ///< the person record of the legal person, 0 when not known
  int version = 1;
};

/// Masked by security rule §4.1; enterprise names and credit codes are public and stay whole.
struct PartyView {
  PartyId id;
  PartyKind kind = PartyKind::person;
  std::string name, id_type, id_no, phone, address, legal_person_name;
  int version = 1;
};
PartyView masked(const Party&);
boost::json::object to_json(const PartyView&);

struct PartyInput {
  PartyKind kind = PartyKind::person;
  std::string name;
  std::string id_type;  ///< empty: "111" for persons; enterprises always "uscc"
  std::string id_no;
  std::string phone, address;
  std::string legal_person_name, legal_person_id_number;
};
/// Every problem at once, fields prefixed ("/applicant" → "/applicant/phone"); stored forms on success.
Result<PartyInput> checked(PartyInput, Date today, std::string_view field_prefix = {});

enum class PrincipalRole { self, legal_person, agent };
/// Somebody a signed-in user may act for today.
struct Principal {
  PartyId party_id;
  PartyKind kind = PartyKind::person;
  std::string name;  ///< in clear: the user knows whom he acts for
  PrincipalRole role = PrincipalRole::self;
  AuthorisationId authorisation_id{};   ///< agents only
  std::vector<std::int64_t> matter_ids; ///< agents with limited scope only; empty = every matter
  std::optional<Date> valid_from, valid_to;
};

class Parties {
 public:
  explicit Parties(const platform::FieldCipher&);

  /// Finds by kind, id type and number or creates; phone and address are brought up to date when given.
  /// The name must agree with a record that exists. @returns invalid_input, or rule_violated "party/name-differs".
  Result<PartyId> upsert(Tx&, const Actor&, const PartyInput&);
  /// Staff correct a record: name, number, legal person too. @returns stale_version, conflict "party/number-taken".
  Result<void> correct(Tx&, const Actor&, PartyId, const PartyInput&, int version, std::string_view reason);
  Result<Party> get(Tx&, PartyId) const;
  std::optional<Party> find(Tx&, PartyKind, std::string_view id_no) const;

  struct Query {
    std::string id_no, phone, name;  ///< exact number or phone, or the beginning of a name (≥ 2 characters; ≥ 1 with a number)
    int limit = 20;
  };
  /// For staff at the window. Masked.
  std::vector<PartyView> search(Tx&, const Query&) const;

  /// May the user act for the party on that day: himself, an enterprise he is legal person of, or by an authorisation in
  /// force. A limited authorisation counts only when its matter is named; matter_id 0 asks for the whole power.
  bool may_act_for(Tx&, UserId, PartyId, Date, std::int64_t matter_id = 0) const;
  std::vector<Principal> principals_of(Tx&, UserId, Date) const;
  /// The party an account is, 0 for staff.
  PartyId own_party(Tx&, UserId) const;
  /// Accounts that hold the party itself (not agents): whom a notice to the party reaches.
  std::vector<UserId> holders_of(Tx&, PartyId) const;
  /// Binds an account to the party it is. @returns conflict "party/already-held" when another account holds it.
  Result<void> bind_account(Tx&, UserId, PartyId);

 private:
  Party in_clear(const store::PartyRow&) const;
  Result<PartyId> legal_person_of(Tx&, const Actor&, const PartyInput&);
  Result<PartyId> bring_up_to_date(Tx&, const Actor&, const store::PartyRow&, const PartyInput&);
  const platform::FieldCipher& cipher_;
};

}  // namespace yimen::party

namespace yimen::platform {
template <>
struct EnumText<party::PartyKind> {
  static std::string_view to(party::PartyKind kind) { return kind == party::PartyKind::person ? "person" : "enterprise"; }
  static std::optional<party::PartyKind> from(std::string_view word) {
    if (word == "person") return party::PartyKind::person;
    if (word == "enterprise") return party::PartyKind::enterprise;
    return std::nullopt;
  }
};
}  // namespace yimen::platform

namespace yimen::migrations {
std::vector<platform::Migration> party();
}
