#pragma once
#include <boost/json.hpp>

#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/http.h"

namespace yimen::portal {

namespace json = boost::json;

json::object crumb(std::string_view text, std::string_view href = {});
/// A line of the list of matters.
json::object matter_line(const catalogue::MatterSummary&);
/// Everything the guide template shows; `answers` (s.key=option) narrow the materials.
json::object guide_values(const catalogue::MatterVersion&, const std::vector<catalogue::Material>&, const json::object& answers);
/// "98.2%", "暂无" when there is nothing to take a share of.
std::string rate_text(std::int64_t part, std::int64_t whole);
std::string limit_words(const std::optional<calendar::Limit>&, const std::string& raw);

}  // namespace yimen::portal
