#include "commands/commands.h"

#include <iostream>

namespace yimen::app {

const std::vector<Command>& all_commands() {
  static const std::vector<Command> commands{
      serve_command(), migrate_command(), setup_command(), demo_command(), import_command(),
      verify_trail_command(), backup_command(), config_command(), openapi_command(), feel_command(), dmn_command(), bpmn_command(), form_command(), version_command(),
  };
  return commands;
}

Command config_command() {
  return {.name = "config", .usage = "config", .chinese = "打印带说明的配置文件，写明每一项的默认值",
          .english = "Print a configuration file with every key, its meaning and default", .details = "例：yimen config > yimen.toml",
          .run = [](Arguments& arguments) {
            arguments.finish();
            std::cout << arguments.settings().documented_file();
            return 0;
          }};
}

Command version_command() {
  return {.name = "version", .usage = "version", .chinese = "打印版本号", .english = "Print the version", .details = "",
          .run = [](Arguments& arguments) {
            arguments.finish();
            std::cout << "yimen " << program_version() << "\n";
            return 0;
          }};
}

}  // namespace yimen::app
