#pragma once
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "http/core.h"
#include "yimen/platform/live.h"

/// Only connection*.cpp and server.cpp see this header. g++ 12 destroys some temporaries of a co_await expression
/// twice: here every closure in such an expression is trivially copyable and every aggregate has a name.
// With inlining, g++ 12 takes the frames of coroutines for memory freed by the wrong function.
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"

namespace yimen::platform {

namespace net = boost::asio;
namespace http = boost::beast::http;
using Steady = std::chrono::steady_clock;

class Connection;

/// The connections of one I/O thread. They are looked through four times a second for deadlines that have passed:
/// cheaper than one timer per operation, and precise enough.
struct Lane {
  std::unordered_set<Connection*> connections;
  void look(Steady::time_point now, bool is_stopping, bool is_out_of_patience);
};

using Parser = http::request_parser<http::buffer_body>;

/// Hands pieces of a streamed answer from its own thread to the connection.
class StreamChannel final : public ResponseStream {
 public:
  explicit StreamChannel(const net::any_io_executor& executor) : wake{executor} {}
  // For the streamer's thread.
  bool send(std::string_view bytes) override;
  bool is_open() const override;
  void end(bool went_well);
  // For the I/O thread.
  enum class State { waiting, piece, ended };
  State look(std::string_view& piece);
  void piece_is_written(bool is_written);
  void fail();
  void leave();
  bool went_well() const { return went_well_; }
  net::steady_timer wake;
  bool has_left = false;

 private:
  void ring();
  mutable std::mutex mutex_;
  std::condition_variable answered_;
  std::string_view piece_;
  bool has_piece_ = false, has_failed_ = false, has_ended_ = false, went_well_ = false;
};

/// One client. All of it runs on the lane's thread except what on_pool() and on_thread() hand over, during which the
/// coroutine waits.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// `peer` has entered the core; leaves it when the connection ends.
  Connection(net::ip::tcp::socket socket, std::string peer, HttpCore& core, Lane& lane);
  ~Connection();
  static net::awaitable<void> run(std::shared_ptr<Connection> self);
  /// Called by the lane.
  void look(Steady::time_point now, bool is_stopping, bool is_out_of_patience);

 private:
  friend class SocketBody;
  using Work = void (Connection::*)();

  net::awaitable<bool> wait_for_request(bool is_first);
  net::awaitable<bool> serve_one();
  net::awaitable<void> serve_read(Parser& parser);
  net::awaitable<void> refuse_unreadable(boost::system::error_code error);
  net::awaitable<void> read_body(Parser& parser);
  net::awaitable<void> greet_expectation(Parser& parser);
  net::awaitable<bool> write_answer();
  net::awaitable<bool> write_file();
  net::awaitable<bool> write_stream();
  net::awaitable<bool> write_feed();
  net::awaitable<bool> write_all(const char* data, std::size_t size);
  net::awaitable<bool> write_chunk(std::string_view bytes);
  net::awaitable<bool> write_pair(const std::string& head, std::string_view body);
  net::awaitable<void> close_gently();
  net::awaitable<bool> on_pool(Work work);
  net::awaitable<bool> on_thread(Work work, StreamThreads& threads);

  void fill_request(const Parser& parser);
  void check_size(const Parser& parser);
  void refuse_full();
  void do_admit();
  void do_answer();
  void do_upload();
  void do_stream();
  void do_read_small_file();
  void do_read_piece();
  void resume(bool was_done);
  void allow(std::chrono::seconds time) { deadline_ = Steady::now() + time; }
  void allow_forever() { deadline_ = Steady::time_point::max(); }
  void allow_body(std::uint64_t received);

  net::ip::tcp::socket socket_;
  HttpCore& core_;
  Lane& lane_;
  std::string peer_;
  boost::beast::flat_buffer buffer_;
  std::optional<net::any_completion_handler<void(bool)>>
      resume_;  // its move assignment recurses in Boost 1.81: emplace only
  Steady::time_point deadline_ = Steady::time_point::max();
  Steady::time_point body_began_{};
  bool is_idle_ = true, is_late_ = false, must_linger_ = false;
  Exchange* exchange_ = nullptr;
  BodyStream* upload_ = nullptr;
  StreamChannel* channel_ = nullptr;
  EventFeed* feed_ = nullptr;
  std::string piece_;
  std::uint64_t reserved_ = 0;
};

}  // namespace yimen::platform
