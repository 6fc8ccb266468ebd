#include "store/session_store.h"

namespace yimen::identity::store {

using platform::Row;

namespace {

constexpr std::string_view session_columns =
    "s.id, s.token_hash, s.csrf_token_hash, s.account_id, s.post_id, s.window_id, s.created_at, s.seen_at, s.expires_at, "
    "s.ip, s.user_agent";

SessionRow session_from(const Row& row) {
  return {.id = row.get<std::int64_t>(0), .token_hash = row.get<std::string>(1), .csrf_token_hash = row.get<std::string>(2),
          .account_id = row.get<UserId>(3), .post_id = row.get<std::int64_t>(4), .window_id = row.get<std::int64_t>(5),
          .created_at = row.get<Instant>(6), .seen_at = row.get<Instant>(7), .expires_at = row.get<Instant>(8),
          .ip = row.get<std::string>(9), .user_agent = row.get<std::string>(10)};
}

SignedIn signed_in_from(const Row& row) {
  return {.session = session_from(row), .kind = row.get<AccountKind>(11), .name = row.get<std::string>(12),
          .is_active = row.get<bool>(13), .must_change_password = row.get<bool>(14), .is_otp_enrolled = row.get<bool>(15)};
}

std::string select_signed_in(std::string_view condition) {
  return "select " + std::string(session_columns) + R"sql(,
           a.kind, a.name, a.is_active, a.must_change_password, a.is_otp_enrolled
      from session s
      join account a on a.id = s.account_id
     where )sql" + std::string(condition);
}

}  // namespace

std::optional<SignedIn> find_session(Tx& tx, std::string_view token_hash) {
  static const auto sql = select_signed_in("s.token_hash = ?");
  return tx.find(sql, signed_in_from, token_hash);
}

std::optional<SignedIn> find_session(Tx& tx, std::int64_t session_id) {
  static const auto sql = select_signed_in("s.id = ?");
  return tx.find(sql, signed_in_from, session_id);
}

std::string csrf_hash_of(Tx& tx, std::int64_t session_id) {
  return tx.scalar<std::string>("select csrf_token_hash from session where id = ?", session_id).value_or("");
}

void insert(Tx& tx, const SessionRow& s) {
  tx.exec(R"sql(
      insert into session (id, token_hash, csrf_token_hash, account_id, post_id, window_id, created_at, seen_at, expires_at,
             ip, user_agent)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          s.id, s.token_hash, s.csrf_token_hash, s.account_id, s.post_id, s.window_id, s.created_at, s.seen_at, s.expires_at, s.ip,
          s.user_agent);
}

std::vector<SessionRow> sessions_of(Tx& tx, UserId account) {
  static const std::string sql =
      "select " + std::string(session_columns) + " from session s where s.account_id = ? order by s.id desc limit 100";
  return tx.all(sql, session_from, account);
}

void set_seen(Tx& tx, std::int64_t id, Instant at) {
  tx.exec("update session set seen_at = ? where id = ? and seen_at < ?", at, id, at);
}

void set_post(Tx& tx, std::int64_t id, std::int64_t post) {
  tx.exec("update session set post_id = ?, window_id = 0 where id = ?", post, id);
}

void set_window(Tx& tx, std::int64_t id, std::int64_t window) {
  tx.exec("update session set window_id = ? where id = ?", window, id);
}

std::int64_t end_session(Tx& tx, UserId account, std::int64_t id) {
  return tx.exec("delete from session where account_id = ? and id = ?", account, id);
}

std::int64_t end_sessions(Tx& tx, UserId account, std::int64_t except) {
  return tx.exec("delete from session where account_id = ? and id <> ?", account, except);
}

void trim_sessions(Tx& tx, UserId account, int kept) {
  tx.exec(R"sql(
      delete from session
       where account_id = ?
         and id not in (select id from session where account_id = ? order by id desc limit ?))sql",
          account, account, kept);
}

std::optional<SmsCode> newest_code(Tx& tx, std::string_view phone_hash, std::string_view purpose) {
  return tx.find(R"sql(
      select id, code_hash, attempts, created_at, expires_at, case when used_at is null then 0 else 1 end
        from sms_code
       where phone_hash = ? and purpose = ?
       order by id desc limit 1)sql",
                 [](const Row& row) {
                   return SmsCode{.id = row.get<std::int64_t>(0), .code_hash = row.get<std::string>(1), .attempts = row.get<int>(2),
                                  .created_at = row.get<Instant>(3), .expires_at = row.get<Instant>(4), .is_used = row.get<bool>(5)};
                 },
                 phone_hash, purpose);
}

int codes_since(Tx& tx, std::string_view phone_hash, Instant since) {
  return static_cast<int>(
      tx.scalar<std::int64_t>("select count(*) from sms_code where phone_hash = ? and created_at >= ?", phone_hash, since).value_or(0));
}

void insert_code(Tx& tx, std::int64_t id, std::string_view phone_hash, std::string_view purpose, std::string_view code_hash,
                 Instant expires_at) {
  tx.exec(R"sql(
      insert into sms_code (id, phone_hash, purpose, code_hash, attempts, created_at, expires_at, used_at)
      values (?, ?, ?, ?, 0, ?, ?, null))sql",
          id, phone_hash, purpose, code_hash, tx.now(), expires_at);
}

void count_attempt(Tx& tx, std::int64_t id) { tx.exec("update sms_code set attempts = attempts + 1 where id = ?", id); }

void use_code(Tx& tx, std::int64_t id) { tx.exec("update sms_code set used_at = ? where id = ?", tx.now(), id); }

void drop_expired(Tx& tx, std::chrono::minutes idle) {
  const auto yesterday = tx.now() - std::chrono::hours{24};
  tx.exec("delete from session where expires_at < ? or seen_at < ?", tx.now(), tx.now() - idle);
  tx.exec("delete from sms_code where created_at < ?", yesterday);
  tx.exec("delete from unknown_login where updated_at < ?", yesterday);
}

}  // namespace yimen::identity::store
