#pragma once
#include "store/template_store.h"
#include "yimen/document/document.h"

/// Editing of templates: one draft per type, published versions never change.
namespace yimen::document {

/// `edition` is the draft's edition the editor saw, 0 when there was none. @returns stale_version when somebody else
/// saved meanwhile; invalid_input "document/template-invalid".
platform::Result<TemplateRow> save_draft(platform::Tx&, const platform::Actor&, DocumentType, const json::object& body, int edition);
/// @returns rule_violated "document/no-draft" without a draft.
platform::Result<TemplateRow> publish_draft(platform::Tx&, const platform::Actor&, DocumentType, int edition);
/// PDF with the template's own samples, watermark 预览.
platform::Result<std::string> preview_template(const TemplateRow&, platform::Instant now, std::string_view public_base_url);

}  // namespace yimen::document
