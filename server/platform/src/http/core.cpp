#include "http/core.h"

#include <random>

#include <arpa/inet.h>

#include "http/answers.h"
#include "http/text_tools.h"
#include "yimen/platform/log.h"

namespace yimen::platform {

namespace {

constexpr std::uint64_t body_budget = 256ull << 20;

bool is_address(const std::string& text) {
  in6_addr room{};
  return inet_pton(AF_INET, text.c_str(), &room) == 1 || inet_pton(AF_INET6, text.c_str(), &room) == 1;
}

/// Our own proxy appends the address it saw; what stands before that was written by the client.
std::string address_of(const Request& request, std::string_view peer, bool trust_forwarded_for) {
  if (trust_forwarded_for) {
    const auto list = request.header("x-forwarded-for");
    std::string last{trim_blanks(list.substr(list.rfind(',') + 1))};
    if (is_address(last)) return last;
  }
  return std::string(peer);
}

/// The route with the numbers of this request: other path values may be codes that only the citizen should know.
std::string path_for_log(const Exchange& exchange) {
  if (!exchange.route || exchange.route->path.ends_with("*}")) return exchange.request.path.substr(0, 120);
  auto path = exchange.route->path;
  for (const auto& [name, value] : exchange.request.path_values) {
    const bool is_number =
        !value.empty() && value.size() < 20 && value.find_first_not_of("0123456789") == std::string::npos;
    const auto at = path.find('{' + name);
    if (is_number && at != std::string::npos) path.replace(at, path.find('}', at) - at + 1, value);
  }
  return path;
}

}  // namespace

HttpCore::HttpCore(const HttpOptions& chosen, const Routes& all, Database& database, Authenticator& authenticator)
    : options{chosen},
      routes{all},
      router{all},
      gate{database, authenticator, options},
      streams{chosen.max_streams},
      uploads{chosen.max_streams},
      pool{chosen.worker_threads, chosen.queue} {
  for (std::size_t i = 0; i <= all.all().size(); ++i) stats.push_back(std::make_unique<RouteStats>());
}

void HttpCore::direct(Exchange& exchange, std::string_view peer) {
  auto& request = exchange.request;
  request.request_id = request_id_from(request.header("x-request-id"));
  request.ip = address_of(request, peer, options.trust_forwarded_for);
  const auto client = client_key(request.ip);
  const Error too_many{ErrorCode::rate_limited, "platform/too-many-requests", "操作过于频繁，请稍等半分钟后再试。"};

  auto target = read_target(request.target);
  if (!target) return exchange.refuse(target.error());
  request.path = std::move(target->path);
  request.query_values = decode_pairs(target->query);
  auto match = router.find(request.method, target->segments);
  if (!limiter.admit(client, 0, options.requests_per_minute, exchange.began)) return exchange.refuse(too_many);
  if (!match.route) {
    if (match.allow.empty())
      return exchange.refuse(
          {ErrorCode::not_found, "platform/no-such-page", "没有找到您要的页面，网址可能已变更，请从首页重新查找。"});
    if (request.method == "OPTIONS")
      exchange.response = Response::no_content();
    else
      exchange.refuse(
          {ErrorCode::malformed, "platform/method-not-allowed", "这个网址不支持这种操作，请从页面上重新操作。"}, 405);
    exchange.response->header("Allow", match.allow);
    return;
  }
  exchange.route = match.route;
  exchange.route_index = match.index;
  request.path_values = std::move(match.values);
  if (!limiter.admit(client, match.index + 1, match.route->rate_per_minute, exchange.began)) exchange.refuse(too_many);
}

void HttpCore::note(const Exchange& exchange) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - exchange.began;
  const auto index = exchange.route ? static_cast<std::size_t>(exchange.route_index) : stats.size() - 1;
  const int status = exchange.response ? exchange.response->status : 0;
  stats[index]->note(status, took.count());
  if (!is_logged(LogLevel::info)) return;
  json::object facts{{"method", exchange.request.method},
                     {"path", path_for_log(exchange)},
                     {"status", status},
                     {"bytes", exchange.answer_bytes},
                     {"ms", static_cast<std::int64_t>(took.count() * 1000)},
                     {"ip", exchange.request.ip},
                     {"trace_id", exchange.request.request_id}};
  if (const auto& actor = exchange.request.actor(); actor.id) facts["actor"] = actor.id.str();
  if (!exchange.slug.empty()) facts["slug"] = exchange.slug;
  log_info("request", facts);
}

bool HttpCore::enter(const std::string& address) {
  const bool is_limited = options.max_connections_per_address > 0 && !options.trust_forwarded_for;
  const std::lock_guard lock{addresses_mutex};
  auto& count = addresses[client_key(address)];
  if (is_limited && count >= options.max_connections_per_address) return false;
  ++count;
  return true;
}

void HttpCore::leave(const std::string& address) {
  const std::lock_guard lock{addresses_mutex};
  const auto found = addresses.find(client_key(address));
  if (found != addresses.end() && --found->second <= 0) addresses.erase(found);
}

bool HttpCore::reserve_body(std::uint64_t bytes) {
  if (body_bytes.fetch_add(bytes) + bytes <= body_budget) return true;
  body_bytes -= bytes;
  return false;
}

void HttpCore::write_metrics(MetricWriter& out) const {
  const auto labels_of = [&](std::size_t index) -> MetricLabels {
    if (index == routes.all().size()) return {{"method", ""}, {"route", ""}};
    return {{"method", routes.all()[index]->method}, {"route", routes.all()[index]->path}};
  };
  out.family("yimen_http_requests_total", "counter", "Answers by route and status");
  for (std::size_t i = 0; i < stats.size(); ++i) {
    for (int s = 0; s < RouteStats::count; ++s) {
      const auto value = stats[i]->by_status[static_cast<std::size_t>(s)].load(std::memory_order_relaxed);
      if (value == 0) continue;
      auto labels = labels_of(i);
      labels.emplace_back("status", std::to_string(s + RouteStats::lowest));
      out.sample("yimen_http_requests_total", labels, value);
    }
  }
  out.family("yimen_http_request_seconds", "histogram", "Time from header to answer by route");
  for (std::size_t i = 0; i < stats.size(); ++i)
    if (stats[i]->seconds.count() > 0) out.histogram("yimen_http_request_seconds", labels_of(i), stats[i]->seconds);
  const auto one = [&](std::string_view name, std::string_view kind, std::string_view help, double value) {
    out.family(name, kind, help);
    out.sample(name, {}, value);
  };
  one("yimen_http_connections", "gauge", "Open connections", connections);
  one("yimen_http_connections_refused_total", "counter", "Connections refused because there are too many",
      double(refused_connections));
  one("yimen_http_broken_requests_total", "counter", "Requests that are no HTTP, too slow or too long",
      double(broken_requests));
  one("yimen_http_queue", "gauge", "Requests waiting for a worker", pool.waiting());
  one("yimen_http_workers_busy", "gauge", "Workers that are busy", pool.busy());
  one("yimen_http_streams", "gauge", "Streamed answers and uploads that are running",
      streams.running() + uploads.running());
  one("yimen_http_feeds", "gauge", "Open event feeds", feeds);
  one("yimen_http_body_bytes", "gauge", "Memory held by request bodies", double(body_bytes));
}

std::string request_id_from(std::string_view sent) {
  const auto is_sane = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  };
  if (sent.size() >= 8 && sent.size() <= 64 && std::all_of(sent.begin(), sent.end(), is_sane)) return std::string(sent);
  thread_local std::mt19937_64 random{(static_cast<std::uint64_t>(std::random_device{}()) << 32) ^
                                      std::random_device{}()};
  return fmt::format("{:016x}", random());
}

}  // namespace yimen::platform
