#include <algorithm>
#include <chrono>

#include "yimen/calendar/calendar.h"

namespace yimen::calendar {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// A century: longer limits are entry errors, and a clock must stay cheap to read.
constexpr int longest = 36'600;
/// Days listed beyond the due date of an overdue clock; who wants to see more wants a different list.
constexpr int longest_overdue_list = 366;

int days_of(Date start, Limit limit) {
  const int length = std::clamp(limit.length, 0, longest);
  switch (limit.unit) {
    case LimitUnit::working_day:
    case LimitUnit::calendar_day: return length;
    case LimitUnit::hour: return length / 24;
    case LimitUnit::month: return platform::days_between(start, add_months(start, std::min(length, 1200)));
    case LimitUnit::year: return platform::days_between(start, add_months(start, std::min(length, 100) * 12));
    case LimitUnit::instant: return 0;
  }
  return 0;
}

struct Stop {
  sys_days after;
  sys_days last;
  const std::string* reason;
};

/// Walks from day to day and says of each whether it counts.
class Walker {
 public:
  Walker(const WorkCalendar& calendar, Date start, Limit limit, int extension, std::vector<Stop> stops)
      : calendar_{calendar}, day_{start}, is_working_days_{limit.unit == LimitUnit::working_day}, base_{days_of(start, limit)},
        total_{base_ + std::clamp(extension, 0, longest)}, stops_{std::move(stops)} {}

  sys_days day() const { return day_; }
  int number() const { return number_; }
  int total() const { return total_; }
  bool is_done() const { return number_ >= total_; }

  DayCount::Kind step() {
    day_ += days{1};
    const bool would_count = counts();
    stop_ = would_count && !was_done() ? stop_at(day_) : nullptr;
    if (!would_count) return DayCount::Kind::off;
    if (stop_ != nullptr) {
      ++paused_;
      return DayCount::Kind::paused;
    }
    ++number_;
    return DayCount::Kind::counted;
  }
  const std::string& pause_reason() const { return *stop_->reason; }
  int paused() const { return paused_; }

 private:
  bool was_done() const { return number_ >= total_; }
  bool counts() const {
    if (is_working_days_) return calendar_.is_working(day_);
    if (number_ < base_ - 1) return true;                        // calendar days until the last but one
    if (number_ < total_) return calendar_.is_working(day_);     // the last one, and the extension, not on a rest day
    return true;                                                 // overdue: every day
  }
  const Stop* stop_at(sys_days day) const {
    for (const auto& stop : stops_)
      if (stop.after < day && day <= stop.last) return &stop;
    return nullptr;
  }

  const WorkCalendar& calendar_;
  sys_days day_;
  bool is_working_days_;
  int base_;
  int total_;
  int number_ = 0;
  int paused_ = 0;
  std::vector<Stop> stops_;
  const Stop* stop_ = nullptr;
};

std::vector<Stop> stops_of(std::span<const Pause> pauses, std::optional<Date> open_until) {
  std::vector<Stop> stops;
  stops.reserve(pauses.size());
  for (const auto& pause : pauses) {
    const auto last = pause.until ? pause.until : open_until;
    if (last) stops.push_back({sys_days{pause.from}, sys_days{*last}, &pause.reason});
  }
  return stops;
}

DayCount describe(const WorkCalendar& calendar, const Walker& walker, DayCount::Kind kind) {
  DayCount entry{Date{walker.day()}, kind, walker.number(), {}};
  entry.note = kind == DayCount::Kind::paused ? walker.pause_reason() : calendar.day_name(entry.day);
  return entry;
}

}  // namespace

ClockReading read_clock(const WorkCalendar& calendar, Date start, Limit limit, int extension_working_days, std::span<const Pause> pauses,
                        Date today, bool with_days) {
  Walker walker{calendar, start, limit, extension_working_days, stops_of(pauses, today)};
  ClockReading reading;
  reading.due_on = start;
  const auto last = sys_days{today};
  int paused_by_due = 0;
  while (!walker.is_done() || walker.day() < last) {
    const bool was_done = walker.is_done();
    const auto kind = walker.step();
    if (!was_done) {
      if (walker.is_done()) reading.due_on = walker.day();
      paused_by_due = walker.paused();
    }
    if (walker.day() <= last) reading.used = walker.number();
    if (with_days && walker.day() <= sys_days{reading.due_on} + days{walker.is_done() ? longest_overdue_list : longest})
      reading.days.push_back(describe(calendar, walker, kind));
  }
  reading.remaining = walker.total() - reading.used;
  reading.paused = paused_by_due;
  reading.is_beyond_known_calendar = !calendar.is_known(reading.due_on);
  return reading;
}

Date due_date(const WorkCalendar& calendar, Date start, Limit limit, int extension_working_days, std::span<const Pause> pauses) {
  if (pauses.empty() && limit.unit == LimitUnit::working_day)
    return calendar.add_working(start, days_of(start, limit) + std::clamp(extension_working_days, 0, longest));
  Walker walker{calendar, start, limit, extension_working_days, stops_of(pauses, std::nullopt)};
  while (!walker.is_done()) walker.step();
  return walker.day();
}

Date latest_day_before(const WorkCalendar& calendar, Date event, Limit notice) {
  const int length = std::clamp(notice.length, 0, longest);
  switch (notice.unit) {
    case LimitUnit::working_day: return calendar.add_working(event, -length);
    case LimitUnit::calendar_day: return platform::add_days(event, -length);
    case LimitUnit::hour: return platform::add_days(event, -((length + 23) / 24));
    case LimitUnit::month: return add_months(event, -std::min(length, 1200));
    case LimitUnit::year: return add_months(event, -std::min(length, 100) * 12);
    case LimitUnit::instant: return event;
  }
  return event;
}

Date effective_receipt_day(const WorkCalendar& calendar, Instant handed_in, int closing_minute) {
  const Date day = platform::shanghai_date(handed_in);
  const bool is_in_time = handed_in <= platform::shanghai_instant(day) + std::chrono::minutes{closing_minute};
  return calendar.is_working(day) && is_in_time ? day : calendar.add_working(day, 1);
}

Date add_months(Date date, int months) {
  const auto month = std::chrono::year_month{date.year(), date.month()} + std::chrono::months{months};
  const std::chrono::year_month_day_last last{month.year(), std::chrono::month_day_last{month.month()}};
  return Date{month.year(), month.month(), std::min(date.day(), last.day())};
}

}  // namespace yimen::calendar
