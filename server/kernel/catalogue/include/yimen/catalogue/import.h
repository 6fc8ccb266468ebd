#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/result.h"

/// Loading guides from files. Nothing is dropped and nothing guessed: what cannot be held stays as stated and is listed.
namespace yimen::catalogue {

enum class Severity { info, warning, error };
/// `row` counts from 1; 0 is the file itself. An error keeps its row out, the rest loads.
struct ImportProblem {
  int row = 0;
  std::string id, field, reason;
  Severity severity = Severity::error;
};
struct ImportReport {
  int rows = 0;       // in the file
  int loaded = 0;     // rows that made or confirmed a matter
  int instances = 0;  // matters made or changed (a county guide gives one for each county)
  int unchanged = 0;  // instances that were the same already
  std::vector<ImportProblem> problems;
};

struct DepartmentRef {
  std::int64_t id = 0;
  std::string name;
  std::string uscc;         // 18 characters, for the implementation code; without it the matter has none yet
  std::string region_name;  // 玉林市, 玉州区
  std::string phone, address;
};
/// The department of a category (市场监管) in a place; id 0 when there is none.
using DepartmentResolver = std::function<DepartmentRef(platform::Tx&, std::int64_t region_code, std::string_view category)>;
using Progress = std::function<void(std::string_view phase, int done, int total)>;

struct ImportOptions {
  std::int64_t region_code = 0;                   // whose catalogue receives the guides (450900000000)
  std::vector<std::int64_t> county_codes;         // county-level guides get one instance in each
  DepartmentResolver department;
  bool is_published = false;                      // demo: publish at once under the importer's name
};

/// Reads a file of the shape of data/matters/yulin.json. @returns malformed with line and column when it is no JSON list.
platform::Result<ImportReport> import_matters(platform::Database&, const platform::Actor&, const std::string& file,
                                              const ImportOptions&, const Progress&);
platform::Result<ImportReport> import_matters_text(platform::Database&, const platform::Actor&, std::string_view text,
                                                   const ImportOptions&, const Progress&);

/// The demonstration's catalogue: yulin.json, enrichment.json, everyday-words.json of data_dir. Idempotent.
platform::Result<ImportReport> load_matters(platform::Database&, const std::string& data_dir, const DepartmentResolver&,
                                            const Progress&);

/// One line for the command line: "第 3 行 gx-1 promised_limit：…".
std::string to_line(const ImportProblem&);

}  // namespace yimen::catalogue
