#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "measured.h"

/// A release server as a process of its own, and keep-alive connections that write raw requests.
namespace yimen::bench {

class ServerProcess {
 public:
  /// Starts `yimen serve` on the data directory and waits until it answers.
  explicit ServerProcess(const std::string& data_directory);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  int port() const { return port_; }
  int process() const { return process_; }
  double start_ms() const { return start_ms_; }

 private:
  int port_ = 0, process_ = -1;
  double start_ms_ = 0;
};

struct Answer {
  int status = 0;
  std::string head, body;
};

class Connection {
 public:
  explicit Connection(int port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  bool is_open() const { return socket_ >= 0; }
  /// Header lines end in \r\n each. Status 0: the connection broke.
  Answer request(std::string_view method, std::string_view target, std::string_view header_lines = {}, std::string_view body = {});

 private:
  int socket_ = -1;
  std::string buffer_;
};

/// Header lines of a signed-in member of staff.
std::string sign_in(int port, const std::string& login, std::string_view password, std::int64_t window_id = 0);
/// The same page from many connections. @throws when an answer is not 200.
Measured load(int port, int connections, Seconds longest, const std::string& target, const std::string& header_lines = {});

}  // namespace yimen::bench
