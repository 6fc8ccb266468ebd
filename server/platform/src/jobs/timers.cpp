#include "jobs/timers.h"

#include <boost/json.hpp>

#include "yimen/platform/log.h"

namespace yimen::platform {
namespace {
// After that long an instance that holds a timer counts as dead.
constexpr std::chrono::minutes longest_run{5};
}  // namespace

void Timers::add(std::string name, std::chrono::seconds period, std::function<void(Database&)> run) {
  timers_.push_back({std::move(name), period, std::move(run), {}});
}

int Timers::run_due() {
  int count = 0;
  for (auto& timer : timers_) {
    if (!is_worth_a_look(timer)) continue;
    try {
      if (claim(timer)) {
        ++count;
        try {
          timer.run(*database_);
        } catch (const std::exception& error) {
          log_error("timer failed", {{"timer", timer.name}, {"problem", error.what()}});
        }
        finish(timer);
      }
      plan_next_look(timer);
    } catch (const std::exception& error) {
      log_error("timer not run", {{"timer", timer.name}, {"problem", error.what()}});
      timer.look_again_at = database_->clock().now() + std::chrono::seconds{5};
    }
  }
  return count;
}

bool Timers::is_worth_a_look(const Timer& timer) const {
  const auto now = database_->clock().now();
  // The second part: a clock that was set back must not silence a timer until it has caught up.
  return now >= timer.look_again_at || timer.look_again_at - now > timer.period + std::chrono::minutes{1};
}

bool Timers::claim(const Timer& timer) const {
  const auto claimed = database_->transact([&](Tx& tx) -> Result<bool> {
    const auto now = tx.now();
    return tx.exec(R"sql(
        insert into timer_lease (name, held_by, held_until, next_run_at)
        values (?, ?, ?, 0)
        on conflict (name) do update
           set held_by = excluded.held_by, held_until = excluded.held_until
         where timer_lease.held_until <= ?
           and (timer_lease.next_run_at <= ? or timer_lease.next_run_at > ?))sql",
                   timer.name, holder_, now + longest_run, now, now, now + timer.period + std::chrono::minutes{1}) == 1;
  });
  return claimed && *claimed;
}

void Timers::finish(const Timer& timer) const {
  (void)database_->transact([&](Tx& tx) -> Result<void> {
    tx.exec("update timer_lease set held_until = 0, next_run_at = ? where name = ? and held_by = ?",
            tx.now() + timer.period, timer.name, holder_);
    return {};
  });
}

void Timers::plan_next_look(Timer& timer) const {
  database_->read([&](Tx& tx) {
    const auto next = tx.scalar<Instant>("select next_run_at from timer_lease where name = ?", timer.name);
    timer.look_again_at = std::max(next.value_or(Instant{}), tx.now() + std::chrono::seconds{1});
  });
}

}  // namespace yimen::platform
