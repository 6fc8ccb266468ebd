#pragma once
#include "yimen/approval/approval.h"
#include "yimen/platform/http.h"

namespace yimen::approval {

/// Staff and citizens' routes of cases, tasks and drafts. Both must outlive the routes.
void add_routes(platform::Routes&, Approval&);
/// Public: progress by case number and query code, published results, overview figures.
void add_public_routes(platform::Routes&, Approval&);

}  // namespace yimen::approval
