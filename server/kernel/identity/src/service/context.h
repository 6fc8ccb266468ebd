#pragma once
#include <atomic>
#include <mutex>
#include <unordered_map>

#include <boost/json/object.hpp>

#include "store/session_store.h"
#include "yimen/identity/identity.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/authorisation.h"
#include "yimen/platform/crypto.h"

/// What the use cases of this part share.
namespace yimen::identity {

using platform::Date;
using platform::ErrorCode;
using platform::fail;
using platform::Instant;

/// Commits even when the result is an error: a refused sign-in is counted.
template <class T>
struct Kept {
  Result<T> result;
  explicit operator bool() const { return true; }
};

/// Failures per client address in the last ten minutes; forgets when the process ends, the lock on the account does not.
class AddressThrottle {
 public:
  bool is_blocked(const std::string& ip, Instant now);
  void count(const std::string& ip, Instant now);
  static constexpr int most_failures = 50;  ///< a hall of service terminals shares one address

 private:
  struct Entry {
    Instant since{};
    int failures = 0;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

struct Context {
  Context(platform::Database& db, const platform::FieldCipher& key, Options chosen)
      : database{db}, cipher{key}, options{std::move(chosen)}, parties{key}, authorisations{key}, messages{key, parties} {}
  platform::Database& database;
  const platform::FieldCipher& cipher;
  const Options options;
  party::Parties parties;
  party::Authorisations authorisations;
  organisation::Organisation organisation;
  Messages messages;
  AddressThrottle throttle;
  std::string dummy_hash;  ///< what an unknown login is verified against, so that it takes as long as a known one
};

/// Where a request comes from.
struct Caller {
  std::string ip, request_id, user_agent;
};
Caller caller_of(const platform::Request&);
/// The actor of acts that happen before or while a session begins.
Actor actor_of(const store::AccountRow&, const Caller&);

// sms_codes.cpp
struct SentCode {
  int expires_in_seconds;
  std::string code;
};
Result<SentCode> send_code(Context&, std::string_view phone, std::string_view purpose);
enum class CodeUse { check_only, use_up };
/// Counts a wrong attempt, so the caller's transaction must commit whatever comes out.
Result<void> check_code(Tx&, Context&, std::string_view phone, std::string_view purpose, std::string_view code, CodeUse);

// sessions.cpp
inline constexpr std::string_view cookie_name = "yimen_session";
struct OpenedSession {
  std::string token;
  boost::json::object view;
};
std::string csrf_token_of(std::string_view session_token);
OpenedSession open_session(Tx&, Context&, store::AccountRow, const Caller&);
/// When the session ends unless it is used before; `expires_at` is the end that use does not move.
Instant session_ends_at(const Context&, AccountKind, const store::SessionRow&);
/// The object GET /api/v1/session answers with.
boost::json::object session_view(Tx&, Context&, const store::AccountRow&, const store::SessionRow&, std::string_view csrf_token);
/// Is one of the three administrators among the person's posts?
bool is_administrator(const std::vector<organisation::PostOfStaff>&);
bool is_administrator(Tx&, Context&, UserId, Date);

// sign_in.cpp
Result<OpenedSession> sign_in_with_password(Context&, const Caller&, std::string_view login, std::string_view password, std::string_view otp);
Result<OpenedSession> sign_in_with_code(Context&, const Caller&, std::string_view phone, std::string_view code);
/// The one citizen account a phone leads to: the person's where an enterprise shares the number.
Result<store::AccountRow> account_of_phone(Tx&, Context&, std::string_view phone, std::string_view login = {});

// register.cpp
struct Registration {
  party::PartyInput party;
  std::string sms_code, login, password, privacy_version;
};
Result<OpenedSession> register_account(Context&, const Caller&, Registration);

// passwords.cpp
Result<void> change_password(Context&, const Actor&, std::string_view old_password, std::string_view new_password);
Result<void> reset_password(Context&, const Caller&, std::string_view phone, std::string_view login, std::string_view code, std::string_view new_password);
/// A password that can be read over the telephone and meets every rule.
std::string one_time_password();

}  // namespace yimen::identity
