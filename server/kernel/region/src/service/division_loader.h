#pragma once
#include <unordered_map>
#include <vector>

#include "data/division_file.h"
#include "store/region_store.h"

namespace yimen::region {

/// Turns the bureau's list into our tree and writes it in batches. Traps of the list, all met here: codes are not padded;
/// pseudo cities (市辖区, 县, 直辖县级行政区划) stand between a province and its counties; a city without counties appears
/// again as its own county (441900 东莞市, 620201 嘉峪关市) and 金门县 as its own town; development zones have county codes
/// 7x; village rows named 虚拟 stand for nobody.
class DivisionLoader {
 public:
  DivisionLoader(platform::Database& database, store::Origin origin, ImportCounts& counts, Progress progress);
  /// For data::read_*.
  std::optional<std::string> take(const data::Division&);
  void begin_phase(std::string phase, std::int64_t total);
  /// Writes what is left; must be called at the end of each file.
  void finish();

 private:
  bool is_skipped(const data::Division&, std::int64_t code) const;
  std::int64_t parent_of(std::int64_t code) const;
  void write_batch(Tx&);
  void rename(Tx&, const store::NewRegion&, const std::string& old_name);

  platform::Database& database_;
  store::Origin origin_;
  ImportCounts& counts_;
  Progress progress_;
  std::unordered_map<std::int64_t, std::string> full_names_;  // of everything above villages
  std::vector<store::NewRegion> batch_;
  std::string phase_;
  std::int64_t done_ = 0, total_ = 0;
};

}  // namespace yimen::region
