#pragma once
#include <cstdint>
#include <vector>

namespace yimen::calendar {

/// The nation (0), province, city, county, township and village a region code lies in, itself last. A 生产组 (15 digits)
/// follows its village.
inline std::vector<std::int64_t> region_chain(std::int64_t code) {
  if (code >= 1'000'000'000'000) code /= 1000;
  std::vector<std::int64_t> chain{0};
  for (const std::int64_t unit : {10'000'000'000LL, 100'000'000LL, 1'000'000LL, 1'000LL, 1LL}) {
    const std::int64_t above = code - code % unit;
    if (above != chain.back()) chain.push_back(above);
  }
  return chain;
}

}  // namespace yimen::calendar
