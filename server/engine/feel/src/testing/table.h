#pragma once
#include <fstream>
#include <string>
#include <vector>

/// Rows of a tab-separated table below tests/data, comments and empty lines left out; each has at least `columns`
/// cells.
namespace yimen::feel::testing {

inline std::vector<std::vector<std::string>> read_table(const std::string& name, std::size_t columns) {
  std::ifstream file{std::string{YIMEN_SOURCE_DIR} + "/tests/data/" + name};
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t')
        cells.emplace_back();
      else
        cells.back() += c;
    }
    cells.resize(std::max(columns, cells.size()));
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace yimen::feel::testing
