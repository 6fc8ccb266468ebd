#include "yimen/identity/accounts.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/account_store.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/json.h"
#include "yimen/trail/trail.h"

namespace yimen::identity {

using platform::ErrorCode;
using platform::fail;

namespace {

Account account_from(const store::AccountRow& row) {
  return {.id = row.id, .kind = row.kind, .login = row.login, .name = row.name, .party_id = row.party_id,
          .real_name_level = row.real_name_level, .is_active = row.is_active, .is_demo = row.is_demo,
          .must_change_password = row.must_change_password, .version = row.version};
}

std::optional<Account> account_from(const std::optional<store::AccountRow>& row) {
  if (!row) return std::nullopt;
  return account_from(*row);
}

/// Before seven or from eight in the evening on, and at week-ends: worth a look, not a fault.
bool is_out_of_hours(platform::Instant at) {
  const auto minute = platform::shanghai_minute(at);
  const std::chrono::weekday day{std::chrono::sys_days{platform::shanghai_date(at)}};
  return minute < 7 * 60 || minute >= 20 * 60 || day == std::chrono::Saturday || day == std::chrono::Sunday;
}

}  // namespace

std::optional<Account> find_account(Tx& tx, UserId id) { return account_from(store::find(tx, id)); }
std::optional<Account> find_account(Tx& tx, std::string_view login) { return account_from(store::find(tx, login)); }
std::string name_of(Tx& tx, UserId id) {
  return tx.scalar<std::string>("select name from account where id = ?", id).value_or("");
}

Result<UserId> create_staff_account(Tx& tx, const platform::FieldCipher& cipher, const Actor& actor, const NewStaff& staff) {
  const store::AccountRow row{.id = staff.id ? staff.id : platform::new_id<UserId>(), .kind = AccountKind::staff, .login = staff.login,
                              .name = staff.name, .phone_sealed = cipher.encrypt(staff.phone),
                              .phone_hash = staff.phone.empty() ? "" : cipher.search_hash(staff.phone), .password_hash = staff.password_hash,
                              .password_changed_at = tx.now(), .must_change_password = staff.must_change_password,
                              .region_code = staff.region_code, .real_name_level = 4, .is_demo = staff.is_demo, .created_at = tx.now()};
  if (store::find(tx, row.id)) return fail(ErrorCode::conflict, "identity/account-exists", "该工作人员已有账号。");
  if (!store::insert(tx, row)) return fail(ErrorCode::conflict, "identity/login-taken", "该登录名已有人使用，请换一个。", {{"/login", "已有人使用"}});
  trail::append(tx, actor, {.action = "identity.create_account", .subject_kind = "account", .subject_id = row.id.value(),
                            .region_code = row.region_code, .text = fmt::format("为{}建立工作人员账号", row.name), .facts = {{"login", row.login}}});
  return row.id;
}

Result<void> raise_real_name_level(Tx& tx, const Actor& actor, UserId id, int level, std::string_view evidence) {
  auto row = store::lock(tx, id);
  if (!row) return fail(ErrorCode::not_found, "identity/account-not-found", "没有找到账号。");
  if (level < 0 || level > 4) return fail(ErrorCode::invalid_input, "identity/real-name-level", "实名等级应为 0 至 4。");
  if (row->real_name_level >= level) return {};
  trail::append(tx, actor, {.action = "identity.raise_level", .subject_kind = "account", .subject_id = id.value(),
                            .text = fmt::format("实名等级由{}升至{}", row->real_name_level, level), .facts = {{"evidence", evidence}}});
  row->real_name_level = level;
  ++row->version;
  store::update(tx, *row);
  return {};
}

void log_access(Tx& tx, const Actor& actor, const Access& access) {
  boost::json::array fields;
  for (const auto& field : access.fields) fields.emplace_back(field);
  tx.exec(R"sql(
      insert into access_log (id, happened_at, actor_id, actor_name, post_id, post_name, department_id, region_code, subject_id,
             purpose, reason, case_no, fields, row_count, is_granted, is_out_of_hours, ip)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          platform::next_id(), tx.now(), actor.id, actor.name, actor.post_id, actor.post_name, actor.department_id, actor.scope_low,
          access.subject_id, access.purpose, access.reason, access.case_no, platform::to_text(fields), access.rows, access.is_granted,
          is_out_of_hours(tx.now()), actor.ip);
}

}  // namespace yimen::identity
