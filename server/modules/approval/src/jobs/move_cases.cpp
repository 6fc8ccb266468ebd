// 在办件迁移和撤回迁移：一件一个事务，中断后从上一件之后继续。
#include <boost/json.hpp>
#include <fmt/format.h>

#include "jobs/jobs.h"
#include "service/move_plan.h"
#include "yimen/platform/job_routes.h"
#include "yimen/platform/json.h"

namespace yimen::approval {

namespace {

constexpr int cases_per_look = 100;

struct Progress {
  CaseId after;
  std::int64_t total = 0, seen = 0, done = 0, refused = 0;

  explicit Progress(const json::object& kept)
      : after{platform::int_or(kept, "after")}, total{platform::int_or(kept, "total")}, seen{platform::int_or(kept, "seen")},
        done{platform::int_or(kept, "done")}, refused{platform::int_or(kept, "refused")} {}
  json::object kept() const { return {{"after", after.value()}, {"total", total}, {"seen", seen}, {"done", done}, {"refused", refused}}; }
};

/// One case after the other; what is refused becomes a line of the job and stays as it was.
template <class Look, class Act>
Result<json::object> each_case(platform::JobRun& run, std::string_view phase, Look look, Act act) {
  Progress at{run.checkpoint()};
  for (;;) {
    const auto next = run.database().read([&](Tx& tx) { return look(tx, at.after); });
    if (next.empty()) break;
    if (at.total == 0) at.total = static_cast<std::int64_t>(next.size());
    for (const auto id : next) {
      if (run.is_cancelled()) return json::object{{"done", at.done}, {"refused", at.refused}};
      run.progress(at.seen, std::max(at.total, at.seen + 1), phase);
      auto now = at;
      now.after = id;
      ++now.seen;
      const auto kept = run.database().transact([&](Tx& tx) -> Result<bool> {
        const bool is_done = TRY(act(tx, id));
        auto counted = now;
        counted.done += is_done ? 1 : 0;
        TRY(run.keep(tx, counted.kept()));
        return is_done;
      });
      if (kept) now.done += *kept ? 1 : 0;
      else if (kept.error().slug == "platform/job-lost") return tl::make_unexpected(kept.error());
      else {
        ++now.refused;
        TRY(run.database().transact([&](Tx& tx) -> Result<bool> {
          const auto file = TRY(cases::get_case(tx, id));
          TRY(run.keep(tx, now.kept(), {{.subject = file.case_no, .field = {}, .detail = kept.error().detail}}));
          return true;
        }));
      }
      at = now;
    }
    at.total = at.seen + static_cast<std::int64_t>(next.size() == cases_per_look ? cases_per_look : 0);
  }
  run.progress(at.seen, at.seen, phase);
  return json::object{{"cases", at.seen}, {"done", at.done}, {"refused", at.refused}};
}

}  // namespace

Result<json::object> move_cases_job(platform::JobRun& run, Approval& approval) {
  const auto actor = platform::actor_of(run);
  const auto key = platform::text_or(run.args(), "key");
  const Approval::VersionMove order{.from = static_cast<int>(platform::int_or(run.args(), "from")), .to = static_cast<int>(platform::int_or(run.args(), "to")),
                                    .mapping = mapping_from(platform::text_or(run.args(), "mapping")), .reason = platform::text_or(run.args(), "reason")};
  return each_case(run, "迁移办件", [&](Tx& tx, CaseId after) { return cases_to_move(tx, actor, key, order.from, after, cases_per_look); },
                   [&](Tx& tx, CaseId id) { return approval.move_to_version(tx, actor, id, order, run.id()); });
}

Result<json::object> undo_moves_job(platform::JobRun& run, Approval& approval) {
  const auto actor = platform::actor_of(run);
  const platform::JobId moved{platform::id_or_zero(run.args(), "job")};
  const auto look = [&](Tx& tx, CaseId after) {
    return tx.all("select case_id from process_move where job_id = ? and case_id > ? and undone_at is null order by case_id limit ?",
                  [](const platform::Row& row) { return row.get<CaseId>(0); }, moved, after, cases_per_look);
  };
  return each_case(run, "撤回迁移", look, [&](Tx& tx, CaseId id) { return approval.undo_move(tx, actor, moved, id); });
}

}  // namespace yimen::approval
