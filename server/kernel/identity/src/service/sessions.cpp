#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/context.h"
#include "store/record_store.h"
#include "yimen/platform/text.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::identity {

namespace {

constexpr int most_devices = 10;

boost::json::object post_view(const organisation::PostOfStaff& held) {
  return {{"id", held.post.id.str()},
          {"name", held.post.name},
          {"department_id", held.post.department.str()},
          {"department_name", held.post.department_name},
          {"region_code", region::code_text(held.post.region_code)},
          {"center_id", held.post.center.str()},
          {"is_substitute", held.is_substitute},
          {"absent_holder_name", held.absent_holder_name}};
}

/// The post used last, when it is still his; else the first of his own.
std::int64_t first_post(const std::vector<organisation::PostOfStaff>& held, std::int64_t last_post_id) {
  for (const auto& one : held)
    if (one.post.id.value() == last_post_id) return last_post_id;
  return held.empty() ? 0 : held.front().post.id.value();
}

std::int64_t seconds_between(Instant from, Instant to) {
  return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(to - from).count());
}

void end_other_sessions(Tx& tx, Context& context, const store::AccountRow& account, const Caller& caller) {
  if (store::end_sessions(tx, account.id) == 0) return;
  context.messages.send(tx, account.id,
                        {.title = "您的账号在另一处登录",
                         .body = fmt::format("{} 您的账号从 {} 登录，原来的登录已自动退出。如果不是您本人操作，请立即修改密码并告知系统管理员。",
                                             platform::zh_instant(tx.now()), caller.ip),
                         .link = "/my/sessions"});
}

}  // namespace

std::string csrf_token_of(std::string_view session_token) {
  return platform::to_base64url(platform::hmac_sm3(session_token, "yimen/csrf"));
}

bool is_administrator(const std::vector<organisation::PostOfStaff>& held) {
  for (const auto& one : held)
    for (const auto* role : {"sys_admin", "sec_admin", "audit_admin"})
      if (one.post.has_role(role)) return true;
  return false;
}

bool is_administrator(Tx& tx, Context& context, UserId user, Date today) {
  return is_administrator(context.organisation.posts_of(tx, user, today));
}

Instant session_ends_at(const Context& context, AccountKind kind, const store::SessionRow& session) {
  const auto& options = context.options;
  const std::chrono::minutes idle{kind == AccountKind::staff ? options.staff_idle_minutes : options.public_idle_minutes};
  return std::min(session.expires_at, session.seen_at + idle);
}

boost::json::object session_view(Tx& tx, Context& context, const store::AccountRow& account, const store::SessionRow& session,
                                 std::string_view csrf_token) {
  boost::json::array posts, permissions;
  std::int64_t post_id = 0;
  bool needs_otp = false;
  if (account.kind == AccountKind::staff) {
    const auto held = context.organisation.posts_of(tx, account.id, tx.today());
    post_id = first_post(held, session.post_id);
    for (const auto& one : held) {
      posts.push_back(post_view(one));
      if (one.post.id.value() != post_id) continue;
      const auto allowed = context.organisation.permissions_of_roles(tx, one.post.roles);
      std::vector<std::string> sorted(allowed->begin(), allowed->end());
      std::sort(sorted.begin(), sorted.end());
      for (auto& name : sorted) permissions.emplace_back(std::move(name));
    }
    needs_otp = context.options.require_otp_for_admins && !account.is_otp_enrolled && is_administrator(held);
  }
  const bool is_citizen = account.kind == AccountKind::citizen;
  const bool owes_consent = is_citizen && !store::has_consented(tx, account.id, context.options.privacy_version);
  return {{"account", {{"id", account.id.str()},
                       {"login", account.login},
                       {"name", account.name},
                       {"kind", platform::EnumText<AccountKind>::to(account.kind)},
                       {"real_name_level", account.real_name_level},
                       {"party_id", account.party_id ? boost::json::value(account.party_id.str()) : boost::json::value()},
                       {"is_demo", account.is_demo}}},
          {"csrf_token", csrf_token},
          {"permissions", std::move(permissions)},
          {"posts", std::move(posts)},
          {"post_id", post_id ? boost::json::value(std::to_string(post_id)) : boost::json::value()},
          {"window_id", session.window_id ? boost::json::value(std::to_string(session.window_id)) : boost::json::value()},
          {"must_change_password", account.must_change_password},
          {"must_enrol_otp", needs_otp},
          {"privacy_version_due", owes_consent ? boost::json::value(context.options.privacy_version) : boost::json::value()},
          {"unread_messages", store::unread_count(tx, account.id)},
          {"expires_at", platform::iso_instant(session.expires_at)},
          {"ends_in_seconds", seconds_between(tx.now(), session_ends_at(context, account.kind, session))},
          {"closes_in_seconds", seconds_between(tx.now(), session.expires_at)}};
}

OpenedSession open_session(Tx& tx, Context& context, store::AccountRow account, const Caller& caller) {
  const auto& options = context.options;
  const bool is_staff = account.kind == AccountKind::staff;
  // 等保: a member of staff is signed in once; people keep a telephone and a computer signed in.
  if (is_staff) end_other_sessions(tx, context, account, caller);
  else store::trim_sessions(tx, account.id, most_devices - 1);
  account.failed_attempts = 0;
  account.locked_until.reset();
  account.last_sign_in_at = tx.now();
  if (options.password_max_age_days > 0 && is_staff &&
      tx.now() - account.password_changed_at > std::chrono::days{options.password_max_age_days})
    account.must_change_password = true;
  store::update(tx, account);
  const auto token = platform::random_token(32);
  const auto csrf_token = csrf_token_of(token);
  store::SessionRow session{.id = platform::next_id(), .token_hash = platform::sm3_hex(token),
                            .csrf_token_hash = platform::sm3_hex(csrf_token), .account_id = account.id,
                            .post_id = is_staff ? first_post(context.organisation.posts_of(tx, account.id, tx.today()), account.last_post_id) : 0,
                            .window_id = 0, .created_at = tx.now(), .seen_at = tx.now(),
                            .expires_at = tx.now() + std::chrono::hours{options.absolute_hours}, .ip = caller.ip,
                            .user_agent = caller.user_agent};
  store::insert(tx, session);
  trail::append(tx, actor_of(account, caller), {.action = "identity.sign_in", .subject_kind = "account", .subject_id = account.id.value(),
                                                .region_code = account.region_code, .text = "登录系统"});
  return {token, session_view(tx, context, account, session, csrf_token)};
}

}  // namespace yimen::identity
