#pragma once
#include "store/account_store.h"

/// All SQL over session and sms_code.
namespace yimen::identity::store {

struct SessionRow {
  std::int64_t id = 0;
  std::string token_hash, csrf_token_hash;
  UserId account_id;
  std::int64_t post_id = 0, window_id = 0;
  Instant created_at{}, seen_at{}, expires_at{};
  std::string ip, user_agent;
};

/// What one request needs to know, in one indexed read.
struct SignedIn {
  SessionRow session;
  AccountKind kind = AccountKind::citizen;
  std::string name;
  bool is_active = true, must_change_password = false, is_otp_enrolled = false;
};
std::optional<SignedIn> find_session(Tx&, std::string_view token_hash);
std::optional<SignedIn> find_session(Tx&, std::int64_t session_id);

/// Empty when the session has ended.
std::string csrf_hash_of(Tx&, std::int64_t session_id);
void insert(Tx&, const SessionRow&);
std::vector<SessionRow> sessions_of(Tx&, UserId);
void set_seen(Tx&, std::int64_t session_id, Instant);
void set_post(Tx&, std::int64_t session_id, std::int64_t post_id);
void set_window(Tx&, std::int64_t session_id, std::int64_t window_id);
/// Rows ended.
std::int64_t end_session(Tx&, UserId, std::int64_t session_id);
std::int64_t end_sessions(Tx&, UserId, std::int64_t except_session_id = 0);

/// Ends all but the newest `kept`: nobody carries that many devices.
void trim_sessions(Tx&, UserId, int kept);

struct SmsCode {
  std::int64_t id = 0;
  std::string code_hash;
  int attempts = 0;
  Instant created_at{}, expires_at{};
  bool is_used = false;
};
std::optional<SmsCode> newest_code(Tx&, std::string_view phone_hash, std::string_view purpose);
int codes_since(Tx&, std::string_view phone_hash, Instant);
void insert_code(Tx&, std::int64_t id, std::string_view phone_hash, std::string_view purpose, std::string_view code_hash, Instant expires_at);
void count_attempt(Tx&, std::int64_t code_id);
void use_code(Tx&, std::int64_t code_id);

/// Rows that have had their day: sessions, codes, failures at unknown logins.
void drop_expired(Tx&, std::chrono::minutes idle);

}  // namespace yimen::identity::store
