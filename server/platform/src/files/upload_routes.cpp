#include <boost/json.hpp>
#include <charconv>

#include "yimen/platform/files.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr const char* tag = "文件上传";

json::object progress_of(const FileStore::Upload& upload, const FileStore& files) {
  return {{"id", upload.id.str()},
          {"chunk_bytes", files.limits().chunk_bytes},
          {"size_bytes", upload.size_bytes},
          {"received_bytes", upload.received_bytes},
          {"state", upload.state}};
}

Schema progress_schema() {
  return Schema::object("UploadProgress", {{"id", Schema::id()},
                                           {"chunk_bytes", Schema::integer()},
                                           {"size_bytes", Schema::integer()},
                                           {"received_bytes", Schema::integer()},
                                           {"state", Schema::one_of({"receiving", "completed"})}});
}

Schema file_schema() {
  return Schema::object("StoredFile", {{"id", Schema::id()},
                                       {"name", Schema::text()},
                                       {"size_bytes", Schema::integer()},
                                       {"content_type", Schema::text()},
                                       {"sm3", Schema::text(64)}});
}

Result<std::int64_t> offset_of(const Request& request) {
  const auto text = request.header("upload-offset");
  std::int64_t offset = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (error != std::errc{} || end != text.data() + text.size() || offset < 0)
    return fail(ErrorCode::malformed, "platform/upload-offset-missing", "请求缺少 Upload-Offset 头，或它不是字节数。");
  return offset;
}

Result<Response> append_piece(const Request& request, Database& database, FileStore& files) {
  const auto id = TRY(request.path_id<UploadId>("upload_id"));
  const auto offset = TRY(offset_of(request));
  if (!request.stream) return fail(ErrorCode::malformed, "platform/upload-body-missing", "请求没有正文。");
  auto upload = files.append(database, request.actor(), id, offset, *request.stream);
  if (!upload && upload.error().slug == "platform/upload-offset") {
    // The right offset also as a header, so that a client need not read the problem's text.
    auto answer = problem(upload.error(), request);
    answer.header("Upload-Offset", upload.error().fields.front().detail);
    return answer;
  }
  if (!upload) return tl::make_unexpected(upload.error());
  auto answer = Response::json(progress_of(*upload, files));
  answer.header("Upload-Offset", std::to_string(upload->received_bytes));
  return answer;
}

Result<Response> complete_upload(const Request& request, Database& database, FileStore& files) {
  const auto id = TRY(request.path_id<UploadId>("upload_id"));
  const auto file = TRY(files.complete(database, request.actor(), id, text_or(request.body(), "sm3")));
  return Response::json(json::object{{"file", to_json(file)}});
}

}  // namespace

void add_upload_routes(Routes& routes, Database& database, FileStore& files) {
  routes.post("/api/v1/uploads", Needs::signed_in(), tag)
      .summary("开始上传一个文件")
      .operation("begin_upload")
      .body(Schema::object("BeginUpload", {{"name", Schema::text(255).label("文件名")},
                                           {"size_bytes", Schema::integer(0, 1ll << 40).label("文件大小")},
                                           {"purpose", Schema::text(40).label("用途").optional()}}))
      .answer(201, progress_schema())
      .commands([&files](const Request& request, Tx& tx) -> Result<Response> {
        const auto& body = request.body();
        auto upload = TRY(files.begin(tx, request.actor(), text_or(body, "name"), int_or(body, "size_bytes"),
                                      text_or(body, "purpose", "material")));
        return Response::created(progress_of(upload, files));
      });
  routes.patch("/api/v1/uploads/{upload_id}", Needs::signed_in(), tag)
      .summary("续传一段数据，从 Upload-Offset 开始")
      .operation("append_upload")
      .streaming()
      .answer(200, progress_schema())
      .handles([&database, &files](const Request& request) { return append_piece(request, database, files); });
  routes.get("/api/v1/uploads/{upload_id}", Needs::signed_in(), tag)
      .summary("查询上传进度")
      .operation("show_upload")
      .answer(200, progress_schema())
      .reads([&files](const Request& request, Tx& tx) -> Result<Response> {
        const auto id = TRY(request.path_id<UploadId>("upload_id"));
        return Response::json(progress_of(TRY(files.find_upload(tx, request.actor(), id)), files));
      });
  routes.post("/api/v1/uploads/{upload_id}/completion", Needs::signed_in(), tag)
      .summary("完成上传，核对摘要并登记文件")
      .operation("complete_upload")
      .body(Schema::object("CompleteUpload", {{"sm3", Schema::text(64).label("SM3 摘要").optional()}}))
      .answer(200, Schema::object("CompletedUpload", {{"file", file_schema()}}))
      .handles([&database, &files](const Request& request) { return complete_upload(request, database, files); });
}

}  // namespace yimen::platform
