#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/totp.h"
#include "service/context.h"
#include "yimen/party/checks.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::identity {

namespace {

using store::AccountRow;

auto wrong_password(const Context& context, boost::source_location where = BOOST_CURRENT_LOCATION) {
  return fail(ErrorCode::unauthenticated, "identity/wrong-password",
              fmt::format("登录名或密码不正确。连续输错{}次，该登录名将锁定{}分钟。", context.options.max_failures, context.options.lock_minutes), {}, where);
}

auto locked(Instant until, boost::source_location where = BOOST_CURRENT_LOCATION) {
  return fail(ErrorCode::rate_limited, "identity/locked",
              fmt::format("连续输错次数过多，该登录名已锁定，请在{}之后再试。", platform::zh_instant(until)), {}, where);
}

void note_failure(Tx& tx, const Actor& actor, UserId account, std::int64_t region_code, std::string_view why) {
  trail::append(tx, actor, {.action = "identity.sign_in_failed", .subject_kind = "account", .subject_id = account.value(),
                            .region_code = region_code, .text = fmt::format("登录失败：{}", why)});
}

/// One step nearer to the lock; the fifth closes it.
template <class Counted>
void count_failure(Counted& counted, const Context& context, Instant now) {
  if (counted.locked_until && *counted.locked_until <= now) counted.failed_attempts = 0, counted.locked_until.reset();
  if (++counted.failed_attempts >= context.options.max_failures) counted.locked_until = now + std::chrono::minutes{context.options.lock_minutes};
}

/// A login nobody has gives the answers of one that somebody has, with the same work done.
Result<OpenedSession> refuse_unknown(Tx& tx, Context& context, const Caller& caller, std::string_view login) {
  const auto login_hash = context.cipher.search_hash("login/" + store::login_key(login));
  auto state = store::unknown_login(tx, login_hash);
  if (state.locked_until && *state.locked_until > tx.now()) return locked(*state.locked_until);
  count_failure(state, context, tx.now());
  store::save_unknown_login(tx, login_hash, state);
  Actor nobody;
  nobody.ip = caller.ip;
  nobody.request_id = caller.request_id;
  note_failure(tx, nobody, UserId{}, 0, "登录名不存在");
  if (state.locked_until) return locked(*state.locked_until);
  return wrong_password(context);
}

Result<void> check_otp(const Context& context, AccountRow& account, std::string_view otp, Instant now) {
  if (!account.is_otp_enrolled) return {};
  if (otp.empty()) return fail(ErrorCode::unauthenticated, "identity/otp-required", "请输入动态口令器上的6位数字。", {{"/otp", "请输入动态口令"}});
  const auto secret = TRY(context.cipher.decrypt(account.otp_secret_sealed));
  const auto step = totp::matching_step(secret, otp, now, account.otp_last_step);
  if (!step) return fail(ErrorCode::unauthenticated, "identity/otp-wrong", "动态口令不正确或已用过，请等下一组数字再试。", {{"/otp", "动态口令不正确"}});
  account.otp_last_step = *step;
  return {};
}

Result<OpenedSession> finish(Tx& tx, Context& context, const Caller& caller, const AccountRow& seen, bool is_right, std::string_view otp) {
  auto account = *store::lock(tx, seen.id);
  if (account.is_locked(tx.now())) return locked(*account.locked_until);
  const auto refuse = [&](std::string_view why) {
    count_failure(account, context, tx.now());
    store::update(tx, account);
    note_failure(tx, actor_of(account, caller), account.id, account.region_code, why);
  };
  // The password may have been changed while the old one was being verified.
  if (!is_right || account.password_hash != seen.password_hash) {
    refuse("密码不正确");
    if (account.is_locked(tx.now())) return locked(*account.locked_until);
    return wrong_password(context);
  }
  if (!account.is_active) return fail(ErrorCode::forbidden, "identity/account-disabled", "该账号已停用，请联系系统管理员。");
  if (auto otp_checked = check_otp(context, account, otp, tx.now()); !otp_checked) {
    if (!otp.empty()) refuse("动态口令不正确");
    return tl::make_unexpected(std::move(otp_checked.error()));
  }
  return open_session(tx, context, std::move(account), caller);
}

std::optional<AccountRow> find_by_login_or_phone(Tx& tx, Context& context, std::string_view login) {
  if (auto found = store::find(tx, login)) return found;
  const auto phone = party::check_phone(login);
  if (!phone) return std::nullopt;
  auto account = account_of_phone(tx, context, *phone);
  return account ? std::optional(std::move(*account)) : std::nullopt;
}

}  // namespace

Result<AccountRow> account_of_phone(Tx& tx, Context& context, std::string_view phone, std::string_view login) {
  auto accounts = store::of_phone(tx, context.cipher.search_hash(phone));
  std::erase_if(accounts, [&](const AccountRow& a) {
    return a.kind != AccountKind::citizen || !a.is_active || (!login.empty() && store::login_key(a.login) != store::login_key(login));
  });
  if (accounts.size() > 1)
    std::erase_if(accounts, [&](const AccountRow& a) {
      const auto party = context.parties.get(tx, a.party_id);
      return !party || party->kind != party::PartyKind::person;
    });
  if (accounts.size() == 1) return std::move(accounts.front());
  if (accounts.empty()) return fail(ErrorCode::not_found, "identity/phone-unknown", "该手机号没有对应的账号，请先注册或核对登录名。");
  return fail(ErrorCode::conflict, "identity/phone-ambiguous", "该手机号绑定了多个账号，请填写登录名，或用登录名和密码登录。", {{"/login", "请填写登录名"}});
}

Result<OpenedSession> sign_in_with_password(Context& context, const Caller& caller, std::string_view login, std::string_view password,
                                            std::string_view otp) {
  const auto now = context.database.clock().now();
  if (context.throttle.is_blocked(caller.ip, now))
    return fail(ErrorCode::rate_limited, "identity/address-throttled", "从您所在网络登录失败的次数过多，请十分钟后再试。");
  const auto account = context.database.read([&](Tx& tx) { return find_by_login_or_phone(tx, context, login); });
  // The slow hash runs outside every transaction: nobody waits for it but this caller.
  const bool is_right = TRY(platform::verify_password(password, account ? account->password_hash : context.dummy_hash));
  auto kept = context.database.transact([&](Tx& tx) -> Kept<OpenedSession> {
    if (!account) return {refuse_unknown(tx, context, caller, login)};
    return {finish(tx, context, caller, *account, is_right, otp)};
  });
  if (!kept.result && kept.result.error().slug != "identity/otp-required") context.throttle.count(caller.ip, now);
  return std::move(kept.result);
}

Result<OpenedSession> sign_in_with_code(Context& context, const Caller& caller, std::string_view raw_phone, std::string_view code) {
  const auto phone = TRY(party::check_phone(raw_phone));
  const auto now = context.database.clock().now();
  if (context.throttle.is_blocked(caller.ip, now))
    return fail(ErrorCode::rate_limited, "identity/address-throttled", "从您所在网络登录失败的次数过多，请十分钟后再试。");
  auto kept = context.database.transact([&](Tx& tx) -> Kept<OpenedSession> {
    const auto run = [&]() -> Result<OpenedSession> {
      TRY(check_code(tx, context, phone, "sign_in", code, CodeUse::use_up));
      return open_session(tx, context, TRY(account_of_phone(tx, context, phone)), caller);
    };
    return {run()};
  });
  if (!kept.result) context.throttle.count(caller.ip, now);
  return std::move(kept.result);
}

}  // namespace yimen::identity
