#pragma once
#include <map>

#include "yimen/platform/http.h"
#include "yimen/trail/trail.h"

namespace yimen::trail {

/// The shape of to_json(Event).
platform::Schema event_schema();
/// The numbers that people know cases by; ids that are no case are left out.
using CaseNumbers = std::function<std::map<std::int64_t, std::string>(platform::Tx&, const std::vector<std::int64_t>& case_ids)>;
/// Search of the trail (permission trail.read) and verification of chains and roots (trail.verify).
void add_routes(platform::Routes&, platform::Database&, RootKey, CaseNumbers = {});

}  // namespace yimen::trail

namespace yimen::migrations {
std::vector<platform::Migration> trail();
}
