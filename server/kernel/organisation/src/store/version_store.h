#pragma once
#include "yimen/platform/db.h"

namespace yimen::organisation::store {

/// Posts, roles, absences or staff have changed: what anybody remembers of them counts no more once this commits.
void note_change(platform::Tx&);
std::int64_t version(platform::Tx&);

}  // namespace yimen::organisation::store
