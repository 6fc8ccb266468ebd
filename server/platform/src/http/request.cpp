#include <charconv>

#include "http/text_tools.h"
#include "yimen/platform/http.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

std::string_view Request::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_name) return value;
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [header_name, value] : headers) {
    if (header_name != "cookie") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto part = trim_blanks(cut(rest, ';'));
      if (part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=')
        return part.substr(name.size() + 1);
    }
  }
  return {};
}

std::string_view Request::path_text(std::string_view name) const {
  for (const auto& [key, value] : path_values)
    if (key == name) return value;
  return {};
}

std::optional<std::string> Request::query(std::string_view name) const {
  for (const auto& [key, value] : query_values)
    if (key == name) return value;
  return std::nullopt;
}

std::int64_t Request::query_int(std::string_view name, std::int64_t fallback, std::int64_t min,
                                std::int64_t max) const {
  const auto text = query(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) return fallback;
  return std::clamp(value, min, max);
}

Result<int> Request::if_match() const {
  auto text = header("if-match");
  if (text.empty())
    return fail(ErrorCode::precondition_required, "platform/if-match-required",
                "缺少版本信息（If-Match），请刷新页面后重新操作。");
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  int version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc{} || end != text.data() + text.size() || version < 0)
    return fail(ErrorCode::malformed, "platform/if-match-unreadable",
                "版本信息（If-Match）格式不对，应为上次读取时得到的 ETag。");
  return version;
}

const json::object& Request::body() const {
  static const json::object empty;
  const auto* object = body_ ? body_->if_object() : nullptr;
  return object ? *object : empty;
}

std::optional<std::string> Request::form(std::string_view name) const {
  if (!header("content-type").starts_with("application/x-www-form-urlencoded")) return std::nullopt;
  for (const auto& [key, value] : decode_pairs(raw_body))
    if (key == name) return value;
  return std::nullopt;
}

bool Request::wants_html() const {
  const auto accept = header("accept");
  const auto html = accept.find("text/html");
  if (html == std::string_view::npos) return false;
  return html < accept.find("application/json");
}

std::vector<std::pair<std::string, std::string>> decode_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    auto pair = cut(text, '&');
    if (pair.empty()) continue;
    const auto name = cut(pair, '=');
    std::pair<std::string, std::string> decoded;
    if (!url_decode(name, decoded.first, true) || !url_decode(pair, decoded.second, true)) continue;
    if (is_utf8(decoded.first) && is_utf8(decoded.second)) pairs.push_back(std::move(decoded));
  }
  return pairs;
}

}  // namespace yimen::platform
