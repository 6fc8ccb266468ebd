#include "domain/power_rules.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace yimen::organisation {
namespace {

using enum Power;

bool is_one_of(Power power, std::initializer_list<Power> powers) { return std::find(powers.begin(), powers.end(), power) != powers.end(); }

}  // namespace

bool carries(std::string_view role, Power power) {
  if (role == "handler") return is_one_of(power, {accept, review, coordinate, deliver, make_certificate});
  if (role == "reviewer") return is_one_of(power, {review, report_up, coordinate});
  if (role == "approver") return is_one_of(power, {decide, approve, review, report_up, organise, use_seal, litigate});
  return false;
}

bool carries_any(const std::vector<std::string>& roles, Power power) {
  return std::any_of(roles.begin(), roles.end(), [&](const auto& role) { return carries(role, power); });
}

bool includes(Power granted, Power wanted) { return granted == wanted || (granted == decide && wanted == approve); }

bool serves_windows(const std::vector<std::string>& roles) {
  return std::any_of(roles.begin(), roles.end(), [](const auto& role) { return role == "window_clerk" || role == "chief_representative"; });
}

bool is_administrator_role(std::string_view role) { return role == "sys_admin" || role == "sec_admin" || role == "audit_admin"; }

bool breaks_separation(const std::vector<std::string>& roles) {
  std::string_view first;
  for (const auto& role : roles) {
    if (!is_administrator_role(role)) continue;
    if (!first.empty() && first != role) return true;
    first = role;
  }
  return false;
}

}  // namespace yimen::organisation
