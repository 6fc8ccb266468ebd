#pragma once
#include <string>

namespace yimen::app {

/// The bytes of a model or of what goes with it. @throws StartError that names the file when it cannot be opened.
std::string read_whole(const std::string& path);

}  // namespace yimen::app
