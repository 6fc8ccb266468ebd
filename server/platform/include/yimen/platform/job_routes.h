#pragma once
#include <functional>
#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "yimen/platform/actor.h"
#include "yimen/platform/files.h"
#include "yimen/platform/http.h"
#include "yimen/platform/jobs.h"
#include "yimen/platform/live.h"

/// Long work that people order over HTTP: who ordered it, how he follows it, and where the result lies.
namespace yimen::platform {

/// Sees the jobs of everybody in his region and cancels them; results and failed rows stay with who ordered.
inline constexpr std::string_view job_permission = "job.run";
inline constexpr int most_open_jobs = 5;  // per person

struct WantedJob {
  std::string kind, title, unit;
  std::string permission;       // of the order: asked again for a retry
  boost::json::object args = {};
  FileId source_file{};         // goes with the job
  bool can_retry_rows = false;  // the handler honours rows_to_retry()
};
/// In the transaction of the request. Who orders is kept with the job as he is now: post, scope, permissions.
/// @returns conflict "platform/too-many-jobs".
Result<Job> order_job(Tx&, const Actor&, const WantedJob&);
/// 202 with Location and the job.
Response job_accepted(const Job&);
Schema job_schema();

/// Who ordered the job, as he was then; the system's own actor for jobs nobody ordered.
Actor actor_of(const JobRun&);
FileId source_of(const JobRun&);
/// Rows of the source to look at when only failed ones are tried again; empty: all.
std::vector<int> rows_to_retry(const JobRun&);

/// News of one's jobs on the general stream: event "jobs".
LiveTopic job_topic();

/// What an administrator does with the job of somebody else, and downloads: the program's trail.
using JobNote = std::function<void(Tx&, const Actor&, const Job&, std::string_view act, std::string_view text)>;
/// GET /api/v1/jobs, /jobs/{job_id}, /jobs/{job_id}/events, /jobs/{job_id}/problems, /jobs/{job_id}/file;
/// POST /jobs/{job_id}/cancellation, /jobs/{job_id}/retry
void add_job_routes(Routes&, Database&, FileStore&, LiveHub&, JobNote);

/// Results and sources past their time; a timer calls it. @returns how many jobs lost their files.
int remove_expired_job_files(Database&, FileStore&);

}  // namespace yimen::platform
