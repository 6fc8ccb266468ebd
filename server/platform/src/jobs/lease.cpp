#include "jobs/lease.h"

namespace yimen::platform {

bool Lease::hold() {
  const auto now = database_->clock().now();
  const bool is_held =
      held_until_ > now && held_until_ - now <= length_;  // a clock set back makes nobody a holder for ever
  if (is_held && held_until_ - now > length_ / 2) return true;
  if (!is_held && std::chrono::steady_clock::now() < try_again_at_) return false;
  const auto until = now + length_;
  const auto taken = database_->transact([&](Tx& tx) -> Result<bool> {
    return tx.exec(R"sql(
        insert into timer_lease (name, held_by, held_until, next_run_at)
        values (?, ?, ?, 0)
        on conflict (name) do update
           set held_by = excluded.held_by, held_until = excluded.held_until
         where timer_lease.held_by = excluded.held_by
            or timer_lease.held_until <= ?
            or timer_lease.held_until > excluded.held_until)sql",
                   name_, holder_, until, now) == 1;
  });
  held_until_ = taken && *taken ? until : Instant{};
  // Asking is a write, and who holds it renews for hours: no hurry.
  try_again_at_ = std::chrono::steady_clock::now() + std::chrono::seconds{2};
  return taken && *taken;
}

void Lease::release() {
  if (held_until_ == Instant{}) return;
  held_until_ = {};
  (void)database_->transact([&](Tx& tx) -> Result<void> {
    tx.exec("update timer_lease set held_until = 0 where name = ? and held_by = ?", name_, holder_);
    return {};
  });
}

}  // namespace yimen::platform
