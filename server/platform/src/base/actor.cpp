#include "yimen/platform/actor.h"

#include <limits>

namespace yimen::platform {

Actor system_actor(std::string name) {
  Actor actor;
  actor.kind = ActorKind::system;
  actor.name = std::move(name);
  actor.scope_high = std::numeric_limits<std::int64_t>::max();
  actor.all_departments = true;
  actor.permissions = std::make_shared<const std::unordered_set<std::string>>();
  return actor;
}

}  // namespace yimen::platform
