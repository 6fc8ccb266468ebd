#include <charconv>

#include <fmt/format.h>

#include "yimen/region/region.h"

namespace yimen::region {
namespace {

// What one step of a level is worth in a 12-digit code: 45|09|02|001|201.
constexpr std::int64_t province_step = 10'000'000'000, city_step = 100'000'000, county_step = 1'000'000, town_step = 1'000;
constexpr std::int64_t first_group_code = 100 * province_step;  // 15 digits begin here
constexpr std::int64_t end_of_codes = first_group_code * 1'000;

std::int64_t step_of(RegionLevel level) {
  switch (level) {
    case RegionLevel::nation: return end_of_codes;
    case RegionLevel::province: return province_step;
    case RegionLevel::city: return city_step;
    case RegionLevel::county: return county_step;
    case RegionLevel::town: return town_step;
    case RegionLevel::village:
    case RegionLevel::group: return 1;
  }
  return 1;
}

}  // namespace

Result<std::int64_t> parse_code(std::string_view text) {
  std::int64_t code = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, code);
  const auto size = text.size();
  const bool has_known_length = size == 2 || size == 4 || size == 6 || size == 9 || size == 12 || size == 15;
  if (!has_known_length || read.ptr != end || read.ec != std::errc{} || code < 0)
    return platform::fail(platform::ErrorCode::malformed, "region/bad-code", "行政区划代码应为 2、4、6、9、12 位数字，生产组为 15 位。");
  if (size == 15 && code < first_group_code)
    return platform::fail(platform::ErrorCode::malformed, "region/bad-code", "生产组代码应以所在村的12位代码开头。");
  for (auto digits = size; digits < 12; ++digits) code *= 10;
  return code;
}

std::int64_t pad_code(std::string_view national_code) { return parse_code(national_code).value_or(0); }

RegionLevel level_of(std::int64_t code) {
  if (code == 0) return RegionLevel::nation;
  if (code >= first_group_code) return RegionLevel::group;
  if (code % province_step == 0) return RegionLevel::province;
  if (code % city_step == 0) return RegionLevel::city;
  if (code % county_step == 0) return RegionLevel::county;
  if (code % town_step == 0) return RegionLevel::town;
  return RegionLevel::village;
}

CodeRange range_of(std::int64_t code) { return {code, code + step_of(level_of(code))}; }

std::int64_t unit_code(std::int64_t code) { return code >= first_group_code ? code / 1'000 : code; }

std::string code_text(std::int64_t code) { return fmt::format("{:012}", code); }

std::string_view chinese_name(RegionLevel level) {
  switch (level) {
    case RegionLevel::nation: return "国家";
    case RegionLevel::province: return "省（自治区、直辖市）";
    case RegionLevel::city: return "设区市";
    case RegionLevel::county: return "县（市、区）";
    case RegionLevel::town: return "乡镇（街道）";
    case RegionLevel::village: return "村（社区）";
    case RegionLevel::group: return "生产组（中心户）";
  }
  return "";
}

}  // namespace yimen::region

namespace yimen::platform {
namespace {

using region::RegionChangeKind;
using region::RegionLevel;
constexpr std::pair<RegionLevel, std::string_view> levels[] = {
    {RegionLevel::nation, "nation"}, {RegionLevel::province, "province"}, {RegionLevel::city, "city"},
    {RegionLevel::county, "county"}, {RegionLevel::town, "town"},         {RegionLevel::village, "village"},
    {RegionLevel::group, "group"}};
constexpr std::pair<RegionChangeKind, std::string_view> kinds[] = {{RegionChangeKind::created, "created"},
                                                                   {RegionChangeKind::renamed, "renamed"},
                                                                   {RegionChangeKind::moved, "moved"},
                                                                   {RegionChangeKind::merged, "merged"},
                                                                   {RegionChangeKind::closed, "closed"}};

}  // namespace

std::string_view EnumText<RegionLevel>::to(RegionLevel value) { return levels[static_cast<int>(value)].second; }
std::optional<RegionLevel> EnumText<RegionLevel>::from(std::string_view word) {
  for (const auto& [value, text] : levels)
    if (text == word) return value;
  return std::nullopt;
}
std::string_view EnumText<RegionChangeKind>::to(RegionChangeKind value) { return kinds[static_cast<int>(value)].second; }
std::optional<RegionChangeKind> EnumText<RegionChangeKind>::from(std::string_view word) {
  for (const auto& [value, text] : kinds)
    if (text == word) return value;
  return std::nullopt;
}

}  // namespace yimen::platform
