#pragma once
#include <atomic>
#include <chrono>
#include <mutex>
#include <string>

#include <boost/json.hpp>

#include "yimen/platform/jobs.h"

namespace yimen::platform {

/// A job this process holds. `attempt` tells it from later runs of the same job by others: each write names it and
/// changes nothing once somebody else has taken over or the job was cancelled.
class RunningJob final : public JobRun {
 public:
  struct Claim {
    JobId id;
    std::string kind;
    boost::json::object args;
    UserId created_by;
    int attempt;
    boost::json::object checkpoint = {};
  };
  RunningJob(Database& database, Claim claim, const std::atomic<bool>& is_stopping)
      : database_{&database}, claim_{std::move(claim)}, is_stopping_{&is_stopping} {}

  JobId id() const override { return claim_.id; }
  UserId created_by() const override { return claim_.created_by; }
  const boost::json::object& args() const override { return claim_.args; }
  Database& database() const override { return *database_; }
  void progress(std::int64_t done, std::int64_t total, std::string_view phase) override;
  bool is_cancelled() override;
  const boost::json::object& checkpoint() const override { return claim_.checkpoint; }
  Result<void> keep(Tx&, const boost::json::object& checkpoint, const std::vector<JobProblem>& problems) override;
  void at_end(std::function<Result<FileId>(Tx&)> work) override { at_end_ = std::move(work); }

  /// Tells the others that this one lives, unless it did lately.
  void heartbeat();
  void finish(const Result<boost::json::object>&);

 private:
  void write_progress();
  /// True while the row is this run's; holds it until the commit.
  bool hold(Tx&) const;
  void requeue(Tx&) const;
  void write_end(Tx&, const Result<boost::json::object>&, FileId) const;
  bool is_written_within(std::chrono::milliseconds) const;

  Database* database_;
  Claim claim_;
  const std::atomic<bool>* is_stopping_;
  std::function<Result<FileId>(Tx&)> at_end_;
  std::mutex mutex_;
  std::string phase_;
  std::int64_t done_ = 0, total_ = 0;
  bool is_lost_ = false;           // cancelled or taken over
  bool was_told_to_stop_ = false;  // the handler has seen that the process ends
  std::chrono::steady_clock::time_point written_at_ = std::chrono::steady_clock::now();
};

}  // namespace yimen::platform
