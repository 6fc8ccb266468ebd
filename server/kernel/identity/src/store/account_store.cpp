#include "store/account_store.h"

#include "yimen/platform/text.h"

namespace yimen::identity::store {

using platform::Row;

namespace {

const std::string select_account = R"sql(
    select id, kind, login, name, phone_sealed, phone_hash, password_hash, password_changed_at, must_change_password,
           party_id, region_code, last_post_id, real_name_level, is_active, is_demo, failed_attempts, locked_until,
           otp_secret_sealed, is_otp_enrolled, otp_last_step, last_sign_in_at, created_at, version
      from account)sql";

AccountRow row_from(const Row& row) {
  return {.id = row.get<UserId>(0), .kind = row.get<AccountKind>(1), .login = row.get<std::string>(2),
          .name = row.get<std::string>(3), .phone_sealed = row.get<std::string>(4), .phone_hash = row.get<std::string>(5),
          .password_hash = row.get<std::string>(6), .password_changed_at = row.get<Instant>(7),
          .must_change_password = row.get<bool>(8), .party_id = row.get<party::PartyId>(9),
          .region_code = row.get<std::int64_t>(10), .last_post_id = row.get<std::int64_t>(11),
          .real_name_level = row.get<int>(12), .is_active = row.get<bool>(13), .is_demo = row.get<bool>(14),
          .failed_attempts = row.get<int>(15), .locked_until = row.get<std::optional<Instant>>(16),
          .otp_secret_sealed = row.get<std::string>(17), .is_otp_enrolled = row.get<bool>(18),
          .otp_last_step = row.get<std::int64_t>(19), .last_sign_in_at = row.get<std::optional<Instant>>(20),
          .created_at = row.get<Instant>(21), .version = row.get<int>(22)};
}

}  // namespace

std::string login_key(std::string_view login) { return platform::fold_width(platform::trim(login)); }

std::optional<AccountRow> find(Tx& tx, UserId id) { return tx.find(select_account + " where id = ?", row_from, id); }

std::optional<AccountRow> find(Tx& tx, std::string_view login) {
  return tx.find(select_account + " where login_key = ?", row_from, login_key(login));
}

std::optional<AccountRow> lock(Tx& tx, UserId id) {
  return tx.find(select_account + " where id = ?" + std::string(tx.lock_words()), row_from, id);
}

std::vector<AccountRow> of_phone(Tx& tx, std::string_view phone_hash) {
  return tx.all(select_account + " where phone_hash = ? order by id limit 20", row_from, phone_hash);
}

bool insert(Tx& tx, const AccountRow& a) {
  return tx.exec(R"sql(
      insert into account (id, kind, login, login_key, name, phone_sealed, phone_hash, password_hash, password_changed_at,
             must_change_password, party_id, region_code, last_post_id, real_name_level, is_active, is_demo,
             failed_attempts, locked_until, otp_secret_sealed, is_otp_enrolled, otp_last_step, last_sign_in_at,
             created_at, version)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, null, '', 0, 0, null, ?, 1)
      on conflict do nothing)sql",
                 a.id, a.kind, a.login, login_key(a.login), a.name, a.phone_sealed, a.phone_hash, a.password_hash, tx.now(),
                 a.must_change_password, a.party_id, a.region_code, a.real_name_level, a.is_active, a.is_demo, tx.now()) == 1;
}

void update(Tx& tx, const AccountRow& a) {
  tx.exec(R"sql(
      update account
         set name = ?, phone_sealed = ?, phone_hash = ?, password_hash = ?, password_changed_at = ?,
             must_change_password = ?, last_post_id = ?, real_name_level = ?, is_active = ?, failed_attempts = ?,
             locked_until = ?, otp_secret_sealed = ?, is_otp_enrolled = ?, otp_last_step = ?, last_sign_in_at = ?,
             version = ?
       where id = ?)sql",
          a.name, a.phone_sealed, a.phone_hash, a.password_hash, a.password_changed_at, a.must_change_password, a.last_post_id,
          a.real_name_level, a.is_active, a.failed_attempts, a.locked_until, a.otp_secret_sealed, a.is_otp_enrolled,
          a.otp_last_step, a.last_sign_in_at, a.version, a.id);
}

std::vector<AccountRow> list(Tx& tx, const Filter& by) {
  auto sql = select_account + " where kind = ? and region_code >= ? and region_code < ?";
  std::vector<platform::Param> params{platform::to_param(by.kind), by.scope_low, by.scope_high};
  if (by.before) {
    sql += " and id < ?";
    params.emplace_back(by.before.value());
  }
  if (!by.login_start.empty()) {
    sql += " and (substr(login_key, 1, cast(? as integer)) = ? or substr(name, 1, cast(? as integer)) = ?)";
    const auto key = login_key(by.login_start);
    params.emplace_back(static_cast<std::int64_t>(platform::count_characters(key)));
    params.emplace_back(key);
    params.emplace_back(static_cast<std::int64_t>(platform::count_characters(by.login_start)));
    params.emplace_back(by.login_start);
  }
  sql += " order by id desc limit ?";
  params.emplace_back(std::int64_t{by.limit});
  std::vector<AccountRow> rows;
  tx.run(sql, params, [&](const Row& row) { rows.push_back(row_from(row)); });
  return rows;
}

UnknownLogin unknown_login(Tx& tx, std::string_view login_hash) {
  return tx.find("select failed_attempts, locked_until from unknown_login where login_hash = ?",
                 [](const Row& row) { return UnknownLogin{row.get<int>(0), row.get<std::optional<Instant>>(1)}; }, login_hash)
      .value_or(UnknownLogin{});
}

void save_unknown_login(Tx& tx, std::string_view login_hash, const UnknownLogin& state) {
  tx.exec(R"sql(
      insert into unknown_login (login_hash, failed_attempts, locked_until, updated_at)
      values (?, ?, ?, ?)
      on conflict (login_hash) do update
         set failed_attempts = excluded.failed_attempts, locked_until = excluded.locked_until,
             updated_at = excluded.updated_at)sql",
          login_hash, state.failed_attempts, state.locked_until, tx.now());
}

std::vector<std::string> former_passwords(Tx& tx, UserId id, int count) {
  return tx.all("select password_hash from password_history where account_id = ? order by id desc limit ?",
                [](const Row& row) { return row.get<std::string>(0); }, id, count);
}

void remember_password(Tx& tx, UserId id, std::string_view hash) {
  tx.exec("insert into password_history (id, account_id, changed_at, password_hash) values (?, ?, ?, ?)", platform::next_id(), id, tx.now(), hash);
}

bool has_consented(Tx& tx, UserId id, std::string_view notice) {
  return tx.scalar<std::int64_t>("select 1 from privacy_consent where account_id = ? and notice = ? and withdrawn_at is null", id, notice)
      .has_value();
}

void save_consent(Tx& tx, UserId id, std::string_view notice, std::string_view ip) {
  tx.exec(R"sql(
      insert into privacy_consent (account_id, notice, given_at, withdrawn_at, ip) values (?, ?, ?, null, ?)
      on conflict (account_id, notice) do update set given_at = excluded.given_at, withdrawn_at = null, ip = excluded.ip)sql",
          id, notice, tx.now(), ip);
}

}  // namespace yimen::identity::store
