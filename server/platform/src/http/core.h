#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "http/gate.h"
#include "http/rate_limiter.h"
#include "http/router.h"
#include "http/worker_pool.h"
#include "yimen/platform/metrics.h"

namespace yimen::platform {

/// Answers of one route by status, and how long they took.
struct RouteStats {
  static constexpr int lowest = 100, count = 500;
  std::vector<std::atomic<std::uint32_t>> by_status = std::vector<std::atomic<std::uint32_t>>(count);
  Histogram seconds;

  void note(int status, double took) {
    if (status >= lowest && status < lowest + count)
      by_status[static_cast<std::size_t>(status - lowest)].fetch_add(1, std::memory_order_relaxed);
    seconds.observe(took);
  }
};

/// What all connections of a server share. Everything here may be used from any thread.
struct HttpCore {
  HttpCore(const HttpOptions&, const Routes&, Database&, Authenticator&);

  /// Address, target, limits and route of a request whose header has been read. Sets a response when it ends here.
  void direct(Exchange&, std::string_view peer);
  /// Counts and logs an answer that is about to be sent.
  void note(const Exchange&);
  void write_metrics(MetricWriter&) const;

  /// One more connection of that address? Asked once per connection; leave() when it ends.
  bool enter(const std::string& address);
  void leave(const std::string& address);

  /// Memory for bodies in flight, all connections together. @returns false when there is none left.
  bool reserve_body(std::uint64_t bytes);
  void release_body(std::uint64_t bytes) { body_bytes -= bytes; }

  const HttpOptions options;
  const Routes& routes;
  const Router router;
  Gate gate;
  RateLimiter limiter;
  std::vector<std::unique_ptr<RouteStats>> stats;  // by route index, the last one for requests without a route
  std::atomic<bool> is_stopping{false};
  std::atomic<int> connections{0}, feeds{0};
  std::atomic<std::uint64_t> body_bytes{0}, refused_connections{0}, broken_requests{0};
  std::mutex addresses_mutex;
  std::unordered_map<std::string, int> addresses;  // open connections by address
  // Last, so that they end first: their jobs use what stands above.
  StreamThreads streams, uploads;
  WorkerPool pool;
};

/// Sixteen hexadecimal digits, or what the client sent when that is sane.
std::string request_id_from(std::string_view sent);

}  // namespace yimen::platform
