#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/result.h"

namespace yimen::organisation::data {

/// RFC 4180 with a heading line; a leading byte order mark and either line end are taken.
using CsvRow = std::map<std::string, std::string>;
/// @returns invalid_input "organisation/bad-csv" with the line when a quote is left open or a row has too many cells.
platform::Result<std::vector<CsvRow>> read_csv(std::string_view text);
/// With a byte order mark, so that spreadsheets read it as UTF-8. Cells that a spreadsheet would run as a formula are defused.
std::string write_csv(const std::vector<std::string>& heading, const std::vector<std::vector<std::string>>& rows);

}  // namespace yimen::organisation::data
