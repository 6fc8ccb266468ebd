#include <boost/json.hpp>

#include "domain/canonical.h"
#include "domain/number.h"
#include "render/document_pdf.h"
#include "service/layouts.h"
#include "store/document_store.h"
#include "yimen/platform/text.h"
#include "yimen/trail/trail.h"

namespace yimen::document {

using platform::Error;
using platform::ErrorCode;
using platform::fail;
using platform::Result;
using platform::Tx;

namespace {

Document document_of(const IssueDocument& order, const Template& layout, const platform::Actor& actor, platform::Instant now) {
  Document document;
  document.type = order.type;
  document.issued_at = now;
  document.department_id = order.department_id;
  document.department_name = order.department_name;
  document.template_version = layout.version;
  document.title = fill(layout.title, {order.facts});
  document.subject_kind = order.subject_kind;
  document.subject_id = order.subject_id;
  document.region_code = order.region_code;
  document.is_sealed = order.is_sealed;
  document.issued_by_name = actor.name;
  return document;
}

Result<json::object> open_facts(const std::string& stored, const platform::FieldCipher* cipher) {
  std::string text = stored;
  if (!stored.starts_with('{')) {
    if (!cipher) return fail(ErrorCode::internal, "document/facts-sealed", "文书内容已加密，系统没有配置解密密钥。");
    text = TRY(cipher->decrypt(stored));
  }
  auto value = TRY(platform::parse_json(text));
  if (!value.is_object()) return fail(ErrorCode::internal, "document/facts-damaged", "文书内容已损坏。");
  return std::move(value.get_object());
}

tl::unexpected<Error> no_such_document() {
  return fail(ErrorCode::not_found, "document/not-found", "没有找到这份文书，可能已被删除或您无权查看。");
}

}  // namespace

Documents::Documents(SealAdapter& seal, DocumentOptions options)
    : seal_{seal}, options_{std::move(options)}, layouts_{std::make_unique<Layouts>()} {}
Documents::~Documents() = default;

Result<Document> Documents::issue(Tx& tx, const platform::Actor& actor, IssueDocument order) {
  if (!is_official(order.type)) return fail(ErrorCode::internal, "document/not-official", "这种文书由申请人填写，不编号、不盖章。");
  const auto layout = TRY(layouts_->of(find_template(tx, order.type, TemplateState::published)));
  TRY(check_facts(*layout, order.facts));

  DocumentRow row;
  row.document = document_of(order, *layout, actor, tx.now());
  auto& document = row.document;
  document.id = platform::new_id<DocumentId>();
  row.issued_by = actor.id;
  row.template_sm3 = layout->sm3;
  row.year = static_cast<int>(tx.today().year());
  row.serial = next_serial(tx, order.department_id, order.type, row.year);
  // A department without a mark of its own still numbers its documents: by its name.
  document.number = document_number(order.agency_mark.empty() ? order.department_name : order.agency_mark,
                                    layout->number_word, row.year, row.serial);
  document.verify_code = new_verify_code();
  document.facts = std::move(order.facts);
  document.layout = layout;

  const auto digest = platform::sm3(canonical_text(document, layout->sm3));
  document.sm3 = platform::to_hex(digest);
  row.seal = TRY(seal_.sign(document.department_id, digest));
  const auto facts = canonical_json(document.facts);
  row.facts_text = options_.facts_cipher ? options_.facts_cipher->encrypt(facts) : facts;
  insert_document(tx, row);
  if (document.is_sealed) insert_seal_use(tx, actor, row);
  return std::move(document);
}

std::vector<Document> Documents::of_subject(Tx& tx, std::string_view kind, std::int64_t id) {
  std::vector<Document> documents;
  for (auto& row : documents_of(tx, kind, id)) {
    // A damaged one is still listed, so that its verification can say so.
    if (auto facts = open_facts(row.facts_text, options_.facts_cipher)) row.document.facts = std::move(*facts);
    if (auto layout = layouts_->of(find_template(tx, row.document.type, row.document.template_version)))
      row.document.layout = std::move(*layout);
    documents.push_back(std::move(row.document));
  }
  return documents;
}

Result<Document> Documents::get(Tx& tx, DocumentId id) {
  auto row = find_document(tx, id);
  if (!row) return no_such_document();
  row->document.facts = TRY(open_facts(row->facts_text, options_.facts_cipher));
  row->document.layout = TRY(layouts_->of(find_template(tx, row->document.type, row->document.template_version)));
  return std::move(row->document);
}

Result<void> Documents::revoke(Tx& tx, const platform::Actor& actor, DocumentId id, std::string reason) {
  const auto row = find_document(tx, id);
  if (!row) return no_such_document();
  reason = platform::trim(reason);
  if (reason.empty())
    return fail(ErrorCode::invalid_input, "document/reason-missing", "请填写撤销文书的理由。", {{"/reason", "请填写撤销的理由。"}});
  if (!set_revoked(tx, actor, id, reason))
    return fail(ErrorCode::rule_violated, "document/already-revoked", "这份文书此前已经撤销。");
  trail::append(tx, actor, {.action = "document.revoke",
                            .subject_kind = row->document.subject_kind,
                            .subject_id = row->document.subject_id,
                            .region_code = row->document.region_code,
                            .text = "撤销文书 " + row->document.number + "：" + reason,
                            .facts = {{"document_id", id.str()}, {"number", row->document.number}, {"sm3", row->document.sm3}}});
  return {};
}

std::optional<Verification> Documents::verify(Tx& tx, std::string_view number_or_code, std::string_view code) {
  const auto wanted = normal_verify_code(code.empty() ? number_or_code : code);
  if (wanted.empty()) return std::nullopt;
  auto row = find_document_by_code(tx, wanted);
  if (!row) return std::nullopt;
  auto& document = row->document;
  if (!code.empty() && normal_number(number_or_code) != normal_number(document.number)) return std::nullopt;

  Verification found;
  auto facts = open_facts(row->facts_text, options_.facts_cipher);
  if (facts) document.facts = std::move(*facts);
  auto layout = layouts_->of(find_template(tx, document.type, document.template_version));
  if (layout) document.layout = *layout;
  const auto digest = platform::sm3(canonical_text(document, document.layout ? document.layout->sm3 : std::string_view{}));
  found.sm3 = platform::to_hex(digest);
  found.is_content_unchanged = facts && layout && platform::equal_constant_time(found.sm3, document.sm3);
  found.is_signature_valid = seal_.verify(document.department_id, platform::from_hex(document.sm3), row->seal);
  found.masked_applicant = masked_applicant(platform::text_or(document.facts, "applicant_name"));
  found.matter_name = platform::text_or(document.facts, "matter_name");
  found.document = std::move(document);
  return found;
}

Result<std::string> Documents::render_pdf(const Document& document, Copy copy) {
  if (!document.layout)
    return fail(ErrorCode::internal, "document/template-missing", "这份文书所用的模板版本已缺失。请系统管理员从备份恢复。");
  return draw_pdf(document, *document.layout, copy, options_.public_base_url);
}

Result<std::string> Documents::preview_pdf(Tx& tx, IssueDocument order, Copy copy) {
  const auto layout = TRY(layouts_->of(find_template(tx, order.type, TemplateState::published)));
  TRY(check_facts(*layout, order.facts));
  auto document = document_of(order, *layout, {}, order.at.value_or(tx.now()));
  document.facts = std::move(order.facts);
  return draw_pdf(document, *layout, copy, options_.public_base_url);
}

}  // namespace yimen::document
