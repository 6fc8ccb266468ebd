#pragma once
#include "yimen/document/http.h"

namespace yimen::document {

void add_template_routes(platform::Routes&, Documents&);
void add_verify_pages(platform::Routes&, Documents&, PageShell);

}  // namespace yimen::document
