#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/matter_store.h"

namespace yimen::catalogue::store {

/// 12-digit codes [low, high) of a place and everything in it.
struct RegionRange {
  std::int64_t low = 0, high = 0;
};
RegionRange range_of(std::int64_t region_code);

/// Published matters in force, by views.
MatterPage find_published(Tx&, const MatterQuery&);
/// The same narrowed to base items, in their order.
MatterPage find_published_of(Tx&, const MatterQuery&, const std::vector<MatterBaseId>&);
std::vector<MatterRow> instances(Tx&, MatterBaseId);
std::vector<LifeEvent> life_events(Tx&);
/// Tags p: and c: with their counts; names are the caller's.
std::vector<Topic> topics(Tx&, std::int64_t region_code);

/// What staff ask: everything in their scope, drafts included.
struct StaffQuery {
  RegionRange scope;
  std::int64_t department_id = 0;  // 0: all
  std::string words;               // part of the name or of a code
  std::optional<MatterStatus> status;
  std::optional<MatterType> type;
  std::string stage;               // draft, in_review, published, unpublished
  std::optional<int> completeness_below;
  bool has_issues = false;
  int limit = 20;
  std::string after;
};
struct StaffPage {
  std::vector<MatterRow> items;
  std::vector<std::string> draft_states;  // beside items: draft, in_review or ""
  std::optional<std::string> next;
  std::int64_t total = 0;
  bool is_exact = true;
};
StaffPage list_for_staff(Tx&, const StaffQuery&);
/// Bases that have instances in the range, for the consistency check.
std::vector<MatterBaseId> bases_in(Tx&, RegionRange, MatterBaseId after, int limit);

}  // namespace yimen::catalogue::store
