#pragma once
#include <optional>
#include <vector>

#include "data/calendar_file.h"
#include "yimen/calendar/calendar_service.h"

/// All SQL of the calendars.
namespace yimen::calendar::store {

std::vector<CalendarHead> heads(Tx&);
/// Holds the row until commit.
std::optional<CalendarHead> lock(Tx&, std::int64_t region_code);
/// Creates the calendar unless it exists, then holds it.
CalendarHead lock_or_create(Tx&, std::int64_t region_code, const std::string& name);
std::vector<DayOverride> days(Tx&, CalendarId);
std::vector<DayOverride> days_between(Tx&, CalendarId, Date first, Date last);
std::vector<CalendarYear> years(Tx&, CalendarId);
std::optional<CalendarYear> year(Tx&, CalendarId, int year);
std::optional<DayOverride> day(Tx&, CalendarId, Date);

void put_day(Tx&, CalendarId, const DayOverride&, int notice_year);
std::int64_t remove_day(Tx&, CalendarId, Date);
std::vector<DayOverride> days_of_notice(Tx&, CalendarId, int notice_year);
void put_year(Tx&, CalendarId, const CalendarYear&);
/// The next version of the calendar, and a fresh stamp that makes every instance drop its snapshot. @returns the version.
int touch(Tx&, const CalendarHead&);
std::int64_t stamp(Tx&);

}  // namespace yimen::calendar::store
