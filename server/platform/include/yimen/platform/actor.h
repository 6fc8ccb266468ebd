#pragma once
#include <memory>
#include <string>
#include <unordered_set>

#include "yimen/platform/id.h"

namespace yimen::platform {

enum class ActorKind { anonymous, citizen, staff, system };

/// Who acts, resolved once per request. Default is nobody who may do nothing.
struct Actor {
  ActorKind kind = ActorKind::anonymous;
  UserId id{};
  std::string name;
  /// The post a member of staff acts in; 0 for citizens. When the post belongs to somebody else (A/B substitution),
  /// `substitute_for` names the absent holder and both names go into the trail.
  std::int64_t post_id = 0;
  std::string post_name;
  UserId substitute_for{};
  std::string substitute_for_name;
  std::int64_t department_id = 0;
  std::int64_t window_id = 0;  // the window a clerk has signed on to, 0 when none
  /// Data scope: 12-digit region codes low <= code < high. Empty range sees nothing.
  std::int64_t scope_low = 0;
  std::int64_t scope_high = 0;
  /// True when the scope covers every department of the range (service authority, supervisor), false: own department only.
  bool all_departments = false;
  std::shared_ptr<const std::unordered_set<std::string>> permissions;
  std::string ip;
  std::string request_id;
  std::int64_t session_id = 0;

  bool may(const std::string& permission) const { return permissions && permissions->contains(permission); }
  bool is_staff() const { return kind == ActorKind::staff; }
  bool is_citizen() const { return kind == ActorKind::citizen; }
};

/// The program itself: timers, imports, consumers of events. Holds every permission a job needs by not being checked.
Actor system_actor(std::string name = "系统");

}  // namespace yimen::platform
