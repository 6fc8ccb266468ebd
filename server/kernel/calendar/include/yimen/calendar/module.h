#pragma once
#include <vector>

#include "yimen/calendar/calendar_service.h"
#include "yimen/platform/http.h"

namespace yimen::calendar {

/// /api/v1/calendars …; reading is for anybody, changes need the permission calendar.edit. `calendars` outlives the routes.
void add_routes(platform::Routes&, CalendarService& calendars);

}  // namespace yimen::calendar

namespace yimen::migrations {
std::vector<platform::Migration> calendar();
}
