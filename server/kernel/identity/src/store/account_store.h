#pragma once
#include "yimen/identity/accounts.h"
#include "yimen/platform/time.h"

/// All SQL over account, unknown_login, password_history and privacy_consent.
namespace yimen::identity::store {

using platform::Instant;

struct AccountRow {
  UserId id;
  AccountKind kind = AccountKind::citizen;
  std::string login, name, phone_sealed, phone_hash, password_hash;
  Instant password_changed_at{};
  bool must_change_password = false;
  party::PartyId party_id{};
  std::int64_t region_code = 0, last_post_id = 0;
  int real_name_level = 0;
  bool is_active = true, is_demo = false;
  int failed_attempts = 0;
  std::optional<Instant> locked_until;
  std::string otp_secret_sealed;
  bool is_otp_enrolled = false;
  std::int64_t otp_last_step = 0;
  std::optional<Instant> last_sign_in_at;
  Instant created_at{};
  int version = 1;

  bool is_locked(Instant now) const { return locked_until && *locked_until > now; }
};

/// Logins are compared in lower case and half width.
std::string login_key(std::string_view login);

std::optional<AccountRow> find(Tx&, UserId);
std::optional<AccountRow> find(Tx&, std::string_view login);
std::optional<AccountRow> lock(Tx&, UserId);
std::vector<AccountRow> of_phone(Tx&, std::string_view phone_hash);
/// False when the login is taken.
bool insert(Tx&, const AccountRow&);
/// Everything but id, kind, login and party. The version is the caller's: signing in is no change an editor must see.
void update(Tx&, const AccountRow&);

struct Filter {
  AccountKind kind = AccountKind::staff;
  std::string login_start;
  std::int64_t scope_low = 0, scope_high = 0;
  UserId before{};
  int limit = 50;
};
std::vector<AccountRow> list(Tx&, const Filter&);

struct UnknownLogin {
  int failed_attempts = 0;
  std::optional<Instant> locked_until;
};
UnknownLogin unknown_login(Tx&, std::string_view login_hash);
void save_unknown_login(Tx&, std::string_view login_hash, const UnknownLogin&);

std::vector<std::string> former_passwords(Tx&, UserId, int count);
void remember_password(Tx&, UserId, std::string_view hash);
bool has_consented(Tx&, UserId, std::string_view notice);
void save_consent(Tx&, UserId, std::string_view notice, std::string_view ip);

}  // namespace yimen::identity::store
