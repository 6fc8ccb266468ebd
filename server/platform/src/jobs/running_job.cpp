#include "jobs/running_job.h"

#include "jobs/job_store.h"
#include "yimen/platform/json.h"

namespace yimen::platform {
namespace {
constexpr std::chrono::milliseconds progress_every{300};
constexpr std::chrono::seconds heartbeat_every{20};
/// Beyond that a list helps nobody: the file is wrong as a whole.
constexpr int most_problems = 10'000;
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
    tx.tell(job_signal, claim_.created_by.value());
    return tx.exec(R"sql(
        update job
           set phase = ?, done = ?, total = ?, heartbeat_at = ?
         where id = ? and state = 'running' and attempts = ?)sql",
                   phase_, done_, total_, tx.now(), claim_.id, claim_.attempt);
  });
  is_lost_ = is_lost_ || changed.value_or(0) == 0;
  written_at_ = std::chrono::steady_clock::now();
}

bool RunningJob::hold(Tx& tx) const {
  const auto sql = "select 1 from job where id = ? and state = 'running' and attempts = ?" + std::string(tx.lock_words());
  return tx.scalar<int>(sql, claim_.id, claim_.attempt).has_value();
}

Result<void> RunningJob::keep(Tx& tx, const json::object& checkpoint, const std::vector<JobProblem>& problems) {
  if (!hold(tx)) return fail(ErrorCode::conflict, "platform/job-lost", "任务已被取消，或由另一个进程接着执行。");
  int position = tx.scalar<int>("select problem_count from job where id = ?", claim_.id).value_or(0);
  for (const auto& problem : problems) {
    if (++position > most_problems) continue;
    tx.exec("insert into job_problem (job_id, position, row_no, subject, field, detail, severity) values (?, ?, ?, ?, ?, ?, ?)",
            claim_.id, position, problem.row, problem.subject, problem.field, problem.detail, problem.severity);
  }
  tx.exec("update job set checkpoint = ?, problem_count = ?, heartbeat_at = ? where id = ?", json::serialize(checkpoint), position,
          tx.now(), claim_.id);
  return {};
}

/// Neither done nor failed: it runs again after the restart, and this run does not count as a death.
void RunningJob::requeue(Tx& tx) const {
  tx.exec("update job set state = 'queued', attempts = attempts - 1 where id = ?", claim_.id);
}

void RunningJob::write_end(Tx& tx, const Result<json::object>& result, FileId file) const {
  tx.exec(R"sql(
      update job
         set state = ?, phase = ?, done = ?, total = ?, result = ?, error = ?, file_id = ?, finished_at = ?, heartbeat_at = ?
       where id = ?)sql",
          result ? JobState::done : JobState::failed, phase_, done_, total_,
          result ? std::optional(json::serialize(*result)) : std::nullopt,
          result ? std::nullopt : std::optional(result.error().detail), file, tx.now(), tx.now(), claim_.id);
  tx.tell(job_signal, claim_.created_by.value());
}

void RunningJob::finish(const Result<json::object>& result) {
  const std::lock_guard lock(mutex_);
  std::optional<Error> refusal;  // of at_end: what it did is undone, the job ends as failed
  const bool is_over = database_->transact([&](Tx& tx) {
    refusal.reset();
    if (!hold(tx)) return true;
    if (was_told_to_stop_) return requeue(tx), true;
    FileId file{};
    if (result && at_end_) {
      auto made = at_end_(tx);
      if (!made) return refusal = std::move(made.error()), false;
      file = *made;
    }
    write_end(tx, result, file);
    return true;
  });
  if (is_over || !refusal) return;
  database_->transact([&](Tx& tx) {
    if (hold(tx)) write_end(tx, tl::make_unexpected(*refusal), FileId{});
    return true;
  });
}

}  // namespace yimen::platform
