#include "data/organisation_file.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "yimen/platform/json.h"

namespace yimen::organisation::data {

platform::Result<boost::json::object> read_object(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return platform::fail(platform::ErrorCode::not_found, "organisation/no-data-file",
                          fmt::format("无法读取文件{}，请核对数据目录设置。", path));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto value = platform::parse_json(text);
  if (!value || !value->is_object())
    return platform::fail(platform::ErrorCode::invalid_input, "organisation/bad-data-file",
                          fmt::format("文件{}格式有误：{}", path, value ? "最外层应为对象。" : value.error().detail));
  return std::move(value->as_object());
}

}  // namespace yimen::organisation::data
