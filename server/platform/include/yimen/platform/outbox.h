#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/json/fwd.hpp>

#include "yimen/platform/db.h"
#include "yimen/platform/result.h"

/// Delivers what Tx::publish wrote. Each subscriber gets each event of its topic at least once, in the order of the topic;
/// after a crash perhaps twice, so it is idempotent by event id.
namespace yimen::platform {

struct OutboxEvent {
  std::int64_t id = 0;
  std::string topic;
  std::string body;  // JSON text
  Instant created_at{};
  int attempts = 0;  // failed deliveries so far

  /// The body as an object; empty when it is none.
  boost::json::object object() const;
};

/// Opens its own transactions. An error or exception means: again later, with growing distance (1 s, 2 s, 4 s … 5 min).
using Subscriber = std::function<Result<void>(const OutboxEvent&, Database&)>;

class OutboxRunner {
 public:
  struct Options {
    int threads = 2;          // topics are shared out among them
    int most_attempts = 20;   // then the event is parked (column is_parked) and its topic goes on
    std::chrono::milliseconds poll{200};
  };
  explicit OutboxRunner(Database&);
  OutboxRunner(Database&, Options);
  ~OutboxRunner();
  OutboxRunner(const OutboxRunner&) = delete;
  OutboxRunner& operator=(const OutboxRunner&) = delete;

  /// Before start(). `name` is unique among the subscribers of a topic and stays the same between versions: deliveries are
  /// remembered by it. Events of topics without any subscriber are deleted.
  void subscribe(std::string topic, std::string name, Subscriber);
  /// Among instances that share a database one delivers at a time; another takes over within half a minute.
  void start();
  /// Finishes the event in hand.
  void stop();
  /// Delivers on this thread until nothing is due: for tests, simulated time and command-line tools. Not while started.
  /// @returns how many events were finished.
  int deliver_now();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Events given up for now, to show to an administrator.
std::int64_t count_parked_events(Tx&);
/// Another try for all of them. @returns how many.
std::int64_t revive_parked_events(Tx&);

}  // namespace yimen::platform
