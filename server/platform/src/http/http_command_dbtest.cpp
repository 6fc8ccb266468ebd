#include <doctest/doctest.h>

#include <chrono>
#include <set>
#include <thread>

#include "yimen/platform/testing/db_fixture.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen::platform;
using namespace std::chrono_literals;
using yimen::platform::testing::HttpClient;
using yimen::platform::testing::TestServer;

namespace {

/// Every call adds one row to outbox_event, so that effects can be counted.
Routes sample() {
  Routes routes;
  const auto add = [](const Request& request, Tx& tx) -> Result<Response> {
    tx.publish("test", "{}");
    if (request.body().contains("slow")) std::this_thread::sleep_for(300ms);
    if (request.body().contains("fail")) return fail(ErrorCode::rule_violated, "test/no", "不行。");
    return Response::created({{"id", std::to_string(next_id())}}).etag(1).cookie("a", "b", 5);
  };
  const auto body = Schema::object("Add", {{"name", Schema::text(20).label("名称")},
                                           {"slow", Schema::boolean().optional()},
                                           {"fail", Schema::boolean().optional()}});
  routes.post("/add", Needs::anybody(), "t").hidden().body(body).commands(add);
  routes.post("/guarded", Needs::permission_of("test.add"), "t").hidden().body(body).commands(add);
  routes.post("/api/v1/open", Needs::anybody(), "t").without_csrf().handles([](const Request&) -> Result<Response> {
    return Response::no_content();
  });
  routes.post("/form", Needs::staff(), "t").hidden().handles([](const Request& request) -> Result<Response> {
    return Response::text(request.form("name").value_or("none"));
  });
  routes.get("/list", Needs::anybody(), "t")
      .hidden()
      .parameter("limit", Schema::integer(1, 100).label("条数").optional())
      .parameter("state", Schema::one_of({"open", "closed"}).label("状态"))
      .reads([](const Request& request, Tx& tx) -> Result<Response> {
        return Response::json({{"limit", request.query_int("limit", 20, 1, 100)},
                               {"count", tx.scalar<std::int64_t>("select count(*) from outbox_event").value_or(0)}});
      });
  routes.get("/staff", Needs::staff(), "t").hidden().handles([](const Request& request) -> Result<Response> {
    return Response::text(request.actor().id.str());
  });
  routes.get("/citizen", Needs::citizen(), "t").hidden().handles([](const Request&) -> Result<Response> {
    return Response::text("citizen");
  });
  return routes;
}

constexpr std::string_view json_type = "Content-Type: application/json\r\n";
constexpr std::string_view good_body = R"({"name": "甲"})";

std::string with_key(std::string_view key) {
  return std::string(json_type) + "Idempotency-Key: " + std::string(key) + "\r\n";
}

std::int64_t effects(Database& db) {
  return db.read([](Tx& tx) { return tx.scalar<std::int64_t>("select count(*) from outbox_event").value_or(-1); });
}

std::string slug(const yimen::platform::testing::HttpAnswer& answer) {
  return text_or(answer.json().as_object(), "slug");
}

}  // namespace

YIMEN_DB_TEST("a repeat with the same key gets the first answer and has no effect") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto first = client.request("POST", "/add", with_key("key-00000001"), good_body);
  CHECK(first.status == 201);
  CHECK(first.header("idempotent-replay").empty());
  CHECK_FALSE(first.header("set-cookie").empty());
  const auto second = client.request("POST", "/add", with_key("key-00000001"), good_body);
  CHECK(second.status == 201);
  CHECK(second.header("idempotent-replay") == "true");
  CHECK(second.body == first.body);
  CHECK(second.header("etag") == "\"1\"");
  CHECK(second.header("set-cookie").empty());
  CHECK(effects(db) == 1);
  const auto other = client.request("POST", "/add", with_key("key-00000001"), R"({"name": "乙"})");
  CHECK(other.status == 422);
  CHECK(slug(other) == "platform/idempotency-key-reused");
  CHECK(client.request("POST", "/add", with_key("key-00000002"), good_body).body != first.body);
  CHECK(effects(db) == 2);
  CHECK(client.request("POST", "/add", with_key("short"), good_body).status == 400);
}

YIMEN_DB_TEST("a refused command leaves its key free") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  CHECK(client.request("POST", "/add", with_key("key-00000001"), R"({"name": "甲", "fail": true})").status == 422);
  CHECK(effects(db) == 0);
  CHECK(client.request("POST", "/add", with_key("key-00000001"), good_body).status == 201);
}

YIMEN_DB_TEST("twins in flight have one effect and one answer") {
  const auto routes = sample();
  TestServer server{routes, db};
  std::vector<std::unique_ptr<HttpClient>> clients;
  const std::string body = R"({"name": "甲", "slow": true})";
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<HttpClient>(server.port()));
    clients.back()->send(fmt::format("POST /add HTTP/1.1\r\nHost: a\r\n{}Content-Length: {}\r\n\r\n{}",
                                     with_key("key-00000001"), body.size(), body));
  }
  std::set<std::string> answers;
  for (auto& client : clients) {
    const auto answer = client->read_answer();
    CHECK(answer.status == 201);
    answers.insert(answer.body);
  }
  CHECK(answers.size() == 1);
  CHECK(effects(db) == 1);
}

YIMEN_DB_TEST("a key is forgotten after 48 hours and belongs to one caller") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto first = client.request("POST", "/add", with_key("key-00000001"), good_body);
  const auto other_caller =
      client.request("POST", "/add", with_key("key-00000001") + "Authorization: Test x\r\n", good_body);
  CHECK(other_caller.status == 201);
  CHECK(other_caller.body != first.body);
  clock.advance(49h);
  CHECK(client.request("POST", "/add", with_key("key-00000001"), good_body).body != first.body);
  const auto dropped = db.transact([](Tx& tx) -> Result<std::int64_t> { return forget_old_answers(tx); });
  CHECK(*dropped == 1);
}

YIMEN_DB_TEST("without the permission a route is 401 for strangers and 403, noted, for others") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const std::string type{json_type};
  CHECK(client.request("POST", "/guarded", type, good_body).status == 401);
  CHECK(client.request("POST", "/guarded", type + "Authorization: Test other\r\n", good_body).status == 403);
  CHECK(server.authenticator().refusals == 1);
  CHECK(client.request("POST", "/guarded", type + "Authorization: Test test.add\r\n", good_body).status == 201);
  CHECK(client.request("GET", "/staff").status == 401);
  CHECK(client.request("GET", "/staff", "Authorization: Test \r\n").status == 401);
  CHECK(client.request("GET", "/staff", "Authorization: Test x\r\n").body == "7");
  CHECK(client.request("GET", "/citizen", "Authorization: Test x\r\n").status == 403);
  CHECK(effects(db) == 1);
}

YIMEN_DB_TEST("a large body is not read before the caller is known") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  client.send(fmt::format("POST /guarded HTTP/1.1\r\nHost: a\r\n{}Content-Length: 500000\r\n\r\n", json_type));
  CHECK(client.read_answer().status == 401);
}

YIMEN_DB_TEST("a command that rides on a session cookie needs the token and our own origin") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const std::string session = std::string(json_type) + "Cookie: x=1; yimen_session=test\r\n";
  CHECK(slug(client.request("POST", "/add", session, good_body)) == "platform/csrf-token");
  CHECK(slug(client.request("POST", "/add", session + "X-CSRF-Token: bad\r\n", good_body)) == "platform/csrf-token");
  CHECK(client.request("POST", "/add", session + "X-CSRF-Token: good\r\n", good_body).status == 201);
  CHECK(client
            .request("POST", "/add",
                     session + "X-CSRF-Token: good\r\nOrigin: http://test\r\nSec-Fetch-Site: same-origin\r\n",
                     good_body)
            .status == 201);
  CHECK(slug(client.request("POST", "/add", session + "X-CSRF-Token: good\r\nOrigin: http://evil.example\r\n",
                            good_body)) == "platform/foreign-origin");
  CHECK(slug(client.request("POST", "/add", session + "X-CSRF-Token: good\r\nOrigin: null\r\n", good_body)) ==
        "platform/foreign-origin");
  CHECK(slug(client.request("POST", "/add", std::string(json_type) + "Sec-Fetch-Site: cross-site\r\n", good_body)) ==
        "platform/foreign-origin");
  CHECK(client.request("POST", "/api/v1/open", "Sec-Fetch-Site: cross-site\r\n").status == 204);
  CHECK(client.request("POST", "/api/v1/open", "Cookie: yimen_session=test\r\n").status == 204);
  CHECK(slug(client.request("POST", "/api/v1/open", "Cookie: yimen_session=test\r\nSec-Fetch-Site: cross-site\r\n")) ==
        "platform/foreign-origin");
}

YIMEN_DB_TEST("a page's form carries its token as a field") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const std::string session = "Content-Type: application/x-www-form-urlencoded\r\nCookie: yimen_session=test\r\n";
  CHECK(client.request("POST", "/form", session, "name=%E7%94%B2+1").status == 403);
  CHECK(client.request("POST", "/form", session, "csrf_token=bad&name=x").status == 403);
  CHECK(client.request("POST", "/form", session, "name=%E7%94%B2+1&csrf_token=good").body == "甲 1");
  CHECK(client.request("POST", "/add", session, "csrf_token=good&name=x").status == 400);
}

YIMEN_DB_TEST("bodies that are no clean JSON of the declared shape are refused") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  const auto post = [&](std::string_view body, std::string_view type = json_type) {
    return client.request("POST", "/add", type, body);
  };
  CHECK(post(R"({"name": "甲"})").status == 201);
  CHECK(post(R"({"name": )").status == 400);
  CHECK(post(R"({"name": "甲"} x)").status == 400);
  CHECK(post(R"({"name": "甲", "name": "乙"})").status == 400);
  CHECK(post("{\"name\": \"\xff\xfe\"}").status == 400);
  CHECK(post("{\"name\": \"\xed\xa0\x80\"}").status == 400);
  CHECK(post(std::string(5000, '[') + std::string(5000, ']')).status == 400);
  CHECK(post(R"({"name": "甲"})", "Content-Type: text/plain\r\n").status == 400);
  CHECK(post(R"({"name": "甲"})", "").status == 400);
  CHECK(post("").status == 400);
  const auto wrong = post(R"({"name": "", "slow": 1, "other": 2})");
  CHECK(wrong.status == 422);
  CHECK(wrong.json().at("errors").as_array().size() == 3);
  CHECK(wrong.json().at("errors").at(0).at("field") == "/name");
  CHECK(wrong.header("content-type") == "application/problem+json; charset=utf-8");
  CHECK(effects(db) == 1);
}

YIMEN_DB_TEST("declared parameters are checked and named") {
  const auto routes = sample();
  TestServer server{routes, db};
  HttpClient client{server.port()};
  CHECK(client.request("GET", "/list?state=open&limit=5").json() == json::value{{"limit", 5}, {"count", 0}});
  CHECK(client.request("GET", "/list?state=open&limit=").status == 200);
  CHECK(client.request("GET", "/list").status == 422);
  const auto wrong = client.request("GET", "/list?state=gone&limit=500");
  CHECK(wrong.status == 422);
  CHECK(wrong.json().at("errors").as_array().size() == 2);
  CHECK(wrong.json().at("errors").at(0).at("field") == "limit");
  CHECK(wrong.json().at("errors").at(0).at("detail") == "“条数”应在 1 到 100 之间。");
}
