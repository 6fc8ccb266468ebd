#include "files/rows.h"

namespace yimen::platform {

void insert_file(Tx& tx, const StoredFile& file) {
  tx.exec(R"sql(
      insert into stored_file (id, hash, size_bytes, content_type, original_name, created_by, created_at, purpose, region_code)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          file.id, file.sm3, file.size_bytes, file.content_type, file.original_name, file.created_by, file.created_at,
          file.purpose, file.region_code);
}

Result<StoredFile> find_file(Tx& tx, FileId id) {
  return tx.one("文件", R"sql(
      select id, hash, size_bytes, content_type, original_name, created_by, created_at, purpose, region_code
        from stored_file
       where id = ?)sql",
                [](const Row& row) {
                  return StoredFile{row.get<FileId>(0),      row.get<std::string>(1), row.i64(2),
                                    row.get<std::string>(3), row.get<std::string>(4), row.get<UserId>(5),
                                    row.get<Instant>(6),     row.get<std::string>(7), row.i64(8)};
                },
                id);
}

std::optional<std::string> delete_file(Tx& tx, FileId id) {
  auto hash = tx.scalar<std::string>("delete from stored_file where id = ? returning hash", id);
  if (!hash || tx.scalar<int>("select 1 from stored_file where hash = ? limit 1", *hash)) return std::nullopt;
  return hash;
}

void insert_upload(Tx& tx, const FileStore::Upload& upload) {
  tx.exec(R"sql(
      insert into upload_session (id, owner_id, name, purpose, size_bytes, received_bytes, state, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          upload.id, upload.owner, upload.name, upload.purpose, upload.size_bytes, upload.received_bytes, upload.state,
          upload.created_at, upload.expires_at);
}

std::optional<FileStore::Upload> find_upload_row(Tx& tx, UploadId id) {
  return tx.find(R"sql(
      select id, owner_id, name, purpose, size_bytes, received_bytes, state, created_at, expires_at
        from upload_session
       where id = ?)sql",
                 [](const Row& row) {
                   return FileStore::Upload{row.get<UploadId>(0),    row.get<UserId>(1),      row.get<std::string>(2),
                                            row.get<std::string>(3), row.i64(4),              row.i64(5),
                                            row.get<std::string>(6), row.get<Instant>(7),     row.get<Instant>(8)};
                 },
                 id);
}

int count_open_uploads(Tx& tx, UserId owner) {
  return static_cast<int>(tx.scalar<std::int64_t>(R"sql(
      select count(*)
        from upload_session
       where owner_id = ? and state = 'receiving' and expires_at > ?)sql",
                                                  owner, tx.now())
                              .value_or(0));
}

void set_received(Tx& tx, UploadId id, std::int64_t received_bytes) {
  tx.exec("update upload_session set received_bytes = ? where id = ? and state = 'receiving'", received_bytes, id);
}

void set_completed(Tx& tx, UploadId id, FileId file) {
  tx.exec("update upload_session set state = 'completed', file_id = ? where id = ?", file, id);
}

std::optional<FileId> completed_file(Tx& tx, UploadId id) {
  return tx.scalar<FileId>("select file_id from upload_session where id = ? and state = 'completed'", id);
}

void delete_upload(Tx& tx, UploadId id) { tx.exec("delete from upload_session where id = ?", id); }

std::vector<UploadId> expired_uploads(Tx& tx, int at_most) {
  return tx.all("select id from upload_session where expires_at <= ? order by expires_at limit ?",
                [](const Row& row) { return row.get<UploadId>(0); }, tx.now(), at_most);
}

}  // namespace yimen::platform
