#pragma once
#include <optional>
#include <string>
#include <vector>

#include "yimen/party/party.h"

/// 授权委托: a person or enterprise lets another person act for it, for all or for named matters, for a term.
/// Law: 行政许可法 Art. 29 (an application may be made through an agent); 民法典 Art. 165, 173.
namespace yimen::party {

enum class AuthorisationState { offered, in_force, declined, revoked };

struct Authorisation {
  AuthorisationId id;
  PartyId grantor_id, agent_id;
  std::string grantor_name, agent_name;  ///< agent masked for the grantor's list, grantor in clear for the agent
  PartyKind grantor_kind = PartyKind::person;
  std::vector<std::int64_t> matter_ids;  ///< empty = every matter
  Date valid_from, valid_to;
  AuthorisationState state = AuthorisationState::offered;
  platform::FileId document_id{};
  int version = 1;
};

struct AuthorisationInput {
  PartyId grantor_id;
  std::string agent_name, agent_id_number;  ///< must match: a stranger cannot be found by number alone
  std::vector<std::int64_t> matter_ids;
  Date valid_from, valid_to;                ///< at most three years
  platform::FileId document_id{};
};

class Authorisations {
 public:
  explicit Authorisations(const platform::FieldCipher& cipher) : cipher_{cipher} {}
  /// The grantor himself, or the legal person of the enterprise (经办人授权). Takes effect when the agent accepts.
  Result<AuthorisationId> grant(Tx&, const Actor&, const AuthorisationInput&);
  Result<void> accept(Tx&, const Actor&, AuthorisationId);
  Result<void> decline(Tx&, const Actor&, AuthorisationId);
  /// By either side, at once. Law: 民法典 Art. 173.
  Result<void> revoke(Tx&, const Actor&, AuthorisationId);
  /// Given and received, newest first, at most 200.
  std::vector<Authorisation> of_user(Tx&, UserId) const;

 private:
  Result<void> answer(Tx&, const Actor&, AuthorisationId, AuthorisationState);
  const platform::FieldCipher& cipher_;
};

}  // namespace yimen::party

namespace yimen::platform {
template <>
struct EnumText<party::AuthorisationState> {
  static std::string_view to(party::AuthorisationState state) {
    switch (state) {
      case party::AuthorisationState::offered: return "offered";
      case party::AuthorisationState::in_force: return "in_force";
      case party::AuthorisationState::declined: return "declined";
      case party::AuthorisationState::revoked: return "revoked";
    }
    return "revoked";
  }
  static std::optional<party::AuthorisationState> from(std::string_view word) {
    using enum party::AuthorisationState;
    for (auto state : {offered, in_force, declined, revoked})
      if (to(state) == word) return state;
    return std::nullopt;
  }
};
}  // namespace yimen::platform
