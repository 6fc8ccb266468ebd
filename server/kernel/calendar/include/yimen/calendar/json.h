#pragma once
#include <boost/json/fwd.hpp>

#include "yimen/calendar/calendar.h"

namespace yimen::calendar {

/// {due_on, used, remaining, paused, is_beyond_known_calendar, days: [{day, kind: counted|off|paused, number, note}]}:
/// what the page behind 怎么算的 shows. `days` is there when the reading was made with them.
boost::json::object to_json(const ClockReading&);
/// {length, unit, text}
boost::json::object to_json(const Limit&);

}  // namespace yimen::calendar
