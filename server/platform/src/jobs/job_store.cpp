#include <array>

#include <boost/json.hpp>

#include "yimen/platform/jobs.h"
#include "yimen/platform/json.h"

namespace yimen::platform {
namespace {

constexpr std::array<std::pair<JobState, std::string_view>, 5> state_words{{
    {JobState::queued, "queued"},
    {JobState::running, "running"},
    {JobState::done, "done"},
    {JobState::failed, "failed"},
    {JobState::cancelled, "cancelled"},
}};

constexpr std::string_view job_columns =
    "id, kind, state, phase, done, total, result, error, created_by, created_at, started_at, finished_at";

Job job_from(const Row& row) {
  return {.id = row.get<JobId>(0),
          .kind = row.get<std::string>(1),
          .state = row.get<JobState>(2),
          .phase = row.get<std::string>(3),
          .done = row.i64(4),
          .total = row.i64(5),
          .result = row.get<std::optional<std::string>>(6),
          .error = row.get<std::string>(7),
          .created_by = row.get<UserId>(8),
          .created_at = row.get<Instant>(9),
          .started_at = row.get<std::optional<Instant>>(10),
          .finished_at = row.get<std::optional<Instant>>(11)};
}

json::value instant_or_null(const std::optional<Instant>& at) {
  return at ? json::value(iso_instant(*at)) : json::value();
}

}  // namespace

std::string_view EnumText<JobState>::to(JobState state) {
  for (const auto& [known, word] : state_words)
    if (known == state) return word;
  return "queued";
}

std::optional<JobState> EnumText<JobState>::from(std::string_view text) {
  for (const auto& [state, word] : state_words)
    if (word == text) return state;
  return std::nullopt;
}

JobId enqueue(Tx& tx, std::string_view kind, const json::object& args, UserId created_by,
              std::optional<Instant> run_at) {
  const auto id = new_id<JobId>();
  tx.exec("insert into job (id, kind, args, created_by, created_at, run_at) values (?, ?, ?, ?, ?, ?)", id, kind,
          json::serialize(args), created_by, tx.now(), run_at.value_or(tx.now()));
  tx.announce();
  return id;
}

std::optional<Job> find_job(Tx& tx, JobId id) {
  return tx.find("select " + std::string(job_columns) + " from job where id = ?", job_from, id);
}

std::vector<Job> jobs_of(Tx& tx, UserId created_by, int limit) {
  return tx.all(
      "select " + std::string(job_columns) + " from job where created_by = ? order by created_at desc, id desc limit ?",
      job_from, created_by, limit);
}

Result<void> cancel_job(Tx& tx, JobId id) {
  const auto changed =
      tx.exec("update job set state = 'cancelled', finished_at = ? where id = ? and state in ('queued', 'running')",
              tx.now(), id);
  if (changed == 1) return {};
  if (!find_job(tx, id))
    return fail(ErrorCode::not_found, "platform/job-not-found", "没有找到这项后台任务，可能已过保存期。");
  return fail(ErrorCode::conflict, "platform/job-finished", "这项后台任务已经结束，不能再取消。");
}

json::object to_json(const Job& job) {
  json::object out;
  out["id"] = job.id.str();
  out["kind"] = job.kind;
  out["state"] = EnumText<JobState>::to(job.state);
  out["phase"] = job.phase;
  out["done"] = job.done;
  out["total"] = job.total;
  json::error_code ec;
  out["result"] = job.result ? json::parse(*job.result, ec) : json::value();
  out["error"] = job.error.empty() ? json::value() : json::value(job.error);
  out["created_at"] = iso_instant(job.created_at);
  out["started_at"] = instant_or_null(job.started_at);
  out["finished_at"] = instant_or_null(job.finished_at);
  return out;
}

}  // namespace yimen::platform
