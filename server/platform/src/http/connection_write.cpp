#include <array>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include "http/connection.h"
#include "http/render.h"
#include "yimen/platform/log.h"

namespace yimen::platform {

namespace {

constexpr auto waiting = net::as_tuple(net::use_awaitable);
constexpr std::size_t write_piece = 256 * 1024;
constexpr std::size_t small_file = 64 * 1024;
/// A piece must be taken within this time: a reader that stalls gives its place back.
constexpr std::chrono::seconds longest_stall{30};

bool is_event_stream(const Response& response) {
  for (const auto& [name, value] : response.headers)
    if (name == "Content-Type") return value.starts_with("text/event-stream");
  return false;
}

}  // namespace

net::awaitable<bool> Connection::write_answer() {
  auto& exchange = *exchange_;
  bool is_written = false;
  if (exchange.is_streamed && exchange.response->feed) {
    is_written = co_await write_feed();
  } else if (exchange.is_streamed) {
    is_written = co_await write_stream();
  } else if (exchange.body.size() <= write_piece) {
    is_written = co_await write_pair(exchange.head, exchange.body);
  } else {
    is_written = co_await write_all(exchange.head.data(), exchange.head.size());
    auto rest = exchange.body;
    while (is_written && !rest.empty()) {
      const auto now = rest.substr(0, write_piece);
      is_written = co_await write_all(now.data(), now.size());
      rest.remove_prefix(now.size());
    }
  }
  if (is_written && exchange.file) is_written = co_await write_file();
  allow_forever();
  co_return is_written;
}

net::awaitable<bool> Connection::write_pair(const std::string& head, std::string_view body) {
  const std::array<net::const_buffer, 2> both{net::buffer(head), net::buffer(body.data(), body.size())};
  allow(longest_stall);
  const auto [error, count] = co_await net::async_write(socket_, both, waiting);
  co_return !error;
}

net::awaitable<bool> Connection::write_all(const char* data, std::size_t size) {
  const net::const_buffer bytes{data, size};
  allow(longest_stall);
  const auto [error, count] = co_await net::async_write(socket_, bytes, waiting);
  co_return !error;
}

/// A small file goes out together with its head.
void Connection::do_read_small_file() {
  auto& exchange = *exchange_;
  if (!exchange.file || exchange.file_left == 0 || exchange.file_left > small_file) return;
  do_read_piece();
  if (piece_.size() != exchange.file_left) exchange.keep_alive = false;
  exchange.response->body = std::exchange(piece_, {});
  exchange.body = exchange.response->body;
  exchange.file_left = 0;
}

/// Reads the next piece of the file; runs on a worker, because a disk can be slow.
void Connection::do_read_piece() {
  auto& exchange = *exchange_;
  piece_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(write_piece, exchange.file_left)));
  std::size_t got = 0;
  while (got < piece_.size()) {
    const auto count = ::pread(exchange.file.get(), piece_.data() + got, piece_.size() - got,
                               static_cast<off_t>(exchange.file_at + got));
    if (count <= 0) break;  // shorter than promised: the connection is cut, the client sees that something is missing
    got += static_cast<std::size_t>(count);
  }
  piece_.resize(got);
  exchange.file_at += got;
}

net::awaitable<bool> Connection::write_file() {
  auto& exchange = *exchange_;
  while (exchange.file_left > 0) {
    if (piece_.empty()) {
      const bool was_free = co_await on_pool(&Connection::do_read_piece);
      if (!was_free) do_read_piece();  // the pool is full: better a short wait for all than a torn download
    }
    if (piece_.empty()) co_return false;
    const bool is_written = co_await write_all(piece_.data(), piece_.size());
    exchange.file_left -= piece_.size();
    piece_.clear();
    if (!is_written) co_return false;
  }
  co_return true;
}

net::awaitable<bool> Connection::write_chunk(std::string_view bytes) {
  if (bytes.empty()) co_return true;  // an empty chunk would end the answer
  if (exchange_->is_http_1_0) co_return co_await write_all(bytes.data(), bytes.size());
  const auto size = fmt::format("{:x}\r\n", bytes.size());
  static constexpr std::string_view end = "\r\n";
  const std::array<net::const_buffer, 3> parts{net::buffer(size), net::buffer(bytes.data(), bytes.size()),
                                               net::buffer(end.data(), end.size())};
  allow(longest_stall);
  const auto [error, count] = co_await net::async_write(socket_, parts, waiting);
  co_return !error;
}

void Connection::do_stream() {
  try {
    exchange_->response->streamer(*channel_);
    channel_->end(true);
  } catch (const std::exception& trouble) {
    log_error("streamed answer failed", {{"trace_id", exchange_->request.request_id}, {"what", trouble.what()}});
    channel_->end(false);
  }
}

/// The streamer works on its own thread and waits for each piece to be written; this coroutine writes, beats the heart
/// of an event stream, and stays until the thread has left.
net::awaitable<bool> Connection::write_stream() {
  auto& exchange = *exchange_;
  StreamChannel channel{socket_.get_executor()};
  channel_ = &channel;
  const bool is_taken = core_.streams.try_run([this] {
    do_stream();
    auto* const left = channel_;
    net::post(socket_.get_executor(), [left] { left->leave(); });
  });
  if (!is_taken) {
    channel_ = nullptr;
    exchange.is_streamed = false;
    refuse_full();
    render(exchange, core_.options);
    core_.note(exchange);
    co_return co_await write_pair(exchange.head, exchange.body);
  }
  bool is_written = co_await write_all(exchange.head.data(), exchange.head.size());
  const bool has_heartbeat = is_event_stream(*exchange.response);
  const std::chrono::seconds heartbeat{core_.options.heartbeat_seconds};
  while (is_written) {
    std::string_view piece;
    const auto found = channel.look(piece);
    if (found == StreamChannel::State::ended) break;
    if (found == StreamChannel::State::piece) {
      is_written = co_await write_chunk(piece);
      exchange.answer_bytes += piece.size();
      channel.piece_is_written(is_written);
      continue;
    }
    allow_forever();
    channel.wake.expires_after(heartbeat);
    const auto [error] = co_await channel.wake.async_wait(waiting);
    if (!error && has_heartbeat) is_written = co_await write_chunk(": \n\n");
  }
  if (!is_written) channel.fail();
  allow_forever();
  while (!channel.has_left) {
    channel.wake.expires_after(heartbeat);
    const auto [error] = co_await channel.wake.async_wait(waiting);
    (void)error;
  }
  channel_ = nullptr;
  core_.note(exchange);
  if (!is_written || !channel.went_well() || exchange.is_http_1_0) co_return false;
  static constexpr std::string_view last = "0\r\n\r\n";
  co_return co_await write_all(last.data(), last.size());
}

/// Nothing waits on a thread here: the coroutine sleeps until somebody appends to the feed or the heart must beat.
net::awaitable<bool> Connection::write_feed() {
  auto& exchange = *exchange_;
  const auto feed = exchange.response->feed;
  if (++core_.feeds > core_.options.max_feeds) {
    --core_.feeds;
    feed->detach();
    exchange.is_streamed = false;
    refuse_full();
    render(exchange, core_.options);
    core_.note(exchange);
    co_return co_await write_pair(exchange.head, exchange.body);
  }
  // Shared, because a call to wake up may be on its way when the client has left.
  const auto wake = std::make_shared<net::steady_timer>(socket_.get_executor());
  feed->attach([wake] { net::post(wake->get_executor(), [wake] { wake->cancel(); }); });
  feed_ = feed.get();
  bool is_written = co_await write_all(exchange.head.data(), exchange.head.size());
  const std::chrono::seconds heartbeat{core_.options.heartbeat_seconds};
  while (is_written) {
    bool has_ended = false;
    const auto text = feed->take(has_ended);
    if (!text.empty()) {
      is_written = co_await write_chunk(text);
      exchange.answer_bytes += text.size();
      continue;
    }
    if (has_ended) break;
    allow_forever();
    wake->expires_after(heartbeat);
    const auto [error] = co_await wake->async_wait(waiting);
    if (!error) is_written = co_await write_chunk(": \n\n");
  }
  feed_ = nullptr;
  feed->detach();
  --core_.feeds;
  allow_forever();
  core_.note(exchange);
  if (!is_written || exchange.is_http_1_0) co_return false;
  static constexpr std::string_view last = "0\r\n\r\n";
  co_return co_await write_all(last.data(), last.size());
}

net::awaitable<void> Connection::close_gently() {
  boost::system::error_code ignored;
  socket_.shutdown(net::ip::tcp::socket::shutdown_send, ignored);
  if (must_linger_) {
    // Closing with unread bytes would reset the connection, and the client would lose the answer that tells it why.
    allow(std::chrono::seconds(2));
    is_late_ = false;
    piece_.resize(64 * 1024);
    const auto room = net::buffer(piece_);
    while (!is_late_ && !core_.is_stopping) {
      const auto [error, count] = co_await socket_.async_read_some(room, waiting);
      if (error) break;
    }
  }
  socket_.close(ignored);
}

bool StreamChannel::send(std::string_view bytes) {
  std::unique_lock lock{mutex_};
  if (has_failed_ || bytes.empty()) return !has_failed_;
  piece_ = bytes;
  has_piece_ = true;
  ring();
  answered_.wait(lock, [this] { return !has_piece_ || has_failed_; });
  return !has_failed_;
}

bool StreamChannel::is_open() const {
  const std::lock_guard lock{mutex_};
  return !has_failed_;
}

void StreamChannel::end(bool went_well) {
  const std::lock_guard lock{mutex_};
  has_ended_ = true;
  went_well_ = went_well;
  ring();
}

/// From the streamer's thread: the I/O thread looks again. A ring while it writes is not lost: it looks after each
/// write.
void StreamChannel::ring() {
  net::post(wake.get_executor(), [this] { wake.cancel(); });
}

StreamChannel::State StreamChannel::look(std::string_view& piece) {
  const std::lock_guard lock{mutex_};
  if (has_ended_ || has_failed_) return State::ended;
  piece = piece_;
  return has_piece_ ? State::piece : State::waiting;
}

void StreamChannel::piece_is_written(bool is_written) {
  const std::lock_guard lock{mutex_};
  has_piece_ = false;
  has_failed_ = has_failed_ || !is_written;
  answered_.notify_all();
}

void StreamChannel::fail() {
  {
    const std::lock_guard lock{mutex_};
    has_failed_ = true;
    answered_.notify_all();
  }
  wake.cancel();
}

void StreamChannel::leave() {
  has_left = true;
  wake.cancel();
}

}  // namespace yimen::platform
