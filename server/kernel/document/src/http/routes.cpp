#include "http/routes.h"

namespace yimen::document {

void add_document_routes(platform::Routes& routes, Documents& documents, PageShell shell) {
  add_template_routes(routes, documents);
  add_verify_pages(routes, documents, std::move(shell));
}

}  // namespace yimen::document
