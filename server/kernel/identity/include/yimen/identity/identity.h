#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "yimen/identity/accounts.h"
#include "yimen/identity/messages.h"
#include "yimen/platform/http.h"

namespace yimen::platform {
struct LiveTopic;
}

namespace yimen::identity {

/// Section [identity] of the configuration.
struct Options {
  int staff_idle_minutes = 30;        ///< 等保 common practice is 15; the demo city keeps 30
  int public_idle_minutes = 30;
  int absolute_hours = 12;
  int max_failures = 5;
  int lock_minutes = 30;
  int sms_code_minutes = 5;
  int sms_code_attempts = 5;
  int password_max_age_days = 0;      ///< 0: no ageing
  bool require_otp_for_admins = true; ///< false in the demonstration city only
  bool show_sms_code = false;         ///< demo mode with the local sms adapter: the code is in the answer
  /// Real-name level of who registers himself: 2 where name and number are compared with the population library or, in
  /// the demonstration, by the rules of the number alone; 1 where no such service is connected.
  int self_registered_level = 2;
  std::string privacy_version = "2025-01";
  std::string issuer = "一门政务服务";    ///< shown by authenticator apps
};

/// Everything of this part behind one object; made once in app/ after the database is migrated.
class Identity {
 public:
  static std::unique_ptr<Identity> open(platform::Database&, const platform::FieldCipher&, Options);
  virtual ~Identity() = default;
  virtual platform::Authenticator& authenticator() = 0;
  virtual const Messages& messages() const = 0;
  /// Every route of identity and party.
  virtual void add_routes(platform::Routes&) = 0;
  /// Drops sessions, codes and throttle rows that have had their day; called every few minutes by a timer.
  virtual void sweep() = 0;
  /// What posts mean is remembered until the organisation's version grows; this forgets it without such a change.
  virtual void forget_posts() = 0;
  /// Permissions of this part with their Chinese names, for the role editor.
  struct Permission { std::string name, label; };
  static std::vector<Permission> permissions();
};

/// Event "unread" on open pages: {"unread": n}.
platform::LiveTopic unread_topic();

/// Accounts for the staff of `data_dir`/organisation/*.json and a few citizens and enterprises, one known password, flagged
/// is_demo. Only the demo command calls it, after load_organisation. Repeating it changes nothing.
struct DemoAccount {
  std::string login, name;
  std::string description;  ///< 岗位 or 身份, for the start page
  UserId id{};
};
std::vector<DemoAccount> load_demo_accounts(platform::Database&, const platform::FieldCipher&, const std::string& data_dir);
inline constexpr std::string_view demo_password = "Yimen@2026";

}  // namespace yimen::identity

namespace yimen::migrations {
std::vector<platform::Migration> identity();
}
