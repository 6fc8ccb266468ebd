#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/request.h"

/// What a handler answers, and what a refusal looks like; included through http.h.
namespace yimen::platform {

/// Writes server-sent events or a long download; `send` returns false when the client is gone.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;
  virtual bool send(std::string_view bytes) = 0;
  /// False once the client is gone or the server stops: a streamer that waits for news asks at least every second.
  virtual bool is_open() const = 0;
};

class EventFeed;

struct FileRegion {
  std::string path;           // on disk
  std::uint64_t size = 0;
};

class Response {
 public:
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::optional<FileRegion> file;                                   // sent with range requests honoured
  std::function<void(ResponseStream&)> streamer;                    // runs on its own thread, bounded in number
  std::shared_ptr<EventFeed> feed;                                  // server-sent events without a thread (live.h)

  static Response json(const json::value& value, int status = 200);
  static Response created(const json::value& value) { return json(value, 201); }
  static Response no_content();
  static Response html(std::string body, int status = 200);
  static Response text(std::string body, int status = 200, std::string_view type = "text/plain; charset=utf-8");
  static Response redirect(std::string location, int status = 303);
  /// A file for saving (attachment) or looking at (inline); nosniff; name in RFC 5987 form.
  enum class Disposition { attachment, inline_view };
  static Response file_of(std::string path, std::uint64_t size, std::string_view content_type, std::string_view name, Disposition);
  static Response bytes(std::string body, std::string_view content_type, std::string_view name, Disposition);

  static Response events(std::shared_ptr<EventFeed> feed);

  Response& header(std::string name, std::string value);
  Response& etag(std::int64_t version);        // ETag: "7"
  Response& cookie(std::string_view name, std::string_view value, int max_age_seconds, bool http_only = true);
  /// public, max-age; answers of GET routes are no-store by default.
  Response& cache_public(int seconds);
};

/// A page made once and given to many: its bytes plain and packed, and the ETag they share. Immutable: hand it around.
class ReadyPage {
 public:
  explicit ReadyPage(std::string html);
  /// The variant this client takes. It is told to ask again before it shows the page again, and that cookies matter.
  Response response(const Request&) const;
  std::size_t bytes() const { return plain_.size() + packed_.size(); }

 private:
  std::string plain_, packed_, etag_;
};

/// application/problem+json (RFC 9457): type, title, status, detail, instance, trace_id, errors[{field, detail}].
Response problem(const Error&, const Request&);
int http_status(ErrorCode);
std::string_view chinese_title(ErrorCode);
/// Replaces the HTML page that people see instead of a problem document (hidden routes, and unknown paths in a browser).
void set_error_page(std::function<std::string(const Error&, const Request&)> page);

}  // namespace yimen::platform
