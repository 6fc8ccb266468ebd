#pragma once
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "yimen/region/region.h"

/// All SQL of the region tables.
namespace yimen::region::store {

enum class Origin { national, local };

struct NewRegion {
  std::int64_t code = 0;
  std::string name, full_name;
  RegionLevel level = RegionLevel::county;
  std::int64_t parent_code = 0;
  bool is_statistical = false;
};
struct NewChange {
  std::int64_t code = 0;
  RegionChangeKind kind = RegionChangeKind::created;
  std::string old_name, new_name;
  std::int64_t successor_code = 0;
  Date effective_on{};
  std::string basis;
  platform::UserId recorded_by{};
};
struct StoredName {
  std::string name;
  Origin origin = Origin::national;
};

std::optional<Region> find(Tx&, std::int64_t code);
std::vector<Region> children(Tx&, std::int64_t parent_code, Listing);
/// Those of the parent's children that a tree can unfold.
std::unordered_set<std::int64_t> children_with_children(Tx&, std::int64_t parent_code);
enum class Depth { above_villages, all };
/// Reads every name of the range (and depth): not for villages of the whole country.
std::vector<Region> search(Tx&, std::string_view word, Depth, CodeRange within, int limit);
/// By index, at every level.
std::vector<Region> starting_with(Tx&, std::string_view word, int limit);
std::vector<Region> at_codes(Tx&, CodeRange, int limit);
/// Those in force that lie in the range, and groups of villages in the range, lower codes first.
std::vector<Region> below(Tx&, CodeRange);
/// Every code of that level ever used directly inside the range.
std::vector<std::int64_t> used_codes(Tx&, CodeRange, RegionLevel);

/// Rows that were not there yet. One statement per hundred rows.
std::int64_t insert(Tx&, std::span<const NewRegion>, Origin, Date valid_from);
void rename(Tx&, std::int64_t code, std::string_view name, Origin);
/// Full names of everything that begins with the old one inside the range.
void replace_full_names(Tx&, const Region& of, const std::string& new_full_name);
void close(Tx&, std::int64_t code, Date valid_to);

void record(Tx&, const NewChange&);
std::vector<RegionChange> changes_of(Tx&, std::int64_t code);
/// Codes outside of the range whose successors lie in it.
std::vector<std::int64_t> predecessors(Tx&, CodeRange);

/// Full names of all regions a village can hang below, for imports.
std::unordered_map<std::int64_t, std::string> full_names_above_villages(Tx&);
std::unordered_map<std::int64_t, StoredName> names_of(Tx&, std::span<const NewRegion>);
bool has_source(Tx&, std::string_view name, std::int64_t size_bytes);
void keep_source(Tx&, std::string_view name, std::int64_t size_bytes);

}  // namespace yimen::region::store
