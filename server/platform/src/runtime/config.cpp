#include "yimen/platform/config.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "runtime/config_file.h"
#include "yimen/platform/json.h"
#include "yimen/platform/text.h"

extern char** environ;

namespace yimen::platform {

namespace {

std::string variable_name(std::string_view setting) {
  std::string name = "YIMEN_";
  for (const char c : setting) name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return name;
}

std::string read_all(const std::string& file, const std::string& what) {
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    if (in && in.peek() == std::ifstream::traits_type::eof()) return {};
    throw ConfigError(fmt::format("无法读取{} {}：请检查路径是否正确、当前用户是否有读取权限。", what, file));
  }
  return text.str();
}

/// How many single letters apart two names are; small numbers mean a slip of the finger.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row[b.size()];
}

std::string kind_word(const Setting& setting) {
  switch (setting.kind) {
    case Setting::Kind::text:
      return "文字（用英文双引号括起来）";
    case Setting::Kind::integer:
      return fmt::format(" {} 到 {} 之间的整数", setting.min, setting.max);
    case Setting::Kind::flag:
      return "true 或 false";
    case Setting::Kind::word:
      return "下列之一：" + join(setting.words, "、");
  }
  return {};
}

std::optional<std::int64_t> number_from(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool fits(const Setting& setting, const std::string& value) {
  switch (setting.kind) {
    case Setting::Kind::text:
      return is_utf8(value);
    case Setting::Kind::integer: {
      const auto number = number_from(value);
      return number && *number >= setting.min && *number <= setting.max;
    }
    case Setting::Kind::flag:
      return value == "true" || value == "false";
    case Setting::Kind::word:
      return std::find(setting.words.begin(), setting.words.end(), value) != setting.words.end();
  }
  return false;
}

}  // namespace

Environment process_environment() {
  Environment variables;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text{*entry};
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Settings& Settings::declare(Setting setting) {
  const bool is_new =
      std::none_of(entries_.begin(), entries_.end(), [&](const auto& e) { return e.setting.name == setting.name; });
  if (!is_new || setting.name.find('.') == std::string::npos || !fits(setting, setting.fallback))
    throw std::logic_error("setting declared wrongly: " + setting.name);
  auto value = setting.fallback;
  entries_.push_back({std::move(setting), std::move(value), "默认值"});
  return *this;
}

void Settings::load(const std::string& file, const Environment& environment) {
  if (!file.empty()) {
    const auto text = read_all(file, "配置文件");
    if (file.ends_with(".json"))
      load_json(file, text);
    else
      load_toml(file, text);
  }
  load_environment(environment);
}

void Settings::load_toml(const std::string& file, const std::string& text) {
  for (const auto& value : read_toml(file, text)) {
    const auto source = fmt::format("配置文件 {} 第 {} 行", file, value.line);
    auto& entry = known_entry(value.name, source);
    const bool has_right_kind =
        (entry.setting.kind == Setting::Kind::integer) == (value.kind == FileValue::Kind::integer) &&
        (entry.setting.kind == Setting::Kind::flag) == (value.kind == FileValue::Kind::flag);
    if (!has_right_kind)
      throw ConfigError(fmt::format("{}：{} 应为{}。", source, value.name, kind_word(entry.setting)));
    set(value.name, value.text, source);
  }
}

void Settings::load_json(const std::string& file, const std::string& text) {
  const auto document = parse_json(text);
  if (!document || !document->is_object())
    throw ConfigError(fmt::format("配置文件 {} 不是有效的 JSON：{}", file,
                                  document ? "最外层应为一组数据。" : document.error().detail));
  for (const auto& section : document->get_object()) {
    const auto source = fmt::format("配置文件 {}", file);
    if (!section.value().is_object())
      known_entry(std::string(section.key()), source);
    else
      for (const auto& member : section.value().get_object()) {
        const auto name = std::string(section.key()) + "." + std::string(member.key());
        const auto* word = member.value().if_string();
        set(name, word ? std::string(*word) : to_text(member.value()), source);
      }
  }
}

void Settings::load_environment(const Environment& environment) {
  for (const auto& [variable, value] : environment) {
    if (!variable.starts_with("YIMEN_")) continue;
    bool is_of_known_section = false, is_known = false;
    for (const auto& entry : entries_) {
      const auto name = variable_name(entry.setting.name);
      const auto section = variable_name(entry.setting.name.substr(0, entry.setting.name.find('.'))) + "_";
      is_of_known_section = is_of_known_section || variable.starts_with(section);
      if (variable == name) {
        set(entry.setting.name, value, "环境变量 " + variable);
        is_known = true;
      } else if (entry.setting.is_secret && variable == name + "_FILE") {
        set(entry.setting.name, trim(read_all(value, fmt::format("环境变量 {} 所指的文件", variable))),
            "环境变量 " + variable);
        is_known = true;
      }
    }
    if (is_of_known_section && !is_known)
      throw ConfigError(fmt::format(
          "环境变量 {} 不对应任何配置项：请改正名称或取消设置，可运行 yimen config 查看全部配置项。", variable));
  }
}

void Settings::set(const std::string& name, const std::string& value, const std::string& source) {
  auto& entry = known_entry(name, source);
  if (!fits(entry.setting, value)) {
    const auto shown = entry.setting.is_secret ? std::string{} : fmt::format("，现在是“{}”", value);
    throw ConfigError(fmt::format("{}：{} 应为{}{}。", source, name, kind_word(entry.setting), shown));
  }
  entry.value = value;
  entry.source = source;
}

Settings::Entry& Settings::known_entry(const std::string& name, const std::string& source) {
  const Entry* nearest = nullptr;
  std::size_t best = 4;
  for (auto& entry : entries_) {
    if (entry.setting.name == name) return entry;
    if (const auto apart = distance(entry.setting.name, name); apart < best) best = apart, nearest = &entry;
  }
  const auto hint = nearest ? fmt::format("您是否想写 {}？", nearest->setting.name) : std::string{};
  throw ConfigError(fmt::format("{}：{} 不是可用的配置项。{}可运行 yimen config 查看全部配置项。", source, name, hint));
}

const Settings::Entry& Settings::entry(std::string_view name) const {
  for (const auto& entry : entries_)
    if (entry.setting.name == name) return entry;
  throw std::logic_error("setting is not declared: " + std::string(name));
}

const std::string& Settings::text(std::string_view name) const {
  return entry(name).value;
}
std::int64_t Settings::integer(std::string_view name) const {
  return number_from(entry(name).value).value_or(0);
}
bool Settings::flag(std::string_view name) const {
  return entry(name).value == "true";
}
const std::string& Settings::source(std::string_view name) const {
  return entry(name).source;
}

std::string Settings::documented_file() const {
  std::string out =
      "# 一门政务服务平台配置文件（TOML）。每一项都已写出默认值，删去行首的 # 并修改即可。\n"
      "# Configuration of Yimen. Every key is shown with its default; remove the # to change it.\n"
      "# 也可用环境变量设置：节名与键名大写，如 http.port 对应 YIMEN_HTTP_PORT；密钥类可用 …_FILE "
      "指向存放内容的文件。\n";
  std::string section;
  for (const auto& [setting, value, source] : entries_) {
    const auto dot = setting.name.find('.');
    if (setting.name.substr(0, dot) != section) {
      section = setting.name.substr(0, dot);
      out += fmt::format("\n[{}]\n", section);
    }
    out += fmt::format("# {}\n# {}\n", setting.chinese, setting.english);
    if (setting.kind == Setting::Kind::integer) out += fmt::format("# {} … {}\n", setting.min, setting.max);
    if (setting.kind == Setting::Kind::word) out += fmt::format("# {}\n", join(setting.words, " | "));
    const bool is_quoted = setting.kind == Setting::Kind::text || setting.kind == Setting::Kind::word;
    const auto shown = is_quoted ? to_text(json::string(setting.fallback)) : setting.fallback;
    out += fmt::format("# {} = {}\n", setting.name.substr(dot + 1), shown);
  }
  return out;
}

}  // namespace yimen::platform
