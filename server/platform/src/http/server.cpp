#include <csignal>
#include <system_error>
#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "http/connection.h"
#include "yimen/platform/log.h"

namespace yimen::platform {

namespace {

using net::ip::tcp;
constexpr auto waiting = net::as_tuple(net::use_awaitable);
constexpr std::chrono::milliseconds look_every{250};

/// One I/O thread: its loop and its connections.
struct IoThread {
  net::io_context loop{1};
  Lane lane;
};

class BeastServer final : public HttpServer {
 public:
  BeastServer(const HttpOptions& options, const Routes& routes, Database& database, Authenticator& authenticator);
  ~BeastServer() override;
  int port() const override { return port_; }
  void run() override;
  void stop() override;

 private:
  net::awaitable<void> accept();
  net::awaitable<void> keep_watch(IoThread& io);
  void turn_away(tcp::socket& socket);
  void begin_stop();

  std::vector<std::unique_ptr<IoThread>> io_;
  HttpCore core_;  // after io_: its workers end before the loops they post to
  tcp::acceptor acceptor_;
  net::signal_set signals_;
  MetricSource metrics_;
  int port_ = 0;
  std::size_t next_io_ = 0;
  std::atomic<Steady::time_point> patience_ends_{Steady::time_point::max()};
};

/// The client's address; an IPv4 address that came over an IPv6 socket is shown as IPv4.
std::string peer_of(const tcp::socket& socket) {
  boost::system::error_code ignored;
  const auto address = socket.remote_endpoint(ignored).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

std::vector<std::unique_ptr<IoThread>> make_io(int count) {
  std::vector<std::unique_ptr<IoThread>> io;
  for (int i = 0; i < std::max(count, 1); ++i) io.push_back(std::make_unique<IoThread>());
  return io;
}

BeastServer::BeastServer(const HttpOptions& options, const Routes& routes, Database& database,
                         Authenticator& authenticator)
    : io_{make_io(options.io_threads)},
      core_{options, routes, database, authenticator},
      acceptor_{io_.front()->loop},
      signals_{io_.front()->loop},
      metrics_{[this](MetricWriter& out) { core_.write_metrics(out); }} {
  const tcp::endpoint endpoint{net::ip::make_address(options.address), static_cast<unsigned short>(options.port)};
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(net::socket_base::reuse_address(true));
  acceptor_.bind(endpoint);
  acceptor_.listen(4096);
  port_ = acceptor_.local_endpoint().port();
}

BeastServer::~BeastServer() = default;

void BeastServer::run() {
  std::signal(SIGPIPE, SIG_IGN);
  signals_.add(SIGINT);
  signals_.add(SIGTERM);
  signals_.async_wait([this](boost::system::error_code error, int) {
    if (!error) begin_stop();
  });
  net::co_spawn(io_.front()->loop, accept(), net::detached);
  for (auto& io : io_) net::co_spawn(io->loop, keep_watch(*io), net::detached);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < io_.size(); ++i) threads.emplace_back([this, i] { io_[i]->loop.run(); });
  io_.front()->loop.run();
  for (auto& thread : threads) thread.join();
}

void BeastServer::stop() {
  net::post(io_.front()->loop, [this] { begin_stop(); });
}

/// Runs on the first I/O thread. Nothing new is let in; what is in hand may finish; keep_watch() ends the rest.
void BeastServer::begin_stop() {
  if (core_.is_stopping.exchange(true)) return;
  patience_ends_ = Steady::now() + std::chrono::seconds(core_.options.stop_seconds);
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  signals_.cancel(ignored);
}

net::awaitable<void> BeastServer::accept() {
  for (;;) {
    auto& io = *io_[next_io_++ % io_.size()];
    auto [error, accepted] = co_await acceptor_.async_accept(io.loop, waiting);
    tcp::socket socket{std::move(accepted)};
    if (core_.is_stopping) co_return;
    if (error) {
      // Out of file descriptors, most likely: wait a little, connections end.
      net::steady_timer pause{acceptor_.get_executor(), std::chrono::milliseconds(50)};
      const auto [ignored] = co_await pause.async_wait(waiting);
      (void)ignored;
      continue;
    }
    const auto peer = peer_of(socket);
    if (core_.connections >= core_.options.max_connections || !core_.enter(peer)) {
      turn_away(socket);
      continue;
    }
    auto* const chosen = &io;
    auto holder = std::make_shared<tcp::socket>(std::move(socket));
    // The connection is made on its own thread: the lane belongs to that thread.
    net::post(io.loop, [this, chosen, holder, peer] {
      auto connection = std::make_shared<Connection>(std::move(*holder), peer, core_, chosen->lane);
      net::co_spawn(chosen->loop, Connection::run(std::move(connection)), net::detached);
    });
  }
}

void BeastServer::turn_away(tcp::socket& socket) {
  ++core_.refused_connections;
  static constexpr std::string_view answer =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.send(net::buffer(answer.data(), answer.size()), 0, ignored);
  socket.close(ignored);
}

net::awaitable<void> BeastServer::keep_watch(IoThread& io) {
  net::steady_timer timer{io.loop};
  for (;;) {
    const bool is_stopping = core_.is_stopping;
    if (is_stopping && io.lane.connections.empty()) co_return;
    const auto now = Steady::now();
    io.lane.look(now, is_stopping, now > patience_ends_.load());
    timer.expires_after(look_every);
    const auto [ignored] = co_await timer.async_wait(waiting);
    (void)ignored;
  }
}

}  // namespace

std::unique_ptr<HttpServer> HttpServer::open(const HttpOptions& options, const Routes& routes, Database& database,
                                             Authenticator& authenticator) {
  try {
    return std::make_unique<BeastServer>(options, routes, database, authenticator);
  } catch (const boost::system::system_error& error) {
    throw std::system_error(static_cast<std::error_code>(error.code()), "listen");
  }
}

}  // namespace yimen::platform
