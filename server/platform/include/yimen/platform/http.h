#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "yimen/platform/routes.h"

/// HTTP as handlers see it: request.h, response.h, routes.h, and the server here. Beast and Asio stay in
/// server/platform/src/http/*.cpp.
namespace yimen::platform {

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
