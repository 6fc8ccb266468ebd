#pragma once
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "domain/validate.h"
#include "store/matter_lists.h"
#include "store/matter_store.h"

/// JSON of lists and details, and readers of what requests carry.
namespace yimen::catalogue {

json::object to_json(const MatterSummary&);
json::object to_json(const store::MatterRow&);
json::object to_json(const store::VersionRow&);  // without content
json::array to_json(const std::vector<ValidationProblem>&);
json::object to_json(const ImportReport&);
/// 12-digit region code of a parameter or member; 0 when blank. @returns malformed otherwise.
platform::Result<std::int64_t> region_of(std::string_view text);

}  // namespace yimen::catalogue
