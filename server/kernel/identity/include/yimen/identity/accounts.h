#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/party/party.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

/// Accounts of citizens, enterprises and staff. The account id is the UserId everybody else stores.
namespace yimen::identity {

using platform::Actor;
using platform::Database;
using platform::Result;
using platform::Tx;
using platform::UserId;

enum class AccountKind { citizen, staff };

/// Never carries hashes, secrets or numbers.
struct Account {
  UserId id;
  AccountKind kind = AccountKind::citizen;
  std::string login, name;
  party::PartyId party_id{};   ///< citizens and enterprises
  /// 0 未实名 · 1 手机实名 · 2 信息核验 · 3 实人核验 · 4 数字证书/窗口核验
  int real_name_level = 0;
  bool is_active = true;
  bool is_demo = false;
  bool must_change_password = false;
  int version = 1;
};

std::optional<Account> find_account(Tx&, UserId);
std::optional<Account> find_account(Tx&, std::string_view login);
/// Names for lists: empty string for an id nobody has.
std::string name_of(Tx&, UserId);

/// Why a password is refused, in Chinese; nullopt when it will do. Eight characters (twelve for administrators), three of
/// four classes, no well-known word, not the login or the phone.
std::optional<std::string> password_problem(std::string_view password, std::string_view login, bool is_administrator);

struct NewStaff {
  UserId id{};                 ///< 0: a new id
  std::string login, name, phone;
  std::int64_t region_code = 0;  ///< of his unit: which administrators see the account
  std::string password_hash;   ///< argon2id, made before the transaction
  bool is_demo = false;
  bool must_change_password = true;
};
/// @returns conflict "identity/login-taken" or "identity/account-exists".
Result<UserId> create_staff_account(Tx&, const platform::FieldCipher&, const Actor&, const NewStaff&);

/// An account nobody can sign in to: the invented citizens of the demonstration's simulated year.
Result<UserId> create_sleeping_account(Tx&, const platform::FieldCipher&, const party::Party&);

/// Raises the level after a check at the window or by an identity service; never lowers it.
Result<void> raise_real_name_level(Tx&, const Actor&, UserId, int level, std::string_view evidence);

/// One row of 查询留痕: who looked at whose data, in which post, why. Cannot be switched off.
/// Law: 网络数据安全管理条例 Art. 12 (kept at least three years).
struct Access {
  party::PartyId subject_id{};
  std::string purpose;   ///< "unmask", "case_review", "export"
  std::string reason;
  std::string case_no;   ///< empty when no case is concerned
  std::vector<std::string> fields;
  int rows = 1;
  bool is_granted = true;
};
void log_access(Tx&, const Actor&, const Access&);

}  // namespace yimen::identity

namespace yimen::platform {
template <>
struct EnumText<identity::AccountKind> {
  static std::string_view to(identity::AccountKind kind) { return kind == identity::AccountKind::citizen ? "citizen" : "staff"; }
  static std::optional<identity::AccountKind> from(std::string_view word) {
    if (word == "citizen") return identity::AccountKind::citizen;
    if (word == "staff") return identity::AccountKind::staff;
    return std::nullopt;
  }
};
}  // namespace yimen::platform
