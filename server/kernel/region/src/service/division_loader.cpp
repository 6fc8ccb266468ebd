#include "service/division_loader.h"

namespace yimen::region {
namespace {

constexpr std::size_t batch_size = 5'000;
// Records reach back no further; the list itself carries no dates.
constexpr Date beginning{std::chrono::year{1949}, std::chrono::October, std::chrono::day{1}};
constexpr std::string_view zone_with_plain_code = "大柴旦行政委员会";

bool is_pseudo_city(std::string_view name) {
  return name == "市辖区" || name == "县" || name.ends_with("直辖县级行政区划");
}

bool is_statistical(const data::Division& division) {
  if (division.code.size() == 6) return division.code[4] == '7' || division.name == zone_with_plain_code;
  return division.code.size() == 12 && division.name.find("虚拟") != std::string::npos;
}

RegionLevel level_of_length(std::size_t digits) {
  switch (digits) {
    case 2: return RegionLevel::province;
    case 4: return RegionLevel::city;
    case 6: return RegionLevel::county;
    case 9: return RegionLevel::town;
    case 12: return RegionLevel::village;
    default: return RegionLevel::group;
  }
}

}  // namespace

DivisionLoader::DivisionLoader(platform::Database& database, store::Origin origin, ImportCounts& counts, Progress progress)
    : database_{database}, origin_{origin}, counts_{counts}, progress_{std::move(progress)} {
  full_names_ = database_.read([](Tx& tx) { return store::full_names_above_villages(tx); });
  batch_.reserve(batch_size);
}

void DivisionLoader::begin_phase(std::string phase, std::int64_t total) {
  phase_ = std::move(phase);
  total_ = total;
  done_ = 0;
}

bool DivisionLoader::is_skipped(const data::Division& division, std::int64_t code) const {
  if (division.code.size() == 4 && is_pseudo_city(division.name)) return true;
  if (level_of(code) != level_of_length(division.code.size())) return true;
  if (division.code.size() != 6) return false;
  const auto city = full_names_.find(code - code % 100'000'000);
  return city != full_names_.end() && city->second.ends_with(division.name);
}

std::int64_t DivisionLoader::parent_of(std::int64_t code) const {
  if (level_of(code) == RegionLevel::group) return unit_code(code);
  for (const std::int64_t step : {1'000LL, 1'000'000LL, 100'000'000LL, 10'000'000'000LL}) {
    const auto above = code - code % step;
    if (above != code && full_names_.contains(above)) return above;
  }
  return 0;
}

std::optional<std::string> DivisionLoader::take(const data::Division& division) {
  const auto code = parse_code(division.code);
  if (!code) return "代码" + division.code + "不是2、4、6、9、12或15位数字";
  ++done_;
  if (is_skipped(division, *code)) return std::nullopt;
  const auto parent = parent_of(*code);
  if (parent == 0 && division.code.size() > 2) return "找不到代码" + division.code + "的上级，请先导入上级区划文件";
  const bool is_above_villages = division.code.size() < 12;
  auto full_name = parent == 0 ? division.name : std::string{};
  if (const auto above = full_names_.find(parent); above != full_names_.end()) full_name = above->second + division.name;
  if (is_above_villages) full_names_.try_emplace(*code, full_name);
  batch_.push_back({*code, division.name, std::move(full_name), level_of(*code), parent, is_statistical(division)});
  if (batch_.size() >= batch_size) finish();
  return std::nullopt;
}

void DivisionLoader::finish() {
  if (batch_.empty()) return;
  const auto before = counts_;
  database_.transact([&](Tx& tx) {
    counts_ = before;  // the work may run again after a serialization failure
    write_batch(tx);
    return true;
  });
  batch_.clear();
  if (progress_) progress_(phase_, done_, std::max(total_, done_));
}

void DivisionLoader::write_batch(Tx& tx) {
  const auto stored = store::names_of(tx, batch_);
  std::vector<store::NewRegion> added;
  added.reserve(batch_.size());
  for (auto& row : batch_) {
    // A group hangs below a village, which is not among the names kept in memory.
    if (row.full_name.empty())
      if (const auto village = store::find(tx, row.parent_code)) row.full_name = village->full_name + row.name;
    const auto known = stored.find(row.code);
    if (known == stored.end()) {
      counts_.statistical += row.is_statistical ? 1 : 0;
      added.push_back(row);
    } else if (known->second.origin == store::Origin::national && origin_ == store::Origin::national && known->second.name != row.name) {
      rename(tx, row, known->second.name);
    } else {
      ++counts_.unchanged;
    }
  }
  counts_.added += store::insert(tx, added, origin_, beginning);
}

void DivisionLoader::rename(Tx& tx, const store::NewRegion& row, const std::string& old_name) {
  if (const auto old = store::find(tx, row.code)) {
    store::rename(tx, row.code, row.name, store::Origin::national);
    store::replace_full_names(tx, *old, row.full_name);
    if (level_of(row.code) < RegionLevel::village) full_names_[row.code] = row.full_name;
  }
  store::record(tx, {.code = row.code, .kind = RegionChangeKind::renamed, .old_name = old_name, .new_name = row.name, .successor_code = 0,
                     .effective_on = tx.today(), .basis = "统计用区划代码", .recorded_by = {}});
  ++counts_.renamed;
}

}  // namespace yimen::region
