#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

#include "yimen/platform/http.h"

namespace yimen::platform {

/// An open file descriptor.
class OpenFile {
 public:
  OpenFile() = default;
  explicit OpenFile(int descriptor) : descriptor_{descriptor} {}
  OpenFile(OpenFile&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

/// One request on its way through the engine and the answer that goes back.
struct Exchange {
  Request request;
  const Route* route = nullptr;
  int route_index = -1;
  bool is_http_1_0 = false;
  bool keep_alive = true;
  bool is_admitted = false;  // authentication, permission and origin have been checked
  std::chrono::steady_clock::time_point began{};

  std::optional<Response> response;
  std::string slug;  // of the error answered, for the log

  // What render() makes of the response.
  std::string head;
  std::string_view body;  // looks into response->body
  OpenFile file;
  std::uint64_t file_at = 0, file_left = 0;
  std::uint64_t answer_bytes = 0;
  bool is_streamed = false;

  bool is_head() const { return request.method == "HEAD"; }
  bool is_page() const { return route ? route->is_hidden : !request.path.starts_with("/api/"); }
  void refuse(const Error& error);
  void refuse(const Error& error, int status);
};

}  // namespace yimen::platform
