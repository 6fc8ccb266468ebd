#pragma once
#include "store/list_query.h"
#include "yimen/organisation/types.h"

/// SQL of departments, centres, windows and residencies.
namespace yimen::organisation::store {

using platform::Tx;

std::optional<Department> find_department(Tx&, DepartmentId);
std::optional<Department> department_of_category(Tx&, std::int64_t region_code, std::string_view category);
/// The highest of those that bear the name; towns of two counties may share one.
std::optional<Department> department_of_name(Tx&, std::string_view name);
std::optional<Department> department_of_name(Tx&, std::int64_t region_code, std::string_view name);
std::optional<Department> department_of_uscc(Tx&, std::string_view uscc);
std::vector<Department> list_departments(Tx&, const ListOrder&);
void insert_department(Tx&, const Department&);
void update_department(Tx&, const Department&);  ///< version grows by one
std::int64_t posts_in_force(Tx&, DepartmentId);

std::optional<ServiceCenter> find_center(Tx&, CenterId);
std::optional<CenterId> center_of_name(Tx&, std::int64_t region_code, std::string_view name);
std::vector<ServiceCenter> list_centers(Tx&, const ListOrder&);
void insert_center(Tx&, const ServiceCenter&);
void update_center(Tx&, const ServiceCenter&);

std::optional<Window> find_window(Tx&, WindowId);
std::optional<WindowId> window_of_number(Tx&, CenterId, std::string_view number);
std::vector<Window> list_windows(Tx&, const ListOrder&);
std::vector<Window> windows_of_department(Tx&, DepartmentId);
void insert_window(Tx&, const Window&);
void update_window(Tx&, const Window&);

struct Residency {
  std::int64_t id = 0;
  CenterId center;
  DepartmentId department;
  std::string center_name, department_name, matter_name, kind, state, reason;
  UserId proposed_by;
  Instant proposed_at{};
  std::string decision_no;
  UserId decided_by;
  std::optional<Instant> decided_at;
  std::optional<Date> effective_on;
  std::int64_t region_code = 0;
};
std::optional<Residency> find_residency(Tx&, std::int64_t id);
std::vector<Residency> list_residencies(Tx&, const ListOrder&);
void insert_residency(Tx&, const Residency&);
void decide_residency(Tx&, const Residency&);
/// True while some approved entry of the department as a whole has no later approved exit.
bool is_resident_somewhere(Tx&, DepartmentId);

}  // namespace yimen::organisation::store
