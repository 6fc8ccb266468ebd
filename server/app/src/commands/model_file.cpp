#include "commands/model_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

#include "commands/commands.h"

namespace yimen::app {

std::string read_whole(const std::string& path) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) throw StartError(fmt::format("“{}”是目录，应当写一个文件。", path));
  std::ifstream in{path, std::ios::binary};
  if (!in) throw StartError(fmt::format("打不开文件“{}”：请检查路径和权限。", path));
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace yimen::app
