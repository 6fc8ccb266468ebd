#include "http/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/read.hpp>

#include "http/answers.h"
#include "http/render.h"
#include "http/socket_body.h"
#include "http/text_tools.h"

namespace yimen::platform {

namespace {

constexpr auto waiting = net::as_tuple(net::use_awaitable);
/// Bodies up to here are read before anybody asks who calls: it saves a change of threads.
constexpr std::uint64_t small_body = 16 * 1024;
constexpr std::size_t body_piece = 64 * 1024;
/// Beyond the first body_seconds a client must keep up this rate on average.
constexpr std::uint64_t least_bytes_per_second = 32 * 1024;
constexpr std::chrono::seconds longest_stall{20};

bool expects_continue(const Parser& parser) {
  return parser.get().version() == 11 &&
         equal_ignoring_case(std::string_view(parser.get()[http::field::expect]), "100-continue");
}

/// What the parser lets through but a proxy before us might read differently: who else sees another message where this
/// one ends can be made to answer somebody else's request.
bool is_unambiguous(const Request& request, unsigned version) {
  if (version != 10 && version != 11) return false;
  int hosts = 0;
  for (const auto& [name, value] : request.headers) {
    if (name == "host") ++hosts;
    if (name == "content-length" && value.find_first_not_of("0123456789") != std::string::npos) return false;
    if (name == "transfer-encoding" && (version == 10 || !equal_ignoring_case(value, "chunked"))) return false;
  }
  return hosts == 1 || (hosts == 0 && version == 10);
}

}  // namespace

void Lane::look(Steady::time_point now, bool is_stopping, bool is_out_of_patience) {
  for (auto* connection : connections) connection->look(now, is_stopping, is_out_of_patience);
}

Connection::Connection(net::ip::tcp::socket socket, std::string peer, HttpCore& core, Lane& lane)
    : socket_{std::move(socket)}, core_{core}, lane_{lane}, peer_{std::move(peer)} {
  boost::system::error_code ignored;
  socket_.set_option(net::ip::tcp::no_delay(true), ignored);
  lane_.connections.insert(this);
  ++core_.connections;
}

Connection::~Connection() {
  lane_.connections.erase(this);
  --core_.connections;
  core_.leave(peer_);
}

void Connection::look(Steady::time_point now, bool is_stopping, bool is_out_of_patience) {
  boost::system::error_code ignored;
  if (is_out_of_patience) socket_.close(ignored);
  if (is_stopping && is_idle_) socket_.cancel(ignored);
  if (channel_ && is_stopping) channel_->fail();
  if (feed_ && is_stopping) feed_->end();
  if (now < deadline_) return;
  is_late_ = true;
  socket_.cancel(ignored);
}

net::awaitable<void> Connection::run(std::shared_ptr<Connection> self) {
  bool is_first = true;
  for (;;) {
    const bool has_request = co_await self->wait_for_request(is_first);
    if (!has_request) break;
    const bool goes_on = co_await self->serve_one();
    if (!goes_on) break;
    is_first = false;
  }
  co_await self->close_gently();
}

net::awaitable<bool> Connection::wait_for_request(bool is_first) {
  if (buffer_.size() > 0) co_return true;  // pipelined
  if (core_.is_stopping) co_return false;
  is_idle_ = true;
  allow(std::chrono::seconds(is_first ? core_.options.header_seconds : core_.options.idle_seconds));
  const auto room = buffer_.prepare(4096);
  const auto [error, count] = co_await socket_.async_read_some(room, waiting);
  is_idle_ = false;
  if (error) co_return false;
  buffer_.commit(count);
  co_return true;
}

net::awaitable<bool> Connection::serve_one() {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(core_.options.header_limit));
  parser.body_limit(boost::none);  // each route has its own; checked here
  Exchange exchange;
  exchange_ = &exchange;
  is_late_ = false;
  allow(std::chrono::seconds(core_.options.header_seconds));
  const auto [error, count] = co_await http::async_read_header(socket_, buffer_, parser, waiting);
  exchange.began = Steady::now();
  if (error) {
    if (error == http::error::end_of_stream ||
        (error.category() != http::make_error_code(http::error::end_of_stream).category() && !is_late_))
      co_return false;  // the client has left
    co_await refuse_unreadable(error);
  } else {
    co_await serve_read(parser);
  }
  if (core_.is_stopping) exchange.keep_alive = false;
  if (!error && !parser.is_done()) {
    exchange.keep_alive = false;  // nobody wants the rest of the body
    must_linger_ = true;
  }
  if (exchange.head.empty()) {
    render(exchange, core_.options);
    if (!exchange.is_streamed) core_.note(exchange);
  }
  const bool is_written = co_await write_answer();
  if (reserved_ > 0) core_.release_body(std::exchange(reserved_, 0));
  exchange_ = nullptr;
  co_return is_written&& exchange.keep_alive;
}

/// The header could not be read: what came is no HTTP, is too long, or came too slowly.
net::awaitable<void> Connection::refuse_unreadable(boost::system::error_code error) {
  ++core_.broken_requests;
  auto& exchange = *exchange_;
  exchange.keep_alive = false;
  must_linger_ = true;
  exchange.request.request_id = request_id_from({});
  exchange.request.ip = peer_;
  if (is_late_)
    exchange.refuse({ErrorCode::malformed, "platform/too-slow", "请求发送得太慢，连接已关闭，请检查网络后重试。"}, 408);
  else if (error == http::error::header_limit || error == http::error::buffer_overflow)
    exchange.refuse({ErrorCode::too_large, "platform/header-too-large", "请求头过大，请清除本网站的 Cookie 后重试。"},
                    431);
  else
    exchange.refuse({ErrorCode::malformed, "platform/not-http", "请求格式不符合 HTTP 规范。"});
  co_return;
}

net::awaitable<void> Connection::serve_read(Parser& parser) {
  auto& exchange = *exchange_;
  fill_request(parser);
  if (!exchange.response) core_.direct(exchange, peer_);
  if (!exchange.response) check_size(parser);
  if (exchange.response) co_return;
  allow_forever();
  const bool is_upload = exchange.route->is_streaming;
  if (!parser.is_done()) {
    const auto length = parser.content_length();
    if (is_upload || !length || *length > small_body) {
      const bool was_free = co_await on_pool(&Connection::do_admit);
      if (!was_free) refuse_full();
      if (exchange.response) co_return;
    }
    co_await greet_expectation(parser);
    body_began_ = Steady::now();
    if (!is_upload) co_await read_body(parser);
    if (exchange.response) co_return;
  }
  if (is_upload) {
    SocketBody upload{*this, parser};
    exchange.request.stream = upload_ = &upload;
    const bool was_free = co_await on_thread(&Connection::do_upload, core_.uploads);
    exchange.request.stream = upload_ = nullptr;
    if (!was_free) refuse_full();
    co_return;
  }
  const bool was_free = co_await on_pool(&Connection::do_answer);
  if (!was_free) refuse_full();
}

void Connection::fill_request(const Parser& parser) {
  auto& exchange = *exchange_;
  auto& request = exchange.request;
  const auto& message = parser.get();
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  exchange.is_http_1_0 = message.version() == 10;
  exchange.keep_alive = message.keep_alive();
  for (const auto& field : message) {
    std::string name{field.name_string()};
    for (auto& c : name) c = lower_ascii(c);
    request.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  if (is_unambiguous(request, message.version())) return;
  ++core_.broken_requests;
  exchange.keep_alive = false;
  request.request_id = request_id_from({});
  exchange.refuse({ErrorCode::malformed, "platform/not-http", "请求格式不符合 HTTP 规范。"});
}

void Connection::check_size(const Parser& parser) {
  auto& exchange = *exchange_;
  const auto& route = *exchange.route;
  if (parser.is_done()) return;
  const auto length = parser.content_length();
  const std::uint64_t limit =
      route.is_streaming ? std::max<std::uint64_t>(core_.options.upload_limit, 1) : route.body_limit;
  if (length && *length > limit) return exchange.refuse(body_too_large(limit));
  if (route.is_streaming) return;
  reserved_ = length ? *length : route.body_limit;
  if (core_.reserve_body(reserved_)) return;
  reserved_ = 0;
  refuse_full();
}

void Connection::refuse_full() {
  exchange_->refuse({ErrorCode::unavailable, "platform/busy",
                     "当前办理的人较多，系统繁忙，请稍等几秒后重试，已填写的内容不会丢失。"});
}

/// A deadline that moves with what has come: no long stall, and a fair rate on the whole.
void Connection::allow_body(std::uint64_t received) {
  const auto whole =
      std::chrono::seconds(core_.options.body_seconds) + std::chrono::seconds(received / least_bytes_per_second);
  deadline_ = std::min(Steady::now() + longest_stall, body_began_ + whole);
}

net::awaitable<void> Connection::greet_expectation(Parser& parser) {
  if (!expects_continue(parser) || buffer_.size() > 0) co_return;
  static constexpr std::string_view greeting = "HTTP/1.1 100 Continue\r\n\r\n";
  allow(longest_stall);
  const bool is_written = co_await write_all(greeting.data(), greeting.size());
  (void)is_written;  // a client that is gone shows itself when the body is read
}

net::awaitable<void> Connection::read_body(Parser& parser) {
  auto& exchange = *exchange_;
  auto& body = exchange.request.raw_body;
  const auto limit = exchange.route->body_limit;
  if (const auto length = parser.content_length()) body.reserve(static_cast<std::size_t>(*length));
  while (!parser.is_done()) {
    const auto had = body.size();
    const auto step = std::min(body_piece, limit + 1 - had);
    body.resize(had + step);
    parser.get().body().data = body.data() + had;
    parser.get().body().size = step;
    parser.get().body().more = true;
    allow_body(had);
    auto [error, count] = co_await http::async_read_some(socket_, buffer_, parser, waiting);
    if (error == http::error::need_buffer) error = {};
    body.resize(had + step - parser.get().body().size);
    if (!error && body.size() <= limit) continue;
    exchange.keep_alive = false;
    if (!error)
      exchange.refuse(body_too_large(limit));
    else if (is_late_)
      exchange.refuse(body_too_slow(), 408);
    else
      exchange.refuse(body_unreadable());
    co_return;
  }
  allow_forever();
}

net::awaitable<bool> Connection::on_pool(Work work) {
  auto start = [this, work](auto handler) {
    resume_.emplace(std::move(handler));
    const bool is_taken = core_.pool.try_post([this, work] {
      (this->*work)();
      net::post(socket_.get_executor(), [this] { resume(true); });
    });
    if (!is_taken) net::post(socket_.get_executor(), [this] { resume(false); });
  };
  static_assert(std::is_trivially_copyable_v<decltype(start)>);
  auto token = net::use_awaitable;
  co_return co_await net::async_initiate<decltype(token), void(bool)>(start, token);
}

net::awaitable<bool> Connection::on_thread(Work work, StreamThreads& threads) {
  auto* const chosen = &threads;
  auto start = [this, work, chosen](auto handler) {
    resume_.emplace(std::move(handler));
    const bool is_taken = chosen->try_run([this, work] {
      (this->*work)();
      net::post(socket_.get_executor(), [this] { resume(true); });
    });
    if (!is_taken) net::post(socket_.get_executor(), [this] { resume(false); });
  };
  static_assert(std::is_trivially_copyable_v<decltype(start)>);
  auto token = net::use_awaitable;
  co_return co_await net::async_initiate<decltype(token), void(bool)>(start, token);
}

void Connection::resume(bool was_done) {
  auto handler = std::move(*resume_);
  resume_.reset();
  std::move(handler)(was_done);
}

void Connection::do_admit() {
  core_.gate.admit(*exchange_);
}

void Connection::do_answer() {
  auto& exchange = *exchange_;
  core_.gate.answer(exchange);
  if (core_.is_stopping) exchange.keep_alive = false;
  render(exchange, core_.options);
  do_read_small_file();
  if (!exchange.is_streamed) core_.note(exchange);
}

/// Like do_answer; the head is written later, when it is known whether the whole body was read.
void Connection::do_upload() {
  core_.gate.answer(*exchange_);
}

}  // namespace yimen::platform
