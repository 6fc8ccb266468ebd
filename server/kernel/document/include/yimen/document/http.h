#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "yimen/document/document.h"
#include "yimen/platform/http.h"

namespace yimen::document {

/// The page around a body: title (text) and body (HTML). The portal supplies its band and footer; `plain_page` stands alone.
using PageShell = std::function<std::string(std::string_view title, std::string_view body)>;
std::string plain_page(std::string_view title, std::string_view body);

/// The answer of GET …/documents/{document_id}/pdf: inline, named “受理通知书-玉农许受〔2026〕12号.pdf”. The caller has
/// decided visibility and writes the reprint into the trail.
platform::Result<platform::Response> pdf_response(Documents&, const Document&, Copy);
/// {"id","type","type_name","title","number","issued_at","department_name","is_sealed","is_revoked","sm3","verify_path"}
json::object to_json(const Document&);
platform::Schema answer_schema();

/// Templates (permission document.template_edit) and the public pages /verify and /verify/{code}.
void add_document_routes(platform::Routes&, Documents&, PageShell = plain_page);

inline constexpr std::string_view permission_template_edit = "document.template_edit";

}  // namespace yimen::document
