#include "locator.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yimen::portal {

namespace {

/// 玉林市 and its counties, CGCS2000, to two decimals (about a kilometre). A sketch, no map: it draws no boundaries.
constexpr std::array seats{Seat{450900000000, "玉林市区", 110.18, 22.65}, Seat{450902000000, "玉州区", 110.15, 22.63}, Seat{450903000000, "福绵区", 110.06, 22.58},
                           Seat{450921000000, "容县", 110.55, 22.86},     Seat{450922000000, "陆川县", 110.26, 22.32}, Seat{450923000000, "博白县", 109.98, 22.27},
                           Seat{450924000000, "兴业县", 109.88, 22.74},   Seat{450981000000, "北流市", 110.35, 22.70}};
constexpr double west = 109.70, east = 110.75, south = 22.15, north = 22.98;
constexpr double width = 420, height = 330;

double x_of(const Seat& seat) { return (seat.longitude - west) / (east - west) * width; }
double y_of(const Seat& seat) { return (north - seat.latitude) / (north - south) * height; }

}  // namespace

const Seat* seat_of(std::int64_t region_code) {
  // Towns and villages belong to their county.
  const auto county = region_code / 1'000'000 * 1'000'000;
  const auto* found = std::find_if(seats.begin(), seats.end(), [&](const Seat& seat) { return seat.region_code == county; });
  return found == seats.end() ? nullptr : found;
}

std::string locator_svg(std::int64_t region_code) {
  const auto* here = seat_of(region_code);
  if (!here) return {};
  const bool is_city = here == &seats.front();
  auto svg = fmt::format(R"svg(<svg class="locator" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}在玉林市的位置示意"><rect width="100%" height="100%" fill="#f3f6f9"/>)svg", width, height, here->name);
  for (const auto& seat : seats) {
    const bool is_here = &seat == here;
    // The city's own mark and its districts lie on one spot at this scale: only one of them is named.
    const bool is_twin = !is_here && ((is_city && seat.region_code == 450902000000) || (!is_city && seat.region_code == 450900000000));
    if (is_twin) continue;
    const bool is_left = seat.region_code == 450903000000;
    svg += fmt::format(R"svg(<circle cx="{0:.0f}" cy="{1:.0f}" r="{2}" fill="{3}"/><text x="{4:.0f}" y="{5:.0f}" font-size="{6}" font-weight="{7}" text-anchor="{8}" fill="#1f2933">{9}</text>)svg",
                       x_of(seat), y_of(seat), is_here ? 9 : 5, is_here ? "#b3151c" : "#4a5563", x_of(seat) + (is_left ? -14 : 14), y_of(seat) + 6, is_here ? 19 : 16, is_here ? 600 : 400, is_left ? "end" : "start", seat.name);
  }
  svg += R"svg(<path d="M392 48V18m0 0-7 11m7-11 7 11" stroke="#4a5563" stroke-width="2" fill="none"/><text x="392" y="66" font-size="14" text-anchor="middle" fill="#4a5563">北</text>)svg";
  // One degree of longitude is about 102.7 km here: 20 km is that part of the width.
  const double bar = 20 / 102.7 / (east - west) * width;
  svg += fmt::format(R"svg(<path d="M16 306h{0:.0f}" stroke="#4a5563" stroke-width="3"/><text x="{1:.0f}" y="311" font-size="14" fill="#4a5563">20 公里</text></svg>)svg", bar, 24 + bar);
  return svg;
}

}  // namespace yimen::portal
