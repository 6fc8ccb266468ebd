#pragma once
#include "yimen/approval/approval.h"
#include "yimen/platform/http.h"

/// 收藏: matters that a signed-in citizen keeps at hand.
namespace yimen::portal {

bool is_favourite(platform::Tx&, const platform::Actor&, std::int64_t matter_id);
void add_favourite_routes(platform::Routes&, approval::Approval&);

}  // namespace yimen::portal
