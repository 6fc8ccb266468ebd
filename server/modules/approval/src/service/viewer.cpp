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
  }
  return viewer;
}

Result<cases::ServiceCase> Approval::visible(Tx& tx, const Actor& actor, CaseId id) const {
  auto file = TRY(cases::get_case(tx, id));
  const bool is_own = actor.is_citizen() && (file.submitted_by == actor.id ||
      s_.parties.may_act_for(tx, actor.id, party::PartyId{file.applicant_party_id}, tx.today(), file.matter_id));
  if (!is_own && !cases::may_see(viewer_of(tx, actor), file))
    return fail(ErrorCode::not_found, "approval/not-visible", "没有找到这个办件，或者您无权查看。");
  return file;
}

std::vector<std::string> Approval::roles_of(Tx& tx, const Actor& actor) const {
  if (!actor.is_staff() || !actor.post_id) return {};
  const auto post = s_.organisation.post(tx, organisation::PostId{actor.post_id});
  return post ? post->roles : std::vector<std::string>{};
}

}  // namespace yimen::approval
