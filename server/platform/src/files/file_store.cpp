#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "files/disk.h"
#include "files/rows.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/files.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

/// What a browser may show in its own window without running anything of ours or theirs.
bool may_show_inline(std::string_view type) {
  for (const std::string_view shown : {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp",
                                       "text/plain", "video/mp4", "audio/mpeg", "audio/mp4", "audio/wav"})
    if (type == shown) return true;
  return false;
}

}  // namespace

json::object to_json(const StoredFile& file) {
  return {{"id", file.id.str()},
          {"name", file.original_name},
          {"size_bytes", file.size_bytes},
          {"content_type", file.content_type},
          {"sm3", file.sm3}};
}

std::string clean_file_name(std::string_view name) {
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  std::u32string kept;
  for (const char32_t c : to_utf32(is_utf8(name) ? name : std::string_view{})) {
    // Direction marks turn "exe.fdp" into what looks like "pdf.exe" and back: they have no place in a file name.
    const bool is_mark = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) && !is_mark) kept += c;
  }
  // The ending stays when a long name is cut: people and programs go by it.
  constexpr std::size_t longest = 200, ending = 12;
  if (kept.size() > longest) kept = kept.substr(0, longest - ending) + kept.substr(kept.size() - ending);
  auto cleaned = trim(to_utf8(kept));
  return cleaned.empty() || cleaned == "." || cleaned == ".." ? "文件" : cleaned;
}

std::unique_ptr<FileStore> FileStore::open(const std::string& folder, FileLimits limits) {
  for (const auto* part : {"", "/incoming", "/uploads"}) std::filesystem::create_directories(folder + part);
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
    throw std::system_error(errno, std::generic_category(), "文件目录 " + folder + " 不可写");
  return std::unique_ptr<FileStore>{new FileStore(folder, limits)};
}

std::string FileStore::path_of(std::string_view sm3) const {
  return fmt::format("{}/{}/{}/{}", folder_, sm3.substr(0, 2), sm3.substr(2, 2), sm3);
}

std::string FileStore::part_of(UploadId id) const { return fmt::format("{}/uploads/{}.part", folder_, id.value()); }

Result<void> FileStore::check_space(std::int64_t wanted) const {
  if (disk::free_bytes(folder_) - wanted < limits_.keep_free_bytes) return disk::trouble("写入文件", ENOSPC);
  return {};
}

Result<void> FileStore::adopt(const std::string& temporary, std::string_view sm3) {
  const auto path = path_of(sm3);
  const auto folder = std::filesystem::path(path).parent_path().string();
  std::error_code error;
  const bool is_new_folder = std::filesystem::create_directories(folder, error);
  if (error) return disk::trouble("建立文件目录", error.value());
  // A link and not a rename: the temporary file stays until the row is committed, so a failed commit can be repeated.
  if (::link(temporary.c_str(), path.c_str()) != 0 && errno != EEXIST) return disk::trouble("保存文件", errno);
  disk::sync_folder(folder);
  if (is_new_folder) {
    disk::sync_folder(std::filesystem::path(folder).parent_path().string());
    disk::sync_folder(folder_);
  }
  return {};
}

Result<StagedFile> FileStore::stage(std::string_view bytes, std::string_view name) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (size > limits_.file_bytes)
    return fail(ErrorCode::too_large, "platform/file-too-large",
                fmt::format("文件超过 {} MB 的上限。", limits_.file_bytes >> 20));
  auto type = sniff(bytes, name);
  if (!type.is_allowed)
    return fail(ErrorCode::invalid_input, "platform/file-type-refused", type.refusal, {{"/file", type.refusal}});
  StagedFile staged{sm3_hex(bytes), size, std::move(type.content_type)};
  if (disk::size_of(path_of(staged.sm3)) == size) return staged;
  TRY(check_space(size));
  const auto temporary = fmt::format("{}/incoming/{}", folder_, next_id());
  auto written = [&]() -> Result<void> {
    const auto file = TRY(disk::create(temporary));
    TRY(disk::write_all(file, bytes));
    TRY(disk::sync(file));
    return adopt(temporary, staged.sm3);
  }();
  ::unlink(temporary.c_str());
  if (!written) return tl::make_unexpected(written.error());
  return staged;
}

Result<StoredFile> FileStore::add(Tx& tx, const Actor& actor, const StagedFile& staged, NewFile order) {
  StoredFile file{.id = new_id<FileId>(),
                  .sm3 = staged.sm3,
                  .size_bytes = staged.size_bytes,
                  .content_type = staged.content_type,
                  .original_name = clean_file_name(order.name),
                  .created_by = actor.id,
                  .created_at = tx.now(),
                  .purpose = std::move(order.purpose),
                  .region_code = order.region_code};
  insert_file(tx, file);
  return file;
}

Result<StoredFile> FileStore::put(Database& database, const Actor& actor, std::string_view bytes, NewFile order) {
  const auto staged = TRY(stage(bytes, order.name));
  return database.transact([&](Tx& tx) { return add(tx, actor, staged, order); });
}

Result<StoredFile> FileStore::find(Tx& tx, FileId id) { return find_file(tx, id); }

Result<StoredFile> FileStore::find_own(Tx& tx, const Actor& actor, FileId id) {
  auto file = find_file(tx, id);
  // The same words for "is another's" and "is not there": ids tell nothing.
  if (!file || (file->created_by != actor.id && actor.kind != ActorKind::system))
    return fail(ErrorCode::invalid_input, "platform/file-not-yours", "找不到这份上传的文件。请重新上传。");
  return file;
}

Result<std::string> FileStore::read(const StoredFile& file) {
  const auto opened = TRY(disk::open_for_reading(path_of(file.sm3)));
  auto bytes = TRY(disk::read_part(opened, 0, static_cast<std::size_t>(file.size_bytes)));
  if (disk::size_of(path_of(file.sm3)) != file.size_bytes || sm3_hex(bytes) != file.sm3)
    return fail(ErrorCode::internal, "platform/file-damaged", "保存的文件内容与登记的摘要不符。请系统管理员从备份恢复。");
  return bytes;
}

Result<Response> FileStore::serve(Tx& tx, FileId id, Response::Disposition disposition) {
  const auto file = TRY(find_file(tx, id));
  const auto path = path_of(file.sm3);
  if (disk::size_of(path) != file.size_bytes)
    return fail(ErrorCode::internal, "platform/file-damaged", "文件在存储中缺失或不完整。请系统管理员从备份恢复。");
  if (!may_show_inline(file.content_type)) disposition = Response::Disposition::attachment;
  return Response::file_of(path, static_cast<std::uint64_t>(file.size_bytes), file.content_type, file.original_name,
                           disposition);
}

Result<Response> FileStore::serve(Database& database, FileId id, Response::Disposition disposition) {
  return database.read([&](Tx& tx) { return serve(tx, id, disposition); });
}

}  // namespace yimen::platform
