#include "domain/members.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/platform/text.h"

namespace yimen::catalogue {

namespace {

std::string_view chinese_kind(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null: return "空";
    case json::kind::bool_: return "真假值";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_: return "数字";
    case json::kind::string: return "文字";
    case json::kind::array: return "列表";
    case json::kind::object: return "对象";
  }
  return "未知";
}

std::string trimmed(const json::value& value) { return platform::trim(std::string_view(value.get_string())); }

}  // namespace

const json::value* Members::take(std::string_view name) {
  const auto* found = from_.if_contains(name);
  if (found == nullptr) return nullptr;
  read_.emplace(name);
  return found->is_null() ? nullptr : found;
}

const json::value* Members::any(std::string_view name) { return take(name); }

void Members::wrong_kind(std::string_view name, std::string_view wanted, const json::value& found) {
  refused_.emplace(name);
  problems_.push_back({path(name), fmt::format("应为{}，实为{}，原样留在“其他”中待核定", wanted, chinese_kind(found)), Severity::warning});
}

std::string Members::text(std::string_view name) {
  const auto* found = take(name);
  if (found == nullptr) return {};
  if (found->is_string()) return trimmed(*found);
  if (found->is_object() || found->is_array()) {
    wrong_kind(name, "文字", *found);
    return {};
  }
  problems_.push_back({path(name), fmt::format("应为文字，实为{}，已按文字保存", chinese_kind(*found)), Severity::warning});
  return json::serialize(*found);
}

std::optional<int> Members::integer(std::string_view name) {
  const auto* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_int64() && found->get_int64() >= 0 && found->get_int64() <= 1'000'000'000) return static_cast<int>(found->get_int64());
  wrong_kind(name, "不小于0的整数", *found);
  return std::nullopt;
}

std::optional<bool> Members::boolean(std::string_view name) {
  const auto* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_bool()) return found->get_bool();
  wrong_kind(name, "真假值", *found);
  return std::nullopt;
}

const json::object* Members::object(std::string_view name) {
  const auto* found = take(name);
  if (found == nullptr) return nullptr;
  if (found->is_object()) return &found->get_object();
  wrong_kind(name, "对象", *found);
  return nullptr;
}

const json::array* Members::list(std::string_view name) {
  const auto* found = take(name);
  if (found == nullptr) return nullptr;
  if (found->is_array()) return &found->get_array();
  wrong_kind(name, "列表", *found);
  return nullptr;
}

std::vector<std::string> Members::texts(std::string_view name) {
  const auto* found = take(name);
  if (found == nullptr) return {};
  if (found->is_string()) {
    problems_.push_back({path(name), "应为列表，实为一段文字，已作为一项保存", Severity::warning});
    return {trimmed(*found)};
  }
  if (!found->is_array()) {
    wrong_kind(name, "列表", *found);
    return {};
  }
  std::vector<std::string> result;
  for (const auto& item : found->get_array()) {
    if (item.is_string()) {
      if (auto text = trimmed(item); !text.empty()) result.push_back(std::move(text));
    } else if (!item.is_null()) {
      wrong_kind(name, "文字列表", *found);
    }
  }
  return result;
}

json::object Members::rest() {
  json::object rest;
  for (const auto& [name, value] : from_) {
    if (refused_.contains(std::string_view(name))) rest[name] = value;
    if (read_.contains(std::string_view(name))) continue;
    problems_.push_back({path(name), "目录中没有这一项，原样留在“其他”中", Severity::info});
    rest[name] = value;
  }
  return rest;
}

}  // namespace yimen::catalogue
