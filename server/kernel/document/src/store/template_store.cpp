#include "store/template_store.h"

#include <fmt/format.h>

#include "yimen/platform/crypto.h"

namespace yimen::document {

namespace {

using platform::Row;

constexpr std::string_view columns =
    "select type, version, state, body, sm3, edition, edited_at, published_at from document_template";

TemplateRow template_from(const Row& row) {
  return {row.get<DocumentType>(0),      row.get<int>(1), row.get<TemplateState>(2),     row.get<std::string>(3),
          row.get<std::string>(4),       row.get<int>(5), row.get<platform::Instant>(6), row.get<std::optional<platform::Instant>>(7)};
}

}  // namespace

std::optional<TemplateRow> find_template(platform::Tx& tx, DocumentType type, int version) {
  return tx.find(fmt::format("{} where type = ? and version = ?", columns), template_from, type, version);
}

std::optional<TemplateRow> find_template(platform::Tx& tx, DocumentType type, TemplateState state) {
  return tx.find(fmt::format("{} where type = ? and state = ? order by version desc limit 1", columns), template_from, type, state);
}

std::vector<TemplateRow> templates_of(platform::Tx& tx, DocumentType type) {
  return tx.all(fmt::format("{} where type = ? order by version desc", columns), template_from, type);
}

std::vector<TemplateRow> all_templates(platform::Tx& tx) {
  return tx.all(
      "select type, version, state, '' as body, sm3, edition, edited_at, published_at from document_template order by type, version",
      template_from);
}

bool has_template(platform::Tx& tx, DocumentType type) {
  return tx.scalar<int>("select 1 from document_template where type = ? limit 1", type).has_value();
}

bool insert_template(platform::Tx& tx, const TemplateRow& row, platform::UserId edited_by) {
  return tx.exec(R"sql(
      insert into document_template (type, version, state, body, sm3, edition, edited_by, edited_at, published_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (type, version) do nothing)sql",
                 row.type, row.version, row.state, row.body, platform::sm3_hex(row.body), row.edition, edited_by, tx.now(),
                 row.published_at) == 1;
}

void update_draft(platform::Tx& tx, const TemplateRow& row, platform::UserId edited_by) {
  tx.exec(R"sql(
      update document_template
         set body = ?, sm3 = ?, edition = ?, edited_by = ?, edited_at = ?
       where type = ? and version = ? and state = 'draft')sql",
          row.body, platform::sm3_hex(row.body), row.edition, edited_by, tx.now(), row.type, row.version);
}

void publish(platform::Tx& tx, DocumentType type, int version) {
  tx.exec("update document_template set state = 'retired' where type = ? and state = 'published'", type);
  tx.exec("update document_template set state = 'published', published_at = ? where type = ? and version = ? and state = 'draft'",
          tx.now(), type, version);
}

}  // namespace yimen::document

namespace yimen::platform {

using document::TemplateState;

std::string_view EnumText<TemplateState>::to(TemplateState state) {
  switch (state) {
    case TemplateState::draft: return "draft";
    case TemplateState::published: return "published";
    case TemplateState::retired: return "retired";
  }
  return {};
}

std::optional<TemplateState> EnumText<TemplateState>::from(std::string_view text) {
  for (const auto state : {TemplateState::draft, TemplateState::published, TemplateState::retired})
    if (to(state) == text) return state;
  return std::nullopt;
}

}  // namespace yimen::platform
