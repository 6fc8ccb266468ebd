#pragma once
#include "service/changes.h"

namespace yimen::organisation {

struct RowProblem {
  int row = 0;  // line of the file, the heading is 1
  std::string field, detail;
};
struct TableReport {
  int created = 0, changed = 0, unchanged = 0;
  std::vector<RowProblem> problems;
};

/// Good rows load, bad ones are reported; a row is known by its name in the region (departments) or its number (staff).
/// @returns invalid_input when the text is no table.
Result<TableReport> import_departments(Tx&, const Actor&, std::string_view csv);
Result<TableReport> import_staff(Tx&, const Actor&, std::string_view csv);
std::string export_departments(Tx&, const store::ListOrder&);
/// Phones stay masked: an export leaves the program.
std::string export_staff(Tx&, const store::ListOrder&);

}  // namespace yimen::organisation
