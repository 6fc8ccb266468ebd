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
Command setup_command();
Command demo_command();
Command import_command();
Command verify_trail_command();
Command feel_command();
Command dmn_command();
Command bpmn_command();
Command form_command();

}  // namespace yimen::app
