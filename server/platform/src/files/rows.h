#pragma once
#include "yimen/platform/files.h"

/// All SQL of stored_file and upload_session.
namespace yimen::platform {

std::string clean_file_name(std::string_view name);

void insert_file(Tx&, const StoredFile&);
Result<StoredFile> find_file(Tx&, FileId);
/// @returns the digest when no other row has these bytes.
std::optional<std::string> delete_file(Tx&, FileId);

void insert_upload(Tx&, const FileStore::Upload&);
std::optional<FileStore::Upload> find_upload_row(Tx&, UploadId);
int count_open_uploads(Tx&, UserId owner);
void set_received(Tx&, UploadId, std::int64_t received_bytes);
void set_completed(Tx&, UploadId, FileId);
std::optional<FileId> completed_file(Tx&, UploadId);
void delete_upload(Tx&, UploadId);
std::vector<UploadId> expired_uploads(Tx&, int at_most);

}  // namespace yimen::platform
