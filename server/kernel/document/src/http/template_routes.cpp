#include <boost/json.hpp>

#include "domain/template.h"
#include "http/routes.h"
#include "service/templates.h"
#include "yimen/platform/json.h"

namespace yimen::document {

namespace {

using platform::ErrorCode;
using platform::Needs;
using platform::Request;
using platform::Response;
using platform::Result;
using platform::Schema;
using platform::Tx;

constexpr const char* tag = "文书模板";
constexpr std::size_t template_limit = 256 * 1024;

Needs editor() { return Needs::permission_of(std::string(permission_template_edit)); }

Result<DocumentType> type_of(const Request& request) {
  if (const auto type = document_type(request.path_text("type"))) return *type;
  return platform::fail(ErrorCode::not_found, "document/no-such-type", "没有这种文书。");
}

json::value instant_or_null(const std::optional<platform::Instant>& instant) {
  if (!instant) return nullptr;
  return json::string(platform::iso_instant(*instant));
}

json::object brief(const TemplateRow& row) {
  return {{"version", row.version},
          {"state", platform::EnumText<TemplateState>::to(row.state)},
          {"edition", row.edition},
          {"edited_at", platform::iso_instant(row.edited_at)},
          {"published_at", instant_or_null(row.published_at)}};
}

json::value with_body(const std::optional<TemplateRow>& row) {
  if (!row) return nullptr;
  auto shown = brief(*row);
  const auto body = platform::parse_json(row->body);
  shown["body"] = body ? *body : json::value(json::object{});
  return shown;
}

Schema template_schema() {
  return Schema::object("DocumentTemplateVersion", {{"version", Schema::integer()},
                                                    {"state", Schema::one_of({"draft", "published", "retired"})},
                                                    {"edition", Schema::integer()},
                                                    {"edited_at", Schema::instant()},
                                                    {"published_at", Schema::instant().optional()},
                                                    {"body", Schema::any().optional()}});
}

Result<Response> list_templates(const Request&, Tx& tx) {
  const auto rows = all_templates(tx);
  json::array items;
  for (const auto type : all_document_types()) {
    json::object item{{"type", word(type)}, {"type_name", chinese_name(type)}, {"published_version", nullptr},
                      {"published_at", nullptr}, {"draft_version", nullptr}};
    for (const auto& row : rows) {
      if (row.type != type) continue;
      if (row.state == TemplateState::draft) item["draft_version"] = row.version;
      if (row.state != TemplateState::published) continue;
      item["published_version"] = row.version;
      item["published_at"] = instant_or_null(row.published_at);
    }
    items.push_back(std::move(item));
  }
  return Response::json(json::object{{"items", std::move(items)}});
}

Result<Response> show_template(const Request& request, Tx& tx) {
  const auto type = TRY(type_of(request));
  const auto draft = find_template(tx, type, TemplateState::draft);
  json::array versions;
  for (const auto& row : templates_of(tx, type)) versions.push_back(brief(row));
  return Response::json(json::object{{"type", word(type)},
                                     {"type_name", chinese_name(type)},
                                     {"published", with_body(find_template(tx, type, TemplateState::published))},
                                     {"draft", with_body(draft)},
                                     {"versions", std::move(versions)}})
      .etag(draft ? draft->edition : 0);
}

Result<Response> preview(const Request& request, Tx& tx, const Documents& documents) {
  const auto type = TRY(type_of(request));
  const auto wanted = request.query("state").value_or("published") == "draft" ? TemplateState::draft : TemplateState::published;
  const auto row = find_template(tx, type, wanted);
  if (!row) return platform::fail(ErrorCode::not_found, "document/template-missing", "没有可以预览的模板。");
  auto bytes = TRY(preview_template(*row, tx.now(), documents.options().public_base_url));
  return Response::bytes(std::move(bytes), "application/pdf", std::string(chinese_name(type)) + "-预览.pdf",
                         Response::Disposition::inline_view);
}

}  // namespace

void add_template_routes(platform::Routes& routes, Documents& documents) {
  routes.get("/api/v1/document-templates", editor(), tag)
      .summary("文书模板清单")
      .operation("list_document_templates")
      .answer(200, Schema::object("DocumentTemplateList",
                                  {{"items", Schema::list(Schema::object("DocumentTemplateItem",
                                                                         {{"type", Schema::text()},
                                                                          {"type_name", Schema::text()},
                                                                          {"published_version", Schema::integer().optional()},
                                                                          {"published_at", Schema::instant().optional()},
                                                                          {"draft_version", Schema::integer().optional()}}))}}))
      .reads(list_templates);
  routes.get("/api/v1/document-templates/{type}", editor(), tag)
      .summary("一种文书的模板：已发布的、草稿和各版本；ETag 是草稿的修订号")
      .operation("show_document_template")
      .answer(200, Schema::object("DocumentTemplate", {{"type", Schema::text()},
                                                       {"type_name", Schema::text()},
                                                       {"published", template_schema().optional()},
                                                       {"draft", template_schema().optional()},
                                                       {"versions", Schema::list(template_schema())}}))
      .reads(show_template);
  routes.put("/api/v1/document-templates/{type}/draft", editor(), tag)
      .summary("保存模板草稿（If-Match 是看到的修订号，没有草稿时为 0）")
      .operation("save_document_template_draft")
      .body(Schema::object("SaveDocumentTemplate", {{"body", Schema::any().label("模板")}}))
      .body_limit(template_limit)
      .answer(200, template_schema())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto type = TRY(type_of(request));
        const auto edition = TRY(request.if_match());
        const auto* body = platform::object_at(request.body(), "body");
        if (!body) return platform::fail(ErrorCode::invalid_input, "document/template-invalid", "模板要是一个 JSON 对象。", {{"/body", "模板要是一个 JSON 对象。"}});
        const auto draft = TRY(save_draft(tx, request.actor(), type, *body, edition));
        return Response::json(brief(draft)).etag(draft.edition);
      });
  routes.post("/api/v1/document-templates/{type}/publication", editor(), tag)
      .summary("发布模板草稿；以后出具的文书用新版，已出具的不变")
      .operation("publish_document_template")
      .answer(200, template_schema())
      .commands([](const Request& request, Tx& tx) -> Result<Response> {
        const auto type = TRY(type_of(request));
        const auto edition = TRY(request.if_match());
        return Response::json(brief(TRY(publish_draft(tx, request.actor(), type, edition))));
      });
  routes.get("/api/v1/document-templates/{type}/preview", editor(), tag)
      .summary("用样例数据预览模板（PDF）")
      .operation("preview_document_template")
      .answer(200, Schema::nothing())
      .parameter("state", Schema::one_of({"draft", "published"}).optional())
      .reads([&documents](const Request& request, Tx& tx) { return preview(request, tx, documents); });
}

}  // namespace yimen::document
