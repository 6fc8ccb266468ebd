#include "http/rate_limiter.h"

#include <algorithm>

#include <arpa/inet.h>

namespace yimen::platform {

namespace {

constexpr std::size_t crowded = 4096;  // buckets per shard

std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 33;
  x *= 0xff51afd7ed558ccdULL;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53ULL;
  return x ^ (x >> 33);
}

}  // namespace

bool RateLimiter::admit(std::string_view address, int rule, int per_minute, Now now) {
  if (per_minute <= 0) return true;
  const auto key =
      mix(std::hash<std::string_view>{}(address) + 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(rule + 1));
  auto& shard = shards_[key % shards_.size()];
  const std::lock_guard lock{shard.mutex};
  if (shard.buckets.size() >= crowded) forget_quiet(shard, now);
  auto& bucket = shard.buckets.try_emplace(key, Bucket{static_cast<double>(per_minute), now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.filled_at;
  bucket.tokens = std::min<double>(per_minute, bucket.tokens + std::max(0.0, passed.count()) * per_minute / 60.0);
  bucket.filled_at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

void RateLimiter::forget_quiet(Shard& shard, Now now) {
  std::erase_if(shard.buckets,
                [&](const auto& entry) { return now - entry.second.filled_at > std::chrono::minutes(1); });
  // Still crowded: an attack from many addresses. Starting over lets honest clients pass and keeps memory bounded.
  if (shard.buckets.size() >= crowded) shard.buckets.clear();
}

std::string client_key(std::string_view address) {
  const std::string text{address};
  in6_addr v6{};
  if (text.find(':') == std::string::npos || inet_pton(AF_INET6, text.c_str(), &v6) != 1) return text;
  return std::string(reinterpret_cast<const char*>(v6.s6_addr), 8);
}

}  // namespace yimen::platform
