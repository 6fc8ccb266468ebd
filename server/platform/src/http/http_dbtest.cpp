#include <doctest/doctest.h>

#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen::platform;
using yimen::platform::testing::HttpClient;
using yimen::platform::testing::TestServer;

namespace {

Result<Response> say_hello(const Request&) {
  return Response::text("hello");
}

}  // namespace

YIMEN_DB_TEST("a route is served, an unknown path is 404, a wrong method is 405 with Allow") {
  Routes routes;
  routes.get("/hello", Needs::anybody(), "t").hidden().handles(say_hello);
  routes.get("/cases/{case_id}", Needs::anybody(), "t")
      .hidden()
      .handles([](const Request& request) -> Result<Response> {
        return Response::json({{"id", request.path_text("case_id")}, {"q", request.query("q").value_or("")}});
      });
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto hello = client.request("GET", "/hello");
  CHECK(hello.status == 200);
  CHECK(hello.body == "hello");
  CHECK(hello.header("x-content-type-options") == "nosniff");
  CHECK(hello.header("cache-control") == "no-store");
  CHECK(client.request("GET", "/cases/5?q=%E5%8A%9E%E4%BB%B6").json() == json::value{{"id", "5"}, {"q", "办件"}});
  CHECK(client.request("GET", "/nothing").status == 404);
  const auto wrong = client.request("DELETE", "/hello");
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "GET, HEAD");
  const auto head = client.request("HEAD", "/hello");
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == "5");
  CHECK(head.body.empty());
}
