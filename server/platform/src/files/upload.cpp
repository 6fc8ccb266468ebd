#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "files/disk.h"
#include "files/rows.h"
#include "yimen/platform/files.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr std::size_t sniffed_bytes = 1 << 20;

tl::unexpected<Error> gone() {
  return fail(ErrorCode::not_found, "platform/upload-gone", "这次上传不存在或已过期。请重新上传。");
}

/// The row when it is this person's and still within its time.
Result<FileStore::Upload> own_upload(Tx& tx, const Actor& actor, UploadId id) {
  auto upload = find_upload_row(tx, id);
  if (!upload || upload->owner != actor.id || upload->expires_at <= tx.now()) return gone();
  return std::move(*upload);
}

/// One writer per upload: a browser that repeats a piece while the first is still arriving must not interleave bytes.
Result<void> lock_alone(const disk::File& file) {
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) == 0) return {};
  return fail(ErrorCode::conflict, "platform/upload-busy", "上一段数据还在接收中，请稍后查询进度再继续。");
}

/// Beginning and end together: containers (docx, ofd) list their members at the end.
Result<std::string> telling_bytes(const disk::File& file, std::int64_t size) {
  auto bytes = TRY(disk::read_part(file, 0, sniffed_bytes));
  const auto seen = static_cast<std::int64_t>(bytes.size());
  if (size > seen) {
    const auto from = std::max(seen, size - static_cast<std::int64_t>(sniffed_bytes));
    bytes += TRY(disk::read_part(file, from, sniffed_bytes));
  }
  return bytes;
}

Error offset_problem(std::int64_t received) {
  return Error{ErrorCode::conflict, "platform/upload-offset",
               fmt::format("已收到 {} 字节，请从这里继续上传。", received), {{"Upload-Offset", std::to_string(received)}}};
}

}  // namespace

Result<FileStore::Upload> FileStore::begin(Tx& tx, const Actor& actor, std::string name, std::int64_t size_bytes,
                                           std::string purpose) {
  if (size_bytes <= 0)
    return fail(ErrorCode::invalid_input, "platform/file-empty", "文件是空的。请检查后重新选择。",
                {{"/size_bytes", "文件是空的。"}});
  if (size_bytes > limits_.file_bytes)
    return fail(ErrorCode::too_large, "platform/file-too-large",
                fmt::format("文件超过 {} MB 的上限。请压缩或拆分后再上传。", limits_.file_bytes >> 20));
  TRY(check_space(size_bytes));
  if (count_open_uploads(tx, actor.id) >= limits_.open_uploads_per_person)
    return fail(ErrorCode::rate_limited, "platform/uploads-too-many", "同时进行的上传太多。请等前面的文件传完再继续。");
  Upload upload{.id = new_id<UploadId>(),
                .owner = actor.id,
                .name = clean_file_name(name),
                .purpose = std::move(purpose),
                .size_bytes = size_bytes,
                .state = "receiving",
                .created_at = tx.now(),
                .expires_at = tx.now() + std::chrono::hours{limits_.upload_hours}};
  insert_upload(tx, upload);
  return upload;
}

Result<FileStore::Upload> FileStore::find_upload(Tx& tx, const Actor& actor, UploadId id) {
  return own_upload(tx, actor, id);
}

Result<FileStore::Upload> FileStore::append(Database& database, const Actor& actor, UploadId id, std::int64_t offset,
                                            BodyStream& stream) {
  TRY(database.read([&](Tx& tx) { return own_upload(tx, actor, id); }));
  const auto part = TRY(disk::open_for_append(part_of(id)));
  TRY(lock_alone(part));
  // Read again under the lock: a piece that was arriving until now may have moved the offset.
  auto upload = TRY(database.read([&](Tx& tx) { return own_upload(tx, actor, id); }));
  if (upload.state != "receiving" || offset != upload.received_bytes)
    return tl::make_unexpected(offset_problem(upload.received_bytes));
  // Bytes behind the committed offset come from a piece whose commit failed; the client sends them again.
  if (::ftruncate(part.fd(), upload.received_bytes) != 0 || ::lseek(part.fd(), 0, SEEK_END) < 0)
    return disk::trouble("写入文件", errno);
  TRY(check_space(upload.size_bytes - upload.received_bytes));

  auto received = upload.received_bytes;
  const auto keep = [&]() -> Result<void> {
    TRY(disk::sync(part));
    return database.transact([&](Tx& tx) -> Result<void> {
      set_received(tx, id, received);
      return {};
    });
  };
  std::string buffer(64 * 1024, '\0');
  try {
    while (const auto got = stream.read(buffer.data(), buffer.size())) {
      if (received + static_cast<std::int64_t>(got) > upload.size_bytes)
        return fail(ErrorCode::too_large, "platform/upload-longer", "收到的数据比登记的文件大小多。请重新选择文件上传。");
      TRY(disk::write_all(part, std::string_view{buffer.data(), got}));
      received += static_cast<std::int64_t>(got);
    }
  } catch (...) {
    // The line broke: what has arrived is kept, the client asks for the offset and goes on.
    static_cast<void>(keep());
    throw;
  }
  TRY(keep());
  upload.received_bytes = received;
  return upload;
}

Result<StoredFile> FileStore::complete(Database& database, const Actor& actor, UploadId id,
                                       std::string_view expected_sm3) {
  const auto upload = TRY(database.read([&](Tx& tx) { return own_upload(tx, actor, id); }));
  if (upload.state == "completed")
    return database.read([&](Tx& tx) { return find_file(tx, completed_file(tx, id).value_or(FileId{})); });
  if (upload.received_bytes != upload.size_bytes) return tl::make_unexpected(offset_problem(upload.received_bytes));

  const auto part = TRY(disk::open_for_append(part_of(id)));
  TRY(lock_alone(part));
  const auto drop = [&] {
    ::unlink(part_of(id).c_str());
    static_cast<void>(database.transact([&](Tx& tx) -> Result<void> {
      delete_upload(tx, id);
      return {};
    }));
  };
  if (disk::size_of(part_of(id)) != upload.size_bytes) return gone();
  auto sm3 = TRY(disk::sm3_of(part));
  StagedFile staged{std::move(sm3), upload.size_bytes, {}};
  if (!expected_sm3.empty() && expected_sm3 != staged.sm3) {
    drop();
    return fail(ErrorCode::invalid_input, "platform/upload-damaged", "文件在传输中损坏，与本地内容不一致。请重新上传。");
  }
  auto type = sniff(TRY(telling_bytes(part, upload.size_bytes)), upload.name);
  if (!type.is_allowed) {
    drop();
    return fail(ErrorCode::invalid_input, "platform/file-type-refused", type.refusal, {{"/name", type.refusal}});
  }
  staged.content_type = std::move(type.content_type);
  TRY(adopt(part_of(id), staged.sm3));
  auto file = TRY(database.transact([&](Tx& tx) -> Result<StoredFile> {
    if (const auto done = completed_file(tx, id)) return find_file(tx, *done);
    auto made = TRY(add(tx, actor, staged, {.name = upload.name, .purpose = upload.purpose}));
    set_completed(tx, id, made.id);
    return made;
  }));
  ::unlink(part_of(id).c_str());
  return file;
}

int FileStore::remove_expired(Database& database) {
  constexpr int batch = 500;
  const auto ids = database.read([&](Tx& tx) { return expired_uploads(tx, batch); });
  for (const auto id : ids) ::unlink(part_of(id).c_str());
  if (!ids.empty()) {
    static_cast<void>(database.transact([&](Tx& tx) -> Result<void> {
      for (const auto id : ids) delete_upload(tx, id);
      return {};
    }));
  }
  remove_forgotten();
  return static_cast<int>(ids.size());
}

}  // namespace yimen::platform
