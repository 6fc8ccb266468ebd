#include "files/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include "yimen/platform/crypto.h"
#include "yimen/platform/text.h"

namespace yimen::platform::disk {

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

tl::unexpected<Error> trouble(std::string_view what, int error) {
  if (error == ENOSPC || error == EDQUOT)
    return fail(ErrorCode::unavailable, "platform/disk-full", "服务器存放文件的磁盘已满，文件没有保存。请稍后再试，或联系系统管理员。");
  return fail(ErrorCode::unavailable, "platform/file-trouble",
              fmt::format("{}失败（{}）。请稍后再试，或联系系统管理员。", what, std::strerror(error)));
}

Result<File> create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (fd < 0) return trouble("新建文件", errno);
  return File{fd};
}

Result<File> open_for_append(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) return trouble("打开文件", errno);
  return File{fd};
}

Result<File> open_for_reading(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return trouble("读取文件", errno);
  return File{fd};
}

Result<void> write_all(const File& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file.fd(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return trouble("写入文件", written < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> sync(const File& file) {
  if (::fsync(file.fd()) != 0) return trouble("写入文件", errno);
  return {};
}

void sync_folder(const std::string& folder) {
  const File opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened) ::fsync(opened.fd());
}

std::int64_t size_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::int64_t>(info.st_size) : -1;
}

std::int64_t free_bytes(const std::string& folder) {
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0) return std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(info.f_bavail) * static_cast<std::int64_t>(info.f_frsize);
}

Result<std::string> read_part(const File& file, std::int64_t offset, std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t got = 0;
  while (got < count) {
    const auto more = ::pread(file.fd(), bytes.data() + got, count - got, offset + static_cast<std::int64_t>(got));
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) return trouble("读取文件", errno);
    if (more == 0) break;
    got += static_cast<std::size_t>(more);
  }
  bytes.resize(got);
  return bytes;
}

Result<std::string> sm3_of(const File& file) {
  Sm3Stream digest;
  std::int64_t offset = 0;
  while (true) {
    const auto piece = TRY(read_part(file, offset, 256 * 1024));
    if (piece.empty()) return to_hex(digest.finish());
    digest.add(piece);
    offset += static_cast<std::int64_t>(piece.size());
  }
}

}  // namespace yimen::platform::disk
