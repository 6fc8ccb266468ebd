#include "service/authenticator.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/platform/log.h"
#include "yimen/region/region.h"
#include "yimen/trail/trail.h"

namespace yimen::identity {

namespace {

constexpr std::chrono::seconds duty_lifetime{60};
constexpr std::chrono::seconds seen_interval{60};
constexpr int refusals_per_minute = 10;
constexpr std::size_t most_remembered = 20'000;

/// The worker thread that authenticates a request is the one that asks for its CSRF token a moment later.
struct LastSession {
  std::int64_t id = 0;
  std::string csrf_hash;
};
thread_local LastSession last_session;

/// A person who must change his password or enrol a second factor can do that, and nothing else.
bool is_open_to_restricted(std::string_view path) {
  return path == "/api/v1/session" || path.starts_with("/api/v1/session/") || path == "/api/v1/my/password" ||
         path.starts_with("/api/v1/my/otp") || path.starts_with("/api/v1/my/messages");
}

/// What a page asks by itself is no sign that somebody sits before it: a session that nobody uses must end.
bool is_background(const platform::Request& request) {
  return request.header("x-background") == "1" || request.path.ends_with("/events");
}

}  // namespace

Actor IdentityAuthenticator::authenticate(const platform::Request& request) {
  const auto token = request.cookie(cookie_name);
  if (token.size() < 40 || token.size() > 60) return {};
  const auto token_hash = platform::sm3_hex(token);
  std::optional<store::SignedIn> found;
  Duty duty;
  Instant now{};
  context_.database.read([&](Tx& tx) {
    now = tx.now();
    found = store::find_session(tx, token_hash);
    if (found && found->kind == AccountKind::staff) duty = duty_of(tx, found->session.account_id, found->session.post_id);
  });
  if (!found || !found->is_active) return {};
  const auto& session = found->session;
  const bool is_staff = found->kind == AccountKind::staff;
  if (has_ended(*found, now)) return {};
  const bool owes_otp = duty.is_administrator && context_.options.require_otp_for_admins && !found->is_otp_enrolled;
  if ((found->must_change_password || owes_otp) && !is_open_to_restricted(request.path)) return {};
  if (now - session.seen_at >= seen_interval && !is_background(request)) touch(session, now);
  last_session = {session.id, session.csrf_token_hash};
  Actor actor = is_staff ? std::move(duty.actor) : Actor{};
  actor.kind = is_staff ? platform::ActorKind::staff : platform::ActorKind::citizen;
  actor.id = session.account_id;
  actor.name = std::move(found->name);
  actor.window_id = session.window_id;
  actor.session_id = session.id;
  return actor;
}

bool IdentityAuthenticator::has_ended(const store::SignedIn& found, Instant now) const {
  return session_ends_at(context_, found.kind, found.session) <= now;
}

bool IdentityAuthenticator::is_signed_in(const Actor& actor) {
  return context_.database.read([&](Tx& tx) {
    const auto found = store::find_session(tx, actor.session_id);
    return found && found->is_active && !has_ended(*found, tx.now());
  });
}

IdentityAuthenticator::Duty IdentityAuthenticator::duty_of(Tx& tx, UserId user, std::int64_t post_id) {
  const auto version = context_.organisation.version(tx);
  const auto key = fmt::format("{}/{}/{}", user.value(), post_id, std::chrono::sys_days{tx.today()}.time_since_epoch().count());
  {
    const std::lock_guard lock(mutex_);
    const auto known = duties_.find(key);
    if (known != duties_.end() && known->second.organisation_version == version && known->second.until > tx.now() && known->second.until <= tx.now() + duty_lifetime) return known->second;
  }
  auto duty = resolve(tx, user, post_id);
  duty.organisation_version = version;
  duty.until = tx.now() + duty_lifetime;
  const std::lock_guard lock(mutex_);
  if (duties_.size() >= most_remembered) duties_.clear();
  duties_[key] = duty;
  return duty;
}

IdentityAuthenticator::Duty IdentityAuthenticator::resolve(Tx& tx, UserId user, std::int64_t post_id) const {
  const auto held = context_.organisation.posts_of(tx, user, tx.today());
  Duty duty;
  duty.is_administrator = is_administrator(held);
  if (held.empty()) return duty;
  // The post of the session, or the first one when that post has been taken away or its holder is back.
  const auto chosen = std::find_if(held.begin(), held.end(), [&](const auto& one) { return one.post.id.value() == post_id; });
  const auto& one = chosen == held.end() ? held.front() : *chosen;
  auto& actor = duty.actor;
  actor.post_id = one.post.id.value();
  actor.post_name = one.post.name;
  actor.department_id = one.post.department.value();
  std::tie(actor.scope_low, actor.scope_high) = region::range_of(one.post.region_code);
  actor.all_departments = one.post.all_departments;
  actor.permissions = context_.organisation.permissions_of_roles(tx, one.post.roles);
  if (one.is_substitute) {
    actor.substitute_for = one.absent_holder;
    actor.substitute_for_name = one.absent_holder_name;
  }
  return duty;
}

void IdentityAuthenticator::touch(const store::SessionRow& session, Instant now) {
  try {
    context_.database.transact([&](Tx& tx) {
      store::set_seen(tx, session.id, now);
      return true;
    });
  } catch (const platform::DbError& trouble) {
    // Reading goes on when the disk is full: the session only ends a little earlier.
    platform::log_warning("a session's last use could not be written", {{"what", trouble.what()}});
  }
}

bool IdentityAuthenticator::csrf_matches(const Actor& actor, std::string_view token) {
  auto hash = last_session.id == actor.session_id ? last_session.csrf_hash : std::string();
  if (hash.empty()) hash = context_.database.read([&](Tx& tx) { return store::csrf_hash_of(tx, actor.session_id); });
  return !hash.empty() && platform::equal_constant_time(hash, platform::sm3_hex(token));
}

bool IdentityAuthenticator::is_refusal_noted(const Actor& actor, Instant now) {
  const std::lock_guard lock(mutex_);
  if (refusals_.size() >= most_remembered) refusals_.clear();
  auto& [since, count] = refusals_[actor.id ? actor.id.str() : actor.ip];
  if (now - since >= std::chrono::minutes{1}) since = now, count = 0;
  return ++count <= refusals_per_minute;
}

void IdentityAuthenticator::note_refusal(const Actor& actor, const platform::Route& route, const platform::Request& request) {
  if (!is_refusal_noted(actor, context_.database.clock().now())) return;
  try {
    context_.database.transact([&](Tx& tx) {
      trail::append(tx, actor, {.action = "identity.refused", .subject_kind = "account", .subject_id = actor.id.value(),
                                .region_code = actor.scope_low, .text = fmt::format("无权操作被拒绝：{}", route.summary.empty() ? route.path : route.summary),
                                .facts = {{"method", request.method}, {"route", route.path}, {"permission", route.needs.permission}}});
      return true;
    });
  } catch (const platform::DbError& trouble) {
    platform::log_warning("a refusal could not be written to the trail", {{"what", trouble.what()}});
  }
}

void IdentityAuthenticator::forget_posts() {
  const std::lock_guard lock(mutex_);
  duties_.clear();
}

}  // namespace yimen::identity
