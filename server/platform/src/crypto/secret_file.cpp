#include "crypto/secret_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

tl::unexpected<Error> unwritable(const std::string& path, int error) {
  return fail(ErrorCode::internal, "platform/keys-unusable",
              fmt::format("密钥文件 {} 写不进去：{}。请检查目录权限和磁盘空间。", path, std::strerror(error)));
}

void sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

bool write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(fd) == 0;
}

}  // namespace

std::optional<std::string> read_secret_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  std::string content;
  char buffer[4096];
  ssize_t got;
  while ((got = ::read(fd, buffer, sizeof buffer)) > 0) content.append(buffer, static_cast<std::size_t>(got));
  ::close(fd);
  if (got < 0) return std::nullopt;
  return content;
}

Result<void> create_secret_file(const std::string& path, std::string_view content) {
  const auto temporary = fmt::format("{}.{}.new", path, to_hex(random_bytes(8)));
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return unwritable(path, errno);
  const bool is_written = write_all(fd, content);
  const int write_error = errno;
  ::close(fd);
  // link() and not rename(): it refuses to replace a key that another program made in the meantime.
  const bool is_linked = is_written && ::link(temporary.c_str(), path.c_str()) == 0;
  const int link_error = errno;
  ::unlink(temporary.c_str());
  if (!is_written) return unwritable(path, write_error);
  if (!is_linked && link_error == EEXIST)
    return fail(ErrorCode::conflict, "platform/key-exists", fmt::format("密钥文件 {} 已经存在，没有覆盖。", path));
  if (!is_linked) return unwritable(path, link_error);
  sync_folder_of(path);
  return {};
}

}  // namespace yimen::platform
