// 工作日历变动后，只对在办件重新计算期限；已办结的保留原来的日期。
#include <boost/json.hpp>
#include <fmt/format.h>

#include "opened.h"
#include "yimen/region/region.h"

namespace yimen::approval {

namespace {

/// Leaves the savepoint of one case.
struct Refused {
  platform::Error error;
};

}  // namespace

Result<bool> Approval::recount_clock(Tx& tx, CaseId id) {
  const auto actor = platform::system_actor();
  const auto seen = TRY(cases::lock_case(tx, id));
  // Closed between the look at the list and the lock: it keeps its dates.
  if (seen.closed_at || !seen.received_on) return false;
  auto opened = TRY(open(tx, actor, id, seen.version));
  auto& file = opened.file;
  if (cases::is_before_acceptance(file.state)) cases::start_acceptance_clock(file, *file.received_on, *opened.days);
  else if (file.decided_at) cases::start_delivery_clock(file, platform::shanghai_date(*file.decided_at), *opened.days);
  else cases::refresh_clock(file, cases::clock_pauses(cases::pauses_of(tx, id)), *opened.days);
  const bool is_same = file.acceptance_due_on == seen.acceptance_due_on && file.promised_due_on == seen.promised_due_on &&
                       file.statutory_due_on == seen.statutory_due_on && file.delivery_due_on == seen.delivery_due_on;
  if (is_same) return false;
  ++file.version;
  file.changed_at = tx.now();
  const auto day = [](const std::optional<Date>& date) { return date ? platform::iso_date(*date) : std::string("—"); };
  TRY(finish(s_, tx, actor, opened, {.action = "cases.recount", .text = fmt::format("工作日历变动，办理期限由 {} 改为 {}", day(seen.due_on), day(file.due_on))}));
  return true;
}

Approval::Recount Approval::recount_clocks(Tx& tx, std::int64_t region_code, CaseId after, int at_most) {
  const auto [low, high] = region::range_of(region_code);
  const auto slice = tx.all(R"sql(
      select id, case_no from service_case
       where id > ? and region_code >= ? and region_code < ? and closed_at is null and received_on is not null
       order by id limit ?)sql",
                            [](const platform::Row& row) { return std::pair(row.get<CaseId>(0), row.get<std::string>(1)); },
                            after, low, high, at_most);
  Recount done;
  for (const auto& [id, number] : slice) {
    done.last = id;
    ++done.seen;
    try {
      tx.attempt([&, id = id] {
        auto moved = recount_clock(tx, id);
        if (!moved) throw Refused{std::move(moved.error())};
        if (*moved) ++done.moved;
      });
    } catch (const Refused& refused) { done.refused.emplace_back(number, refused.error.detail); }
  }
  return done;
}

}  // namespace yimen::approval
