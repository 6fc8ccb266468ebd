#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "yimen/organisation/types.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/result.h"

namespace yimen::organisation {

using platform::Result;
using platform::Tx;

/// What other parts ask of the organisation. Holds no state: every answer comes from the transaction's snapshot.
class Organisation {
 public:
  Result<Department> department(Tx&, DepartmentId) const;
  /// The department in force that files matters of this category in exactly this region ("农业农村", 450900000000).
  std::optional<Department> department_of_category(Tx&, std::int64_t region_code, std::string_view category) const;
  std::optional<Department> department_of_name(Tx&, std::string_view name) const;
  /// Departments in force with low <= region_code < high.
  std::vector<Department> departments(Tx&, std::int64_t scope_low, std::int64_t scope_high) const;

  Result<ServiceCenter> center(Tx&, CenterId) const;
  /// Centres in force of exactly this region, the main one first.
  std::vector<ServiceCenter> centers(Tx&, std::int64_t region_code) const;
  Result<Window> window(Tx&, WindowId) const;
  std::vector<Window> windows(Tx&, CenterId) const;
  /// Windows of the centre where this department's matters are taken.
  std::vector<Window> windows_of_department(Tx&, DepartmentId) const;
  /// May somebody in this post sign on to this window? It must be open and in the post's centre.
  Result<void> require_window(Tx&, PostId, WindowId) const;

  Result<Staff> staff(Tx&, UserId) const;
  /// Active staff of units with low <= region_code < high.
  std::vector<Staff> staff_within(Tx&, std::int64_t scope_low, std::int64_t scope_high) const;
  /// Own posts, and posts whose holder is absent today and whose deputy (B岗) this person holds. Own posts first.
  std::vector<PostOfStaff> posts_of(Tx&, UserId, Date today) const;
  Result<Post> post(Tx&, PostId) const;
  std::vector<std::string> roles_of(Tx&, PostId) const;
  /// Who can act in that role for the department today: holders who are present, else their deputies.
  std::vector<UserId> staff_with_role(Tx&, DepartmentId, std::string_view role, Date today) const;
  bool is_absent(Tx&, UserId, Date today) const;

  /// A post of the department itself needs no letter where its role carries the power (handler: accept, deliver …;
  /// approver: decide, approve, use_seal …). Chief representatives and window clerks, and every post of another
  /// department, need an authorisation letter of `owner` to the post or to the window they have signed on to, in force
  /// on `today`. Source: local rules on 四项权力 and 七项权限.
  /// @returns rule_violated "organisation/power-not-delegated" naming power, department and where to apply.
  Result<void> require_power(Tx&, const platform::Actor&, DepartmentId owner, Power, Date today) const;
  /// Powers the actor has for the department today, for screens that hide what would be refused.
  std::vector<Power> powers_for(Tx&, const platform::Actor&, DepartmentId owner, Date today) const;

  /// Grows with every change of posts, roles, absences and staff: whoever remembers what a post means compares it first.
  std::int64_t version(Tx&) const;
  std::shared_ptr<const std::unordered_set<std::string>> permissions_of_roles(Tx&, const std::vector<std::string>& roles) const;
  /// Every permission that some role carries, for administration pages and tests.
  std::vector<std::string> all_permissions(Tx&) const;
};

struct LoadCounts {
  int departments = 0, centers = 0, windows = 0, posts = 0, staff = 0, letters = 0;
};
/// Roles and their permissions from `<data_dir>/organisation/roles.json`; replaces what is stored. Idempotent, every start.
Result<int> load_roles(platform::Database&, const std::string& data_dir);
/// Loads `<data_dir>/organisation/<name>.json` (departments, centres, windows, posts, staff, letters); rows that are
/// there already (by code, employee number, letter number) stay as they are. Role grants of the file count as confirmed.
Result<LoadCounts> load_organisation(platform::Database&, const std::string& data_dir, std::string_view name = "yulin");

}  // namespace yimen::organisation
