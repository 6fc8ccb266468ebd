#include <boost/json.hpp>

#include "service/context.h"
#include "yimen/party/checks.h"
#include "yimen/trail/trail.h"

namespace yimen::identity {

namespace {

constexpr int history_length = 5;

/// Against the rules and the last five passwords; slow, so outside every transaction.
Result<std::string> hash_new_password(Context& context, const store::AccountRow& account, std::string_view password, std::string_view field) {
  const auto [is_admin, former] = context.database.read([&](Tx& tx) {
    return std::pair{account.kind == AccountKind::staff && is_administrator(tx, context, account.id, tx.today()),
                     store::former_passwords(tx, account.id, history_length)};
  });
  if (auto problem = password_problem(password, account.login, is_admin))
    return fail(ErrorCode::invalid_input, "identity/weak-password", *problem, {{std::string(field), *problem}});
  auto hashes = former;
  if (std::find(hashes.begin(), hashes.end(), account.password_hash) == hashes.end()) hashes.push_back(account.password_hash);
  for (const auto& hash : hashes)
    if (TRY(platform::verify_password(password, hash)))
      return fail(ErrorCode::invalid_input, "identity/password-used", "新密码不能与最近5次用过的密码相同。", {{std::string(field), "最近用过"}});
  return platform::hash_password(password);
}

void set_password(Tx& tx, store::AccountRow account, const std::string& hash) {
  account.password_hash = hash;
  account.password_changed_at = tx.now();
  account.must_change_password = false;
  account.failed_attempts = 0;
  account.locked_until.reset();
  ++account.version;
  store::update(tx, account);
  store::remember_password(tx, account.id, hash);
}

void tell(Tx& tx, Context& context, UserId account) {
  context.messages.send(tx, account, {.title = "密码已修改", .body = "您的登录密码已修改，其他设备上的登录已退出。如果不是您本人操作，请立即联系政务服务中心。",
                                      .link = "/my/sessions"});
}

}  // namespace

std::string one_time_password() {
  // No 0 O 1 l I: it is read aloud and typed once.
  constexpr std::string_view small = "abcdefghijkmnpqrstuvwxyz", large = "ABCDEFGHJKLMNPQRSTUVWXYZ", digits = "23456789";
  std::string word;
  const auto bytes = platform::random_bytes(64);
  std::size_t at = 0;
  // Bytes beyond the largest multiple of the alphabet are left out, so that no letter comes more often.
  const auto pick = [&](std::string_view from) {
    for (;; ++at) {
      const auto byte = static_cast<unsigned char>(at < bytes.size() ? bytes[at] : platform::random_bytes(1)[0]);
      if (byte >= 256 / from.size() * from.size()) continue;
      ++at;
      return from[byte % from.size()];
    }
  };
  for (int group = 0; group < 3; ++group) {
    if (group > 0) word += '-';
    word += pick(large);
    word += pick(small);
    word += pick(small);
    word += pick(digits);
  }
  return word;
}

Result<void> change_password(Context& context, const Actor& actor, std::string_view old_password, std::string_view new_password) {
  const auto account = context.database.read([&](Tx& tx) { return store::find(tx, actor.id); });
  if (!account) return fail(ErrorCode::not_found, "identity/account-not-found", "没有找到账号。");
  if (account->is_locked(context.database.clock().now()))
    return fail(ErrorCode::rate_limited, "identity/locked", "原密码输错次数过多，请稍后再试。");
  if (!TRY(platform::verify_password(old_password, account->password_hash))) {
    context.database.transact([&](Tx& tx) {
      auto row = *store::lock(tx, actor.id);
      if (++row.failed_attempts >= context.options.max_failures) row.locked_until = tx.now() + std::chrono::minutes{context.options.lock_minutes};
      store::update(tx, row);
      return true;
    });
    return fail(ErrorCode::invalid_input, "identity/old-password", "原密码不正确。", {{"/old_password", "原密码不正确"}});
  }
  const auto hash = TRY(hash_new_password(context, *account, new_password, "/new_password"));
  return context.database.transact([&](Tx& tx) -> Result<void> {
    auto row = *store::lock(tx, actor.id);
    if (row.password_hash != account->password_hash)
      return fail(ErrorCode::conflict, "identity/password-changed-meanwhile", "密码刚在另一处修改过，请重新登录。");
    set_password(tx, std::move(row), hash);
    store::end_sessions(tx, actor.id, actor.session_id);
    trail::append(tx, actor, {.action = "identity.change_password", .subject_kind = "account", .subject_id = actor.id.value(),
                              .region_code = account->region_code, .text = "修改登录密码"});
    tell(tx, context, actor.id);
    return {};
  });
}

Result<void> reset_password(Context& context, const Caller& caller, std::string_view raw_phone, std::string_view login, std::string_view code,
                            std::string_view new_password) {
  const auto phone = TRY(party::check_phone(raw_phone));
  auto tried = context.database.transact([&](Tx& tx) -> Kept<store::AccountRow> {
    const auto run = [&]() -> Result<store::AccountRow> {
      TRY(check_code(tx, context, phone, "password_reset", code, CodeUse::check_only));
      return account_of_phone(tx, context, phone, login);
    };
    return {run()};
  });
  const auto account = TRY(std::move(tried.result));
  const auto hash = TRY(hash_new_password(context, account, new_password, "/password"));
  return context.database.transact([&](Tx& tx) -> Result<void> {
    TRY(check_code(tx, context, phone, "password_reset", code, CodeUse::use_up));
    set_password(tx, *store::lock(tx, account.id), hash);
    store::end_sessions(tx, account.id);
    trail::append(tx, actor_of(account, caller), {.action = "identity.reset_password", .subject_kind = "account",
                                                  .subject_id = account.id.value(), .text = "用手机验证码重设密码"});
    tell(tx, context, account.id);
    return {};
  });
}

}  // namespace yimen::identity
