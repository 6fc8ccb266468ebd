// 工作日历变动引起的期限重算：一批一个事务，中断后从上一批之后继续。
#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/jobs.h"
#include "service/process.h"
#include "yimen/platform/json.h"
#include "yimen/region/region.h"

namespace yimen::approval {

namespace {

/// Others wait for the writer of an embedded database while a slice runs: a few tens of milliseconds.
constexpr int cases_per_slice = 20;

std::int64_t count_cases(Tx& tx, std::int64_t region_code) {
  const auto [low, high] = region::range_of(region_code);
  return tx.scalar<std::int64_t>(R"sql(
      select count(*) from service_case
       where region_code >= ? and region_code < ? and closed_at is null and received_on is not null)sql", low, high).value_or(0);
}

struct Progress {
  CaseId after;
  std::int64_t total = 0, seen = 0, moved = 0, refused = 0;

  explicit Progress(const json::object& kept)
      : after{platform::int_or(kept, "after")}, total{platform::int_or(kept, "total")}, seen{platform::int_or(kept, "seen")},
        moved{platform::int_or(kept, "moved")}, refused{platform::int_or(kept, "refused")} {}
  json::object kept() const { return {{"after", after.value()}, {"total", total}, {"seen", seen}, {"moved", moved}, {"refused", refused}}; }
};

}  // namespace

Result<json::object> recount_clocks_job(platform::JobRun& run, Approval& approval) {
  const auto region_code = platform::int_or(run.args(), "region_code");
  Progress at{run.checkpoint()};
  if (run.checkpoint().empty()) at.total = run.database().read([&](Tx& tx) { return count_cases(tx, region_code); });
  while (!run.is_cancelled()) {
    run.progress(at.seen, std::max(at.total, at.seen), "重新计算期限");
    const auto next = TRY(run.database().transact([&](Tx& tx) -> Result<Progress> {
      auto now = at;
      const auto slice = approval.recount_clocks(tx, region_code, at.after, cases_per_slice);
      if (!slice.last) return now;
      std::vector<platform::JobProblem> problems;
      for (const auto& [number, why] : slice.refused) problems.push_back({.subject = number, .field = {}, .detail = why});
      now.after = slice.last;
      now.seen += slice.seen;
      now.moved += slice.moved;
      now.refused += static_cast<std::int64_t>(slice.refused.size());
      TRY(run.keep(tx, now.kept(), problems));
      return now;
    }));
    const bool is_end = next.after == at.after;
    at = next;
    if (is_end) break;
  }
  run.progress(at.seen, std::max(at.total, at.seen), "重新计算期限");
  return json::object{{"cases", at.seen}, {"moved", at.moved}, {"refused", at.refused}};
}

void add_jobs(platform::JobRunner& jobs, platform::OutboxRunner& outbox, Approval& approval) {
  jobs.add(recount_kind, [&approval](platform::JobRun& run) { return recount_clocks_job(run, approval); });
  jobs.add(export_kind, [&approval](platform::JobRun& run) { return export_cases_job(run, approval); });
  jobs.add(move_kind, [&approval](platform::JobRun& run) { return move_cases_job(run, approval); });
  jobs.add(undo_kind, [&approval](platform::JobRun& run) { return undo_moves_job(run, approval); });
  jobs.add(trial_kind, [&approval](platform::JobRun& run) { return try_process_job(run, approval); });
  outbox.subscribe(std::string(process_work_topic), "approval", [&approval](const platform::OutboxEvent& event, platform::Database& database) -> Result<void> {
    const auto work = event.object();
    return database.transact([&](Tx& tx) { return approval.do_process_work(tx, CaseId{platform::id_or_zero(work, "case_id")}, static_cast<int>(platform::int_or(work, "token")), platform::text_or(work, "service")); });
  });
  outbox.subscribe(std::string(process_signal_topic), "approval", [&approval](const platform::OutboxEvent& event, platform::Database& database) -> Result<void> {
    TRY(approval.deliver_signal(database, platform::id_or_zero(event.object(), "signal_id")));
    return {};
  });
  jobs.add(export_departures_kind, [&approval](platform::JobRun& run) { return export_departures_job(run, approval); });
  outbox.subscribe("calendar.changed", "approval", [](const platform::OutboxEvent& event, platform::Database& database) -> Result<void> {
    const auto changed = event.object();
    const json::object args{{"region_code", platform::id_or_zero(changed, "region_code")}};
    return database.transact([&](Tx& tx) -> Result<void> {
      // Ten days edited in a row are one recount, as long as it has not begun: one that runs may have passed a case already.
      if (platform::is_waiting(tx, recount_kind, args)) return {};
      const auto region_code = platform::int_or(args, "region_code");
      const auto region = region::Regions{}.find(tx, region_code);
      platform::enqueue(tx, {.kind = recount_kind,
                             .title = fmt::format("工作日历变动，重新计算{}在办件的期限", region ? region->name : ""),
                             .unit = "件",
                             .args = args,
                             .created_by = platform::UserId{platform::id_or_zero(changed, "actor_id")},
                             .owner_name = platform::text_or(changed, "actor_name"),
                             .region_code = region_code});
      return {};
    });
  });
}

}  // namespace yimen::approval
