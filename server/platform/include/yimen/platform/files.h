#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/http.h"
#include "yimen/platform/id.h"
#include "yimen/platform/result.h"
#include "yimen/platform/time.h"

/// Files people hand in and the program makes. Bytes lie in a folder by their SM3 digest (equal content is kept once),
/// what is known about them in the table stored_file. Who may see a file is decided by the module that owns it.
namespace yimen::platform {

using UploadId = Id<struct UploadIdTag>;

struct StoredFile {
  FileId id;
  std::string sm3;  // 64 hex digits
  std::int64_t size_bytes = 0;
  std::string content_type;   // found in the bytes, not taken from the client
  std::string original_name;  // cleaned: no folders, no control characters, at most 200 characters
  UserId created_by{};
  Instant created_at{};
  std::string purpose;
  std::int64_t region_code = 0;
};
json::object to_json(const StoredFile&);  ///< {"id","name","size_bytes","content_type","sm3"}

/// What the first bytes say. `name` helps only where containers look alike (docx/zip) and for plain text.
struct SniffedType {
  std::string content_type;
  bool is_allowed = false;
  std::string refusal;  // Chinese reason when it is not
};
/// Law: 国办函〔2016〕108号: handed-in files are documents and media, never programs or scripts.
SniffedType sniff(std::string_view head, std::string_view name);

/// Bytes that lie in the store but belong to no row yet.
struct StagedFile {
  std::string sm3;
  std::int64_t size_bytes = 0;
  std::string content_type;
};

struct NewFile {
  std::string name;
  std::string purpose;  // "material", "document", "article"…: who owns it
  std::int64_t region_code = 0;
};

struct FileLimits {
  std::int64_t file_bytes = 200ll << 20;
  std::int64_t chunk_bytes = 4ll << 20;
  int open_uploads_per_person = 20;
  int upload_hours = 24;
  std::int64_t keep_free_bytes = 64ll << 20;  // refuse new bytes rather than fill the disk the database lives on
};

class FileStore {
 public:
  /// Creates the folder. @throws std::system_error when it cannot be written.
  static std::unique_ptr<FileStore> open(const std::string& folder, FileLimits limits = {});

  /// Writes the bytes durably; do this before the transaction, it is slow and harmless when the transaction fails.
  /// @returns too_large, invalid_input "platform/file-type-refused", unavailable "platform/disk-full".
  Result<StagedFile> stage(std::string_view bytes, std::string_view name);
  /// Makes the row. Safe to call again for the same staged bytes: each call makes a new row.
  Result<StoredFile> add(Tx&, const Actor&, const StagedFile&, NewFile);
  /// stage + add, for bytes the program made itself.
  Result<StoredFile> put(Database&, const Actor&, std::string_view bytes, NewFile);

  /// A place on the store's own disk for a file that is being made; whoever makes it removes it.
  std::string new_temporary() const;
  /// Takes over a finished file the program made: its type is known, so nothing is guessed from its words.
  Result<StagedFile> stage_made(const std::string& path, std::string content_type);
  Result<StagedFile> stage_made_bytes(std::string_view bytes, std::string content_type);
  /// Another row for the bytes of a file, with the same name and owner.
  Result<StoredFile> add_copy(Tx&, FileId);
  /// Drops the row, and the bytes when no other row has them.
  void remove(Database&, FileId);

  Result<StoredFile> find(Tx&, FileId);
  /// A file of this person with no owner yet: what a command takes ids from. @returns invalid_input when it is another's.
  Result<StoredFile> find_own(Tx&, const Actor&, FileId);
  Result<std::string> read(const StoredFile&);  ///< whole content; checks the digest
  /// The content with range requests, nosniff and a fitting disposition. The caller has checked visibility.
  Result<Response> serve(Tx&, FileId, Response::Disposition);
  Result<Response> serve(Database&, FileId, Response::Disposition);

  /// Unfinished uploads past their time and forgotten temporary files. Called by a timer. @returns how many went.
  int remove_expired(Database&);
  const FileLimits& limits() const { return limits_; }

  /// One upload in pieces; the routes below are thin over these.
  struct Upload {
    UploadId id;
    UserId owner{};
    std::string name, purpose;
    std::int64_t size_bytes = 0, received_bytes = 0;
    std::string state;  // receiving, completed
    Instant created_at{}, expires_at{};
  };
  Result<Upload> begin(Tx&, const Actor&, std::string name, std::int64_t size_bytes, std::string purpose);
  Result<Upload> find_upload(Tx&, const Actor&, UploadId);
  /// Appends at `offset`. @returns conflict "platform/upload-offset" when it is not where we are.
  Result<Upload> append(Database&, const Actor&, UploadId, std::int64_t offset, BodyStream&);
  Result<StoredFile> complete(Database&, const Actor&, UploadId, std::string_view expected_sm3);

 private:
  FileStore(std::string folder, FileLimits limits) : folder_{std::move(folder)}, limits_{limits} {}
  std::string path_of(std::string_view sm3) const;
  std::string part_of(UploadId) const;
  Result<void> check_space(std::int64_t wanted) const;
  Result<void> adopt(const std::string& temporary, std::string_view sm3);
  void remove_forgotten() const;

  std::string folder_;
  FileLimits limits_;
};

/// POST /api/v1/uploads · PATCH, GET /api/v1/uploads/{upload_id} · POST /api/v1/uploads/{upload_id}/completion
void add_upload_routes(Routes&, Database&, FileStore&);

}  // namespace yimen::platform
