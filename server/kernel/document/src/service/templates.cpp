#include "service/templates.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "domain/template.h"
#include "render/document_pdf.h"
#include "yimen/trail/trail.h"

namespace yimen::document {

using platform::ErrorCode;
using platform::fail;
using platform::Result;
using platform::Tx;

namespace {

void note(Tx& tx, const platform::Actor& actor, std::string action, DocumentType type, int version, std::string_view what) {
  trail::append(tx, actor, {.action = std::move(action),
                            .subject_kind = "document_template",
                            .subject_id = static_cast<std::int64_t>(type) + 1,
                            .text = fmt::format("{}文书模板“{}”第 {} 版", what, chinese_name(type), version),
                            .facts = {{"type", word(type)}, {"version", version}}});
}

tl::unexpected<platform::Error> changed_meanwhile() {
  return fail(ErrorCode::stale_version, "document/template-changed", "这份模板草稿刚被别人改过。请重新打开后再修改。");
}

}  // namespace

Result<int> Documents::load_default_templates(Tx& tx) {
  int loaded = 0;
  for (const auto type : all_document_types()) {
    if (has_template(tx, type)) continue;
    const auto path = fmt::format("{}/{}.json", options_.templates_folder, word(type));
    std::ifstream file(path, std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), {}};
    if (!file)
      return fail(ErrorCode::internal, "document/default-template-missing",
                  fmt::format("默认文书模板 {} 读不出来。请检查配置项 templates_folder 和文件权限。", path));
    const auto layout = TRY(parse_template(body));
    if (layout.type != type)
      return fail(ErrorCode::internal, "document/default-template-wrong", fmt::format("{} 里写的文书种类与文件名不符。", path));
    loaded += insert_template(tx, {.type = type, .version = 1, .state = TemplateState::published, .body = body, .published_at = tx.now()}, {});
  }
  return loaded;
}

Result<TemplateRow> save_draft(Tx& tx, const platform::Actor& actor, DocumentType type, const json::object& body, int edition) {
  const auto text = json::serialize(body);
  const auto layout = TRY(parse_template(text));
  if (layout.type != type)
    return fail(ErrorCode::invalid_input, "document/template-invalid", "模板里的文书种类与要修改的种类不一致。", {{"/type", "文书种类不一致。"}});
  auto draft = find_template(tx, type, TemplateState::draft);
  if ((draft ? draft->edition : 0) != edition) return changed_meanwhile();
  if (draft) {
    ++draft->edition;
    draft->body = text;
    update_draft(tx, *draft, actor.id);
  } else {
    const auto versions = templates_of(tx, type);
    draft = TemplateRow{.type = type, .version = versions.empty() ? 1 : versions.front().version + 1, .state = TemplateState::draft, .body = text};
    insert_template(tx, *draft, actor.id);
  }
  note(tx, actor, "document.template_edit", type, draft->version, "修改");
  return std::move(*draft);
}

Result<TemplateRow> publish_draft(Tx& tx, const platform::Actor& actor, DocumentType type, int edition) {
  auto draft = find_template(tx, type, TemplateState::draft);
  if (!draft) return fail(ErrorCode::rule_violated, "document/no-draft", "没有可以发布的草稿。请先修改并保存模板。");
  if (draft->edition != edition) return changed_meanwhile();
  publish(tx, type, draft->version);
  note(tx, actor, "document.template_publish", type, draft->version, "发布");
  draft->state = TemplateState::published;
  draft->published_at = tx.now();
  return std::move(*draft);
}

Result<std::string> preview_template(const TemplateRow& row, platform::Instant now, std::string_view public_base_url) {
  const auto layout = TRY(parse_template(row.body));
  Document document;
  document.type = row.type;
  document.issued_at = now;
  document.department_name = "示例行政机关";
  document.facts = layout.samples;
  document.title = fill(layout.title, {document.facts});
  return draw_pdf(document, layout, Copy::preview, public_base_url);
}

}  // namespace yimen::document
