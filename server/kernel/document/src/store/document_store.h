#pragma once
#include "yimen/document/document.h"

/// All SQL of issued_document, document_serial and seal_use.
namespace yimen::document {

/// A document with what only the store and the verification need.
struct DocumentRow {
  Document document;        // facts and layout still empty
  std::string facts_text;   // as stored, perhaps encrypted
  std::string template_sm3;
  int year = 0, serial = 0;
  SealSignature seal;
  platform::UserId issued_by{};
};

/// Takes the next number of department, type and year; the row stays locked until commit, so numbers have no gaps.
int next_serial(platform::Tx&, std::int64_t department_id, DocumentType, int year);
void insert_document(platform::Tx&, const DocumentRow&);
void insert_seal_use(platform::Tx&, const platform::Actor&, const DocumentRow&);
std::optional<DocumentRow> find_document(platform::Tx&, DocumentId);
std::optional<DocumentRow> find_document_by_code(platform::Tx&, std::string_view verify_code);
std::vector<DocumentRow> documents_of(platform::Tx&, std::string_view subject_kind, std::int64_t subject_id);
/// @returns false when it was revoked already.
bool set_revoked(platform::Tx&, const platform::Actor&, DocumentId, std::string_view reason);

}  // namespace yimen::document
