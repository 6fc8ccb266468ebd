#pragma once
#include <boost/json.hpp>

#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/http.h"

namespace yimen::portal {

namespace json = boost::json;

json::object crumb(std::string_view text, std::string_view href = {});
/// A line of the list of matters.
json::object matter_line(const catalogue::MatterSummary&);
/// "98.2%", "暂无" when there is nothing to take a share of.
std::string rate_text(std::int64_t part, std::int64_t whole);
/// What the guide says of the hall beside the matter's own content.
struct Hall {
  std::string name, address, phone, hours;
  friend bool operator==(const Hall&, const Hall&) = default;
};
/// Who the page is for, and what is known of the place.
struct GuideReader {
  std::vector<Hall> halls;
  bool is_citizen = false, is_favourite = false;
};
/// Everything the guide template shows; `answers` (s.key=option) narrow the materials.
json::object guide_values(const catalogue::MatterVersion&, const std::vector<catalogue::Material>&, const json::object& answers, const GuideReader&);

}  // namespace yimen::portal
