#pragma once
#include <string>
#include <vector>

#include "store/letter_store.h"
#include "store/post_store.h"
#include "store/unit_store.h"
#include "yimen/organisation/organisation.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/trail/trail.h"

namespace yimen::migrations {
std::vector<platform::Migration> trail();
std::vector<platform::Migration> region();
std::vector<platform::Migration> organisation();
}

/// A small city for tests: one department with a handler, a reviewer and an approver, one hall with a general window.
namespace yimen::organisation::testing {

using namespace std::chrono_literals;

inline constexpr std::int64_t yulin = 450900000000, yuzhou = 450902000000;
inline constexpr Date since = 2019y / 3 / 1, today = 2025y / 6 / 2;

struct Town {
  DepartmentId farming, office;
  CenterId hall;
  WindowId window, closed_window;
  PostId handler, reviewer, approver, clerk, other_clerk;
  UserId an, bao, cai, ding, e;  // holders in that order
};

inline UserId add_staff(Tx& tx, DepartmentId department, const std::string& name, std::int64_t region = yulin) {
  const auto id = platform::new_id<UserId>();
  store::insert_staff(tx, {.id = id, .employee_no = "N" + id.str(), .name = name, .phone = "13807750001", .login = "l" + id.str(),
                           .department = department, .region_code = region});
  return id;
}

inline PostId add_post(Tx& tx, DepartmentId department, const std::string& name, const std::string& role, UserId holder, CenterId center = {}) {
  const auto id = platform::new_id<PostId>();
  store::insert_post(tx, {.id = id, .region_code = yulin, .department = department, .center = center, .name = name, .holder = holder,
                          .valid_from = since});
  if (!role.empty()) store::add_role(tx, id, role);
  return id;
}

inline DepartmentId add_department(Tx& tx, const std::string& name, const std::string& category, std::int64_t region = yulin) {
  const auto id = platform::new_id<DepartmentId>();
  store::insert_department(tx, {.id = id, .region_code = region, .name = name, .short_name = name, .category = category, .valid_from = since});
  return id;
}

inline Town plant(platform::Database& db) {
  Town town;
  db.transact([&](Tx& tx) {
    town.farming = add_department(tx, "玉林市农业农村局", "农业农村");
    town.office = add_department(tx, "玉林市政务服务监督管理办公室", "政务服务");
    town.hall = platform::new_id<CenterId>();
    store::insert_center(tx, {.id = town.hall, .region_code = yulin, .name = "玉林市政务服务中心", .valid_from = since});
    town.window = platform::new_id<WindowId>();
    store::insert_window(tx, {.id = town.window, .center = town.hall, .number = "A01", .name = "综合窗口1", .departments = {town.farming}});
    town.closed_window = platform::new_id<WindowId>();
    store::insert_window(tx, {.id = town.closed_window, .center = town.hall, .number = "A02", .name = "综合窗口2",
                              .departments = {town.farming}, .is_open = false});
    town.an = add_staff(tx, town.farming, "安一");
    town.bao = add_staff(tx, town.farming, "包二");
    town.cai = add_staff(tx, town.farming, "蔡三");
    town.ding = add_staff(tx, town.office, "丁四");
    town.e = add_staff(tx, town.office, "鄂五");
    town.handler = add_post(tx, town.farming, "承办岗", "handler", town.an);
    town.reviewer = add_post(tx, town.farming, "审核岗", "reviewer", town.bao);
    town.approver = add_post(tx, town.farming, "审批岗", "approver", town.cai);
    town.clerk = add_post(tx, town.office, "综合窗口岗（1）", "window_clerk", town.ding, town.hall);
    town.other_clerk = add_post(tx, town.office, "综合窗口岗（2）", "window_clerk", town.e, town.hall);
    store::set_deputy(tx, town.clerk, town.other_clerk);
    store::set_deputy(tx, town.approver, town.reviewer);
    return true;
  });
  return town;
}

inline platform::Actor actor(UserId user, PostId post, DepartmentId department = {}, WindowId window = {}) {
  platform::Actor actor;
  actor.kind = platform::ActorKind::staff;
  actor.id = user;
  actor.name = "某人";
  actor.post_id = post.value();
  actor.department_id = department.value();
  actor.window_id = window.value();
  actor.scope_low = yulin;
  actor.scope_high = 451000000000;
  return actor;
}

inline platform::Actor with(platform::Actor actor, std::vector<std::string> permissions, bool all_departments = true) {
  actor.permissions = std::make_shared<const std::unordered_set<std::string>>(permissions.begin(), permissions.end());
  actor.all_departments = all_departments;
  return actor;
}

inline LetterId add_letter(Tx& tx, const Town& town, std::vector<Power> powers, Date from, Date until, PostId post, WindowId window, CenterId center) {
  const auto id = platform::new_id<LetterId>();
  store::insert_letter(tx, {.id = id, .number = "L" + id.str(), .department = town.farming, .region_code = yulin, .grantee_post = post,
                            .grantee_window = window, .grantee_center = center, .powers = std::move(powers), .valid_from = from,
                            .valid_to = until, .issued_by = "局长"});
  return id;
}

inline void add_absence(Tx& tx, UserId staff, Date from, Date until) {
  store::insert_absence(tx, {.id = platform::next_id(), .staff = staff, .reason = "公休", .from_on = from, .until_on = until});
}

}  // namespace yimen::organisation::testing
