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
#include "yimen/platform/time.h"

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
  std::string title, unit;            // "导出办件", "件"
  JobState state = JobState::queued;
  std::string phase;
  std::int64_t done = 0, total = 0;
  std::optional<std::string> result;  // JSON text
  std::string error;                  // a Chinese sentence when failed
  int problem_count = 0;              // rows it could not do
  FileId file_id{};                   // what it made, 0 when nothing
  UserId created_by{};
  std::string owner_name;
  std::int64_t region_code = 0;       // of who ordered it: which administrators see it
  Instant created_at{};
  std::optional<Instant> started_at, finished_at;
};

/// A row that could not be done, or was done with a remark.
struct JobProblem {
  int row = 0;  // of the file, 0 when there is none
  std::string subject, field, detail;
  std::string severity = "error";  // info | warning | error
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

  /// What the last slice kept, empty at the first run: the handler goes on from there after a crash or a restart.
  virtual const boost::json::object& checkpoint() const = 0;
  /// In the transaction of a slice, so that the slice counts exactly once. @returns conflict "platform/job-lost" when the
  /// job is not this run's any more; the slice is undone with it.
  virtual Result<void> keep(Tx&, const boost::json::object& checkpoint, const std::vector<JobProblem>& problems = {}) = 0;
  /// Runs in the transaction that ends the job well; the file it answers (0: none) is the job's result.
  virtual void at_end(std::function<Result<FileId>(Tx&)>) = 0;
};

/// Returns the result. May run again after a crash: from the checkpoint, or from the start when nothing was kept.
using JobHandler = std::function<Result<boost::json::object>(JobRun&)>;

struct JobOrder {
  std::string kind;
  std::string title = {}, unit = {};
  boost::json::object args = {};
  UserId created_by{};
  std::string owner_name = {};
  std::int64_t region_code = 0;
  FileId source_file{};  // goes with the job
  std::optional<Instant> run_at = std::nullopt;
};
/// @returns the id to poll. The runners of this process begin as soon as the transaction is committed.
JobId enqueue(Tx&, const JobOrder&);
JobId enqueue(Tx&, std::string_view kind, const boost::json::object& args, UserId created_by,
              std::optional<Instant> run_at = {});
/// True when a job of that kind with the same arguments waits to begin: another one would do the same again.
bool is_waiting(Tx&, std::string_view kind, const boost::json::object& args);
std::optional<Job> find_job(Tx&, JobId);
std::vector<Job> jobs_of(Tx&, UserId created_by, int limit);
/// Running and waiting ones, and those that ended after `since`; newest first.
std::vector<Job> recent_jobs_of(Tx&, UserId created_by, Instant since, int limit);
std::vector<JobProblem> problems_of(Tx&, JobId, int after_position, int limit);
/// @returns conflict "platform/job-finished" when it is over already.
Result<void> cancel_job(Tx&, JobId);
/// {"id", "kind", "title", "unit", "state", "phase", "done", "total", "result", "error", "problem_count", "has_file",
///  "owner_name", "created_at", "started_at", "finished_at", "expires_at"}
boost::json::object to_json(const Job&);
/// How long an ended job and its result are kept.
inline constexpr std::chrono::hours job_kept{24 * 7};

class JobRunner {
 public:
  struct Options {
    int threads = 2;
    std::chrono::milliseconds poll{1000};
    std::chrono::seconds taken_over_after{120};  // silence of a runner
    int most_attempts = 3;                       // runners that died over a job
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
