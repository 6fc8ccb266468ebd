#include <boost/json.hpp>
#include <fmt/format.h>

#include "service/checks.h"
#include "yimen/party/checks.h"
#include "yimen/region/region.h"

namespace yimen::organisation {
namespace {

Result<Department> checked(Tx& tx, Department d) {
  d.name = TRY(checked_text(d.name, "name", "部门名称", 100));
  d.category = TRY(checked_text(d.category, "category", "部门类别", 30));
  if (d.short_name.empty()) d.short_name = d.name;
  if (!d.uscc.empty()) {
    auto uscc = party::check_uscc(d.uscc);
    if (!uscc) return refuse_field("uscc", "organisation/bad-uscc", uscc.error().detail);
    d.uscc = std::move(*uscc);
  }
  if (const auto same = store::department_of_name(tx, d.region_code, d.name); same && same->id != d.id)
    return platform::fail(platform::ErrorCode::conflict, "organisation/name-taken", "本地区已有同名部门。", {problem_of("name", "本地区已有同名部门。")});
  if (const auto same = store::department_of_uscc(tx, d.uscc); !d.uscc.empty() && same && same->id != d.id)
    return platform::fail(platform::ErrorCode::conflict, "organisation/uscc-taken", "统一社会信用代码已属于" + same->name + "。",
                          {problem_of("uscc", "统一社会信用代码已属于" + same->name + "。")});
  if (d.parent && (d.parent == d.id || !store::find_department(tx, d.parent)))
    return refuse_field("parent_id", "organisation/bad-parent", "主管部门不存在，请重新选择。");
  return d;
}

Result<Window> checked(Tx& tx, Window w) {
  w.number = TRY(checked_text(w.number, "number", "窗口编号", 10));
  w.name = TRY(checked_text(w.name, "name", "窗口名称", 60));
  if (const auto same = store::window_of_number(tx, w.center, w.number); same && *same != w.id)
    return platform::fail(platform::ErrorCode::conflict, "organisation/number-taken", "本大厅已有编号相同的窗口。", {problem_of("number", "本大厅已有编号相同的窗口。")});
  for (const auto id : w.departments) {
    const auto department = store::find_department(tx, id);
    if (!department || department->valid_to) return refuse_field("department_ids", "organisation/no-department", "所选部门不存在或已撤销。");
  }
  if (w.kind == WindowKind::departmental && w.departments.size() != 1)
    return refuse_field("department_ids", "organisation/one-department", "部门窗口应当且只能选择一个部门。");
  return w;
}

Result<ServiceCenter> checked(ServiceCenter c) {
  c.name = TRY(checked_text(c.name, "name", "中心名称", 100));
  c.address = TRY(checked_text(c.address, "address", "地址", 200));
  return c;
}

}  // namespace

Result<Department> create_department(Tx& tx, const Actor& actor, Department department) {
  TRY(require_scope(actor, department.region_code));
  TRY(require_region(tx, department.region_code));
  department.id = platform::new_id<DepartmentId>();
  department.valid_from = tx.today();
  department = TRY(checked(tx, std::move(department)));
  store::insert_department(tx, department);
  append_trail(tx, actor, {"organisation.department_create", "department", department.id.value(), department.region_code},
               "设立部门" + department.name, {{"name", department.name}, {"category", department.category}});
  return existing(store::find_department(tx, department.id), "该部门");
}

Result<Department> change_department(Tx& tx, const Actor& actor, Department changed, int version) {
  const auto before = TRY(existing(store::find_department(tx, changed.id), "该部门"));
  TRY(require_scope(actor, before.region_code));
  TRY(require_version(before.version, version));
  if (before.valid_to) return refuse_rule("organisation/closed", before.name + "已撤销，不能修改。");
  changed.region_code = before.region_code;
  changed.valid_to = before.valid_to;
  changed.is_resident = before.is_resident;  // 进驻 and 退出 are decisions of their own
  changed = TRY(checked(tx, std::move(changed)));
  store::update_department(tx, changed);
  append_trail(tx, actor, {"organisation.department_change", "department", changed.id.value(), changed.region_code},
               before.name == changed.name ? "修改" + changed.name + "的信息" : before.name + "更名为" + changed.name,
               {{"old_name", before.name}, {"name", changed.name}, {"category", changed.category}});
  return existing(store::find_department(tx, changed.id), "该部门");
}

Result<Department> close_department(Tx& tx, const Actor& actor, DepartmentId id, int version, Date on) {
  auto department = TRY(existing(store::find_department(tx, id), "该部门"));
  TRY(require_scope(actor, department.region_code));
  TRY(require_version(department.version, version));
  if (department.valid_to) return refuse_rule("organisation/closed", department.name + "已撤销。");
  if (on > tx.today() || on < department.valid_from)
    return refuse_field("closed_on", "organisation/bad-day", "撤销日期应在设立之日与今天之间。");
  if (const auto posts = store::posts_in_force(tx, id); posts > 0)
    return refuse_rule("organisation/posts-left", fmt::format("{}还有{}个岗位，请先撤销或移交岗位。", department.name, posts));
  department.valid_to = on;
  store::update_department(tx, department);
  append_trail(tx, actor, {"organisation.department_close", "department", id.value(), department.region_code},
               fmt::format("{}自{}起撤销", department.name, platform::zh_date(on)), {{"closed_on", platform::iso_date(on)}});
  return existing(store::find_department(tx, id), "该部门");
}

Result<ServiceCenter> create_center(Tx& tx, const Actor& actor, ServiceCenter center) {
  TRY(require_scope(actor, center.region_code));
  TRY(require_region(tx, center.region_code));
  center = TRY(checked(std::move(center)));
  if (store::center_of_name(tx, center.region_code, center.name)) return refuse_field("name", "organisation/name-taken", "本地区已有同名中心。");
  center.id = platform::new_id<CenterId>();
  center.valid_from = tx.today();
  store::insert_center(tx, center);
  append_trail(tx, actor, {"organisation.center_create", "service_center", center.id.value(), center.region_code}, "设立" + center.name);
  return existing(store::find_center(tx, center.id), "该中心");
}

Result<ServiceCenter> change_center(Tx& tx, const Actor& actor, ServiceCenter changed, int version) {
  const auto before = TRY(existing(store::find_center(tx, changed.id), "该中心"));
  TRY(require_scope(actor, before.region_code));
  TRY(require_version(before.version, version));
  if (before.valid_to) return refuse_rule("organisation/closed", before.name + "已撤销，不能修改。");
  if (changed.valid_to && (*changed.valid_to > tx.today() || *changed.valid_to < before.valid_from))
    return refuse_field("closed_on", "organisation/bad-day", "撤销日期应在设立之日与今天之间。");
  changed.region_code = before.region_code;
  changed = TRY(checked(std::move(changed)));
  if (const auto same = store::center_of_name(tx, changed.region_code, changed.name); same && *same != changed.id)
    return refuse_field("name", "organisation/name-taken", "本地区已有同名中心。");
  store::update_center(tx, changed);
  const bool is_closed = changed.valid_to.has_value();
  append_trail(tx, actor, {is_closed ? "organisation.center_close" : "organisation.center_change", "service_center", changed.id.value(), changed.region_code},
               (is_closed ? "撤销" : "修改") + changed.name, {{"hours", changed.hours}, {"closing_minute", changed.closing_minute}});
  return existing(store::find_center(tx, changed.id), "该中心");
}

Result<Window> create_window(Tx& tx, const Actor& actor, Window window) {
  const auto center = TRY(existing(store::find_center(tx, window.center), "该中心"));
  TRY(require_scope(actor, center.region_code));
  if (center.valid_to) return refuse_rule("organisation/closed", center.name + "已撤销，不能增设窗口。");
  window = TRY(checked(tx, std::move(window)));
  window.id = platform::new_id<WindowId>();
  store::insert_window(tx, window);
  append_trail(tx, actor, {"organisation.window_create", "service_window", window.id.value(), center.region_code},
               fmt::format("{}增设{}（{}）", center.name, window.name, window.number), {{"kind", platform::EnumText<WindowKind>::to(window.kind)}});
  return existing(store::find_window(tx, window.id), "该窗口");
}

Result<Window> change_window(Tx& tx, const Actor& actor, Window changed, int version) {
  const auto before = TRY(existing(store::find_window(tx, changed.id), "该窗口"));
  TRY(require_scope(actor, before.region_code));
  TRY(require_version(before.version, version));
  changed.center = before.center;
  changed = TRY(checked(tx, std::move(changed)));
  store::update_window(tx, changed);
  const auto text = before.is_open == changed.is_open ? "修改" : changed.is_open ? "启用" : "停用";
  append_trail(tx, actor, {"organisation.window_change", "service_window", changed.id.value(), before.region_code}, text + changed.name,
               {{"is_open", changed.is_open}, {"departments", changed.departments.size()}});
  return existing(store::find_window(tx, changed.id), "该窗口");
}

}  // namespace yimen::organisation
