#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/job_store.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"

namespace yimen::platform {

namespace {

json::object stored_actor(const Actor& actor) {
  json::array permissions;
  if (actor.permissions)
    for (const auto& name : *actor.permissions) permissions.push_back(json::string(name));
  return {{"kind", static_cast<int>(actor.kind)},
          {"id", actor.id.value()},
          {"name", actor.name},
          {"post_id", actor.post_id},
          {"post_name", actor.post_name},
          {"substitute_for", actor.substitute_for.value()},
          {"substitute_for_name", actor.substitute_for_name},
          {"department_id", actor.department_id},
          {"window_id", actor.window_id},
          {"scope_low", actor.scope_low},
          {"scope_high", actor.scope_high},
          {"all_departments", actor.all_departments},
          {"permissions", std::move(permissions)},
          {"ip", actor.ip},
          {"request_id", actor.request_id}};
}

Actor actor_from(const json::object& stored) {
  Actor actor;
  actor.kind = static_cast<ActorKind>(int_or(stored, "kind"));
  actor.id = UserId{int_or(stored, "id")};
  actor.name = text_or(stored, "name");
  actor.post_id = int_or(stored, "post_id");
  actor.post_name = text_or(stored, "post_name");
  actor.substitute_for = UserId{int_or(stored, "substitute_for")};
  actor.substitute_for_name = text_or(stored, "substitute_for_name");
  actor.department_id = int_or(stored, "department_id");
  actor.window_id = int_or(stored, "window_id");
  actor.scope_low = int_or(stored, "scope_low");
  actor.scope_high = int_or(stored, "scope_high");
  actor.all_departments = bool_or(stored, "all_departments");
  std::unordered_set<std::string> permissions;
  if (const auto* names = array_at(stored, "permissions"))
    for (const auto& name : *names) permissions.emplace(name.as_string());
  actor.permissions = std::make_shared<const std::unordered_set<std::string>>(std::move(permissions));
  actor.ip = text_or(stored, "ip");
  actor.request_id = text_or(stored, "request_id");
  return actor;
}

}  // namespace

Result<Job> order_job(Tx& tx, const Actor& actor, const WantedJob& wanted) {
  if (count_open_jobs(tx, actor.id) >= most_open_jobs)
    return fail(ErrorCode::conflict, "platform/too-many-jobs",
                fmt::format("您已有 {} 项后台任务在进行，请等其中一项结束，或在“后台任务”里取消后再试。", most_open_jobs));
  auto args = wanted.args;
  args["actor"] = stored_actor(actor);
  args["permission"] = wanted.permission;
  if (wanted.can_retry_rows) args["can_retry_rows"] = true;
  if (wanted.source_file) args["source_file"] = wanted.source_file.value();
  const auto id = enqueue(tx, {.kind = wanted.kind,
                               .title = wanted.title,
                               .unit = wanted.unit,
                               .args = args,
                               .created_by = actor.id,
                               .owner_name = actor.name,
                               .region_code = actor.scope_low,
                               .source_file = wanted.source_file});
  return *find_job(tx, id);
}

Response job_accepted(const Job& job) {
  return Response::json(to_json(job), 202).header("Location", "/api/v1/jobs/" + job.id.str());
}

Actor actor_of(const JobRun& run) {
  const auto* stored = object_at(run.args(), "actor");
  return stored ? actor_from(*stored) : system_actor();
}

FileId source_of(const JobRun& run) { return FileId{int_or(run.args(), "source_file")}; }

std::vector<int> rows_to_retry(const JobRun& run) {
  std::vector<int> rows;
  if (const auto* list = array_at(run.args(), "only_rows"))
    for (const auto& row : *list) rows.push_back(static_cast<int>(row.as_int64()));
  return rows;
}

LiveTopic job_topic() {
  return {.event = "jobs",
          .signal = std::string(job_signal),
          .gap = std::chrono::milliseconds{400},
          .keys = [](Tx&, const Actor& actor) { return std::vector<std::int64_t>{actor.id.value()}; },
          .look = [](Tx& tx, const Actor& actor) -> std::optional<LiveTopic::News> {
            json::array items;
            for (const auto& job : recent_jobs_of(tx, actor.id, tx.now() - std::chrono::minutes{10}, 10)) items.push_back(to_json(job));
            return LiveTopic::News{{{"items", std::move(items)}}};
          }};
}

int remove_expired_job_files(Database& database, FileStore& files) {
  struct Expired {
    JobId job;
    FileId file, source;
  };
  const auto expired = database.read([](Tx& tx) {
    return tx.all(R"sql(
        select id, file_id, source_file_id from job
         where finished_at < ? and (file_id <> 0 or source_file_id <> 0)
         order by finished_at limit 500)sql",
                  [](const Row& row) { return Expired{row.get<JobId>(0), row.get<FileId>(1), row.get<FileId>(2)}; },
                  tx.now() - job_kept);
  });
  for (const auto& one : expired) {
    // The file first: a job that names none is deleted soon, and then nobody knows the file any more.
    for (const auto file : {one.file, one.source})
      if (file) files.remove(database, file);
    database.transact([&](Tx& tx) {
      tx.exec("update job set file_id = 0, source_file_id = 0 where id = ?", one.job);
      return true;
    });
  }
  return static_cast<int>(expired.size());
}

}  // namespace yimen::platform
