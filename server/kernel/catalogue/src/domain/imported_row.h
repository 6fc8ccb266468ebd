#pragma once
#include <string>
#include <vector>

#include "domain/members.h"
#include "yimen/catalogue/matter_version.h"

namespace yimen::catalogue {

/// One guide of an imported file: a version without place and department, and what was found on the way.
struct ImportedRow {
  std::string id;
  MatterVersion version;
  bool is_county_level = false;  // 县级 or several levels with it: every county gets its own instance
  std::vector<RowProblem> problems;
  bool is_usable() const;  // false when a problem is an error
};

/// Reads a row of the shape of data/matters/yulin.json. Doubts about the text become StatedIssues of the version, doubts
/// about the row's shape become problems. Pure.
ImportedRow read_row(const json::value& row);

}  // namespace yimen::catalogue
