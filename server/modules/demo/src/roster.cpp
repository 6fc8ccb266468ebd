#include "yimen/demo/roster.h"

#include <algorithm>

#include "yimen/organisation/organisation.h"
#include "yimen/region/region.h"

namespace yimen::demo {

using organisation::DepartmentId;
using platform::Actor;
using platform::Tx;

namespace {

Actor actor_of(Tx& tx, const organisation::Organisation& organisation, platform::UserId id, const organisation::Post& post) {
  const auto [low, high] = region::range_of(post.region_code);
  return {.kind = platform::ActorKind::staff, .id = id, .name = post.holder_name, .post_id = post.id.value(), .post_name = post.name, .department_id = post.department.value(),
          .scope_low = low, .scope_high = high, .all_departments = post.all_departments, .permissions = organisation.permissions_of_roles(tx, post.roles), .ip = "127.0.0.1", .request_id = "demo"};
}

}  // namespace

Roster::Roster(Tx& tx, approval::Approval& approval, const std::vector<std::int64_t>& departments, platform::Date today) {
  const auto& organisation = approval.services().organisation;
  std::map<platform::UserId, std::vector<organisation::PostOfStaff>> known;
  const auto posts = [&](platform::UserId id) -> const auto& {
    auto found = known.find(id);
    if (found == known.end()) found = known.emplace(id, organisation.posts_of(tx, id, today)).first;
    return found->second;
  };
  for (const auto department : departments) {
    for (const auto* role : {"handler", "reviewer", "approver", "chief_representative", "dept_admin"})
      for (const auto id : organisation.staff_with_role(tx, DepartmentId{department}, role, today))
        for (const auto& held : posts(id))
          if (!held.is_substitute && held.post.has_role(role) && held.post.department.value() == department)
            by_role_[{department, role}].push_back(actor_of(tx, organisation, id, held.post));
    for (const auto& window : organisation.windows_of_department(tx, DepartmentId{department})) {
      if (!window.is_open) continue;
      const auto at_window = tx.all("select p.holder_id from post p join post_role r on r.post_id = p.id where p.center_id = ? and r.role = 'window_clerk' and p.holder_id <> 0",
                                    [](const platform::Row& row) { return row.get<platform::UserId>(0); }, window.center);
      for (const auto id : at_window)
        for (const auto& held : posts(id)) {
          if (held.is_substitute || !held.post.has_role("window_clerk")) continue;
          auto clerk = actor_of(tx, organisation, id, held.post);
          clerk.window_id = window.id.value();
          if (organisation.require_power(tx, clerk, DepartmentId{department}, organisation::Power::accept, today)) clerks_[department].push_back(std::move(clerk));
        }
    }
  }
}

const Actor* Roster::any(Random& random, std::int64_t department, const std::string& role) const {
  const auto found = by_role_.find({department, role});
  return found == by_role_.end() || found->second.empty() ? nullptr : &any_of(random, found->second);
}

const Actor* Roster::clerk(Random& random, std::int64_t department) const {
  const auto found = clerks_.find(department);
  return found == clerks_.end() || found->second.empty() ? nullptr : &any_of(random, found->second);
}

const Actor* Roster::person(platform::UserId id) const {
  for (const auto& [key, actors] : by_role_)
    for (const auto& actor : actors)
      if (actor.id == id) return &actor;
  return nullptr;
}

std::vector<const Actor*> Roster::all(const std::string& role) const {
  std::vector<const Actor*> found;
  for (const auto& [key, actors] : by_role_)
    if (key.second == role)
      for (const auto& actor : actors) found.push_back(&actor);
  return found;
}

platform::Actor staff_actor(Tx& tx, const organisation::Organisation& organisation, platform::UserId id, const organisation::PostOfStaff& held) {
  auto actor = actor_of(tx, organisation, id, held.post);
  if (!held.is_substitute) return actor;
  actor.substitute_for = held.absent_holder;
  actor.substitute_for_name = held.absent_holder_name;
  if (const auto person = organisation.staff(tx, id)) actor.name = person->name;
  return actor;
}

}  // namespace yimen::demo
