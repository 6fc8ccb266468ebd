#include "jobs/running_job.h"

#include "yimen/platform/json.h"

namespace yimen::platform {
namespace {
constexpr std::chrono::milliseconds progress_every{300};
constexpr std::chrono::seconds heartbeat_every{20};
}  // namespace

bool RunningJob::is_written_within(std::chrono::milliseconds span) const {
  return std::chrono::steady_clock::now() - written_at_ < span;
}

void RunningJob::progress(std::int64_t done, std::int64_t total, std::string_view phase) {
  const std::lock_guard lock(mutex_);
  const bool is_new_phase = phase_ != phase;
  done_ = done;
  total_ = total;
  phase_ = phase;
  if (is_new_phase || !is_written_within(progress_every)) write_progress();
}

bool RunningJob::is_cancelled() {
  const std::lock_guard lock(mutex_);
  if (*is_stopping_) was_told_to_stop_ = true;
  if (!is_lost_ && !is_written_within(progress_every)) write_progress();
  return is_lost_ || was_told_to_stop_;
}

void RunningJob::heartbeat() {
  const std::lock_guard lock(mutex_);
  if (!is_written_within(heartbeat_every)) write_progress();
}

void RunningJob::write_progress() {
  const auto changed = database_->transact([&](Tx& tx) -> Result<std::int64_t> {
    return tx.exec(R"sql(
        update job
           set phase = ?, done = ?, total = ?, heartbeat_at = ?
         where id = ? and state = 'running' and attempts = ?)sql",
                   phase_, done_, total_, tx.now(), claim_.id, claim_.attempt);
  });
  is_lost_ = is_lost_ || changed.value_or(0) == 0;
  written_at_ = std::chrono::steady_clock::now();
}

void RunningJob::finish(const Result<json::object>& result) {
  const std::lock_guard lock(mutex_);
  (void)database_->transact([&](Tx& tx) -> Result<void> {
    if (was_told_to_stop_) {
      // Neither done nor failed: it runs again after the restart, and this run does not count as a death.
      tx.exec(
          "update job set state = 'queued', attempts = attempts - 1 where id = ? and state = 'running' and attempts = "
          "?",
          claim_.id, claim_.attempt);
      return {};
    }
    tx.exec(R"sql(
        update job
           set state = ?, phase = ?, done = ?, total = ?, result = ?, error = ?, finished_at = ?, heartbeat_at = ?
         where id = ? and state = 'running' and attempts = ?)sql",
            result ? JobState::done : JobState::failed, phase_, done_, total_,
            result ? std::optional(json::serialize(*result)) : std::nullopt,
            result ? std::nullopt : std::optional(result.error().detail), tx.now(), tx.now(), claim_.id,
            claim_.attempt);
    return {};
  });
}

}  // namespace yimen::platform
