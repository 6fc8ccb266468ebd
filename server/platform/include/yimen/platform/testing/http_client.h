#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "yimen/platform/http.h"

/// A server on a free port and a client that writes bytes as they are: for tests of everything that goes over HTTP.
namespace yimen::platform::testing {

struct HttpAnswer {
  int status = 0;                                            // 0: the connection was closed without an answer
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // chunks joined
  std::string header(std::string_view lower_name) const;
  json::value json() const;
};

/// One connection. Reads give up after ten seconds.
class HttpClient {
 public:
  explicit HttpClient(int port);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  void send(std::string_view bytes);
  HttpAnswer read_answer(bool to_head = false);
  /// Some bytes as they come; empty when the connection is closed.
  std::string read_some();
  /// True when the server closes within the time.
  bool is_closed_within(int milliseconds);
  /// Method, target, further header lines (each ending in \r\n) and a body, sent with Host and Content-Length.
  HttpAnswer request(std::string_view method, std::string_view target, std::string_view header_lines = {},
                     std::string_view body = {});

 private:
  bool fill();
  int socket_ = -1;
  std::string buffer_;
};

/// Calls are anonymous unless they say `Authorization: Test <permission>[,…]` (a member of staff) or
/// `Cookie: yimen_session=test` (the same, with a session whose CSRF token is "good").
class TestAuthenticator final : public Authenticator {
 public:
  Actor authenticate(const Request&) override;
  bool csrf_matches(const Actor&, std::string_view token) override { return token == "good"; }
  void note_refusal(const Actor&, const Route&, const Request&) override { ++refusals; }
  std::atomic<int> refusals{0};
};

/// Runs until it goes out of scope.
class TestServer {
 public:
  TestServer(const Routes& routes, Database& database, HttpOptions options = quiet());
  TestServer(const Routes& routes, Database& database, Authenticator& authenticator, HttpOptions options = quiet());
  ~TestServer();
  int port() const { return server_->port(); }
  void stop() { server_->stop(); }
  /// stop() and wait for the end.
  void finish();
  TestAuthenticator& authenticator() { return own_; }
  /// A free port, no rate limit.
  static HttpOptions quiet();

 private:
  TestAuthenticator own_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

/// What is wrong with a list of routes: no summary, no operation id or one used twice, no tag, no body or answer
/// declared. Guard tests of modules check that it is empty.
std::vector<std::string> route_faults(const Routes&);

}  // namespace yimen::platform::testing
