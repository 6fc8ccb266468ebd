#pragma once
#include <vector>

#include "yimen/platform/db.h"
#include "yimen/platform/http.h"

namespace yimen::organisation {

/// /api/v1/departments, /service-centers, /windows, /posts, /staff, /absences, /authorisation-letters, /role-grants,
/// /roles, /first-contacts, /center-residencies.
void add_routes(platform::Routes&);

}  // namespace yimen::organisation

namespace yimen::migrations {
std::vector<platform::Migration> organisation();
}
