#pragma once
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/catalogue/import.h"
#include "yimen/catalogue/matter_version.h"

namespace yimen::catalogue {

/// What the demonstration adds on top of real guides (data/matters/enrichment.json): situations, forms, check-lists, topics,
/// and design defaults where a guide is silent. Whatever it fills in is listed as an issue and marks the version is_demo.
class Enrichment {
 public:
  explicit Enrichment(json::object file) : file_{std::move(file)} {}

  /// Places and phones of the guide's own city go to `source`; what is missing is filled in.
  void apply(const std::string& id, MatterVersion&, const DepartmentRef&) const;
  /// A guide whose content is known to be wrong stays a draft.
  bool is_left_as_draft(const std::string& id) const;
  std::int64_t view_count(const std::string& id) const;
  std::int64_t region_code() const;
  std::vector<std::int64_t> county_codes() const;
  struct Event {
    std::string code, name, audience, note, words;
  };
  std::vector<Event> life_events() const;

 private:
  const json::object* of(const std::string& id) const;
  json::object file_;
};

/// RFC 7396: objects are merged, null removes, everything else replaces.
void merge_patch(json::value& target, const json::value& patch);

}  // namespace yimen::catalogue
