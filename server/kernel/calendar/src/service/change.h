#pragma once
#include <string>

#include "yimen/calendar/calendar_service.h"

/// What every change of a calendar has in common.
namespace yimen::calendar {

/// @returns forbidden when the region lies outside the actor's scope; the program itself may change every calendar.
Result<void> require_scope(const Actor&, std::int64_t region_code);

struct Change {
  Date from_day;       // the earliest day that changed
  std::string text;    // Chinese, for the trail
  std::string before;  // what stood there
};
/// Next version, fresh stamp, trail entry calendar.edit and message calendar.changed. @returns the version.
int record(Tx&, const Actor&, const CalendarHead&, const Change&);

/// The year whose notice a day belongs to: the New Year days of late December come with the next year's.
int notice_year_of(const DayOverride&);

}  // namespace yimen::calendar
