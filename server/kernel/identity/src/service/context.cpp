#include "service/context.h"

#include <boost/json.hpp>

#include "yimen/platform/text.h"

namespace yimen::identity {

namespace {
constexpr std::chrono::minutes throttle_window{10};
constexpr std::size_t most_addresses = 100'000;
}  // namespace

bool AddressThrottle::is_blocked(const std::string& ip, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(ip);
  if (found == entries_.end()) return false;
  if (now - found->second.since >= throttle_window) {
    entries_.erase(found);
    return false;
  }
  return found->second.failures >= most_failures;
}

void AddressThrottle::count(const std::string& ip, Instant now) {
  const std::lock_guard lock(mutex_);
  // A flood of forged addresses must not eat the memory: what is old goes first, then everything.
  if (entries_.size() >= most_addresses) std::erase_if(entries_, [&](const auto& e) { return now - e.second.since >= throttle_window; });
  if (entries_.size() >= most_addresses) entries_.clear();
  auto& entry = entries_[ip];
  if (entry.failures == 0 || now - entry.since >= throttle_window) entry = {now, 0};
  ++entry.failures;
}

Caller caller_of(const platform::Request& request) {
  auto agent = platform::to_utf32(request.header("user-agent"));
  if (agent.size() > 200) agent.resize(200);
  return {request.ip, request.request_id, platform::to_utf8(agent)};
}

Actor actor_of(const store::AccountRow& account, const Caller& caller) {
  Actor actor;
  actor.kind = account.kind == AccountKind::staff ? platform::ActorKind::staff : platform::ActorKind::citizen;
  actor.id = account.id;
  actor.name = account.name;
  actor.ip = caller.ip;
  actor.request_id = caller.request_id;
  return actor;
}

}  // namespace yimen::identity
