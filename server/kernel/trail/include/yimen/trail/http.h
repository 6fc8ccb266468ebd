#pragma once
#include "yimen/platform/http.h"
#include "yimen/trail/trail.h"

namespace yimen::trail {

/// The shape of to_json(Event).
platform::Schema event_schema();
/// Search of the trail (permission trail.read) and verification of chains and roots (trail.verify).
void add_routes(platform::Routes&, platform::Database&, RootKey);

}  // namespace yimen::trail

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}
