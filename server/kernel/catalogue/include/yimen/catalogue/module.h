#pragma once
#include <vector>

#include "yimen/catalogue/catalogue.h"
#include "yimen/catalogue/import.h"
#include "yimen/platform/http.h"

namespace yimen::catalogue {

/// /api/v1/matters (staff) and /api/v1/public/matters (everybody). Catalogue and database must outlive the routes.
void add_routes(platform::Routes&, Catalogue&, platform::Database&, DepartmentResolver);

/// Daily: versions whose day has come take the place of those before them. @returns how many.
int activate_due(platform::Tx&);

}  // namespace yimen::catalogue

namespace yimen::migrations {
std::vector<platform::Migration> catalogue();
}
