#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "yimen/platform/db.h"

namespace yimen::platform {

/// One instance at a time holds a name (row of timer_lease). Renewed early, so that holding it costs a write now and
/// then.
class Lease {
 public:
  Lease(Database& database, std::string name, std::chrono::seconds length)
      : database_{&database}, name_{std::move(name)}, length_{length} {}

  /// True while this instance holds it; takes it when it is free.
  bool hold();
  void release();

 private:
  Database* database_;
  std::string name_;
  std::chrono::seconds length_;
  std::int64_t holder_ = next_id();
  Instant held_until_{};
  std::chrono::steady_clock::time_point try_again_at_{};
};

}  // namespace yimen::platform
