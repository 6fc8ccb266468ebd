#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "yimen/platform/db.h"

namespace yimen::platform {

/// Recurring work; the rows of timer_lease see to it that one instance runs a timer at a time.
class Timers {
 public:
  explicit Timers(Database& database) : database_{&database} {}
  void add(std::string name, std::chrono::seconds period, std::function<void(Database&)> run);
  /// @returns how many ran.
  int run_due();

 private:
  struct Timer {
    std::string name;
    std::chrono::seconds period;
    std::function<void(Database&)> run;
    Instant look_again_at{};
  };
  bool is_worth_a_look(const Timer&) const;
  bool claim(const Timer&) const;
  void finish(const Timer&) const;
  void plan_next_look(Timer&) const;

  Database* database_;
  std::int64_t holder_ = next_id();
  std::vector<Timer> timers_;
};

}  // namespace yimen::platform
