#pragma once
#include <string>
#include <string_view>

#include "yimen/platform/db.h"

namespace yimen::platform {

/// `?` outside of literals, names and comments becomes $1, $2 …; `??` becomes one question mark.
std::string numbered_params(std::string_view sql);
/// By SQLSTATE.
DbFault postgres_fault(std::string_view state, std::string_view message);
/// An identifier in double quotes.
std::string quoted_name(std::string_view name);

}  // namespace yimen::platform
