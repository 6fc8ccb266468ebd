#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "files/disk.h"
#include "files/rows.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/files.h"

/// Files the program makes itself, and their end.
namespace yimen::platform {

namespace fs = std::filesystem;

namespace {

/// Bytes this young may be on their way to a row of somebody else, who found them here already.
constexpr std::chrono::minutes spared{10};
/// No job works on one file longer than that.
constexpr std::chrono::hours longest_making{48};

bool is_older_than(const fs::path& path, std::chrono::minutes age) {
  std::error_code error;
  const auto written_at = fs::last_write_time(path, error);
  return !error && fs::file_time_type::clock::now() - written_at > age;
}

}  // namespace

std::string FileStore::new_temporary() const { return fmt::format("{}/incoming/{}", folder_, next_id()); }

Result<StagedFile> FileStore::stage_made(const std::string& path, std::string content_type) {
  auto digest = [&]() -> Result<std::string> {
    const auto file = TRY(disk::open_for_reading(path));
    TRY(disk::sync(file));
    return disk::sm3_of(file);
  }();
  if (!digest) return tl::make_unexpected(digest.error());
  const auto size = disk::size_of(path);
  TRY(adopt(path, *digest));
  std::error_code ignored;
  fs::last_write_time(path_of(*digest), fs::file_time_type::clock::now(), ignored);
  return StagedFile{*digest, size, std::move(content_type)};
}

Result<StagedFile> FileStore::stage_made_bytes(std::string_view bytes, std::string content_type) {
  TRY(check_space(static_cast<std::int64_t>(bytes.size())));
  const auto path = new_temporary();
  auto staged = [&]() -> Result<StagedFile> {
    {
      const auto file = TRY(disk::create(path));
      TRY(disk::write_all(file, bytes));
    }
    return stage_made(path, std::move(content_type));
  }();
  ::unlink(path.c_str());
  return staged;
}

Result<StoredFile> FileStore::add_copy(Tx& tx, FileId id) {
  auto file = TRY(find_file(tx, id));
  file.id = new_id<FileId>();
  file.created_at = tx.now();
  insert_file(tx, file);
  return file;
}

void FileStore::remove(Database& database, FileId id) {
  std::optional<std::string> orphan;
  database.transact([&](Tx& tx) {
    orphan = delete_file(tx, id);
    return true;
  });
  if (orphan && is_older_than(path_of(*orphan), spared)) ::unlink(path_of(*orphan).c_str());
}

void FileStore::remove_forgotten() const {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_ + "/incoming", ignored))
    if (is_older_than(entry.path(), longest_making)) fs::remove(entry.path(), ignored);
}

}  // namespace yimen::platform
