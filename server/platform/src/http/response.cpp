#include "yimen/platform/http.h"

#include "http/answers.h"
#include "yimen/platform/text.h"

namespace yimen::platform {

namespace {

constexpr std::string_view json_type = "application/json; charset=utf-8";

/// RFC 6266: a plain name for old readers, the true one in UTF-8. Path separators and quotes never get out.
std::string disposition_text(std::string_view name, Response::Disposition disposition) {
  std::string safe, plain;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == '"' || c == 0x7f) continue;
    safe += c;
    if (static_cast<unsigned char>(c) < 0x80 && c != '%' && c != ';') plain += c;
  }
  if (plain.empty() || plain.front() == '.') plain = "download" + plain;
  const auto* kind = disposition == Response::Disposition::attachment ? "attachment" : "inline";
  return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", kind, plain, url_encode(safe));
}

}  // namespace

Response Response::json(const json::value& value, int status) {
  Response response;
  response.status = status;
  response.body = to_text(value);
  response.headers.emplace_back("Content-Type", json_type);
  return response;
}

Response Response::no_content() {
  Response response;
  response.status = 204;
  return response;
}

Response Response::html(std::string body, int status) {
  return text(std::move(body), status, "text/html; charset=utf-8");
}

Response Response::text(std::string body, int status, std::string_view type) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Type", type);
  return response;
}

Response Response::redirect(std::string location, int status) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

Response Response::file_of(std::string path, std::uint64_t size, std::string_view content_type, std::string_view name,
                           Disposition disposition) {
  Response response;
  response.file = FileRegion{std::move(path), size};
  response.headers.emplace_back("Content-Type", content_type);
  if (!name.empty()) response.headers.emplace_back("Content-Disposition", disposition_text(name, disposition));
  return response;
}

Response Response::bytes(std::string body, std::string_view content_type, std::string_view name,
                         Disposition disposition) {
  Response response;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Type", content_type);
  if (!name.empty()) response.headers.emplace_back("Content-Disposition", disposition_text(name, disposition));
  return response;
}

Response Response::events(std::shared_ptr<EventFeed> feed) {
  Response response;
  response.headers.emplace_back("Content-Type", "text/event-stream");
  response.feed = std::move(feed);
  return response;
}

Response& Response::header(std::string name, std::string value) {
  for (auto& [known, old] : headers) {
    if (known != name || name == "Set-Cookie") continue;
    old = std::move(value);
    return *this;
  }
  headers.emplace_back(std::move(name), std::move(value));
  return *this;
}

Response& Response::etag(std::int64_t version) {
  return header("ETag", fmt::format("\"{}\"", version));
}

Response& Response::cookie(std::string_view name, std::string_view value, int max_age_seconds, bool http_only) {
  // Secure is added by the server when it stands behind TLS.
  return header("Set-Cookie", fmt::format("{}={}; Path=/; Max-Age={}; SameSite=Lax{}", name, value, max_age_seconds,
                                          http_only ? "; HttpOnly" : ""));
}

Response& Response::cache_public(int seconds) {
  return header("Cache-Control", fmt::format("public, max-age={}", seconds));
}

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return 400;
    case ErrorCode::invalid_input:
      return 422;
    case ErrorCode::unauthenticated:
      return 401;
    case ErrorCode::forbidden:
      return 403;
    case ErrorCode::not_found:
      return 404;
    case ErrorCode::conflict:
      return 409;
    case ErrorCode::stale_version:
      return 412;
    case ErrorCode::precondition_required:
      return 428;
    case ErrorCode::rule_violated:
      return 422;
    case ErrorCode::too_large:
      return 413;
    case ErrorCode::rate_limited:
      return 429;
    case ErrorCode::upstream_failed:
      return 502;
    case ErrorCode::unavailable:
      return 503;
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

std::string_view chinese_title(ErrorCode code) {
  switch (code) {
    case ErrorCode::malformed:
      return "请求格式有误";
    case ErrorCode::invalid_input:
      return "填写的内容需要修改";
    case ErrorCode::unauthenticated:
      return "请先登录";
    case ErrorCode::forbidden:
      return "没有权限";
    case ErrorCode::not_found:
      return "没有找到";
    case ErrorCode::conflict:
      return "与现有数据冲突";
    case ErrorCode::stale_version:
      return "内容已被他人更新";
    case ErrorCode::precondition_required:
      return "缺少版本信息";
    case ErrorCode::rule_violated:
      return "不符合办理规定";
    case ErrorCode::too_large:
      return "内容过大";
    case ErrorCode::rate_limited:
      return "操作过于频繁";
    case ErrorCode::upstream_failed:
      return "外部系统没有响应";
    case ErrorCode::unavailable:
      return "系统繁忙";
    case ErrorCode::internal:
      return "系统出错";
  }
  return "系统出错";
}

Response problem_with_status(const Error& error, const Request& request, int status) {
  json::object document{{"type", "urn:yimen:problem:" + error.slug},
                        {"title", chinese_title(error.code)},
                        {"status", status},
                        {"detail", error.detail},
                        {"instance", request.path},
                        {"trace_id", request.request_id},
                        {"slug", error.slug}};
  if (!error.fields.empty()) {
    json::array fields;
    for (const auto& problem : error.fields) fields.push_back({{"field", problem.field}, {"detail", problem.detail}});
    document["errors"] = std::move(fields);
  }
  Response response;
  response.status = status;
  response.body = to_text(document);
  response.headers.emplace_back("Content-Type", "application/problem+json; charset=utf-8");
  if (status == 429) response.header("Retry-After", "30");
  if (status == 503) response.header("Retry-After", "5");
  return response;
}

Response problem(const Error& error, const Request& request) {
  return problem_with_status(error, request, http_status(error.code));
}

}  // namespace yimen::platform
