#include "runtime/config_file.h"

#include <toml++/toml.h>

#include "yimen/platform/config.h"

namespace yimen::platform {

namespace {

void collect(const toml::table& table, const std::string& prefix, std::vector<FileValue>& values) {
  for (const auto& [key, node] : table) {
    const auto name = prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      collect(*inner, name, values);
      continue;
    }
    FileValue value{.name = name, .line = static_cast<int>(node.source().begin.line)};
    if (const auto* text = node.as_string())
      value.kind = FileValue::Kind::text, value.text = text->get();
    else if (const auto* number = node.as_integer())
      value.kind = FileValue::Kind::integer, value.text = std::to_string(number->get());
    else if (const auto* flag = node.as_boolean())
      value.kind = FileValue::Kind::flag, value.text = flag->get() ? "true" : "false";
    values.push_back(std::move(value));
  }
}

}  // namespace

std::vector<FileValue> read_toml(const std::string& file, const std::string& text) {
  std::vector<FileValue> values;
  try {
    collect(toml::parse(text), "", values);
  } catch (const toml::parse_error& error) {
    throw ConfigError(
        fmt::format("配置文件 {} 第 {} 行第 {} 列不符合 TOML 格式（{}）：请改正这一行，文字要用英文双引号括起来。",
                    file, error.source().begin.line, error.source().begin.column, error.description()));
  }
  // In the order of the file, so that the first mistake is named first.
  std::stable_sort(values.begin(), values.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
  return values;
}

}  // namespace yimen::platform
