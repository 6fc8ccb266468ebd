#include <boost/json.hpp>

#include "yimen/document/http.h"

namespace yimen::document {

platform::Result<platform::Response> pdf_response(Documents& documents, const Document& document, Copy copy) {
  auto bytes = TRY(documents.render_pdf(document, copy));
  const auto name = document.title + (document.number.empty() ? "" : "-" + document.number) + ".pdf";
  return platform::Response::bytes(std::move(bytes), "application/pdf", name, platform::Response::Disposition::inline_view);
}

json::object to_json(const Document& document) {
  return {{"id", document.id.str()},
          {"type", word(document.type)},
          {"type_name", chinese_name(document.type)},
          {"title", document.title},
          {"number", document.number},
          {"issued_at", platform::iso_instant(document.issued_at)},
          {"department_name", document.department_name},
          {"is_sealed", document.is_sealed},
          {"is_revoked", document.is_revoked},
          {"sm3", document.sm3},
          {"verify_path", "/verify/" + document.verify_code}};
}

platform::Schema answer_schema() {
  using platform::Schema;
  return Schema::object("IssuedDocument", {{"id", Schema::id()},
                                           {"type", Schema::text(40)},
                                           {"type_name", Schema::text(40)},
                                           {"title", Schema::text(200)},
                                           {"number", Schema::text(100).or_empty()},
                                           {"issued_at", Schema::instant()},
                                           {"department_name", Schema::text(200).or_empty()},
                                           {"is_sealed", Schema::boolean()},
                                           {"is_revoked", Schema::boolean()},
                                           {"sm3", Schema::text(64)},
                                           {"verify_path", Schema::text(200)}});
}

}  // namespace yimen::document
