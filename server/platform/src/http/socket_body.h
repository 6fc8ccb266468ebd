#pragma once
#include <semaphore>

#include "http/connection.h"

namespace yimen::platform {

Error body_too_large(std::uint64_t limit);
Error body_too_slow();
Error body_unreadable();

/// A body read straight from the socket into the handler's memory: the handler's thread waits while the I/O thread
/// reads.
class SocketBody final : public BodyStream {
 public:
  SocketBody(Connection& connection, Parser& parser) : connection_{connection}, parser_{parser} {}
  std::size_t read(char* into, std::size_t size) override;
  std::optional<std::uint64_t> length() const override;

 private:
  void start();

  Connection& connection_;
  Parser& parser_;
  std::binary_semaphore is_read_{0};
  char* into_ = nullptr;
  std::size_t size_ = 0, got_ = 0;
  std::uint64_t total_ = 0;
  boost::system::error_code error_;
};

}  // namespace yimen::platform
