#include <boost/json.hpp>

#include "http/render.h"
#include "http/routes.h"
#include "http/schemas.h"
#include "service/editing.h"
#include "yimen/platform/files.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

/// Blank forms, filled samples (示范文本) and samples of results. The draft names them by their id.
namespace yimen::catalogue {

using platform::ErrorCode;
using platform::fail;
using platform::FileStore;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Schema;

namespace {

constexpr auto tag = "事项目录";
using MatterFileId = platform::Id<struct MatterFileIdTag>;

json::object file_json(MatterFileId id, const std::string& purpose, const std::string& material_key, const std::string& name, std::int64_t size) {
  return {{"id", id.str()}, {"purpose", purpose}, {"material_key", material_key}, {"name", name}, {"size_bytes", size}};
}

Result<Response> attach(const Request& request, Tx& tx, FileStore& files) {
  const auto matter = TRY(store::find_matter(tx, TRY(request.path_id<MatterId>("matter_id"))));
  if (!is_in_scope(request.actor(), matter)) return fail(ErrorCode::not_found, "catalogue/out-of-scope", "没有找到事项，可能已被删除或您无权查看。");
  const auto& body = request.body();
  const auto file = TRY(files.find_own(tx, request.actor(), platform::FileId{platform::id_or_zero(body, "file_id")}));
  const auto purpose = platform::text_or(body, "purpose");
  const auto material_key = platform::trim(platform::text_or(body, "material_key"));
  if (purpose != "result" && material_key.empty())
    return fail(ErrorCode::invalid_input, "catalogue/material-key-missing", "请指明是哪一份材料的表格。", {{"/material_key", "请指明是哪一份材料。"}});
  const auto id = platform::new_id<MatterFileId>();
  tx.exec(R"sql(
      insert into matter_file (id, matter_id, material_key, purpose, file_id, name, size_bytes, added_by, added_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, matter.id, material_key, purpose, file.id, file.original_name, file.size_bytes, request.actor().id, tx.now());
  note_trail(tx, request.actor(), matter, "catalogue.attach", "为事项“" + matter.name + "”添加文件“" + file.original_name + "”",
             {{"purpose", purpose}, {"material_key", material_key}, {"sm3", file.sm3}});
  return Response::created(file_json(id, purpose, material_key, file.original_name, file.size_bytes));
}

Result<Response> list(const Request& request, Tx& tx) {
  const auto matter = TRY(store::find_matter(tx, TRY(request.path_id<MatterId>("matter_id"))));
  if (!is_in_scope(request.actor(), matter)) return fail(ErrorCode::not_found, "catalogue/out-of-scope", "没有找到事项，可能已被删除或您无权查看。");
  json::array items;
  tx.each("select id, purpose, material_key, name, size_bytes from matter_file where matter_id = ? order by id",
          [&](const platform::Row& row) {
            items.push_back(file_json(row.get<MatterFileId>(0), row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3), row.i64(4)));
          },
          matter.id);
  return Response::json(json::object{{"items", std::move(items)}});
}

/// Forms of published matters are for everybody; those of a matter not offered are not.
Result<Response> download(const Request& request, Tx& tx, FileStore& files) {
  const auto id = TRY(request.path_id<MatterFileId>("file_id"));
  const auto file = TRY(tx.one("表格", R"sql(
      select f.file_id from matter_file f join matter m on m.id = f.matter_id
       where f.id = ? and m.status = 'in_force' and m.current_version_id is not null)sql",
                               [](const platform::Row& row) { return row.get<platform::FileId>(0); }, id));
  return files.serve(tx, file, Response::Disposition::attachment);
}

}  // namespace

void add_file_routes(platform::Routes& routes, FileStore& files) {
  const auto edit = Needs::permission_of("matter.edit");
  routes.post("/api/v1/matters/{matter_id}/files", edit, tag).summary("添加空白表格、示范文本或结果样本").operation("attachMatterFile")
      .body(Schema::object("MatterFile", {{"file_id", Schema::id().label("已上传的文件")}, {"purpose", Schema::one_of({"blank", "sample", "result"}).label("用途")},
                                          {"material_key", Schema::text(40).label("材料").optional()}}))
      .answer(201, schemas::file()).commands([&files](const Request& r, Tx& tx) { return attach(r, tx, files); });
  routes.get("/api/v1/matters/{matter_id}/files", edit, tag).summary("事项的表格和样本").operation("listMatterFiles").answer(200, schemas::items("AttachedFileList", schemas::file())).reads(list);
  routes.get("/api/v1/public/matter-files/{file_id}", Needs::anybody(), "办事指南").summary("下载表格或样本").operation("downloadMatterFile")
      .answer(200, Schema::nothing()).reads([&files](const Request& r, Tx& tx) { return download(r, tx, files); });
}

}  // namespace yimen::catalogue
