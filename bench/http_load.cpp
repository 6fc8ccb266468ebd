#include "http_load.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <thread>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "yimen/platform/json.h"

namespace yimen::bench {

namespace {

sockaddr_in local_address(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  auto address = local_address(0);
  socklen_t size = sizeof address;
  if (::bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0) throw std::runtime_error("no free port");
  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(probe);
  return ntohs(address.sin_port);
}

std::string value_of(const std::string& head, std::string_view name) {
  const auto at = head.find(name);
  if (at == head.npos) return {};
  const auto from = at + name.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

ServerProcess::ServerProcess(const std::string& data_directory) : port_{free_port()} {
  std::vector<std::string> words{YIMEN_PROGRAM, "serve"};
  for (const auto& setting : {"data.directory=" + data_directory, std::string("data.reference=" YIMEN_SOURCE_DIR "/data"), fmt::format("http.port={}", port_), std::string("http.requests_per_minute=0"),
                              std::string("log.level=error"), std::string("web.root=" YIMEN_SOURCE_DIR "/web/dist")})
    words.insert(words.end(), {"--set", setting});
  std::vector<char*> raw;
  for (auto& word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto began = std::chrono::steady_clock::now();
  if (posix_spawn(&process_, raw[0], &actions, nullptr, raw.data(), environ) != 0) throw std::runtime_error("cannot start the server");
  posix_spawn_file_actions_destroy(&actions);
  for (int tries = 0; tries < 5000; ++tries) {
    Connection connection(port_);
    if (connection.is_open() && connection.request("GET", "/readyz").status == 200) {
      start_ms_ = Seconds(std::chrono::steady_clock::now() - began).count() * 1000;
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  throw std::runtime_error("the server does not answer");
}

ServerProcess::~ServerProcess() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

Connection::Connection(int port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  const auto address = local_address(port);
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

Connection::~Connection() {
  if (socket_ >= 0) ::close(socket_);
}

Answer Connection::request(std::string_view method, std::string_view target, std::string_view header_lines, std::string_view body) {
  auto text = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{}", method, target, header_lines);
  if (!body.empty()) text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
  else if (method != "GET") text += "Content-Length: 0\r\n";
  text += "\r\n";
  text += body;
  if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(text.size())) return {};
  buffer_.clear();
  std::size_t head_end = std::string::npos, whole = std::string::npos;
  char piece[65536];
  while (buffer_.size() < whole) {
    const auto got = ::recv(socket_, piece, sizeof piece, 0);
    if (got <= 0) return {};
    buffer_.append(piece, static_cast<std::size_t>(got));
    if (head_end != std::string::npos || (head_end = buffer_.find("\r\n\r\n")) == std::string::npos) continue;
    const auto length = value_of(buffer_, "Content-Length: ");
    whole = head_end + 4 + (length.empty() ? 0 : std::stoul(length));
  }
  return {std::stoi(buffer_.substr(9, 3)), buffer_.substr(0, head_end + 2), buffer_.substr(head_end + 4)};
}

std::string sign_in(int port, const std::string& login, std::string_view password, std::int64_t window_id) {
  Connection connection(port);
  const auto body = boost::json::serialize(boost::json::object{{"login", login}, {"password", password}});
  const auto answer = connection.request("POST", "/api/v1/session", {}, body);
  if (answer.status != 200) throw std::runtime_error(fmt::format("{} cannot sign in: {} {}", login, answer.status, answer.body));
  const auto cookie = value_of(answer.head, "Set-Cookie: ");
  const auto token = platform::text_or(boost::json::parse(answer.body).as_object(), "csrf_token");
  auto lines = fmt::format("Cookie: {}\r\nX-CSRF-Token: {}\r\n", cookie.substr(0, cookie.find(';')), token);
  if (window_id) connection.request("POST", "/api/v1/session/window", lines, fmt::format(R"({{"window_id":"{}"}})", window_id));
  return lines;
}

Measured load(int port, int connections, Seconds longest, const std::string& target, const std::string& header_lines) {
  std::vector<std::unique_ptr<Connection>> open;
  for (int i = 0; i < connections; ++i) open.push_back(std::make_unique<Connection>(port));
  return run_threads(connections, longest, [&](int thread) {
    const auto answer = open[static_cast<std::size_t>(thread)]->request("GET", target, header_lines);
    if (answer.status != 200) throw std::runtime_error(fmt::format("{} answers {}", target, answer.status));
    return true;
  });
}

}  // namespace yimen::bench
