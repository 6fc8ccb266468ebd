#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "yimen/platform/db.h"
#include "yimen/platform/id.h"
#include "yimen/platform/result.h"

/// Long work with progress, and timers. Both survive the death of the process that runs them.
namespace yimen::platform {

enum class JobState { queued, running, done, failed, cancelled };

template <>
struct EnumText<JobState> {
  static std::string_view to(JobState);
  static std::optional<JobState> from(std::string_view);
};

/// A job as people see it.
struct Job {
  JobId id{};
  std::string kind;
  JobState state = JobState::queued;
  std::string phase;
  std::int64_t done = 0, total = 0;
  std::optional<std::string> result;  // JSON text
  std::string error;                  // a Chinese sentence when failed
  UserId created_by{};
  Instant created_at{};
  std::optional<Instant> started_at, finished_at;
};

/// What a handler sees of its job.
class JobRun {
 public:
  virtual ~JobRun() = default;
  virtual JobId id() const = 0;
  virtual UserId created_by() const = 0;
  virtual const boost::json::object& args() const = 0;
  virtual Database& database() const = 0;
  /// Cheap: written to the database a few times per second at most, and whenever the phase changes.
  virtual void progress(std::int64_t done, std::int64_t total, std::string_view phase) = 0;
  /// Ask between two pieces of work and return soon when true (cancelled, taken over by another runner, or shutting down).
  virtual bool is_cancelled() = 0;
};

/// Returns the result. May run again from the start after a crash, so each piece of work is idempotent.
using JobHandler = std::function<Result<boost::json::object>(JobRun&)>;

/// @returns the id to poll. The runners of this process begin as soon as the transaction is committed.
JobId enqueue(Tx&, std::string_view kind, const boost::json::object& args, UserId created_by,
              std::optional<Instant> run_at = {});
std::optional<Job> find_job(Tx&, JobId);
std::vector<Job> jobs_of(Tx&, UserId created_by, int limit);
/// @returns conflict "platform/job-finished" when it is over already.
Result<void> cancel_job(Tx&, JobId);
/// {"id", "kind", "state", "phase", "done", "total", "result", "error", "created_at", "started_at", "finished_at"}
boost::json::object to_json(const Job&);

class JobRunner {
 public:
  struct Options {
    int threads = 2;
    std::chrono::milliseconds poll{1000};
    std::chrono::seconds taken_over_after{120};  // silence of a runner
    int most_attempts = 3;                       // runners that died over a job
    std::chrono::hours kept{24 * 7};             // finished jobs
  };
  explicit JobRunner(Database&);
  JobRunner(Database&, Options);
  ~JobRunner();
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  /// Before start(), like every().
  void add(std::string kind, JobHandler);
  /// Runs about every so often by the program's clock, in one instance at a time; at once when it never ran. An exception is
  /// logged. What takes longer than a minute enqueues a job instead.
  void every(std::string name, std::chrono::seconds period, std::function<void(Database&)>);
  void start();
  /// Waits for running handlers, whose is_cancelled() turns true; a job that stopped for this runs again later.
  void stop();
  /// Runs what is due on this thread, timers first, until nothing is: for tests, simulated time and tools. Not while started.
  /// @returns how many timers and jobs ran.
  int run_pending();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yimen::platform
