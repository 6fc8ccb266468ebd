// 工作日历变动后，只对在办件重新计算期限；已办结的保留原来的日期。
#include <boost/json.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "opened.h"
#include "yimen/region/region.h"

namespace yimen::approval {

int Approval::recount_clocks(platform::Database& database, std::int64_t region_code) {
  const auto [low, high] = region::range_of(region_code);
  int moved = 0;
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto page = database.read([&, low = low, high = high](Tx& tx) {
      return tx.all(R"sql(
          select id from service_case
           where id > ? and region_code >= ? and region_code < ? and closed_at is null and received_on is not null
           order by id limit 200)sql",
                    [](const platform::Row& row) { return row.get<CaseId>(0); }, after, low, high);
    });
    more = page.size() == 200;
    for (const auto id : page) {
      after = id.value();
      const auto done = database.transact([&](Tx& tx) -> Result<Done> {
        const auto actor = platform::system_actor();
        const auto seen = TRY(cases::lock_case(tx, id));
        auto opened = TRY(open(tx, actor, id, seen.version));
        auto& file = opened.file;
        if (cases::is_before_acceptance(file.state)) cases::start_acceptance_clock(file, *file.received_on, *opened.days);
        else if (file.decided_at) cases::start_delivery_clock(file, platform::shanghai_date(*file.decided_at), *opened.days);
        else cases::refresh_clock(file, cases::clock_pauses(cases::pauses_of(tx, id)), *opened.days);
        const bool is_same = file.acceptance_due_on == seen.acceptance_due_on && file.promised_due_on == seen.promised_due_on &&
                             file.statutory_due_on == seen.statutory_due_on && file.delivery_due_on == seen.delivery_due_on;
        if (is_same) return Done{};
        ++file.version;
        file.changed_at = tx.now();
        const auto day = [](const std::optional<Date>& date) { return date ? platform::iso_date(*date) : std::string("—"); };
        TRY(finish(s_, tx, actor, opened, {.action = "cases.recount", .text = fmt::format("工作日历变动，办理期限由 {} 改为 {}", day(seen.due_on), day(file.due_on))}));
        return done_of(opened);
      });
      if (!done) spdlog::error("recount {}: {} {}", id.str(), done.error().slug, done.error().detail);
      else if (done->case_id) ++moved;
    }
  }
  return moved;
}

}  // namespace yimen::approval
