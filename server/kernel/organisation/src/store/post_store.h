#pragma once
#include <unordered_set>

#include "store/list_query.h"
#include "yimen/organisation/types.h"

/// SQL of staff, posts, roles, grants and absences.
namespace yimen::organisation::store {

using platform::Tx;

std::optional<Staff> find_staff(Tx&, UserId);
std::optional<Staff> staff_of_number(Tx&, std::string_view employee_no);
bool has_login(Tx&, std::string_view login);
std::vector<Staff> list_staff(Tx&, const ListOrder&);
void insert_staff(Tx&, const Staff&);
void update_staff(Tx&, const Staff&);

std::optional<Post> find_post(Tx&, PostId);
std::vector<std::string> roles_of(Tx&, PostId);
std::optional<PostId> post_of_code(Tx&, std::string_view code);
std::vector<Post> posts_held(Tx&, UserId, Date today);
/// Posts of absent holders for which this person holds the deputy post.
std::vector<Post> posts_deputised(Tx&, UserId, Date today);
std::vector<Post> list_posts(Tx&, const ListOrder&);
void insert_post(Tx&, const Post&, std::string_view code = {});
void update_post(Tx&, const Post&);
void set_deputy(Tx&, PostId, PostId deputy);
/// Those who are present, and deputies of those who are absent.
std::vector<UserId> staff_with_role(Tx&, DepartmentId, std::string_view role, Date today);
/// Confirmed roles of everything this person holds or may stand in for.
std::vector<std::string> roles_within_reach(Tx&, UserId);

void add_role(Tx&, PostId, std::string_view role);
void remove_role(Tx&, PostId, std::string_view role);

struct RoleGrant {
  std::int64_t id = 0;
  PostId post;
  std::string post_name, role, kind, state, reason;
  UserId requested_by;
  std::string requested_by_name;
  Instant requested_at{};
  UserId decided_by;
  std::optional<Instant> decided_at;
  std::int64_t region_code = 0;
  UserId holder;
  std::string department_name, holder_name;  // of the post
};
std::optional<RoleGrant> find_grant(Tx&, std::int64_t id);
bool has_open_grant(Tx&, PostId, std::string_view role);
std::vector<RoleGrant> list_grants(Tx&, const ListOrder&);
void insert_grant(Tx&, const RoleGrant&);
void decide_grant(Tx&, const RoleGrant&);

struct Role {
  std::string name, title, description;
  int position = 0;
  std::vector<std::string> permissions;
};
std::vector<Role> list_roles(Tx&);
void replace_roles(Tx&, const std::vector<Role>&);
std::unordered_set<std::string> permissions_of(Tx&, const std::vector<std::string>& roles);

struct Absence {
  std::int64_t id = 0;
  UserId staff;
  std::string staff_name, reason;
  DepartmentId department;
  std::int64_t region_code = 0;
  Date from_on{}, until_on{};
  UserId recorded_by;
  std::optional<Instant> cancelled_at;
  int version = 1;
};
bool is_absent(Tx&, UserId, Date today);
std::optional<Absence> find_absence(Tx&, std::int64_t id);
bool has_overlapping_absence(Tx&, UserId, Date from, Date until, std::int64_t except);
std::vector<Absence> list_absences(Tx&, const ListOrder&);
void insert_absence(Tx&, const Absence&);
void update_absence(Tx&, const Absence&);

}  // namespace yimen::organisation::store
