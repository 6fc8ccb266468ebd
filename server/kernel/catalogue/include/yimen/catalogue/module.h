#pragma once
#include <vector>

#include "yimen/catalogue/catalogue.h"
#include "yimen/catalogue/import.h"
#include "yimen/platform/http.h"

namespace yimen::platform {
class FileStore;
}

namespace yimen::catalogue {

/// /api/v1/matters (staff) and /api/v1/public/matters (everybody). Catalogue and database must outlive the routes.
void add_routes(platform::Routes&, Catalogue&, platform::Database&, DepartmentResolver);
/// Blank forms and samples: /api/v1/matters/{id}/files and /api/v1/public/matter-files/{id}.
void add_file_routes(platform::Routes&, platform::FileStore&);

/// Daily: versions whose day has come take the place of those before them. @returns how many.
int activate_due(platform::Tx&);

}  // namespace yimen::catalogue

namespace yimen::migrations {
std::vector<platform::Migration> catalogue();
}
