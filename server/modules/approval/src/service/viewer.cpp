#include "opened.h"
#include "yimen/party/party.h"

namespace yimen::approval {

cases::Viewer Approval::viewer_of(Tx& tx, const Actor& actor) const {
  cases::Viewer viewer{.actor = &actor};
  if (actor.is_staff()) {
    if (actor.department_id) viewer.departments.push_back(actor.department_id);
    if (actor.window_id)
      if (const auto window = s_.organisation.window(tx, organisation::WindowId{actor.window_id}))
        for (const auto id : window->departments)
          if (std::find(viewer.departments.begin(), viewer.departments.end(), id.value()) == viewer.departments.end())
            viewer.departments.push_back(id.value());
  } else if (actor.is_citizen()) {
    for (const auto& principal : s_.parties.principals_of(tx, actor.id, tx.today()))
      if (principal.matter_ids.empty()) viewer.parties.push_back(principal.party_id.value());
      else
        for (const auto matter : principal.matter_ids) viewer.party_matters.emplace_back(principal.party_id.value(), matter);
  }
  return viewer;
}

Result<void> Approval::require_visible(Tx& tx, const Actor& actor, const cases::ServiceCase& file) const {
  if (cases::may_see(viewer_of(tx, actor), file)) return {};
  return fail(ErrorCode::not_found, "approval/not-visible", "没有找到这个办件，或者您无权查看。");
}

Result<cases::ServiceCase> Approval::visible(Tx& tx, const Actor& actor, CaseId id) const {
  auto file = TRY(cases::get_case(tx, id));
  TRY(require_visible(tx, actor, file));
  return file;
}

std::vector<std::string> Approval::roles_of(Tx& tx, const Actor& actor) const {
  if (!actor.is_staff() || !actor.post_id) return {};
  return s_.organisation.roles_of(tx, organisation::PostId{actor.post_id});
}

}  // namespace yimen::approval
