#include "yimen/organisation/organisation.h"

#include <algorithm>

#include <fmt/format.h>

#include "store/letter_store.h"
#include "store/post_store.h"
#include "store/unit_store.h"
#include "store/version_store.h"

namespace yimen::organisation {
namespace {

using platform::ErrorCode;
using platform::fail;

template <class T>
Result<T> found_or(std::optional<T> found, std::string_view what) {
  if (found) return std::move(*found);
  return fail(ErrorCode::not_found, "organisation/not-found", fmt::format("没有找到{}，可能已被撤销或您无权查看。", what));
}

store::ListOrder everything(std::int64_t low, std::int64_t high) {
  return {.low = low, .high = high, .department = 0, .center = 0, .text = "", .word = "", .with_closed = false, .after = 0, .limit = 100'000};
}

}  // namespace

Result<Department> Organisation::department(Tx& tx, DepartmentId id) const { return found_or(store::find_department(tx, id), "该部门"); }

std::optional<Department> Organisation::department_of_category(Tx& tx, std::int64_t region_code, std::string_view category) const {
  return store::department_of_category(tx, region_code, category);
}

std::optional<Department> Organisation::department_of_name(Tx& tx, std::string_view name) const {
  return store::department_of_name(tx, name);
}

std::vector<Department> Organisation::departments(Tx& tx, std::int64_t scope_low, std::int64_t scope_high) const {
  return store::list_departments(tx, everything(scope_low, scope_high));
}

Result<ServiceCenter> Organisation::center(Tx& tx, CenterId id) const { return found_or(store::find_center(tx, id), "该政务服务中心"); }

std::vector<ServiceCenter> Organisation::centers(Tx& tx, std::int64_t region_code) const {
  return store::list_centers(tx, everything(region_code, region_code + 1));
}

Result<Window> Organisation::window(Tx& tx, WindowId id) const { return found_or(store::find_window(tx, id), "该窗口"); }

std::vector<Window> Organisation::windows(Tx& tx, CenterId center) const {
  auto order = everything(0, INT64_MAX);
  order.center = center.value();
  order.with_closed = true;
  return store::list_windows(tx, order);
}

std::vector<Window> Organisation::windows_of_department(Tx& tx, DepartmentId department) const {
  return store::windows_of_department(tx, department);
}

Result<void> Organisation::require_window(Tx& tx, PostId post_id, WindowId window_id) const {
  const auto post = TRY(this->post(tx, post_id));
  const auto window = TRY(this->window(tx, window_id));
  if (!window.is_open) return fail(ErrorCode::rule_violated, "organisation/window-closed", window.name + "已停用，请选择其他窗口上岗。");
  if (!post.center || post.center != window.center)
    return fail(ErrorCode::forbidden, "organisation/window-elsewhere", fmt::format("{}不在{}所在的大厅，请选择本大厅的窗口上岗。", post.name, window.name));
  return {};
}

Result<Staff> Organisation::staff(Tx& tx, UserId id) const { return found_or(store::find_staff(tx, id), "该工作人员"); }

std::vector<Staff> Organisation::staff_within(Tx& tx, std::int64_t scope_low, std::int64_t scope_high) const {
  return store::list_staff(tx, everything(scope_low, scope_high));
}

std::vector<PostOfStaff> Organisation::posts_of(Tx& tx, UserId user, Date today) const {
  std::vector<PostOfStaff> posts;
  const auto person = store::find_staff(tx, user);
  if (!person || !person->is_active) return posts;
  for (auto& post : store::posts_held(tx, user, today)) posts.push_back({.post = std::move(post), .is_substitute = false, .absent_holder = {}, .absent_holder_name = {}});
  for (auto& post : store::posts_deputised(tx, user, today)) {
    const auto holder = post.holder;
    auto name = post.holder_name;
    posts.push_back({.post = std::move(post), .is_substitute = true, .absent_holder = holder, .absent_holder_name = std::move(name)});
  }
  return posts;
}

Result<Post> Organisation::post(Tx& tx, PostId id) const { return found_or(store::find_post(tx, id), "该岗位"); }

std::vector<std::string> Organisation::roles_of(Tx& tx, PostId id) const { return store::roles_of(tx, id); }

std::vector<UserId> Organisation::staff_with_role(Tx& tx, DepartmentId department, std::string_view role, Date today) const {
  return store::staff_with_role(tx, department, role, today);
}

bool Organisation::is_absent(Tx& tx, UserId user, Date today) const { return store::is_absent(tx, user, today); }

std::int64_t Organisation::version(Tx& tx) const { return store::version(tx); }

std::shared_ptr<const std::unordered_set<std::string>> Organisation::permissions_of_roles(Tx& tx, const std::vector<std::string>& roles) const {
  return std::make_shared<const std::unordered_set<std::string>>(store::permissions_of(tx, roles));
}

std::vector<std::string> Organisation::all_permissions(Tx& tx) const {
  return tx.all("select distinct permission from role_permission order by permission",
                [](const platform::Row& row) { return row.get<std::string>(0); });
}

}  // namespace yimen::organisation
