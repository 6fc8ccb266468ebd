#pragma once
#include <functional>
#include <string>

#include "domain/imported_row.h"
#include "yimen/catalogue/import.h"

namespace yimen::catalogue {

/// What a caller does to a row's version for one place before it is stored.
struct RowHooks {
  std::function<void(const std::string& id, MatterVersion&, const DepartmentRef&)> prepare;
  std::function<bool(const std::string& id)> is_left_as_draft;
  std::function<std::int64_t(const std::string& id)> view_count;
};
platform::Result<ImportReport> import_rows(platform::Database&, const platform::Actor&, std::string_view text, const ImportOptions&,
                                           const RowHooks&, const Progress&);
/// @returns not_found naming the file.
platform::Result<std::string> read_whole_file(const std::string& path);

}  // namespace yimen::catalogue
