#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "jobs/job_store.h"
#include "jobs/running_job.h"
#include "jobs/timers.h"
#include "yimen/platform/jobs.h"
#include "yimen/platform/json.h"
#include "yimen/platform/log.h"

namespace yimen::platform {
namespace {

constexpr std::chrono::milliseconds tick{200};
constexpr std::chrono::hours idempotency_kept{48};

}  // namespace

struct JobRunner::Impl {
  Impl(Database& of, Options how) : database{of}, options{how}, timers{of} {
    timers.add("platform/housekeeping", std::chrono::hours{1}, [this](Database&) { clean_up(); });
  }

  Database& database;
  Options options;
  Timers timers;
  std::map<std::string, JobHandler> handlers;
  std::atomic<bool> is_stopping{false};
  std::mutex mutex;
  std::vector<RunningJob*> running;
  std::vector<std::jthread> threads;

  /// "kind in (…)": another instance may be newer and know jobs that this one does not.
  std::string kind_list() const {
    std::string list;
    for (std::size_t i = 0; i < handlers.size(); ++i) list += i == 0 ? "?" : ", ?";
    return list;
  }

  std::vector<Param> due_params(Instant now) const {
    std::vector<Param> params{to_param(now)};
    for (const auto& [kind, handler] : handlers) params.push_back(to_param(kind));
    return params;
  }

  bool has_due() {
    const auto sql =
        fmt::format("select 1 from job where state = 'queued' and run_at <= ? and kind in ({}) limit 1", kind_list());
    return database.read([&](Tx& tx) { return tx.run(sql, due_params(tx.now()), {}) > 0; });
  }

  std::optional<RunningJob::Claim> claim() {
    if (handlers.empty() || !has_due()) return std::nullopt;
    std::optional<RunningJob::Claim> claimed;
    (void)database.transact([&](Tx& tx) -> Result<void> {
      claimed.reset();
      const auto sql = fmt::format(
          "select id, kind, args, created_by, attempts, checkpoint from job where state = 'queued' and run_at <= ? and kind in "
          "({}) "
          "order by run_at, id limit 1{}",
          kind_list(), tx.engine() == Engine::postgres ? " for update skip locked" : "");
      tx.run(sql, due_params(tx.now()), [&](const Row& row) {
        auto args = json::parse(row.text(2));
        claimed = {row.get<JobId>(0), row.get<std::string>(1), std::move(args.as_object()), row.get<UserId>(3),
                   row.get<int>(4) + 1};
        if (!row.is_null(5)) claimed->checkpoint = json::parse(row.text(5)).as_object();
      });
      if (!claimed) return {};
      // A run that begins anew meets the same rows again.
      if (claimed->checkpoint.empty()) tx.exec("delete from job_problem where job_id = ?", claimed->id);
      tx.exec(R"sql(
          update job
             set state = 'running', started_at = coalesce(started_at, ?), heartbeat_at = ?, attempts = ?,
                 problem_count = case when checkpoint is null then 0 else problem_count end
           where id = ?)sql",
              tx.now(), tx.now(), claimed->attempt, claimed->id);
      tx.tell(job_signal, claimed->created_by.value());
      return {};
    });
    return claimed;
  }

  /// True when a job was found. A database that went away leaves the job to whoever takes it over.
  bool run_one() {
    auto claimed = claim();
    if (!claimed) return false;
    const auto& handler = handlers.at(claimed->kind);
    const auto kind = claimed->kind;
    RunningJob job{database, std::move(*claimed), is_stopping};
    {
      const std::lock_guard lock(mutex);
      running.push_back(&job);
    }
    try {
      job.finish(call(handler, job, kind));
    } catch (const DbError& error) {
      log_error("job not finished", {{"job", job.id().str()}, {"kind", kind}, {"problem", error.what()}});
    }
    const std::lock_guard lock(mutex);
    std::erase(running, &job);
    return true;
  }

  static Result<json::object> call(const JobHandler& handler, RunningJob& job, const std::string& kind) {
    try {
      return handler(job);
    } catch (const DbError& error) {
      if (error.fault() == DbFault::connection) throw;
      return unexpected(job, kind, error.what());
    } catch (const std::exception& error) { return unexpected(job, kind, error.what()); }
  }

  static tl::unexpected<Error> unexpected(const RunningJob& job, const std::string& kind, const char* problem) {
    log_error("job failed", {{"job", job.id().str()}, {"kind", kind}, {"problem", problem}});
    return fail(
        ErrorCode::internal, "platform/job-failed",
        fmt::format("后台任务执行出错，请稍后重试；若仍失败，请把任务编号 {} 告诉系统管理员。", job.id().str()));
  }

  /// Jobs whose runner has gone silent.
  void take_over() {
    const auto count = database.read([&](Tx& tx) {
      return tx.scalar<std::int64_t>("select count(*) from job where state = 'running' and heartbeat_at < ?",
                                     tx.now() - options.taken_over_after);
    });
    if (count.value_or(0) == 0) return;
    (void)database.transact([&](Tx& tx) -> Result<void> {
      const auto silent_since = tx.now() - options.taken_over_after;
      tx.exec(R"sql(
          update job
             set state = 'failed', finished_at = ?, error = ?
           where state = 'running' and heartbeat_at < ? and attempts >= ?)sql",
              tx.now(), "后台任务多次中断，已停止重试，请联系系统管理员。", silent_since, options.most_attempts);
      tx.exec("update job set state = 'queued' where state = 'running' and heartbeat_at < ?", silent_since);
      tx.announce();
      return {};
    });
  }

  void clean_up() {
    (void)database.transact([&](Tx& tx) -> Result<void> {
      // Those with files go with their files: remove_expired_job_files().
      tx.exec(R"sql(
          delete from job
           where state in ('done', 'failed', 'cancelled') and finished_at < ? and file_id = 0 and source_file_id = 0)sql",
              tx.now() - job_kept);
      tx.exec("delete from idempotency_record where created_at < ?", tx.now() - idempotency_kept);
      return {};
    });
  }

  void work() {
    std::uint64_t seen = 0;
    while (!is_stopping) {
      bool was_busy = false;
      guarded("jobs", [&] { was_busy = run_one(); });
      if (!was_busy) seen = database.wait_for_news(seen, options.poll);
    }
  }

  void watch() {
    for (int round = 0; !is_stopping; ++round) {
      {
        const std::lock_guard lock(mutex);
        for (auto* job : running) guarded("heartbeat", [&] { job->heartbeat(); });
      }
      if (round % 5 == 0) guarded("take over", [&] { take_over(); });
      std::this_thread::sleep_for(tick);
    }
  }

  void run_timers() {
    while (!is_stopping) {
      guarded("timers", [&] { timers.run_due(); });
      std::this_thread::sleep_for(tick);
    }
  }

  template <class Part>
  void guarded(const char* what, Part&& part) {
    try {
      part();
    } catch (const std::exception& error) {
      log_error("job runner", {{"part", what}, {"problem", error.what()}});
      if (!is_stopping) std::this_thread::sleep_for(tick);
    }
  }
};

JobRunner::JobRunner(Database& database) : JobRunner{database, Options{}} {}

JobRunner::JobRunner(Database& database, Options options) : impl_{std::make_unique<Impl>(database, options)} {}

JobRunner::~JobRunner() {
  stop();
}

void JobRunner::add(std::string kind, JobHandler handler) {
  impl_->handlers[std::move(kind)] = std::move(handler);
}

void JobRunner::every(std::string name, std::chrono::seconds period, std::function<void(Database&)> run) {
  impl_->timers.add(std::move(name), period, std::move(run));
}

void JobRunner::start() {
  for (int i = 0; i < impl_->options.threads; ++i) impl_->threads.emplace_back([this] { impl_->work(); });
  impl_->threads.emplace_back([this] { impl_->watch(); });
  impl_->threads.emplace_back([this] { impl_->run_timers(); });
}

void JobRunner::stop() {
  impl_->is_stopping = true;
  impl_->threads.clear();
  impl_->is_stopping = false;
}

int JobRunner::run_pending() {
  int count = impl_->timers.run_due();
  impl_->take_over();
  while (impl_->run_one()) ++count;
  return count;
}

}  // namespace yimen::platform
