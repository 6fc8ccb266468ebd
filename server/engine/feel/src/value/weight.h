#pragma once
#include <bit>
#include <cstdint>

#include "yimen/feel/value.h"

namespace yimen::feel {

constexpr std::int64_t own_weight = sizeof(Value);
constexpr std::int64_t max_weight = 128 << 20;

/// Sixteen bits tell a weight to one part in a thousand: ten bits of it and how far they were moved.
inline std::int16_t packed_weight(std::int64_t weight) {
  const int moved = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(weight))) - 10);
  return static_cast<std::int16_t>((moved << 10) | (weight >> moved));
}
inline std::int64_t unpacked_weight(int packed) {
  return static_cast<std::int64_t>(packed & 1023) << (packed >> 10);
}

/// About how many bytes a value would take if nothing in it were shared: what writing or comparing it costs. A list that
/// holds one list twice doubles it, so forty of those in one another would keep a machine busy for years; what would
/// pass `max_weight` is null. Containers carry it where numbers have their exponent.
inline std::int64_t weight_of(const Value& value) {
  if (value.is(Kind::string)) return own_weight + static_cast<std::int64_t>(value.string().size());
  const bool is_container = value.is(Kind::list) || value.is(Kind::context) || value.is(Kind::range);
  return is_container ? unpacked_weight(value.small_exponent()) : own_weight;
}

}  // namespace yimen::feel
