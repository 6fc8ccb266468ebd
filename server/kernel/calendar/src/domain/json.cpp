#include "yimen/calendar/json.h"

#include <boost/json.hpp>

#include "yimen/platform/db.h"

namespace yimen::calendar {
namespace {

std::string_view word_of(DayCount::Kind kind) {
  switch (kind) {
    case DayCount::Kind::counted: return "counted";
    case DayCount::Kind::off: return "off";
    case DayCount::Kind::paused: return "paused";
  }
  return {};
}

}  // namespace

boost::json::object to_json(const ClockReading& reading) {
  boost::json::object object{{"due_on", platform::iso_date(reading.due_on)},
                             {"used", reading.used},
                             {"remaining", reading.remaining},
                             {"paused", reading.paused},
                             {"is_beyond_known_calendar", reading.is_beyond_known_calendar}};
  boost::json::array days;
  days.reserve(reading.days.size());
  for (const auto& day : reading.days)
    days.push_back(boost::json::object{
        {"day", platform::iso_date(day.day)}, {"kind", word_of(day.kind)}, {"number", day.number}, {"note", day.note}});
  object["days"] = std::move(days);
  return object;
}

boost::json::object to_json(const Limit& limit) {
  return {{"length", limit.length}, {"unit", platform::EnumText<LimitUnit>::to(limit.unit)}, {"text", zh_limit(limit)}};
}

}  // namespace yimen::calendar
