#pragma once
#include "store/letter_store.h"
#include "store/post_store.h"
#include "store/unit_store.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/result.h"

/// Use cases that change the organisation. Each checks the actor's scope, the rules and the version, saves, and leaves a trail
/// entry in the same transaction. `version` 0 means "new".
namespace yimen::organisation {

using platform::Actor;
using platform::Result;
using platform::Tx;

Result<Department> create_department(Tx&, const Actor&, Department);
Result<Department> change_department(Tx&, const Actor&, Department changed, int version);
/// @returns rule_violated "organisation/posts-left" while posts stand.
Result<Department> close_department(Tx&, const Actor&, DepartmentId, int version, Date on);

Result<ServiceCenter> create_center(Tx&, const Actor&, ServiceCenter);
Result<ServiceCenter> change_center(Tx&, const Actor&, ServiceCenter changed, int version);
Result<Window> create_window(Tx&, const Actor&, Window);
Result<Window> change_window(Tx&, const Actor&, Window changed, int version);

/// R126: 进驻或退出 is proposed, then decided with the number of the government's decision.
Result<store::Residency> propose_residency(Tx&, const Actor&, store::Residency);
Result<store::Residency> decide_residency(Tx&, const Actor&, std::int64_t id, bool is_approved, std::string decision_no, Date effective_on);

Result<Staff> create_staff(Tx&, const Actor&, Staff);
Result<Staff> change_staff(Tx&, const Actor&, Staff changed, int version);

/// Roles of a new post are requested, not given.
Result<Post> create_post(Tx&, const Actor&, Post, const std::vector<std::string>& roles);
Result<Post> change_post(Tx&, const Actor&, Post changed, int version);
Result<Post> close_post(Tx&, const Actor&, PostId, int version, Date on);

Result<store::RoleGrant> request_role(Tx&, const Actor&, PostId, const std::string& role, std::string kind, std::string reason);
/// The security administrator's half: nobody decides his own request or a role of his own post.
Result<store::RoleGrant> decide_role(Tx&, const Actor&, std::int64_t id, bool is_confirmed);

/// One's own absence, or with absence.edit that of others in scope.
Result<store::Absence> record_absence(Tx&, const Actor&, store::Absence);
Result<store::Absence> change_absence(Tx&, const Actor&, std::int64_t id, int version, Date until_on);
Result<store::Absence> cancel_absence(Tx&, const Actor&, std::int64_t id, int version);
/// Posts nobody can act in during the absence: no deputy, or the deputy is away as well.
std::vector<std::string> uncovered_posts(Tx&, const store::Absence&);

Result<AuthorisationLetter> issue_letter(Tx&, const Actor&, AuthorisationLetter);
Result<AuthorisationLetter> revoke_letter(Tx&, const Actor&, LetterId, int version, std::string reason);

Result<store::FirstContact> record_contact(Tx&, const Actor&, store::FirstContact);
Result<store::FirstContact> hand_over_contact(Tx&, const Actor&, std::int64_t id, int version, UserId to);
Result<store::FirstContact> close_contact(Tx&, const Actor&, std::int64_t id, int version, std::string result);

}  // namespace yimen::organisation
