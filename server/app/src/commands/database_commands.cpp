#include <filesystem>
#include <iostream>

#include "commands/commands.h"
#include "wiring.h"

namespace yimen::app {

namespace {

namespace fs = std::filesystem;

int migrate(Arguments& arguments) {
  arguments.finish();
  const auto application = Application::open(arguments.settings(), Application::Schema::leave_as_is);
  const auto applied = application->database->migrate(all_migrations());
  for (const auto& name : applied) std::cout << "已执行 " << name << "\n";
  std::cout << (applied.empty() ? "数据库结构已是最新，无需升级。\n" : fmt::format("数据库结构已升级，共执行 {} 项。\n", applied.size()));
  return 0;
}

int backup(Arguments& arguments) {
  const fs::path folder{arguments.take_word("备份目录")};
  arguments.finish();
  if (fs::exists(folder) && !fs::is_empty(folder))
    throw StartError(fmt::format("备份目录 {} 不是空的：请换一个新目录，以免覆盖原有备份。", folder.string()), usage_exit_code);
  const auto application = Application::open(arguments.settings(), Application::Schema::leave_as_is);
  if (application->database->engine() == platform::Engine::postgres)
    throw StartError("PostgreSQL 数据库请用 pg_dump 或物理备份；本命令只备份内置数据库。", usage_exit_code);
  fs::create_directories(folder);
  application->database->copy_to((folder / "yimen.db").string());
  // The database first: what it names lies in the files folder by then, files are never changed and removed only late.
  const fs::path data{arguments.settings().text("data.directory")};
  for (const auto* part : {"files", "keys"})
    if (fs::exists(data / part)) fs::copy(data / part, folder / part, fs::copy_options::recursive);
  std::cout << fmt::format("已备份到 {}（数据库 {} KB）。请把目录复制到另一台机器保存，并定期试恢复。\n", folder.string(),
                           fs::file_size(folder / "yimen.db") / 1024);
  return 0;
}

}  // namespace

Command migrate_command() {
  return {.name = "migrate", .usage = "migrate", .chinese = "把数据库结构升级到本版本，并列出执行了哪些",
          .english = "Bring the database schema up to date and list what was applied", .details = "", .run = migrate};
}

Command backup_command() {
  return {.name = "backup", .usage = "backup 目录", .chinese = "运行中备份内置数据库、上传文件和密钥到一个新目录",
          .english = "Copy the embedded database, files and keys into a new folder while running",
          .details = "恢复：停止服务，把备份目录中的内容放回数据目录（data.directory），再启动。", .run = backup};
}

}  // namespace yimen::app
