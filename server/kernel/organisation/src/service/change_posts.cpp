#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "domain/power_rules.h"
#include "service/checks.h"
#include "yimen/party/checks.h"
#include "yimen/region/region.h"

namespace yimen::organisation {
namespace {

/// A person who would hold or stand in for two of 三员 is refused.   Law: GB/T 22239—2019 8.1.5.
Result<void> require_separation(Tx& tx, UserId person, const std::vector<std::string>& more) {
  if (!person) return {};
  auto roles = store::roles_within_reach(tx, person);
  roles.insert(roles.end(), more.begin(), more.end());
  if (!breaks_separation(roles)) return {};
  return refuse_rule("organisation/administrators-separate", "系统管理员、安全管理员、审计管理员不能由同一人担任或代理，请另选人员。");
}

Result<Post> checked_people(Tx& tx, Post p) {
  if (p.holder) {
    const auto holder = store::find_staff(tx, p.holder);
    if (!holder || !holder->is_active) return refuse_field("holder_id", "organisation/no-holder", "任职人员不存在或已离职。");
  }
  if (!p.deputy_post) return p;
  const auto deputy = store::find_post(tx, p.deputy_post);
  if (!deputy || deputy->valid_to || deputy->id == p.id) return refuse_field("deputy_post_id", "organisation/no-deputy", "B岗不存在或已撤销。");
  const bool is_near = deputy->department == p.department || (p.center && deputy->center == p.center);
  if (!is_near) return refuse_field("deputy_post_id", "organisation/deputy-elsewhere", "B岗应在同一部门或同一大厅。");
  if (deputy->holder && deputy->holder == p.holder) return refuse_field("deputy_post_id", "organisation/deputy-same-person", "A、B岗不能是同一人。");
  return p;
}

Result<Post> checked(Tx& tx, Post p) {
  p.name = TRY(checked_text(p.name, "name", "岗位名称", 60));
  if (p.center) {
    const auto center = store::find_center(tx, p.center);
    if (!center || center->valid_to) return refuse_field("center_id", "organisation/no-center", "所在大厅不存在或已撤销。");
  }
  return checked_people(tx, std::move(p));
}

/// Nobody gives rights to himself, neither by holding a post nor by standing in for it.
Result<void> require_no_self_appointment(Tx& tx, const Actor& actor, const Post& before, const Post& changed) {
  const auto holder_of = [&](PostId id) {
    const auto post = id ? store::find_post(tx, id) : std::nullopt;
    return post ? post->holder : UserId{};
  };
  const bool takes_post = changed.holder == actor.id && before.holder != actor.id;
  const bool takes_deputy = changed.deputy_post != before.deputy_post && holder_of(changed.deputy_post) == actor.id;
  if (!actor.id || (!takes_post && !takes_deputy)) return {};
  return refuse_rule("organisation/self-appointment", "不能把本人任命到岗位或设为B岗，请由其他管理员办理。");
}

Result<Staff> checked(Staff s) {
  auto name = party::check_person_name(s.name);
  if (!name) return refuse_field("name", "organisation/bad-person-name", name.error().detail);
  s.name = std::move(*name);
  s.employee_no = TRY(checked_text(s.employee_no, "employee_no", "工号", 30));
  s.login = TRY(checked_text(s.login, "login", "登录名", 32));
  return s;
}

}  // namespace

Result<Staff> create_staff(Tx& tx, const Actor& actor, Staff staff) {
  const auto department = TRY(existing(store::find_department(tx, staff.department), "该部门"));
  TRY(require_scope(actor, department.region_code, department.id));
  if (department.valid_to) return refuse_rule("organisation/closed", department.name + "已撤销。");
  staff = TRY(checked(std::move(staff)));
  if (store::staff_of_number(tx, staff.employee_no)) return refuse_field("employee_no", "organisation/number-taken", "该工号已被使用。");
  if (store::has_login(tx, staff.login)) return refuse_field("login", "organisation/login-taken", "该登录名已被使用。");
  staff.id = platform::new_id<UserId>();
  if (staff.region_code == 0) staff.region_code = department.region_code;
  store::insert_staff(tx, staff);
  append_trail(tx, actor, {"organisation.staff_create", "staff", staff.id.value(), staff.region_code},
               fmt::format("登记{}工作人员{}（{}）", department.name, staff.name, staff.employee_no));
  return existing(store::find_staff(tx, staff.id), "该工作人员");
}

Result<Staff> change_staff(Tx& tx, const Actor& actor, Staff changed, int version) {
  const auto before = TRY(existing(store::find_staff(tx, changed.id), "该工作人员"));
  TRY(require_scope(actor, before.region_code, before.department));
  TRY(require_version(before.version, version));
  const auto department = TRY(existing(store::find_department(tx, changed.department), "该部门"));
  TRY(require_scope(actor, department.region_code, department.id));
  changed.employee_no = before.employee_no;
  changed.login = before.login;
  changed.region_code = before.department == changed.department ? before.region_code : department.region_code;
  changed = TRY(checked(std::move(changed)));
  if (!changed.is_active && !store::posts_held(tx, changed.id, tx.today()).empty())
    return refuse_rule("organisation/posts-left", changed.name + "还在岗位上任职，请先移交岗位再办理离职。");
  store::update_staff(tx, changed);
  const auto text = before.is_active && !changed.is_active ? changed.name + "离职停用" : "修改" + changed.name + "的人员信息";
  append_trail(tx, actor, {"organisation.staff_change", "staff", changed.id.value(), changed.region_code}, text,
               {{"is_active", changed.is_active}, {"department_id", changed.department.str()}});
  return existing(store::find_staff(tx, changed.id), "该工作人员");
}

Result<Post> create_post(Tx& tx, const Actor& actor, Post post, const std::vector<std::string>& roles) {
  const auto department = TRY(existing(store::find_department(tx, post.department), "该部门"));
  TRY(require_scope(actor, department.region_code, department.id));
  if (department.valid_to) return refuse_rule("organisation/closed", department.name + "已撤销。");
  if (post.region_code == 0) post.region_code = department.region_code;
  const auto range = region::range_of(department.region_code);
  if (!region::is_within(post.region_code, range)) return refuse_field("region_code", "organisation/region-elsewhere", "岗位所在地区应在部门的地区之内。");
  if (post.all_departments) TRY(require_scope(actor, post.region_code));
  post = TRY(checked(tx, std::move(post)));
  TRY(require_separation(tx, post.holder, roles));
  post.id = platform::new_id<PostId>();
  post.valid_from = tx.today();
  store::insert_post(tx, post);
  append_trail(tx, actor, {"organisation.post_create", "post", post.id.value(), post.region_code}, fmt::format("{}设立{}", department.name, post.name));
  for (const auto& role : roles) TRY(request_role(tx, actor, post.id, role, "grant", "设立岗位"));
  return existing(store::find_post(tx, post.id), "该岗位");
}

Result<Post> change_post(Tx& tx, const Actor& actor, Post changed, int version) {
  const auto before = TRY(existing(store::find_post(tx, changed.id), "该岗位"));
  TRY(require_scope(actor, before.region_code, before.department));
  TRY(require_version(before.version, version));
  if (before.valid_to) return refuse_rule("organisation/closed", before.name + "已撤销，不能修改。");
  changed.department = before.department;
  changed.region_code = before.region_code;
  // Wider sight is a right: only who has it himself may give it.
  if (changed.all_departments && !before.all_departments && !actor.all_departments && actor.kind != platform::ActorKind::system)
    return refuse_field("all_departments", "organisation/wider-than-own", "您不能授予超出自己范围的数据权限。");
  changed = TRY(checked(tx, std::move(changed)));
  TRY(require_no_self_appointment(tx, actor, before, changed));
  if (changed.holder != before.holder) TRY(require_separation(tx, changed.holder, before.roles));
  if (changed.deputy_post && changed.deputy_post != before.deputy_post)
    TRY(require_separation(tx, store::find_post(tx, changed.deputy_post)->holder, before.roles));
  store::update_post(tx, changed);
  auto after = TRY(existing(store::find_post(tx, changed.id), "该岗位"));
  auto text = before.holder == after.holder ? fmt::format("修改岗位{}", after.name)
                                            : fmt::format("{}由{}改为{}任职", after.name, before.holder ? before.holder_name : "空缺",
                                                          after.holder ? after.holder_name : "空缺");
  append_trail(tx, actor, {"organisation.post_change", "post", after.id.value(), after.region_code}, std::move(text),
               {{"holder_id", after.holder.str()}, {"deputy_post_id", after.deputy_post.str()}});
  return after;
}

Result<Post> close_post(Tx& tx, const Actor& actor, PostId id, int version, Date on) {
  auto post = TRY(existing(store::find_post(tx, id), "该岗位"));
  TRY(require_scope(actor, post.region_code, post.department));
  TRY(require_version(post.version, version));
  if (post.valid_to) return refuse_rule("organisation/closed", post.name + "已撤销。");
  if (on > tx.today() || on < post.valid_from) return refuse_field("closed_on", "organisation/bad-day", "撤销日期应在设立之日与今天之间。");
  post.valid_to = on;
  post.holder = {};
  store::update_post(tx, post);
  append_trail(tx, actor, {"organisation.post_close", "post", id.value(), post.region_code},
               fmt::format("{}自{}起撤销", post.name, platform::zh_date(on)), {{"closed_on", platform::iso_date(on)}});
  return existing(store::find_post(tx, id), "该岗位");
}

Result<store::RoleGrant> request_role(Tx& tx, const Actor& actor, PostId post_id, const std::string& role, std::string kind, std::string reason) {
  const auto post = TRY(existing(store::find_post(tx, post_id), "该岗位"));
  TRY(require_scope(actor, post.region_code, post.department));
  if (post.valid_to) return refuse_rule("organisation/closed", post.name + "已撤销。");
  const auto roles = store::list_roles(tx);
  const auto known = std::find_if(roles.begin(), roles.end(), [&](const auto& one) { return one.name == role; });
  if (known == roles.end()) return refuse_field("role", "organisation/no-role", "角色不存在，请重新选择。");
  if (post.has_role(role) == (kind == "grant"))
    return refuse_rule("organisation/role-as-wished", fmt::format("{}{}{}角色，无需申请。", post.name, kind == "grant" ? "已有" : "没有", known->title));
  if (store::has_open_grant(tx, post_id, role)) return refuse_rule("organisation/role-requested", "该角色已有待确认的申请，请等安全管理员确认。");
  const auto why = TRY(checked_text(reason, "reason", "理由", 300));
  store::RoleGrant grant{.id = platform::next_id(), .post = post_id, .role = role, .kind = kind, .state = "requested",
                         .reason = why, .requested_by = actor.id, .requested_at = tx.now()};
  store::insert_grant(tx, grant);
  append_trail(tx, actor, {"organisation.role_request", "post", post_id.value(), post.region_code},
               fmt::format("申请{}{}的{}角色", kind == "grant" ? "授予" : "收回", post.name, known->title), {{"role", role}, {"reason", grant.reason}});
  return existing(store::find_grant(tx, grant.id), "该申请");
}

namespace {

std::string title_of(Tx& tx, const std::string& role) {
  for (auto& known : store::list_roles(tx))
    if (known.name == role) return std::move(known.title);
  return role;
}

}  // namespace

Result<store::RoleGrant> decide_role(Tx& tx, const Actor& actor, std::int64_t id, bool is_confirmed) {
  auto grant = TRY(existing(store::find_grant(tx, id), "该申请"));
  TRY(require_scope(actor, grant.region_code));
  if (grant.state != "requested") return refuse_rule("organisation/decided", "该申请已处理，请刷新列表。");
  if (grant.requested_by == actor.id) return refuse_rule("organisation/same-person", "申请人不能确认自己提出的申请，须由另一名安全管理员确认。");
  if (grant.holder && grant.holder == actor.id) return refuse_rule("organisation/own-role", "不能确认本人岗位的角色变更。");
  const auto post = TRY(existing(store::find_post(tx, grant.post), "该岗位"));
  if (is_confirmed && grant.kind == "grant") {
    TRY(require_separation(tx, grant.holder, {grant.role}));
    if (const auto deputy = store::find_post(tx, post.deputy_post)) TRY(require_separation(tx, deputy->holder, {grant.role}));
    store::add_role(tx, grant.post, grant.role);
  }
  if (is_confirmed && grant.kind == "revoke") store::remove_role(tx, grant.post, grant.role);
  grant.state = is_confirmed ? "confirmed" : "refused";
  grant.decided_by = actor.id;
  grant.decided_at = tx.now();
  store::decide_grant(tx, grant);
  append_trail(tx, actor, {"role.grant", "post", grant.post.value(), grant.region_code},
               fmt::format("{}{}{}的{}角色", is_confirmed ? "确认" : "驳回", grant.kind == "grant" ? "授予" : "收回", post.name, title_of(tx, grant.role)),
               {{"role", grant.role}, {"kind", grant.kind}, {"state", grant.state}});
  return existing(store::find_grant(tx, id), "该申请");
}

}  // namespace yimen::organisation
