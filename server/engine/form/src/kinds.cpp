#include <algorithm>

#include "yimen/form/form.h"

namespace yimen::form {

Kinds::Kinds() {
  const std::pair<const char*, Shape> known[] = {
      {"textfield", Shape::text},      {"textarea", Shape::text},    {"number", Shape::number},       {"date", Shape::date},
      {"time", Shape::time},           {"datetime", Shape::date_time}, {"period", Shape::period},     {"radio", Shape::choice},
      {"select", Shape::choice},       {"checklist", Shape::choices}, {"taglist", Shape::choices},    {"checkbox", Shape::yes_no},
      {"expression", Shape::computed}, {"group", Shape::group},      {"dynamiclist", Shape::repeated}, {"text", Shape::display},
      {"separator", Shape::display},   {"spacer", Shape::display},   {"image", Shape::display}};
  for (const auto& [type, shape] : known) add(type, {shape, {}});
}

void Kinds::add(std::string type, Kind kind) {
  const auto at = std::lower_bound(kinds_.begin(), kinds_.end(), type, [](const auto& one, const std::string& name) { return one.first < name; });
  if (at != kinds_.end() && at->first == type) at->second = std::move(kind);
  else kinds_.insert(at, {std::move(type), std::move(kind)});
}

const Kind* Kinds::find(std::string_view type) const {
  const auto at = std::lower_bound(kinds_.begin(), kinds_.end(), type, [](const auto& one, std::string_view name) { return one.first < name; });
  return at != kinds_.end() && at->first == type ? &at->second : nullptr;
}

}  // namespace yimen::form
