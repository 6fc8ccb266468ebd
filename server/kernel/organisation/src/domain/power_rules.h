#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/organisation/types.h"

/// Which role carries which power inside its own department, without a letter. Pure.
namespace yimen::organisation {

inline constexpr std::array<Power, 11> all_powers{
    Power::decide,     Power::report_up, Power::organise, Power::use_seal,         Power::accept, Power::review,
    Power::coordinate, Power::deliver,   Power::litigate, Power::make_certificate, Power::approve};

/// Chief representatives and window clerks carry none: theirs come from letters.
bool carries(std::string_view role, Power);
bool carries_any(const std::vector<std::string>& roles, Power);
/// A granted power that includes the wanted one: who may decide any matter may approve an instant one.
bool includes(Power granted, Power wanted);
/// Posts that work at a window and may use what is delegated to it.
bool serves_windows(const std::vector<std::string>& roles);

/// The three administrators of 等保; one person holds at most one of them.   Law: GB/T 22239—2019 8.1.5.
bool is_administrator_role(std::string_view role);
/// Two different administrator roles among these.
bool breaks_separation(const std::vector<std::string>& roles);

}  // namespace yimen::organisation
