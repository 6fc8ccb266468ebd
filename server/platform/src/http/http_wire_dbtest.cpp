#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen::platform;
using namespace std::chrono_literals;
using yimen::platform::testing::HttpAnswer;
using yimen::platform::testing::HttpClient;
using yimen::platform::testing::TestServer;

namespace {

Routes sample() {
  Routes routes;
  routes.get("/hello", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::text("hello");
  });
  routes.get("/long", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::text(std::string(5000, 'a'));
  });
  routes.get("/slow", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    std::this_thread::sleep_for(400ms);
    return Response::text("slow");
  });
  routes.post("/echo", Needs::anybody(), "t")
      .hidden()
      .body_limit(100'000)
      .handles([](const Request& request) -> Result<Response> {
        return Response::text(std::to_string(request.raw_body.size()) + ":" + request.raw_body.substr(0, 20));
      });
  routes.get("/boom", Needs::anybody(), "t").hidden().handles([](const Request&) -> Result<Response> {
    throw std::runtime_error("secret detail");
  });
  return routes;
}

int status_of(int port, std::string_view bytes) {
  HttpClient client{port};
  client.send(bytes);
  return client.read_answer().status;
}

}  // namespace

YIMEN_DB_TEST("requests that two readers could understand differently are refused") {
  const auto routes = sample();
  TestServer server{routes, db};
  const auto port = server.port();
  const std::string chunked = "5\r\nhello\r\n0\r\n\r\n";
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" +
                            chunked) == 400);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" +
                            chunked) == 400);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!") ==
        400);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello") == 400);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nhello") == 400);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello") == 400);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n" + chunked) == 400);
  CHECK(
      status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n") ==
      400);
  CHECK(status_of(port, "GET /hello HTTP/1.1\nHost: a\n\n") == 400);
  CHECK(status_of(port, "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /hello HTTP/1.1\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /hello HTTP/9.9\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /hello\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of(port, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /%2e%2e/x HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(status_of(port, "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n") == 200);
}

YIMEN_DB_TEST("a header that is too large is 431, a body that is too large 413, whether announced or chunked") {
  const auto routes = sample();
  TestServer server{routes, db};
  const auto port = server.port();
  CHECK(status_of(port, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n") == 431);
  CHECK(status_of(port, "GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n") == 431);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n") == 413);
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n" +
                            std::string(200'000, 'x')) == 413);
  std::string chunks;
  for (int i = 0; i < 20; ++i) chunks += "2710\r\n" + std::string(10'000, 'x') + "\r\n";
  CHECK(status_of(port, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks +
                            "0\r\n\r\n") == 413);
  HttpClient client{port};
  CHECK(client.request("POST", "/echo", "", std::string(100'000, 'x')).body == "100000:xxxxxxxxxxxxxxxxxxxx");
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  CHECK(client.read_answer().body == "11:hello world");
}

YIMEN_DB_TEST("slow clients are cut while others are served") {
  const auto routes = sample();
  auto options = TestServer::quiet();
  options.header_seconds = 1;
  options.body_seconds = 1;
  TestServer server{routes, db, options};
  std::vector<std::unique_ptr<HttpClient>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<HttpClient>(server.port()));
    slow.back()->send(i % 2 ? "GET /hello HTTP/1.1\r\nHo"
                            : "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
  }
  HttpClient client{server.port()};
  for (int i = 0; i < 10; ++i) {
    CHECK(client.request("GET", "/hello").status == 200);
    std::this_thread::sleep_for(100ms);
  }
  for (auto& one : slow) {
    CHECK(one->read_answer().status == 408);
    CHECK(one->is_closed_within(3000));
  }
}

YIMEN_DB_TEST("an idle connection is closed after its time") {
  const auto routes = sample();
  auto options = TestServer::quiet();
  options.idle_seconds = 1;
  TestServer server{routes, db, options};
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/hello").status == 200);
  CHECK_FALSE(client.is_closed_within(500));
  CHECK(client.is_closed_within(2000));
}

YIMEN_DB_TEST("pipelined requests are answered in their order") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  client.send(
      "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: "
      "a\r\nContent-Length: 3\r\n\r\nabcGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  CHECK(client.read_answer().body == "slow");
  CHECK(client.read_answer().body == "hello");
  CHECK(client.read_answer().body == "3:abc");
  const auto last = client.read_answer();
  CHECK(last.body == "hello");
  CHECK(last.header("connection") == "close");
  CHECK(client.is_closed_within(1000));
}

YIMEN_DB_TEST("HTTP/1.0 closes unless it asks to stay") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  client.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(client.read_answer().header("connection") == "keep-alive");
  client.send("GET /hello HTTP/1.0\r\n\r\n");
  CHECK(client.read_answer().body == "hello");
  CHECK(client.is_closed_within(1000));
}

YIMEN_DB_TEST("Expect: 100-continue is answered before the body is read, refusals come at once") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  CHECK(client.read_answer().status == 100);
  client.send("abc");
  CHECK(client.read_answer().body == "3:abc");
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9000000\r\n\r\n");
  CHECK(client.read_answer().status == 413);
}

YIMEN_DB_TEST("long text is compressed for those who accept it") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto packed = client.request("GET", "/long", "Accept-Encoding: gzip\r\n");
  CHECK(packed.header("content-encoding") == "gzip");
  CHECK(packed.header("vary") == "Accept-Encoding");
  CHECK(packed.body.size() < 200);
  CHECK(packed.body.substr(0, 2) == "\x1f\x8b");
  CHECK(client.request("GET", "/long").body.size() == 5000);
  CHECK(client.request("GET", "/hello", "Accept-Encoding: gzip\r\n").body == "hello");
}

YIMEN_DB_TEST("a ready page goes out plain or packed under one tag, and not at all to those who have it") {
  Routes routes;
  const auto page = std::make_shared<const ReadyPage>("<!doctype html>" + std::string(9000, 'x'));
  routes.get("/page", Needs::anybody(), "t").hidden().handles([page](const Request& request) -> Result<Response> { return page->response(request); });
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto plain = client.request("GET", "/page");
  CHECK(plain.body.size() == 9015);
  CHECK(plain.header("content-encoding").empty());
  CHECK(plain.header("cache-control") == "private, no-cache");
  CHECK(plain.header("vary") == "Accept-Encoding, Cookie");
  const auto packed = client.request("GET", "/page", "Accept-Encoding: gzip\r\n");
  CHECK(packed.header("content-encoding") == "gzip");
  CHECK(packed.header("vary") == "Accept-Encoding, Cookie");
  CHECK(packed.body.substr(0, 2) == "\x1f\x8b");
  CHECK(packed.body.size() < 300);
  const auto tag = plain.header("etag");
  CHECK(packed.header("etag") == tag);
  const auto known = client.request("GET", "/page", "If-None-Match: " + tag + "\r\n");
  CHECK(known.status == 304);
  CHECK(known.body.empty());
  CHECK(client.request("GET", "/page", "If-None-Match: \"other\"\r\n").status == 200);
}

YIMEN_DB_TEST("an exception becomes 500 with a trace id and no detail") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto answer = client.request("GET", "/boom", "X-Request-Id: abcdef-0123456789\r\n");
  CHECK(answer.status == 500);
  CHECK(answer.header("x-request-id") == "abcdef-0123456789");
  CHECK(answer.json().at("trace_id") == "abcdef-0123456789");
  CHECK(answer.body.find("secret detail") == std::string::npos);
  CHECK(client.request("GET", "/hello", "X-Request-Id: a b\r\n").header("x-request-id").size() == 16);
  const auto page = client.request("GET", "/nothing", "Accept: text/html,*/*\r\n");
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.body.find("返回首页") != std::string::npos);
}

YIMEN_DB_TEST("a full queue answers 503 with Retry-After and recovers") {
  auto routes = sample();
  std::atomic<bool> is_open{false};
  routes.get("/held", Needs::anybody(), "t").hidden().handles([&](const Request&) -> Result<Response> {
    is_open.wait(false);
    return Response::text("held");
  });
  auto options = TestServer::quiet();
  options.worker_threads = 1;
  options.queue = 1;
  TestServer server{routes, db, options};
  std::atomic<int> served{0}, refused{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 6; ++i)
    callers.emplace_back([&] {
      const auto answer = HttpClient{server.port()}.request("GET", "/held");
      served += answer.status == 200;
      refused += answer.status == 503 && !answer.header("retry-after").empty();
    });
  for (int i = 0; i < 500 && refused < 4; ++i) std::this_thread::sleep_for(10ms);  // one is in hand, one waits
  is_open = true;
  is_open.notify_all();
  for (auto& caller : callers) caller.join();
  CHECK(served == 2);
  CHECK(refused == 4);
  CHECK(HttpClient{server.port()}.request("GET", "/hello").status == 200);
}

YIMEN_DB_TEST("too many connections are turned away") {
  const auto routes = sample();
  auto options = TestServer::quiet();
  options.max_connections = 2;
  TestServer server{routes, db, options};
  HttpClient first{server.port()}, second{server.port()};
  CHECK(first.request("GET", "/hello").status == 200);
  CHECK(second.request("GET", "/hello").status == 200);
  HttpClient third{server.port()};
  CHECK(third.read_answer().status == 503);
}

YIMEN_DB_TEST("one address cannot take all connections, and gets its own back") {
  const auto routes = sample();
  auto options = TestServer::quiet();
  options.max_connections_per_address = 1;
  TestServer server{routes, db, options};
  {
    HttpClient first{server.port()};
    CHECK(first.request("GET", "/hello").status == 200);
    HttpClient second{server.port()};
    CHECK(second.read_answer().status == 503);
  }
  std::this_thread::sleep_for(100ms);
  HttpClient third{server.port()};
  CHECK(third.request("GET", "/hello").status == 200);
}

YIMEN_DB_TEST("the general and the route's own rate limit answer 429 with Retry-After") {
  auto routes = sample();
  routes.get("/rare", Needs::anybody(), "t").hidden().rate(2).handles([](const Request&) -> Result<Response> {
    return Response::text("rare");
  });
  auto options = TestServer::quiet();
  options.requests_per_minute = 8;
  TestServer server{routes, db, options};
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/rare").status == 200);
  CHECK(client.request("GET", "/rare").status == 200);
  CHECK(client.request("GET", "/rare").status == 429);
  int passed = 0;
  HttpAnswer last;
  for (int i = 0; i < 10; ++i) {
    last = client.request("GET", "/hello");
    passed += last.status == 200;
  }
  CHECK(passed == 5);
  CHECK(last.status == 429);
  CHECK_FALSE(last.header("retry-after").empty());
}

YIMEN_DB_TEST("a graceful stop finishes work in hand and closes what is idle") {
  auto routes = sample();
  std::atomic<bool> is_in_hand{false};
  routes.get("/work", Needs::anybody(), "t").hidden().handles([&](const Request&) -> Result<Response> {
    is_in_hand = true;
    is_in_hand.notify_all();
    std::this_thread::sleep_for(400ms);
    return Response::text("done");
  });
  TestServer server{routes, db};
  const auto port = server.port();
  HttpClient idle{port}, busy{port};
  CHECK(idle.request("GET", "/hello").status == 200);
  busy.send("GET /work HTTP/1.1\r\nHost: a\r\n\r\n");
  is_in_hand.wait(false);
  const auto began = std::chrono::steady_clock::now();
  server.stop();
  CHECK(idle.is_closed_within(3000));
  const auto answer = busy.read_answer();
  CHECK(answer.body == "done");
  CHECK(answer.header("connection") == "close");
  server.finish();
  CHECK(std::chrono::steady_clock::now() - began < 4s);  // well before stop_seconds
  CHECK_THROWS(HttpClient{port});
}

YIMEN_DB_TEST("whatever bytes come, the server stays up and answers the next client") {
  const auto routes = sample();
  TestServer server{routes, db};
  const std::vector<std::string> seeds{
      "GET /hello?a=1&b=%E4%B8%AD HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nCookie: a=b; c=d\r\nRange: "
      "bytes=0-5\r\n\r\n",
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
      "5\r\n\r\na=b&c",
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: "
      "100-continue\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: v\r\n\r\n"};
  std::mt19937 random{20250602};
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
  };
  for (int round = 0; round < 1500; ++round) {
    auto text = seeds[below(seeds.size())];
    for (auto changes = 1 + below(4); changes > 0; --changes) {
      const auto at = below(text.size());
      switch (below(4)) {
        case 0:
          text[at] = static_cast<char>(below(256));
          break;
        case 1:
          text.erase(at, 1 + below(8));
          break;
        case 2:
          text.insert(at, text.substr(below(text.size()), 1 + below(12)));
          break;
        default:
          text.insert(at, 1, "\r\n\t :;%/0"[below(9)]);
          break;
      }
      if (text.empty()) text = "x";
    }
    HttpClient client{server.port()};
    client.send(text);
  }
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/hello").body == "hello");
}
