#pragma once
#include <cstdint>
#include <string>

namespace yimen::portal {

struct Seat {
  std::int64_t region_code;
  const char* name;
  double longitude, latitude;
};
/// The seat of the region's government, as everybody knows it to two decimals; nullptr where we have none.
const Seat* seat_of(std::int64_t region_code);
/// A small drawing of where that seat lies among its neighbours: no outside tiles, no boundaries. Empty without a seat.
std::string locator_svg(std::int64_t region_code);

}  // namespace yimen::portal
