#include "http/render.h"

#include <charconv>
#include <ctime>

#include <fcntl.h>
#include <sys/stat.h>

#include "http/answers.h"
#include "http/gzip.h"
#include "http/text_tools.h"
#include "yimen/platform/log.h"

namespace yimen::platform {

namespace {

constexpr std::size_t worth_compressing = 1024;

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

std::string http_date(std::time_t at) {
  std::tm parts{};
  gmtime_r(&at, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

const std::string& date_now() {
  thread_local std::time_t at = 0;
  thread_local std::string text;
  if (const auto now = std::time(nullptr); now != at) {
    at = now;
    text = http_date(now);
  }
  return text;
}

std::string_view header_of(const Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers)
    if (equal_ignoring_case(known, name)) return value;
  return {};
}

constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "frame-ancestors 'none'; "
    "base-uri 'self'; form-action 'self'; worker-src 'self' blob:";

/// What the browser may do with the answer depends on what it is: our page, data, or a file somebody uploaded.
std::string_view content_policy(const Response& response) {
  const auto type = header_of(response, "content-type");
  if (!header_of(response, "content-disposition").empty()) {
    // PDF viewers do not start in a sandbox; everything else that was uploaded runs without rights.
    if (type.starts_with("application/pdf"))
      return "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";
    return "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox; "
           "frame-ancestors 'self'";
  }
  if (type.starts_with("application/json") || type.starts_with("application/problem+json"))
    return "default-src 'none'; frame-ancestors 'none'";
  return page_policy;
}

void add_header(std::string& head, std::string_view name, std::string_view value) {
  for (const unsigned char c : value) {
    if (c >= 0x20 && c != 0x7f) continue;
    if (c == '\t') continue;
    // Whoever lets foreign text into a header must not be able to add headers of his own.
    log_error("response header dropped", {{"header", name}});
    return;
  }
  head.append(name).append(": ").append(value).append("\r\n");
}

void add_default_headers(std::string& head, const Response& response, const HttpOptions& options) {
  if (header_of(response, "content-security-policy").empty())
    add_header(head, "Content-Security-Policy", content_policy(response));
  if (header_of(response, "cache-control").empty()) head += "Cache-Control: no-store\r\n";
  if (header_of(response, "referrer-policy").empty()) head += "Referrer-Policy: same-origin\r\n";
  head +=
      "X-Content-Type-Options: nosniff\r\n"
      "Permissions-Policy: camera=(self), geolocation=(self), microphone=(), payment=(), usb=()\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n";
  if (header_of(response, "cross-origin-resource-policy").empty())
    head += "Cross-Origin-Resource-Policy: same-origin\r\n";
  if (options.is_secure_cookie) head += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
}

void write_head(Exchange& exchange, const HttpOptions& options, std::optional<std::uint64_t> length) {
  const auto& response = *exchange.response;
  auto& head = exchange.head;
  head.clear();
  head.reserve(1024);
  head += fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason(response.status), date_now());
  for (const auto& [name, value] : response.headers) {
    if (options.is_secure_cookie && name == "Set-Cookie")
      add_header(head, name, value + "; Secure");
    else
      add_header(head, name, value);
  }
  add_default_headers(head, response, options);
  add_header(head, "X-Request-Id", exchange.request.request_id);
  if (length)
    head += fmt::format("Content-Length: {}\r\n", *length);
  else if (exchange.is_streamed && !exchange.is_http_1_0)
    head += "Transfer-Encoding: chunked\r\n";
  if (!exchange.keep_alive)
    head += "Connection: close\r\n";
  else if (exchange.is_http_1_0)
    head += "Connection: keep-alive\r\n";
  head += "\r\n";
}

bool is_not_modified(const Exchange& exchange) {
  const auto& response = *exchange.response;
  if (response.status != 200 || (exchange.request.method != "GET" && !exchange.is_head())) return false;
  const auto etag = header_of(response, "etag");
  if (const auto known = exchange.request.header("if-none-match"); !known.empty())
    return !etag.empty() && names_etag(known, etag);
  const auto since = exchange.request.header("if-modified-since");
  return !since.empty() && since == header_of(response, "last-modified");
}

/// A range is honoured only for the very version the client has a part of.
bool range_applies(const Exchange& exchange) {
  const auto condition = exchange.request.header("if-range");
  if (condition.empty()) return true;
  return condition == header_of(*exchange.response, "etag") ||
         condition == header_of(*exchange.response, "last-modified");
}

void describe_file(Response& response, const struct stat& info) {
  if (header_of(response, "etag").empty())
    response.header("ETag", fmt::format("\"{:x}-{:x}-{:x}\"", info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size));
  if (header_of(response, "last-modified").empty()) response.header("Last-Modified", http_date(info.st_mtim.tv_sec));
  response.header("Accept-Ranges", "bytes");
}

void render_file(Exchange& exchange, const HttpOptions& options) {
  auto& response = *exchange.response;
  OpenFile file{::open(response.file->path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  struct stat info {};
  if (!file || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    log_error("file cannot be opened", {{"trace_id", exchange.request.request_id}, {"path", response.file->path}});
    exchange.refuse(
        {ErrorCode::not_found, "platform/file-missing", "文件不存在或暂时无法读取，请稍后重试或联系工作人员。"});
    exchange.body = exchange.response->body;
    return write_head(exchange, options, exchange.body.size());
  }
  describe_file(response, info);
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (is_not_modified(exchange)) {
    response.status = 304;
    return write_head(exchange, options, std::nullopt);
  }
  ByteRange range{0, size};
  const auto wanted = exchange.request.header("range");
  if (!wanted.empty() && response.status == 200 && exchange.request.method == "GET" && range_applies(exchange)) {
    switch (read_range(wanted, size, range)) {
      case RangeKind::whole:
        break;
      case RangeKind::part:
        response.status = 206;
        response.header("Content-Range",
                        fmt::format("bytes {}-{}/{}", range.from, range.from + range.length - 1, size));
        break;
      case RangeKind::unsatisfiable:
        exchange.response = Response{.status = 416, .headers = {{"Content-Range", fmt::format("bytes */{}", size)}}};
        return write_head(exchange, options, 0);
    }
  }
  exchange.file = std::move(file);
  exchange.file_at = range.from;
  exchange.file_left = exchange.is_head() ? 0 : range.length;
  exchange.answer_bytes = exchange.file_left;
  write_head(exchange, options, range.length);
}

void compress(Exchange& exchange) {
  auto& response = *exchange.response;
  if (!is_compressible(header_of(response, "content-type")) || !header_of(response, "content-encoding").empty()) return;
  if (header_of(response, "vary").find("Accept-Encoding") == std::string_view::npos) response.header("Vary", "Accept-Encoding");
  if (!accepts_gzip(exchange.request.header("accept-encoding"))) return;
  auto packed = gzip(response.body);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.header("Content-Encoding", "gzip");
}

}  // namespace

void render(Exchange& exchange, const HttpOptions& options) {
  auto& response = *exchange.response;
  if ((response.streamer || response.feed) && !exchange.is_head()) {
    exchange.is_streamed = true;
    if (exchange.is_http_1_0) exchange.keep_alive = false;
    if (header_of(response, "content-type").starts_with("text/event-stream"))
      response.header("X-Accel-Buffering", "no");
    return write_head(exchange, options, std::nullopt);
  }
  if (response.file) return render_file(exchange, options);
  if (is_not_modified(exchange)) {
    response.status = 304;
    return write_head(exchange, options, std::nullopt);
  }
  if (response.body.size() >= worth_compressing) compress(exchange);
  const bool has_no_body = response.status == 204 || response.status == 304 || response.status < 200;
  write_head(exchange, options, has_no_body ? std::nullopt : std::optional<std::uint64_t>(response.body.size()));
  if (!has_no_body && !exchange.is_head()) exchange.body = response.body;
  exchange.answer_bytes = exchange.body.size();
}

RangeKind read_range(std::string_view header, std::uint64_t size, ByteRange& range) {
  if (!header.starts_with("bytes=") || header.find(',') != std::string_view::npos) return RangeKind::whole;
  auto last_text = trim_blanks(header.substr(6));
  const auto dash = last_text.find('-');
  if (dash == std::string_view::npos) return RangeKind::whole;
  const auto first_text = cut(last_text, '-');
  const auto number = [](std::string_view text, std::uint64_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
  };
  std::uint64_t first = 0, last = size ? size - 1 : 0;
  if (first_text.empty()) {
    std::uint64_t count = 0;
    if (!number(last_text, count)) return RangeKind::whole;
    if (count == 0 || size == 0) return RangeKind::unsatisfiable;
    first = count < size ? size - count : 0;
  } else {
    if (!number(first_text, first) || (!last_text.empty() && !number(last_text, last))) return RangeKind::whole;
    if (last < first) return !last_text.empty() && first < size ? RangeKind::whole : RangeKind::unsatisfiable;
    if (first >= size) return RangeKind::unsatisfiable;
    last = std::min(last, size - 1);
  }
  range = {first, last - first + 1};
  return RangeKind::part;
}

bool names_etag(std::string_view list, std::string_view etag) {
  const auto strong = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
  while (!list.empty()) {
    const auto tag = trim_blanks(cut(list, ','));
    if (tag == "*" || strong(tag) == strong(etag)) return true;
  }
  return false;
}

}  // namespace yimen::platform
