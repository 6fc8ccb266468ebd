#include "yimen/platform/testing/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <set>
#include <stdexcept>

#include "yimen/platform/log.h"
#include "yimen/platform/text.h"

namespace yimen::platform::testing {

namespace {

constexpr int patience_ms = 10'000;

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

std::unique_ptr<HttpServer> quietly_open(const HttpOptions& options, const Routes& routes, Database& database,
                                         Authenticator& authenticator) {
  open_log({.level = LogLevel::off});  // tests provoke errors by the dozen
  return HttpServer::open(options, routes, database, authenticator);
}

}  // namespace

std::string HttpAnswer::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_name) return value;
  return {};
}

json::value HttpAnswer::json() const {
  return json::parse(body);
}

HttpClient::HttpClient(int port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect");
}

HttpClient::~HttpClient() {
  ::close(socket_);
}

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;  // the server has closed: what it said is still to be read
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool HttpClient::fill() {
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) <= 0) throw std::runtime_error("no answer within ten seconds");
  char bytes[16384];
  const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::string HttpClient::read_some() {
  if (buffer_.empty() && !fill()) return {};
  return std::exchange(buffer_, {});
}

bool HttpClient::is_closed_within(int milliseconds) {
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, milliseconds) <= 0) return false;
  char byte;
  return ::recv(socket_, &byte, 1, MSG_PEEK) <= 0;
}

HttpAnswer HttpClient::read_answer(bool to_head) {
  HttpAnswer answer;
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return answer;
  const auto lines = split(buffer_.substr(0, end), '\n');
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(lines.front().substr(9, 3));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto colon = lines[i].find(':');
    answer.headers.emplace_back(lower(lines[i].substr(0, colon)), trim(lines[i].substr(colon + 1)));
  }
  if (to_head || answer.status == 204 || answer.status == 304 || answer.status < 200) return answer;
  if (answer.header("transfer-encoding") == "chunked") {
    for (;;) {
      while ((end = buffer_.find("\r\n")) == std::string::npos)
        if (!fill()) return answer;
      const auto size = std::stoul(buffer_.substr(0, end), nullptr, 16);
      while (buffer_.size() < end + 2 + size + 2)
        if (!fill()) return answer;
      answer.body += buffer_.substr(end + 2, size);
      buffer_.erase(0, end + 2 + size + 2);
      if (size == 0) return answer;
    }
  }
  const auto length = answer.header("content-length");
  const auto wanted = length.empty() ? std::string::npos : std::stoul(length);
  while (buffer_.size() < wanted && fill()) {}
  answer.body = buffer_.substr(0, wanted);
  buffer_.erase(0, wanted);
  return answer;
}

HttpAnswer HttpClient::request(std::string_view method, std::string_view target, std::string_view header_lines,
                               std::string_view body) {
  auto text = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\n{}", method, target, header_lines);
  if (!body.empty()) text += fmt::format("Content-Length: {}\r\n", body.size());
  text += "\r\n";
  text += body;
  send(text);
  return read_answer(method == "HEAD");
}

Actor TestAuthenticator::authenticate(const Request& request) {
  Actor actor;
  const auto said = request.header("authorization");
  const bool has_session = request.cookie("yimen_session") == "test";
  if (!said.starts_with("Test ") && !has_session) return actor;
  actor.kind = ActorKind::staff;
  actor.id = UserId{7};
  actor.session_id = 1;
  const auto names = split(said.starts_with("Test ") ? said.substr(5) : std::string_view{}, ',');
  actor.permissions = std::make_shared<const std::unordered_set<std::string>>(names.begin(), names.end());
  return actor;
}

TestServer::TestServer(const Routes& routes, Database& database, HttpOptions options)
    : TestServer(routes, database, own_, std::move(options)) {}

TestServer::TestServer(const Routes& routes, Database& database, Authenticator& authenticator, HttpOptions options)
    : server_{quietly_open(options, routes, database, authenticator)}, thread_{[this] { server_->run(); }} {}

TestServer::~TestServer() {
  finish();
}

void TestServer::finish() {
  if (!thread_.joinable()) return;
  server_->stop();
  thread_.join();
}

HttpOptions TestServer::quiet() {
  HttpOptions options;
  options.port = 0;
  options.requests_per_minute = 0;
  options.stop_seconds = 5;
  return options;
}

std::vector<std::string> route_faults(const Routes& routes) {
  std::vector<std::string> faults;
  std::set<std::string> operations;
  for (const auto& route : routes.all()) {
    const auto blame = [&](const char* what) {
      faults.push_back(fmt::format("{} {}: {}", route->method, route->path, what));
    };
    if (int(bool(route->read)) + int(bool(route->command)) + int(bool(route->plain)) != 1)
      blame("needs exactly one handler");
    if (route->needs.who == Needs::Who::permission && route->needs.permission.empty()) blame("names no permission");
    if (route->is_hidden) continue;
    if (!route->path.starts_with("/api/v1/")) blame("stands outside /api/v1");
    if (route->summary.empty()) blame("has no summary");
    if (route->tag.empty()) blame("has no tag");
    if (route->operation_id.empty())
      blame("has no operation id");
    else if (!operations.insert(route->operation_id).second)
      blame("shares its operation id");
    if (route->method == "GET" && route->answers.empty()) blame("declares no answer");
    if (route->method == "GET" && route->command) blame("changes data on GET");
  }
  return faults;
}

}  // namespace yimen::platform::testing
