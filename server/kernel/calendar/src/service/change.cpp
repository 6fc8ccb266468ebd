#include "service/change.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include "store/calendar_store.h"
#include "yimen/platform/json.h"
#include "yimen/trail/trail.h"

namespace yimen::calendar {

Result<void> require_scope(const Actor& actor, std::int64_t region_code) {
  const bool is_inside = actor.scope_low <= region_code && region_code < actor.scope_high;
  if (actor.kind == platform::ActorKind::system || is_inside) return {};
  return platform::fail(platform::ErrorCode::forbidden, "calendar/outside-scope", "您只能维护本地区的工作日历，请联系该地区的管理员。");
}

int record(Tx& tx, const Actor& actor, const CalendarHead& head, const Change& change) {
  const int version = store::touch(tx, head);
  trail::append(tx, actor,
                {.action = "calendar.edit",
                 .subject_kind = "calendar",
                 .subject_id = head.id.value(),
                 .region_code = head.region_code,
                 .text = change.text,
                 .facts = {{"from_day", platform::iso_date(change.from_day)}, {"before", change.before}, {"version", version}}});
  const boost::json::object message{{"region_code", fmt::format("{:012}", head.region_code)}, {"from_day", platform::iso_date(change.from_day)},
                                    {"actor_id", actor.id.str()}, {"actor_name", actor.name}};
  tx.publish("calendar.changed", platform::to_text(message));
  return version;
}

int notice_year_of(const DayOverride& entry) {
  const bool is_next = entry.day.month() == std::chrono::December && entry.name == "元旦";
  return static_cast<int>(entry.day.year()) + (is_next ? 1 : 0);
}

}  // namespace yimen::calendar
