#pragma once
#include <vector>

#include "yimen/platform/db.h"
#include "yimen/platform/http.h"

namespace yimen::region {

/// GET /api/v1/regions …; changes need the permission region.edit.
void add_routes(platform::Routes&);

}  // namespace yimen::region

namespace yimen::migrations {
std::vector<platform::Migration> region();
}
