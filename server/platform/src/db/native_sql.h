#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/db.h"

namespace yimen::platform {

/// Statements end with ';' at the end of a line; comments are dropped.
std::vector<std::string> split_statements(std::string_view sql);
/// The statements of a script in the engine's own words.
std::vector<std::string> native_statements(std::string_view sql, Engine);

}  // namespace yimen::platform
