#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

/// What changes while people look: server-sent events that hold no thread, fed from what transactions tell (Tx::tell).
namespace yimen::platform {

class Request;
class Response;
class Routes;

/// One open event stream. Whoever has news appends; the connection writes as fast as the client reads.
class EventFeed {
 public:
  /// Never waits. @returns false when the client is gone or too slow: then nobody needs to send any more.
  bool send(std::string_view event, const boost::json::object& data);
  /// What was sent still goes out, then the answer ends.
  void end();
  bool is_open() const;

  // For the connection that writes.
  void attach(std::function<void()> wake);
  void detach();
  /// What waits to be written; `has_ended` when nothing more will come.
  std::string take(bool& has_ended);

 private:
  mutable std::mutex mutex_;
  std::string pending_;
  std::function<void()> wake_;
  bool is_ended_ = false, is_gone_ = false;
};

/// One kind of news on a stream: which signals concern the person, and what to tell him then.
struct LiveTopic {
  struct News {
    boost::json::object data;
    bool is_last = false;  // the stream ends with it
  };
  std::string event;                        // name of the event: "unread"
  std::string signal;                       // topic of Tx::tell
  std::chrono::milliseconds gap{1000};      // no oftener than that
  /// Whose signals concern the actor; {0} means everybody's.
  std::function<std::vector<std::int64_t>(Tx&, const Actor&)> keys;
  /// What stands now. Sent at once when the stream opens, later when it differs from what was sent last.
  std::function<std::optional<News>(Tx&, const Actor&)> look;
};

/// Looks for everybody who has a stream open, on one thread of its own, and only where something was told. Once a minute
/// it looks everywhere: changes of other instances that share the database are heard late, not never.
class LiveHub {
 public:
  struct Options {
    std::chrono::milliseconds tick{200};
    std::chrono::seconds look_everywhere{60};
    std::size_t most_streams_per_person = 12;  // tabs; the oldest ends
  };
  explicit LiveHub(Database&);
  LiveHub(Database&, Options);
  ~LiveHub();
  LiveHub(const LiveHub&) = delete;
  LiveHub& operator=(const LiveHub&) = delete;

  /// Topics of every general stream. Before start().
  void add(LiveTopic);
  /// `is_signed_in` ends the streams of sessions that are over.
  void start(std::function<bool(const Actor&)> is_signed_in);
  void stop();
  /// The general stream of a person, with every topic.
  std::shared_ptr<EventFeed> open(const Actor&);
  std::shared_ptr<EventFeed> open(const Actor&, std::vector<LiveTopic>);
  /// The stream for who accepts text/event-stream; for others what it would begin with, as {"<event>": data}: whoever
  /// cannot hold a stream open asks for this now and then.
  Response answer(const Request&);
  Response answer(const Request&, const std::vector<LiveTopic>&);
  std::size_t streams() const;
  /// One round on this thread: for tests. Not while started.
  void run_once();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// GET /api/v1/my/events, as stream or once: every topic of the hub for whoever is signed in.
void add_live_routes(Routes&, LiveHub&);

}  // namespace yimen::platform
