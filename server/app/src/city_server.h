#pragma once
// The city of the fixture behind a real server, with its demonstration accounts, and people who keep their cookie.
#include "city_fixture.h"
#include "yimen/platform/testing/http_client.h"

namespace yimen::testing {

namespace json = boost::json;
using platform::testing::HttpAnswer;

struct CityServer : City {
  platform::Routes routes;
  std::optional<platform::testing::TestServer> server;

  explicit CityServer(platform::Database& db) : City(db) {
    identity::load_demo_accounts(db, product->keys->field_cipher(), YIMEN_SOURCE_DIR "/data");
    product->add_routes(routes);
    server.emplace(routes, db, product->identity->authenticator());
  }
  int port() const { return server->port(); }
};

class Caller {
 public:
  Caller(const CityServer& city, std::string_view login) : port_{city.port()} {
    const auto session = call("POST", "/session", json::object{{"login", login}, {"password", identity::demo_password}});
    REQUIRE_MESSAGE(session.status == 200, session.body);
    token_ = platform::text_or(session.json().as_object(), "csrf_token");
  }
  /// A body as it is, well formed or not.
  HttpAnswer send(std::string_view method, std::string_view path, std::string_view body, std::string lines = {}) const {
    platform::testing::HttpClient client{port_};
    if (!cookie_.empty()) lines += "Cookie: yimen_session=" + cookie_ + "\r\nX-CSRF-Token: " + token_ + "\r\n";
    if (!body.empty()) lines += "Content-Type: application/json\r\n";
    return client.request(method, fmt::format("/api/v1{}", path), lines, body);
  }
  HttpAnswer call(std::string_view method, std::string_view path, const json::value& body = nullptr, std::string lines = {}) {
    auto answer = send(method, path, body.is_null() ? std::string() : json::serialize(body), std::move(lines));
    const auto set = answer.header("set-cookie");
    if (set.starts_with("yimen_session=")) cookie_ = set.substr(14, set.find(';') - 14);
    return answer;
  }
  HttpAnswer get(std::string_view path) { return call("GET", path); }
  HttpAnswer post(std::string_view path, const json::value& body = json::object{}) { return call("POST", path, body); }
  /// An act on the version of a case that somebody has seen.
  HttpAnswer act(std::string_view path, int version, const json::value& body) { return call("POST", path, body, fmt::format("If-Match: \"{}\"\r\n", version)); }

 private:
  int port_;
  std::string cookie_, token_;
};

inline std::string slug_of(const HttpAnswer& answer) { return platform::text_or(answer.json().as_object(), "type"); }

}  // namespace yimen::testing
