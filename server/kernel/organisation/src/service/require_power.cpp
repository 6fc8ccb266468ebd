#include <algorithm>

#include <fmt/format.h>

#include "domain/power_rules.h"
#include "store/letter_store.h"
#include "store/post_store.h"
#include "store/unit_store.h"
#include "yimen/organisation/organisation.h"

namespace yimen::organisation {
namespace {

using platform::Actor;
using platform::ErrorCode;
using platform::fail;

bool stands(const Post& post, Date today) { return post.valid_from <= today && (!post.valid_to || today < *post.valid_to); }

/// Holds the post, or stands in for a holder who is away today.
bool acts_lawfully(Tx& tx, const Actor& actor, const Post& post, Date today) {
  if (post.holder == actor.id) return true;
  if (!post.deputy_post || !post.holder || !store::is_absent(tx, post.holder, today)) return false;
  const auto deputy = store::find_post(tx, post.deputy_post);
  return deputy && deputy->holder == actor.id && stands(*deputy, today);
}

/// What letters give: to the post itself, or to the window it has signed on to when that window takes the owner's matters.
std::vector<Power> letter_powers(Tx& tx, const Actor& actor, const Post& post, DepartmentId owner, Date today) {
  WindowId window;
  CenterId center;
  if (actor.window_id != 0 && serves_windows(post.roles)) {
    const auto signed_on = store::find_window(tx, WindowId{actor.window_id});
    const bool takes_owner = signed_on && signed_on->is_open && signed_on->center == post.center &&
                             std::find(signed_on->departments.begin(), signed_on->departments.end(), owner) != signed_on->departments.end();
    if (takes_owner) window = signed_on->id;
    if (takes_owner && signed_on->kind == WindowKind::general) center = signed_on->center;
  }
  return store::delegated_powers(tx, owner, post.id, window, center, today);
}

struct Standing {
  std::vector<Power> by_role, by_letter;
  std::string post_name;
  bool has(Power wanted) const {
    const auto fits = [&](Power granted) { return includes(granted, wanted); };
    return std::any_of(by_role.begin(), by_role.end(), fits) || std::any_of(by_letter.begin(), by_letter.end(), fits);
  }
};

Standing standing_of(Tx& tx, const Actor& actor, DepartmentId owner, Date today, std::optional<Power> only) {
  Standing standing;
  const auto post = store::find_post(tx, PostId{actor.post_id});
  if (!actor.is_staff() || !post || !stands(*post, today) || !acts_lawfully(tx, actor, *post, today)) return standing;
  standing.post_name = post->name;
  if (post->department == owner)
    for (const auto power : all_powers)
      if (carries_any(post->roles, power)) standing.by_role.push_back(power);
  // Letters cost two more queries; the role answers most questions.
  if (!only || !standing.has(*only)) standing.by_letter = letter_powers(tx, actor, *post, owner, today);
  return standing;
}

}  // namespace

Result<void> Organisation::require_power(Tx& tx, const Actor& actor, DepartmentId owner, Power power, Date today) const {
  if (actor.kind == platform::ActorKind::system) return {};
  const auto standing = standing_of(tx, actor, owner, today, power);
  if (standing.has(power)) return {};
  const auto department = store::find_department(tx, owner);
  const auto name = department ? department->name : std::string("该部门");
  const auto who = standing.post_name.empty() ? std::string("您当前的岗位") : "您所在的岗位（" + standing.post_name + "）";
  return fail(ErrorCode::rule_violated, "organisation/power-not-delegated",
              fmt::format("{}没有{}的{}。请由{}向窗口或首席代表出具有效的授权书，或转交该部门有权岗位办理。", who, name, chinese_name(power), name));
}

std::vector<Power> Organisation::powers_for(Tx& tx, const Actor& actor, DepartmentId owner, Date today) const {
  std::vector<Power> powers;
  const auto standing = standing_of(tx, actor, owner, today, std::nullopt);
  for (const auto power : all_powers)
    if (actor.kind == platform::ActorKind::system || standing.has(power)) powers.push_back(power);
  return powers;
}

}  // namespace yimen::organisation
