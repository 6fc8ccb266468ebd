#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"
#include "yimen/platform/id.h"
#include "yimen/platform/time.h"

/// 机构、中心、窗口、岗位、人员和授权书 as values.
namespace yimen::organisation {

using platform::Date;
using platform::Instant;
using platform::UserId;
using DepartmentId = platform::Id<struct DepartmentIdTag>;
using CenterId = platform::Id<struct CenterIdTag>;
using WindowId = platform::Id<struct WindowIdTag>;
using PostId = platform::Id<struct PostIdTag>;
using LetterId = platform::Id<struct LetterIdTag>;

struct Department {
  DepartmentId id;
  std::int64_t region_code = 0;
  std::string name;         // 玉林市农业农村局
  std::string short_name;   // 市农业农村局
  std::string uscc;         // 统一社会信用代码
  std::string agency_mark;  // 机关代字, 玉农
  std::string category;     // 农业农村, the grouping matters are filed under
  std::vector<std::string> other_categories;  // 文化旅游 and 体育 are one bureau in a county
  std::string phone, address;
  DepartmentId parent;       // 主管部门, 0 when none
  bool is_resident = false;  // 进驻部门: has windows in a service centre
  Date valid_from{};
  std::optional<Date> valid_to;  // first day on which it no longer stands
  int version = 1;
};

struct ServiceCenter {
  CenterId id;
  std::int64_t region_code = 0;
  std::string name, address, phone, hours;
  int closing_minute = 17 * 60 + 30;  // local minutes since midnight; what comes later counts as the next working day
  Date valid_from{};
  std::optional<Date> valid_to;
  int version = 1;
};

enum class WindowKind { general, departmental, result_delivery, consulting };
struct Window {
  WindowId id;
  CenterId center;
  std::string center_name;
  std::int64_t region_code = 0;  // the centre's
  std::string number, name;
  WindowKind kind = WindowKind::general;
  std::vector<DepartmentId> departments;  // whose matters it takes; a general window has several
  bool is_open = true;
  int version = 1;
};

/// What an authorisation letter can delegate: the chief representative's four powers and the window's seven.
/// `decide` is the power over any matter; `approve` is the window's and reaches instant matters (即办件) only, so a post
/// that may decide may also approve.
/// Source: local rules on service centres (授予审批决定权、审核上报权、组织协调权和审批专用章使用权; 窗口七项权限).
enum class Power {
  decide,            // 审批决定权
  report_up,         // 审核上报权
  organise,          // 组织协调权
  use_seal,          // 审批专用章使用权
  accept,            // 受理权
  review,            // 审核权
  coordinate,        // 协调处置权
  deliver,           // 办理结果送达权
  litigate,          // 应诉代理权
  make_certificate,  // 制证权
  approve,           // 审批权
};
std::string_view chinese_name(Power);
std::string_view chinese_name(WindowKind);

/// 岗位: what permissions hang on. Roles are the confirmed ones (see README, role grants).
/// Role names: handler reviewer approver window_clerk chief_representative dept_admin center_manager supervisor
/// sys_admin sec_admin audit_admin catalogue_editor.
struct Post {
  PostId id;
  std::int64_t region_code = 0;  // data scope is region::range_of of it
  DepartmentId department;
  std::string department_name;
  CenterId center;  // the hall where a window post sits, 0 when none
  std::string name;
  std::vector<std::string> roles;
  UserId holder;
  std::string holder_name;
  PostId deputy_post;            // B岗
  std::string deputy_post_name, deputy_holder_name;
  bool all_departments = false;  // the scope covers every department of the range
  Date valid_from{};
  std::optional<Date> valid_to;
  int version = 1;
  bool has_role(std::string_view role) const;
};

/// A post a person may act in today. Both names of a substitution go into the trail.
struct PostOfStaff {
  Post post;
  bool is_substitute = false;
  UserId absent_holder;
  std::string absent_holder_name;
};

struct Staff {
  UserId id;  // the account of the same id is made by identity
  std::string employee_no, name, phone;
  std::string login;  // suggested, "yl.clerk1"
  DepartmentId department;
  std::string department_name;
  std::int64_t region_code = 0;
  bool is_active = true;
  int version = 1;
};

struct AuthorisationLetter {
  LetterId id;
  std::string number;       // 玉农授〔2025〕1号
  DepartmentId department;  // who delegates
  std::string department_name;
  std::int64_t region_code = 0;
  PostId grantee_post;      // one of the three
  WindowId grantee_window;
  CenterId grantee_center;  // every general window of that centre
  std::string grantee_name;
  std::vector<Power> powers;
  Date valid_from{}, valid_to{};  // both days included
  std::string issued_by;          // 签发人
  std::optional<Instant> revoked_at;
  std::string revoke_reason;
  int version = 1;
};

}  // namespace yimen::organisation

template <>
struct yimen::platform::EnumText<yimen::organisation::Power> {
  static std::string_view to(yimen::organisation::Power);
  static std::optional<yimen::organisation::Power> from(std::string_view);
};
template <>
struct yimen::platform::EnumText<yimen::organisation::WindowKind> {
  static std::string_view to(yimen::organisation::WindowKind);
  static std::optional<yimen::organisation::WindowKind> from(std::string_view);
};
