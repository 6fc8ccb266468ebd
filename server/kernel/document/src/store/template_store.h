#pragma once
#include "yimen/document/document.h"

/// All SQL of document_template.
namespace yimen::document {

enum class TemplateState { draft, published, retired };

struct TemplateRow {
  DocumentType type{};
  int version = 0;
  TemplateState state{};
  std::string body;
  std::string sm3;
  int edition = 1;
  platform::Instant edited_at{};
  std::optional<platform::Instant> published_at;
};

std::optional<TemplateRow> find_template(platform::Tx&, DocumentType, int version);
std::optional<TemplateRow> find_template(platform::Tx&, DocumentType, TemplateState);
std::vector<TemplateRow> templates_of(platform::Tx&, DocumentType);  ///< newest first
std::vector<TemplateRow> all_templates(platform::Tx&);               ///< without body
bool has_template(platform::Tx&, DocumentType);
/// Leaves an existing row of the same version alone. @returns true when it was inserted.
bool insert_template(platform::Tx&, const TemplateRow&, platform::UserId edited_by);
void update_draft(platform::Tx&, const TemplateRow&, platform::UserId edited_by);
void publish(platform::Tx&, DocumentType, int version);  ///< retires the one before

}  // namespace yimen::document

template <>
struct yimen::platform::EnumText<yimen::document::TemplateState> {
  static std::string_view to(yimen::document::TemplateState state);
  static std::optional<yimen::document::TemplateState> from(std::string_view text);
};
