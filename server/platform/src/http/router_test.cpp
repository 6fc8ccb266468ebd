#include "http/router.h"

#include <doctest/doctest.h>

#include "http/gzip.h"
#include "http/rate_limiter.h"
#include "http/render.h"
#include "yimen/platform/testing/http_client.h"

using namespace yimen::platform;

namespace {

Result<Response> nothing(const Request&) {
  return Response::no_content();
}

Routes sample() {
  Routes routes;
  for (const auto* path : {"/", "/cases", "/cases/{case_id}", "/cases/export", "/cases/{case_id}/acceptance",
                           "/cases/new/draft", "/files/{rest*}"})
    routes.get(path, Needs::anybody(), "t").handles(nothing);
  routes.post("/cases/{id}/acceptance", Needs::anybody(), "t").handles(nothing);
  routes.get("/{rest*}", Needs::anybody(), "t").handles(nothing);
  return routes;
}

std::string found(const Router& router, std::string_view method, std::string_view path) {
  const auto target = read_target(path);
  if (!target) return "refused";
  const auto match = router.find(method, target->segments);
  if (!match.route) return match.allow.empty() ? "none" : "allow " + match.allow;
  auto text = match.route->path;
  for (const auto& [name, value] : match.values) text += " " + name + "=" + value;
  return text;
}

}  // namespace

TEST_CASE("a literal segment goes before a parameter, a parameter before the rest") {
  const auto routes = sample();
  const Router router{routes};
  CHECK(found(router, "GET", "/cases/export") == "/cases/export");
  CHECK(found(router, "GET", "/cases/17") == "/cases/{case_id} case_id=17");
  CHECK(found(router, "GET", "/cases/17/acceptance") == "/cases/{case_id}/acceptance case_id=17");
  CHECK(found(router, "GET", "/cases/new/acceptance") == "/cases/{case_id}/acceptance case_id=new");
  CHECK(found(router, "GET", "/files/a/b%20c.txt") == "/files/{rest*} rest=a/b c.txt");
  CHECK(found(router, "GET", "/files") == "/files/{rest*} rest=");
  CHECK(found(router, "GET", "/elsewhere/x") == "/{rest*} rest=elsewhere/x");
  CHECK(found(router, "GET", "/") == "/");
  CHECK(found(router, "GET", "/cases/") == "/cases");
  CHECK(found(router, "HEAD", "/cases") == "/cases");
}

TEST_CASE("each route names its parameters in its own words") {
  const auto routes = sample();
  CHECK(found(Router{routes}, "POST", "/cases/5/acceptance") == "/cases/{id}/acceptance id=5");
}

TEST_CASE("a wrong method names the right ones; an unknown path stays unknown for other methods too") {
  const auto routes = sample();
  const Router router{routes};
  CHECK(found(router, "DELETE", "/cases/5/acceptance") == "allow GET, HEAD, POST");
  CHECK(found(router, "POST", "/elsewhere") == "none");
}

TEST_CASE("the same route twice, or one without a handler, is a mistake of the program") {
  Routes twice;
  twice.get("/a/{x}", Needs::anybody(), "t").handles(nothing);
  twice.get("/a/{y}", Needs::anybody(), "t").handles(nothing);
  CHECK_THROWS_AS(Router{twice}, std::logic_error);
  Routes empty;
  empty.get("/a", Needs::anybody(), "t");
  CHECK_THROWS_AS(Router{empty}, std::logic_error);
}

TEST_CASE("no target leads out of the tree or hides characters") {
  for (const auto* target : {"", "*", "cases", "/../etc/passwd", "/a/../../b", "/a/%2e%2e/b", "/%2e/x", "/a%00b",
                             "/a%0d%0ab", "/a%5c..%5cb", "/%c0%ae%c0%ae/", "/%ff", "/%zz", "ftp://x/y"})
    CHECK_MESSAGE(!read_target(target), target);
}

TEST_CASE("an encoded slash stays inside its segment") {
  const auto target = read_target("/a%2Fb/c?x=%2F#y");
  REQUIRE(target);
  CHECK(target->segments == std::vector<std::string>{"a/b", "c"});
  CHECK(target->query == "x=%2F");
}

TEST_CASE("absolute form is read like origin form") {
  const auto target = read_target("http://example.org/a?b=1");
  REQUIRE(target);
  CHECK(target->path == "/a");
  CHECK(read_target("http://example.org")->path == "/");
}

TEST_CASE("a single range is honoured, nonsense means the whole file, too far is unsatisfiable") {
  ByteRange range;
  const auto kind = [&](std::string_view text) { return read_range(text, 100, range); };
  CHECK(kind("bytes=0-9") == RangeKind::part);
  CHECK((range.from == 0 && range.length == 10));
  CHECK(kind("bytes=90-") == RangeKind::part);
  CHECK((range.from == 90 && range.length == 10));
  CHECK(kind("bytes=-5") == RangeKind::part);
  CHECK((range.from == 95 && range.length == 5));
  CHECK(kind("bytes=-500") == RangeKind::part);
  CHECK((range.from == 0 && range.length == 100));
  CHECK(kind("bytes=50-5000") == RangeKind::part);
  CHECK(range.length == 50);
  CHECK(kind("bytes=100-") == RangeKind::unsatisfiable);
  CHECK(kind("bytes=-0") == RangeKind::unsatisfiable);
  CHECK(kind("bytes=9-5") == RangeKind::whole);
  CHECK(kind("bytes=0-1,5-6") == RangeKind::whole);
  CHECK(kind("bytes=a-b") == RangeKind::whole);
  CHECK(kind("lines=1-2") == RangeKind::whole);
  CHECK(read_range("bytes=0-", 0, range) == RangeKind::unsatisfiable);
}

TEST_CASE("ETags are compared weakly, one by one") {
  CHECK(names_etag("\"1\", W/\"7\"", "\"7\""));
  CHECK(names_etag("*", "\"7\""));
  CHECK_FALSE(names_etag("\"77\"", "\"7\""));
}

TEST_CASE("gzip is chosen only when it is accepted and pays") {
  CHECK(accepts_gzip("br, gzip;q=0.5"));
  CHECK(accepts_gzip("*"));
  CHECK_FALSE(accepts_gzip("gzip;q=0"));
  CHECK_FALSE(accepts_gzip("br"));
  CHECK(is_compressible("application/problem+json; charset=utf-8"));
  CHECK_FALSE(is_compressible("text/event-stream"));
  CHECK_FALSE(is_compressible("image/png"));
  CHECK(gzip(std::string(5000, 'a')).size() < 100);
  CHECK(gzip("xq").empty());
}

TEST_CASE("a bucket holds a minute's worth and fills again") {
  RateLimiter limiter;
  auto now = RateLimiter::Now{} + std::chrono::hours(1);
  for (int i = 0; i < 60; ++i) CHECK(limiter.admit("1.2.3.4", 0, 60, now));
  CHECK_FALSE(limiter.admit("1.2.3.4", 0, 60, now));
  CHECK(limiter.admit("1.2.3.5", 0, 60, now));
  CHECK(limiter.admit("1.2.3.4", 1, 60, now));
  CHECK(limiter.admit("1.2.3.4", 0, 60, now + std::chrono::seconds(1)));
  CHECK_FALSE(limiter.admit("1.2.3.4", 0, 60, now + std::chrono::seconds(1)));
}

TEST_CASE("an IPv6 client is its network, an IPv4 client its address") {
  CHECK(client_key("2001:db8:1:2::5") == client_key("2001:db8:1:2:ffff::6"));
  CHECK(client_key("2001:db8:1:2::5") != client_key("2001:db8:1:3::5"));
  CHECK(client_key("10.0.0.1") == "10.0.0.1");
}

TEST_CASE("the guard finds routes that are not fit for the document") {
  Routes routes;
  routes.get("/api/v1/a", Needs::anybody(), "t")
      .summary("甲")
      .operation("a")
      .answer(200, Schema::any())
      .handles(nothing);
  CHECK(testing::route_faults(routes).empty());
  routes.get("/api/v1/b", Needs::permission_of(""), "").operation("a").handles(nothing);
  CHECK(testing::route_faults(routes).size() == 5);
}

TEST_CASE("the document lists what is declared, with its permission and headers") {
  Routes routes;
  routes.post("/api/v1/cases/{case_id}/acceptance", Needs::permission_of("cases.accept"), "办件")
      .summary("受理")
      .operation("accept_case")
      .body(Schema::object("AcceptCase", {{"opinion", Schema::text().label("意见")}}))
      .answer(200, Schema::any())
      .commands([](const Request&, Tx&) -> Result<Response> { return Response::no_content(); });
  routes.get("/page", Needs::anybody(), "").hidden().handles(nothing);
  const auto document = routes.openapi("1.0");
  CHECK(document.at("paths").as_object().size() == 1);
  const auto& operation = document.at("paths").at("/api/v1/cases/{case_id}/acceptance").at("post");
  CHECK(operation.at("x-permission") == "cases.accept");
  CHECK(operation.at("parameters").as_array().size() == 3);
  CHECK(operation.at("responses").as_object().contains("403"));
  CHECK(document.at("components").at("schemas").as_object().contains("AcceptCase"));
}
