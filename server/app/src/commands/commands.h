#pragma once
#include "command.h"

/// One function per subcommand; the list stands in commands.cpp.
namespace yimen::app {

Command serve_command();
Command migrate_command();
Command config_command();
Command openapi_command();
Command backup_command();
Command version_command();

}  // namespace yimen::app
