#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/id.h"
#include "yimen/platform/json.h"
#include "yimen/platform/result.h"
#include "yimen/platform/schema.h"

/// HTTP as handlers see it. Beast and Asio stay in server/platform/src/http/*.cpp.
namespace yimen::platform {

/// A request body that is read piece by piece (uploads): `read` fills up to size bytes, 0 at the end; throws when the
/// client is gone or too slow, or the limit is passed (413).
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  virtual std::size_t read(char* into, std::size_t size) = 0;
  virtual std::optional<std::uint64_t> length() const = 0;
};

class Request {
 public:
  std::string method, target, path;                                   // path is percent-decoded, no query
  std::vector<std::pair<std::string, std::string>> path_values;       // {case_id} → "123"
  std::vector<std::pair<std::string, std::string>> query_values;      // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;           // names in lower case
  std::string raw_body;                                               // empty for streaming routes
  std::string ip, request_id;
  BodyStream* stream = nullptr;                                       // only for routes declared .streaming()

  const Actor& actor() const { return actor_; }
  void set_actor(Actor actor) { actor_ = std::move(actor); }
  std::string_view header(std::string_view lower_name) const;          // empty when absent
  std::string_view cookie(std::string_view name) const;
  std::string_view path_text(std::string_view name) const;
  std::optional<std::string> query(std::string_view name) const;
  /// Integer parameter with default and range; out of range is clamped, text that is no number counts as absent.
  std::int64_t query_int(std::string_view name, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
  template <class IdType>
  Result<IdType> path_id(std::string_view name) const {
    return IdType{TRY(parse_id(path_text(name)))};
  }
  /// The version in If-Match. @returns precondition_required (428) when missing, malformed when no number.
  Result<int> if_match() const;
  /// The JSON body, already checked against the route's schema. An empty object where the route declares no body.
  const json::object& body() const;
  void set_body(std::shared_ptr<const json::value> body) { body_ = std::move(body); }
  /// Form fields of an application/x-www-form-urlencoded body (server-rendered pages).
  std::optional<std::string> form(std::string_view name) const;
  bool wants_html() const;

 private:
  Actor actor_;
  std::shared_ptr<const json::value> body_;
};

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

/// application/problem+json (RFC 9457): type, title, status, detail, instance, trace_id, errors[{field, detail}].
Response problem(const Error&, const Request&);
int http_status(ErrorCode);
std::string_view chinese_title(ErrorCode);
/// Replaces the HTML page that people see instead of a problem document (hidden routes, and unknown paths in a browser).
void set_error_page(std::function<std::string(const Error&, const Request&)> page);

/// What a route asks of who calls it. There is no default: an unguarded route cannot be written by forgetting.
struct Needs {
  enum class Who { anybody, signed_in, citizen, staff, permission } who;
  std::string permission;  // for Who::permission: "cases.accept"
  static Needs anybody() { return {Who::anybody, {}}; }
  static Needs signed_in() { return {Who::signed_in, {}}; }
  static Needs citizen() { return {Who::citizen, {}}; }
  static Needs staff() { return {Who::staff, {}}; }
  static Needs permission_of(std::string name) { return {Who::permission, std::move(name)}; }
};

struct Parameter {
  std::string name;
  Schema schema;  // .label() and .describe() are shown
};

/// Reads the database only. Runs on a read connection, on a worker thread.
using ReadHandler = std::function<Result<Response>(const Request&, Tx&)>;
/// One durable transaction; rolled back when it returns an error. With an Idempotency-Key the first answer is kept in the
/// same transaction and repeated (header Idempotent-Replay: true) for 48 h. May run twice after a serialization failure.
using CommandHandler = std::function<Result<Response>(const Request&, Tx&)>;
/// Opens its own transactions (sign-in with a slow hash, uploads, SSE, pages without data).
using PlainHandler = std::function<Result<Response>(const Request&)>;

struct Route {
  std::string method, path;  // "/api/v1/cases/{case_id}/acceptance"; "{rest*}" as last segment takes the remainder
  Needs needs;
  std::string summary, tag;
  std::string operation_id;
  std::vector<Parameter> parameters;
  Schema body = Schema::nothing();
  std::vector<std::pair<int, Schema>> answers;
  std::size_t body_limit = 1 << 20;
  bool is_streaming = false;      // raw body through Request::stream
  bool is_hidden = false;         // pages and assets: not in the OpenAPI document
  bool needs_csrf = true;         // unsafe methods with a session cookie carry X-CSRF-Token (or form field csrf_token)
  bool asks_who = true;           // false: files and probes that look the same to everybody; the actor stays anonymous
  int rate_per_minute = 0;        // per client address, 0 = the general limit only
  ReadHandler read;
  CommandHandler command;
  PlainHandler plain;
};

/// Declares one route fluently; the last call is one of reads/commands/handles.
class RouteBuilder {
 public:
  explicit RouteBuilder(Route& route) : route_{&route} {}
  RouteBuilder& summary(std::string chinese) { route_->summary = std::move(chinese); return *this; }
  RouteBuilder& operation(std::string id) { route_->operation_id = std::move(id); return *this; }
  RouteBuilder& parameter(std::string name, Schema schema) { route_->parameters.push_back({std::move(name), std::move(schema)}); return *this; }
  RouteBuilder& body(Schema schema) { route_->body = std::move(schema); return *this; }
  RouteBuilder& answer(int status, Schema schema) { route_->answers.emplace_back(status, std::move(schema)); return *this; }
  RouteBuilder& body_limit(std::size_t bytes) { route_->body_limit = bytes; return *this; }
  RouteBuilder& streaming() { route_->is_streaming = true; return *this; }
  RouteBuilder& hidden() { route_->is_hidden = true; return *this; }
  RouteBuilder& without_csrf() { route_->needs_csrf = false; return *this; }
  /// No look-up of the session: the answer is the same for everybody and must come even when the database is away.
  RouteBuilder& for_everybody() { route_->asks_who = false; return *this; }
  RouteBuilder& rate(int per_minute) { route_->rate_per_minute = per_minute; return *this; }
  void reads(ReadHandler handler) { route_->read = std::move(handler); }
  void commands(CommandHandler handler) { route_->command = std::move(handler); }
  void handles(PlainHandler handler) { route_->plain = std::move(handler); }

 private:
  Route* route_;
};

class Routes {
 public:
  /// `tag` groups operations in the document (the module's Chinese name). API paths get the prefix /api/v1 by hand.
  RouteBuilder add(std::string method, std::string path, Needs needs, std::string tag);
  RouteBuilder get(std::string path, Needs needs, std::string tag) { return add("GET", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder post(std::string path, Needs needs, std::string tag) { return add("POST", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder put(std::string path, Needs needs, std::string tag) { return add("PUT", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder patch(std::string path, Needs needs, std::string tag) { return add("PATCH", std::move(path), std::move(needs), std::move(tag)); }
  RouteBuilder del(std::string path, Needs needs, std::string tag) { return add("DELETE", std::move(path), std::move(needs), std::move(tag)); }
  const std::vector<std::unique_ptr<Route>>& all() const { return routes_; }
  /// OpenAPI 3.1 document of every route that is not hidden.
  json::object openapi(std::string_view version) const;

 private:
  std::vector<std::unique_ptr<Route>> routes_;
};

/// Finds out who calls; implemented by the identity module. Called on a worker thread, before the permission check.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual Actor authenticate(const Request&) = 0;
  /// True when the token belongs to the actor's session.
  virtual bool csrf_matches(const Actor&, std::string_view token) = 0;
  /// False once the session has ended: streams that stay open ask now and then. Asking does not prolong it.
  virtual bool is_signed_in(const Actor&) { return true; }
  /// A refused attempt (403) leaves a trace in a small transaction of its own.
  virtual void note_refusal(const Actor&, const Route&, const Request&) = 0;
};

struct HttpOptions {
  std::string address = "127.0.0.1";
  int port = 8080;
  int io_threads = 1;
  int worker_threads = 8;
  int queue = 256;                      // requests waiting for a worker; beyond: 503 with Retry-After
  int max_connections = 10000;
  int max_connections_per_address = 2000;  // 0: no such limit; not applied when trust_forwarded_for is set
  std::size_t header_limit = 16 * 1024; // 431
  int header_seconds = 10, body_seconds = 120, idle_seconds = 60;
  std::uint64_t upload_limit = 200ull << 20;
  int requests_per_minute = 1200;       // per client address, all routes
  bool is_secure_cookie = false;        // behind TLS
  bool trust_forwarded_for = false;     // behind our own proxy only
  int stop_seconds = 20;                // graceful stop: finish work in hand at most that long
  int max_streams = 64;                 // streamed answers (SSE, long downloads) at a time; beyond: 503
  int max_feeds = 2000;                 // open event feeds; they hold a connection and no thread; beyond: 503
  int heartbeat_seconds = 15;           // comment line on an event stream that has nothing to say
};

class HttpServer {
 public:
  /// Binds at once. @throws std::system_error when the port is busy.
  static std::unique_ptr<HttpServer> open(const HttpOptions&, const Routes&, Database&, Authenticator&);
  virtual ~HttpServer() = default;
  virtual int port() const = 0;
  /// Serves until stop() or SIGINT/SIGTERM; returns after work in hand is finished.
  virtual void run() = 0;
  virtual void stop() = 0;
};

/// Drops answers kept for Idempotency-Key longer than 48 hours; a timer calls it. @returns how many.
std::int64_t forget_old_answers(Tx&);

/// One page of a keyset list: {"items": […], "next": cursor or null, "total": n, "total_is": "exact"|"at_least"}.
json::object page_of(json::array items, std::optional<std::string> next, std::int64_t total, bool is_exact);

}  // namespace yimen::platform
