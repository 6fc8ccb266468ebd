#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

namespace yimen::platform {

/// Nothing when the file is missing or cannot be read.
std::optional<std::string> read_secret_file(const std::string& path);
/// Mode 0600, durable, all or nothing. @returns conflict "platform/key-exists" when the file is already there: of two
/// programs that start together one wins and the other reads what the winner wrote.
Result<void> create_secret_file(const std::string& path, std::string_view content);

}  // namespace yimen::platform
