#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace yimen::platform {

/// Token buckets per client address and rule, spread over shards so that no two clients wait on one lock.
class RateLimiter {
 public:
  using Now = std::chrono::steady_clock::time_point;

  /// Takes one token of the bucket (address, rule), which holds a minute's worth. Rule 0 is the general limit.
  bool admit(std::string_view address, int rule, int per_minute, Now now);

 private:
  struct Bucket {
    double tokens;
    Now filled_at;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::uint64_t, Bucket> buckets;
  };
  /// A crowd of addresses must not fill the memory: what has been quiet for a minute is full again and can be
  /// forgotten.
  static void forget_quiet(Shard&, Now now);

  std::array<Shard, 64> shards_;
};

/// The part of an address that stands for one client: an IPv4 address, or the /64 network of an IPv6 address.
std::string client_key(std::string_view address);

}  // namespace yimen::platform
