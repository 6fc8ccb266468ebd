#include "yimen/platform/job_routes.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/job_store.h"
#include "yimen/platform/json.h"
#include "yimen/platform/sheet.h"

namespace yimen::platform {

namespace {

constexpr const char* tag = "后台任务";
constexpr int most_problems_shown = 200, most_problems_saved = 10'000;

bool may_see_all(const Actor& actor) { return actor.may(std::string(job_permission)); }

bool is_in_scope(const Actor& actor, const Job& job) {
  return job.region_code == 0 || (job.region_code >= actor.scope_low && job.region_code < actor.scope_high);
}

tl::unexpected<Error> not_found() {
  return fail(ErrorCode::not_found, "platform/job-not-found", "没有找到这项后台任务，可能已过保存期。");
}

Result<Job> own_job(Tx& tx, const Request& request) {
  auto job = find_job(tx, TRY(request.path_id<JobId>("job_id")));
  if (!job || job->created_by != request.actor().id) return not_found();
  return std::move(*job);
}

Result<Job> visible_job(Tx& tx, const Request& request) {
  auto job = find_job(tx, TRY(request.path_id<JobId>("job_id")));
  const auto& actor = request.actor();
  if (!job || (job->created_by != actor.id && !(may_see_all(actor) && is_in_scope(actor, *job)))) return not_found();
  return std::move(*job);
}

/// Results may name people and places: they are for who ordered the job. Others see how it goes.
json::object view(const Job& job, const Actor& actor, bool can_retry = false) {
  auto out = to_json(job);
  const bool is_own = job.created_by == actor.id;
  const bool is_open = job.state == JobState::queued || job.state == JobState::running;
  if (!is_own) {
    out["result"] = nullptr;
    out["has_file"] = false;
  }
  out["is_own"] = is_own;
  out["can_cancel"] = is_open;
  out["can_retry"] = is_own && can_retry;
  return out;
}

/// A failed or cancelled job may be ordered again as it was; one that ended with failed rows, for these rows.
bool is_retryable(const Job& job, const StoredOrder& order) {
  if (!order.args.contains("actor")) return false;
  if (job.state == JobState::failed || job.state == JobState::cancelled) return true;
  return job.state == JobState::done && job.problem_count > 0 && bool_or(order.args, "can_retry_rows");
}

Result<Response> list(const Request& request, Tx& tx) {
  const auto& actor = request.actor();
  const bool is_all = request.query("scope").value_or("mine") == "all";
  if (is_all && !may_see_all(actor)) return fail(ErrorCode::forbidden, "platform/jobs-not-yours", "您只能查看自己的后台任务。");
  const int limit = static_cast<int>(request.query_int("limit", 20, 1, 100));
  JobQuery query{.created_by = is_all ? UserId{} : actor.id, .scope_low = actor.scope_low, .scope_high = actor.scope_high, .limit = limit + 1};
  if (const auto state = request.query("state"); state == "open" || state == "ended") query.is_open = state == "open";
  if (const auto after = request.query("after"); after && !after->empty()) query.before = JobId(TRY(parse_id(*after)));
  auto jobs = list_jobs(tx, query);
  std::optional<std::string> next;
  if (static_cast<int>(jobs.size()) > limit) {
    jobs.pop_back();
    next = jobs.back().id.str();
  }
  json::array items;
  for (const auto& job : jobs) {
    const auto order = job.created_by == actor.id ? find_order(tx, job.id) : std::nullopt;
    items.push_back(view(job, actor, order && is_retryable(job, *order)));
  }
  const auto count = static_cast<std::int64_t>(items.size());
  return Response::json(page_of(std::move(items), next, count, !next));
}

Result<Response> show(const Request& request, Tx& tx) {
  const auto job = TRY(visible_job(tx, request));
  const auto order = find_order(tx, job.id);
  return Response::json(view(job, request.actor(), order && is_retryable(job, *order)));
}

Result<Response> problems(const Request& request, Tx& tx) {
  const auto job = TRY(own_job(tx, request));
  if (request.query("format") == "csv") {
    std::string text{byte_order_mark};
    text += csv_line({"行号", "对象", "字段", "说明", "级别"});
    for (const auto& one : problems_of(tx, job.id, 0, most_problems_saved)) {
      const auto* grade = one.severity == "error" ? "错误" : one.severity == "warning" ? "提醒" : "说明";
      text += csv_line({one.row ? std::to_string(one.row) : "", one.subject, one.field, one.detail, grade});
    }
    return Response::bytes(std::move(text), "text/csv; charset=utf-8", job.title + "_问题行.csv", Response::Disposition::attachment);
  }
  const int after = static_cast<int>(request.query_int("after", 0, 0, INT32_MAX));
  const int limit = static_cast<int>(request.query_int("limit", 50, 1, most_problems_shown));
  json::array items;
  for (const auto& one : problems_of(tx, job.id, after, limit))
    items.push_back(json::object{{"row", one.row}, {"subject", one.subject}, {"field", one.field}, {"detail", one.detail}, {"severity", one.severity}});
  const int shown = after + static_cast<int>(items.size());
  const bool has_more = shown < job.problem_count && !items.empty();
  return Response::json(page_of(std::move(items), has_more ? std::optional(std::to_string(shown)) : std::nullopt, job.problem_count, true));
}

Result<Response> cancel(const Request& request, Tx& tx, const JobNote& note) {
  const auto job = TRY(visible_job(tx, request));
  TRY(cancel_job(tx, job.id));
  if (note && job.created_by != request.actor().id)
    note(tx, request.actor(), job, "jobs.cancel", fmt::format("取消{}的后台任务“{}”", job.owner_name.empty() ? "系统" : job.owner_name, job.title));
  return Response::no_content();
}

Result<Response> retry(const Request& request, Tx& tx, FileStore& files) {
  const auto job = TRY(own_job(tx, request));
  auto order = find_order(tx, job.id);
  if (!order || !is_retryable(job, *order))
    return fail(ErrorCode::conflict, "platform/job-not-retryable", "这项任务没有需要重做的内容。");
  const auto permission = text_or(order->args, "permission");
  if (!permission.empty() && !request.actor().may(permission))
    return fail(ErrorCode::forbidden, "platform/job-not-allowed", "您现在的岗位没有这项权限，不能重做。");
  WantedJob wanted{.kind = job.kind, .title = job.title, .unit = job.unit, .permission = permission, .args = order->args,
                   .can_retry_rows = bool_or(order->args, "can_retry_rows")};
  if (job.state == JobState::done) {
    json::array rows;
    for (const int row : failed_rows(tx, job.id)) rows.push_back(row);
    if (rows.empty()) return fail(ErrorCode::conflict, "platform/job-not-retryable", "这项任务没有需要重做的内容。");
    wanted.args["only_rows"] = std::move(rows);
    wanted.title = job.title.ends_with("（只重试失败的行）") ? job.title : job.title + "（只重试失败的行）";
  }
  if (order->source_file) {
    const auto copy = TRY(files.add_copy(tx, order->source_file));
    wanted.source_file = copy.id;
  }
  const auto made = TRY(order_job(tx, request.actor(), wanted));
  return job_accepted(made);
}

Result<Response> download(const Request& request, Tx& tx, FileStore& files, const JobNote& note) {
  const auto job = TRY(own_job(tx, request));
  if (!job.file_id) return fail(ErrorCode::not_found, "platform/job-no-file", "这项任务没有结果文件，或结果已过保存期。");
  auto answer = TRY(files.serve(tx, job.file_id, Response::Disposition::attachment));
  if (note) note(tx, request.actor(), job, "jobs.download", fmt::format("下载后台任务“{}”的结果", job.title));
  return answer;
}

Response watch(const Request& request, LiveHub& hub, const Job& job) {
  const auto owner = job.created_by.value();
  LiveTopic topic{.event = "job",
                  .signal = std::string(job_signal),
                  .gap = std::chrono::milliseconds{300},
                  .keys = [owner](Tx&, const Actor&) { return std::vector<std::int64_t>{owner}; },
                  .look = [id = job.id](Tx& tx, const Actor& actor) -> std::optional<LiveTopic::News> {
                    const auto now = find_job(tx, id);
                    if (!now) return LiveTopic::News{{{"id", id.str()}, {"state", "gone"}}, true};
                    return LiveTopic::News{view(*now, actor), now->finished_at.has_value()};
                  }};
  return hub.answer(request, {std::move(topic)});
}

Schema instant_or_null() { return Schema::instant().optional(); }

}  // namespace

Schema job_schema() {
  return Schema::object(
      "Job", {{"id", Schema::id()}, {"kind", Schema::text(100)}, {"title", Schema::text(200)}, {"unit", Schema::text(20)},
              {"state", Schema::one_of({"queued", "running", "done", "failed", "cancelled"})}, {"phase", Schema::text(200).or_empty()},
              {"done", Schema::integer()}, {"total", Schema::integer().describe("0：总数未知")},
              {"result", Schema::any().optional()}, {"error", Schema::text(2000).optional()}, {"problem_count", Schema::integer()},
              {"has_file", Schema::boolean()}, {"owner_name", Schema::text(120)}, {"created_at", Schema::instant()},
              {"started_at", instant_or_null()}, {"finished_at", instant_or_null()}, {"expires_at", instant_or_null()},
              {"is_own", Schema::boolean().optional()}, {"can_cancel", Schema::boolean().optional()}, {"can_retry", Schema::boolean().optional()}});
}

void add_job_routes(Routes& routes, Database& database, FileStore& files, LiveHub& hub, JobNote note) {
  const std::string one = "/api/v1/jobs/{job_id}";
  const auto page = [](const char* name, Schema item) {
    return Schema::object(name, {{"items", Schema::list(std::move(item), 200)}, {"next", Schema::text(60).optional()}, {"total", Schema::integer()},
                                 {"total_is", Schema::one_of({"exact", "at_least"})}});
  };
  routes.get("/api/v1/jobs", Needs::signed_in(), tag).summary("后台任务，最新的在前").operation("listJobs")
      .parameter("scope", Schema::one_of({"mine", "all"}).describe("all：本地区所有人的，需要权限 job.run").optional())
      .parameter("state", Schema::one_of({"open", "ended"}).optional()).parameter("limit", Schema::integer(1, 100).optional())
      .parameter("after", Schema::text(60).optional()).answer(200, page("JobPage", job_schema())).reads(list);
  routes.get(one, Needs::signed_in(), tag).summary("一项后台任务的进度和结果").operation("getJob").answer(200, job_schema()).reads(show);
  routes.get(one + "/problems", Needs::signed_in(), tag).summary("没有办成的行和原因").operation("listJobProblems")
      .parameter("format", Schema::one_of({"json", "csv"}).optional()).parameter("limit", Schema::integer(1, most_problems_shown).optional())
      .parameter("after", Schema::text(20).optional())
      .answer(200, page("JobProblemPage", Schema::object("JobProblem", {{"row", Schema::integer().describe("0：与某一行无关")}, {"subject", Schema::text(300)},
                                                                        {"field", Schema::text(200)}, {"detail", Schema::text(5000)},
                                                                        {"severity", Schema::one_of({"info", "warning", "error"})}})))
      .reads(problems);
  routes.post(one + "/cancellation", Needs::signed_in(), tag).summary("取消后台任务").operation("cancelJob").answer(204, Schema::nothing())
      .commands([note](const Request& request, Tx& tx) { return cancel(request, tx, note); });
  routes.post(one + "/retry", Needs::signed_in(), tag).summary("重做：失败的任务整个重做，部分失败的只重试失败的行").operation("retryJob").answer(202, job_schema())
      .commands([&files](const Request& request, Tx& tx) { return retry(request, tx, files); });
  // A read for the browser; that data left the program is noted in a small transaction beside it.
  routes.get(one + "/file", Needs::signed_in(), tag).summary("下载结果文件（只有任务的发起人）").operation("getJobFile").answer(200, Schema::any())
      .handles([&database, &files, note](const Request& request) {
        return database.transact([&](Tx& tx) { return download(request, tx, files, note); });
      });
  routes.get(one + "/events", Needs::signed_in(), tag).summary("实时进度（Accept: text/event-stream 时为事件流，任务结束时流也结束；否则返回当前状态）").operation("watchJob")
      .answer(200, Schema::object("JobNow", {{"job", Schema::any()}}))
      .handles([&database, &hub](const Request& request) -> Result<Response> {
        const auto job = TRY(database.read([&](Tx& tx) { return visible_job(tx, request); }));
        return watch(request, hub, job);
      });
}

}  // namespace yimen::platform
