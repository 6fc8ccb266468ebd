#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/job_store.h"
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
    "id, kind, title, unit, state, phase, done, total, result, error, problem_count, file_id, created_by, owner_name, "
    "region_code, created_at, started_at, finished_at";

Job job_from(const Row& row) {
  return {.id = row.get<JobId>(0),
          .kind = row.get<std::string>(1),
          .title = row.get<std::string>(2),
          .unit = row.get<std::string>(3),
          .state = row.get<JobState>(4),
          .phase = row.get<std::string>(5),
          .done = row.i64(6),
          .total = row.i64(7),
          .result = row.get<std::optional<std::string>>(8),
          .error = row.get<std::string>(9),
          .problem_count = row.get<int>(10),
          .file_id = row.get<FileId>(11),
          .created_by = row.get<UserId>(12),
          .owner_name = row.get<std::string>(13),
          .region_code = row.i64(14),
          .created_at = row.get<Instant>(15),
          .started_at = row.get<std::optional<Instant>>(16),
          .finished_at = row.get<std::optional<Instant>>(17)};
}

std::string select_jobs(std::string_view rest) {
  return fmt::format("select {} from job {}", job_columns, rest);
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

JobId enqueue(Tx& tx, const JobOrder& order) {
  const auto id = new_id<JobId>();
  tx.exec(R"sql(
      insert into job (id, kind, title, unit, args, created_by, owner_name, region_code, source_file_id, created_at, run_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql",
          id, order.kind, order.title, order.unit, json::serialize(order.args), order.created_by, order.owner_name,
          order.region_code, order.source_file, tx.now(), order.run_at.value_or(tx.now()));
  tx.announce();
  tx.tell(job_signal, order.created_by.value());
  return id;
}

JobId enqueue(Tx& tx, std::string_view kind, const json::object& args, UserId created_by,
              std::optional<Instant> run_at) {
  return enqueue(tx, {.kind = std::string(kind), .args = args, .created_by = created_by, .run_at = run_at});
}

bool is_waiting(Tx& tx, std::string_view kind, const json::object& args) {
  return tx.scalar<int>("select 1 from job where state = 'queued' and kind = ? and args = ? and checkpoint is null limit 1", kind,
                        json::serialize(args))
      .has_value();
}

std::optional<Job> find_job(Tx& tx, JobId id) {
  return tx.find(select_jobs("where id = ?"), job_from, id);
}

std::vector<Job> jobs_of(Tx& tx, UserId created_by, int limit) {
  return tx.all(select_jobs("where created_by = ? order by created_at desc, id desc limit ?"), job_from, created_by, limit);
}

std::vector<Job> recent_jobs_of(Tx& tx, UserId created_by, Instant since, int limit) {
  return tx.all(select_jobs(R"sql(
      where created_by = ? and (state in ('queued', 'running') or finished_at > ?)
      order by created_at desc, id desc limit ?)sql"),
                job_from, created_by, since, limit);
}

std::vector<Job> list_jobs(Tx& tx, const JobQuery& query) {
  std::string condition = "where 1 = 1";
  std::vector<Param> params;
  const auto add = [&](std::string_view part, auto... values) {
    condition += part;
    (params.push_back(to_param(values)), ...);
  };
  if (query.created_by) add(" and created_by = ?", query.created_by);
  else add(" and (region_code = 0 or (region_code >= ? and region_code < ?))", query.scope_low, query.scope_high);
  if (query.is_open) add(*query.is_open ? " and state in ('queued', 'running')" : " and state not in ('queued', 'running')");
  if (query.before) add(" and id < ?", query.before);
  add(" order by id desc limit ?", query.limit);
  std::vector<Job> jobs;
  tx.run(select_jobs(condition), params, [&](const Row& row) { jobs.push_back(job_from(row)); });
  return jobs;
}

int count_open_jobs(Tx& tx, UserId created_by) {
  return tx.scalar<int>("select count(*) from job where created_by = ? and state in ('queued', 'running')", created_by)
      .value_or(0);
}

std::optional<StoredOrder> find_order(Tx& tx, JobId id) {
  return tx.find("select args, source_file_id from job where id = ?",
                 [](const Row& row) {
                   auto args = json::parse(row.text(0));
                   return StoredOrder{std::move(args.as_object()), row.get<FileId>(1)};
                 },
                 id);
}

std::vector<JobProblem> problems_of(Tx& tx, JobId id, int after_position, int limit) {
  return tx.all(R"sql(
      select row_no, subject, field, detail, severity
        from job_problem
       where job_id = ? and position > ?
       order by position limit ?)sql",
                [](const Row& row) {
                  return JobProblem{row.get<int>(0), row.get<std::string>(1), row.get<std::string>(2),
                                    row.get<std::string>(3), row.get<std::string>(4)};
                },
                id, after_position, limit);
}

std::vector<int> failed_rows(Tx& tx, JobId id) {
  return tx.all("select distinct row_no from job_problem where job_id = ? and severity = 'error' and row_no > 0 order by row_no",
                [](const Row& row) { return row.get<int>(0); }, id);
}

Result<void> cancel_job(Tx& tx, JobId id) {
  const auto changed =
      tx.exec("update job set state = 'cancelled', finished_at = ? where id = ? and state in ('queued', 'running')",
              tx.now(), id);
  if (changed == 1) {
    tx.tell(job_signal, tx.scalar<std::int64_t>("select created_by from job where id = ?", id).value_or(0));
    return {};
  }
  if (!find_job(tx, id))
    return fail(ErrorCode::not_found, "platform/job-not-found", "没有找到这项后台任务，可能已过保存期。");
  return fail(ErrorCode::conflict, "platform/job-finished", "这项后台任务已经结束，不能再取消。");
}

json::object to_json(const Job& job) {
  json::object out;
  out["id"] = job.id.str();
  out["kind"] = job.kind;
  out["title"] = job.title;
  out["unit"] = job.unit;
  out["state"] = EnumText<JobState>::to(job.state);
  out["phase"] = job.phase;
  out["done"] = job.done;
  out["total"] = job.total;
  json::error_code ec;
  out["result"] = job.result ? json::parse(*job.result, ec) : json::value();
  out["error"] = job.error.empty() ? json::value() : json::value(job.error);
  out["problem_count"] = job.problem_count;
  out["has_file"] = static_cast<bool>(job.file_id);
  out["owner_name"] = job.owner_name;
  out["created_at"] = iso_instant(job.created_at);
  out["started_at"] = instant_or_null(job.started_at);
  out["finished_at"] = instant_or_null(job.finished_at);
  out["expires_at"] = instant_or_null(job.finished_at ? std::optional(*job.finished_at + job_kept) : std::nullopt);
  return out;
}

}  // namespace yimen::platform
