#include "yimen/platform/live.h"

#include <atomic>
#include <thread>

#include <boost/json.hpp>

#include "yimen/platform/http.h"
#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen::platform;
using namespace std::chrono_literals;
using yimen::platform::testing::HttpClient;
using yimen::platform::testing::TestServer;

namespace {

Actor person(std::int64_t id) {
  Actor actor;
  actor.kind = ActorKind::staff;
  actor.id = UserId{id};
  return actor;
}

/// Counts up each time it is told of a change; every look shows the figure.
struct Counter {
  std::atomic<int> value{0}, looks{0};
  LiveTopic topic(std::int64_t key, std::chrono::milliseconds gap = 0ms) {
    return {.event = "count",
            .signal = "counter",
            .gap = gap,
            .keys = [key](Tx&, const Actor&) { return std::vector<std::int64_t>{key}; },
            .look = [this](Tx&, const Actor&) -> std::optional<LiveTopic::News> {
              ++looks;
              return LiveTopic::News{{{"value", value.load()}}, value == 9};
            }};
  }
};

void tell(Database& db, std::int64_t key) {
  CHECK(db.transact([&](Tx& tx) -> Result<void> {
    tx.tell("counter", key);
    return {};
  }));
}

std::string taken(EventFeed& feed) {
  bool has_ended = false;
  return feed.take(has_ended);
}

std::string wait_for(HttpClient& client, std::string_view words) {
  std::string seen;
  for (int i = 0; i < 100 && seen.find(words) == std::string::npos; ++i) seen += client.read_some();
  return seen;
}

}  // namespace

YIMEN_DB_TEST("a stream begins with what stands and goes on only when something else is told") {
  Counter counter;
  LiveHub hub{db, {.tick = 1ms}};
  hub.add(counter.topic(7));
  hub.start({});
  const auto feed = hub.open(person(7));
  const auto wait = [&](std::string_view words) {
    std::string all;
    for (int i = 0; i < 500 && all.find(words) == std::string::npos; ++i) {
      all += taken(*feed);
      std::this_thread::sleep_for(5ms);
    }
    return all;
  };
  CHECK(wait("value") == "event: count\ndata: {\"value\":0}\n\n");
  tell(db, 7);  // nothing has changed: nothing is sent
  tell(db, 8);  // not mine
  for (int i = 0; i < 200 && counter.looks < 2; ++i) std::this_thread::sleep_for(5ms);
  CHECK(taken(*feed).empty());
  counter.value = 3;
  tell(db, 7);
  CHECK(wait("value") == "event: count\ndata: {\"value\":3}\n\n");
  counter.value = 9;  // the last news
  tell(db, 7);
  CHECK(wait("value").find("9") != std::string::npos);
  for (int i = 0; i < 200 && feed->is_open(); ++i) std::this_thread::sleep_for(5ms);
  CHECK_FALSE(feed->is_open());
}

YIMEN_DB_TEST("a transaction that is rolled back tells nobody") {
  Counter counter;
  LiveHub hub{db};
  hub.add(counter.topic(7));
  const auto feed = hub.open(person(7));
  hub.run_once();
  CHECK(taken(*feed).find("0") != std::string::npos);
  std::atomic<int> heard{0};
  db.listen([&](std::span<const Signal> signals) { heard += static_cast<int>(signals.size()); });
  CHECK_FALSE(db.transact([](Tx& tx) -> Result<void> {
    tx.tell("counter", 7);
    return fail(ErrorCode::conflict, "test/no", "不");
  }));
  CHECK(heard == 0);
  for (int i = 1; i <= 100; ++i) {  // told by the time the commit is answered, every time
    tell(db, 7);
    REQUIRE(heard == i);
  }
}

YIMEN_DB_TEST("a stream ends with its session, and the oldest ends when a person opens too many") {
  LiveHub hub{db, {.look_everywhere = 0s, .most_streams_per_person = 2}};
  const auto first = hub.open(person(7));
  const auto second = hub.open(person(7));
  const auto other = hub.open(person(8));
  const auto third = hub.open(person(7));
  CHECK_FALSE(first->is_open());
  CHECK(second->is_open());
  CHECK(hub.streams() == 3);
  hub.start([](const Actor& actor) { return actor.id == UserId{8}; });
  for (int i = 0; i < 400 && (second->is_open() || third->is_open()); ++i) std::this_thread::sleep_for(10ms);
  CHECK(taken(*second).find("event: ended") != std::string::npos);
  CHECK_FALSE(third->is_open());
  CHECK(other->is_open());
  hub.stop();
  CHECK_FALSE(other->is_open());
}

YIMEN_DB_TEST("event streams hold no thread, end when the server stops, and are refused beyond the limit") {
  Counter counter;
  LiveHub hub{db, {.tick = 1ms, .most_streams_per_person = 100}};
  hub.add(counter.topic(7));
  hub.start({});
  Routes routes;
  add_live_routes(routes, hub);
  CHECK(testing::route_faults(routes).empty());
  auto options = TestServer::quiet();
  options.worker_threads = 1;
  options.max_streams = 1;
  options.max_feeds = 20;
  TestServer server{routes, db, options};
  CHECK(HttpClient{server.port()}.request("GET", "/api/v1/my/events").status == 401);
  std::vector<std::unique_ptr<HttpClient>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<HttpClient>(server.port()));
    clients.back()->send("GET /api/v1/my/events HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAuthorization: Test x\r\n\r\n");
    CHECK(wait_for(*clients.back(), "\"value\":0").find("text/event-stream") != std::string::npos);
  }
  CHECK(HttpClient{server.port()}.request("GET", "/api/v1/my/events", "Authorization: Test x\r\nAccept: text/event-stream\r\n").status == 503);
  const auto once = HttpClient{server.port()}.request("GET", "/api/v1/my/events", "Authorization: Test x\r\n");
  CHECK(once.json().at("count").at("value") == 0);
  counter.value = 4;
  tell(db, 7);
  for (auto& client : clients) CHECK(wait_for(*client, "\"value\":4").find("event: count") != std::string::npos);
  clients.front().reset();  // a client that leaves does no harm
  counter.value = 5;
  tell(db, 7);
  CHECK(wait_for(*clients.back(), "\"value\":5").find("event: count") != std::string::npos);
  server.stop();
  for (std::size_t i = 1; i < clients.size(); ++i) CHECK(wait_for(*clients[i], "\r\n0\r\n\r\n").ends_with("0\r\n\r\n"));
  server.finish();
}
