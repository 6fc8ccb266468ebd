#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

/// POSIX file work of the store: every failure comes back as an Error that says what to do.
namespace yimen::platform::disk {

/// An open descriptor that closes itself.
class File {
 public:
  File() = default;
  explicit File(int fd) : fd_{fd} {}
  ~File();
  File(File&& other) noexcept : fd_{other.fd_} { other.fd_ = -1; }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

tl::unexpected<Error> trouble(std::string_view what, int error);  ///< ENOSPC, EDQUOT → "platform/disk-full"
Result<File> create(const std::string& path);                     ///< new file, mode 0640
Result<File> open_for_append(const std::string& path);            ///< creates it when missing
Result<File> open_for_reading(const std::string& path);
Result<void> write_all(const File&, std::string_view bytes);
Result<void> sync(const File&);
void sync_folder(const std::string& folder);
std::int64_t size_of(const std::string& path);  ///< -1 when there is none
std::int64_t free_bytes(const std::string& folder);
/// Up to `count` bytes from `offset`.
Result<std::string> read_part(const File&, std::int64_t offset, std::size_t count);
Result<std::string> sm3_of(const File&);  ///< hex

}  // namespace yimen::platform::disk
