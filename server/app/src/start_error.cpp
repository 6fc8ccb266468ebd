#include "start_error.h"

#include <system_error>

#include "yimen/platform/db.h"
#include "yimen/platform/text.h"

namespace yimen::app {

namespace {

/// Messages of libraries come with line breaks; a person at the terminal gets one line.
std::string one_line(std::string text) {
  for (auto& c : text)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  return platform::trim(text);
}

StartError from_database(const platform::DbError& error) {
  using platform::DbFault;
  const auto reason = one_line(error.what());
  switch (error.fault()) {
    case DbFault::too_new:
      return StartError("数据库与程序版本不一致：" + reason +
                        " 请使用不低于上次运行的程序版本，或从备份恢复；数据没有改动。");
    case DbFault::full:
      return StartError("存储空间已满，数据没有损坏：请清理磁盘后重新启动。（" + reason + "）");
    case DbFault::connection:
      return StartError(reason);
    case DbFault::busy:
      return StartError("数据库正被其他程序占用：请确认没有另一个 yimen 或维护工具正在使用同一个数据库，然后重试。（" +
                        reason + "）");
    case DbFault::other:
    case DbFault::unique:
    case DbFault::foreign_key:
    case DbFault::not_null:
    case DbFault::check:
    case DbFault::serialization:
    case DbFault::syntax:
    case DbFault::cancelled:
      break;
  }
  return StartError("数据库出错：" + reason + " 请检查数据库文件是否完好，必要时从备份恢复。");
}

StartError from_system(const std::system_error& error) {
  const auto reason = one_line(error.what());
  if (error.code() == std::errc::no_space_on_device)
    return StartError("存储空间已满：请清理磁盘后重试。（" + reason + "）");
  if (error.code() == std::errc::permission_denied)
    return StartError("没有权限：请检查数据目录和文件的所有者，或换一个有权限的用户运行。（" + reason + "）");
  return StartError("系统调用失败：" + reason);
}

}  // namespace

StartError current_start_error() {
  try {
    throw;
  } catch (const StartError& error) {
    return StartError(one_line(error.what()), error.exit_code());
  } catch (const platform::ConfigError& error) {
    return StartError(one_line(error.what()), usage_exit_code);
  } catch (const platform::DbError& error) { return from_database(error); } catch (const std::system_error& error) {
    return from_system(error);
  } catch (const std::exception& error) {
    return StartError("程序出错：" + one_line(error.what()) + " 请把这一行和日志交给维护人员。");
  } catch (...) { return StartError("程序出错，原因不明：请把日志交给维护人员。"); }
}

}  // namespace yimen::app
