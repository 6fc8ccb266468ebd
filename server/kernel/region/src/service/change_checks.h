#pragma once
#include "yimen/region/region.h"

/// What every change of the tree has in common.
namespace yimen::region {

/// @returns forbidden unless the code lies in the actor's data scope.
Result<void> require_scope(const platform::Actor&, std::int64_t code);
/// Reason given, and the day neither in the future nor before the region itself.
Result<void> require_order(Tx&, const Regions::Order&, const std::optional<Region>&);
/// @returns rule_violated when the region is closed already; stale_version when the order names another version.
Result<Region> require_standing(Tx&, std::int64_t code, int version = 0);
Result<std::string> checked_name(std::string name);
/// The free code after the highest ever used below the parent, so that a code never speaks of two places.
Result<std::int64_t> next_free_code(Tx&, const Region& parent, RegionLevel);
/// A node for the nation, which has no row.
Region nation();
void append_trail(Tx&, const platform::Actor&, const char* action, const Region&, std::string text, const Regions::Order&,
                  std::int64_t successor = 0);

}  // namespace yimen::region
