#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/platform/time.h"

namespace yimen::platform {
template <class E>
struct EnumText;  // yimen/platform/db.h
}

/// Working days, and the clocks that are counted in them. Pure: no I/O and no clock of its own.
namespace yimen::calendar {

using platform::Date;
using platform::Instant;

/// What an override makes of a day. Days without override follow the weekday.
enum class DayKind { off, work };
/// 工作日 自然日 小时 月 年 即时
enum class LimitUnit { working_day, calendar_day, hour, month, year, instant };

struct DayOverride {
  Date day;
  DayKind kind;
  std::string name;    // "国庆节"; for a worked weekend the holiday it makes up for
  std::string source;  // the notice it comes from
};

/// Immutable snapshot of one region's calendar (own overrides over its parents'). Copies share their data.
class WorkCalendar {
 public:
  /// Years first_year..last_year have an official table. Of two overrides of one day the later in the list holds.
  static WorkCalendar of(std::vector<DayOverride>, int first_year, int last_year);

  bool is_working(Date) const;
  /// The n-th working day after `start`, which is day 0 and need not be one itself; n = 0 gives start, n < 0 counts back.
  Date add_working(Date start, int n) const;
  /// Working days in (after, until]; negative when until < after.
  int count_working(Date after, Date until) const;
  /// False in years without an official table: there only weekdays and what was entered by hand are known.
  bool is_known(Date) const;
  Date last_known() const;
  /// "国庆节", "调休上班", "周六", "" for an ordinary working day.
  std::string day_name(Date) const;
  std::span<const DayOverride> overrides() const;

 private:
  struct Data;
  explicit WorkCalendar(std::shared_ptr<const Data> data) : data_{std::move(data)} {}
  const DayOverride* override_of(Date) const;
  std::shared_ptr<const Data> data_;
};

/// A limit as the law or the promise states it: 20 working days, 3 months. Lengths below 0 count as 0; `instant` has none.
struct Limit {
  int length = 0;
  LimitUnit unit = LimitUnit::working_day;
  friend bool operator==(const Limit&, const Limit&) = default;
};

/// Days that do not count (special procedure, correction). Law: 行政许可法 Art. 45.
struct Pause {
  Date from;                  // the day after which days stop counting
  std::optional<Date> until;  // last day that does not count; absent while the pause lasts
  std::string reason;
};

struct DayCount {
  enum class Kind { counted, off, paused };
  Date day;
  Kind kind;
  int number;        // how many days are used up at the end of this day
  std::string note;  // "国庆节", "调休上班", the reason of the pause
};

struct ClockReading {
  Date due_on;
  int used = 0;       // days counted from the day after the start until today, today included
  int remaining = 0;  // days still to count after today; negative = days overdue
  int paused = 0;     // days left out because of pauses that would have counted otherwise
  bool is_beyond_known_calendar = false;  // the due date may move when the yearly notice comes
  std::vector<DayCount> days;             // from the day after the start until the due date (or today, when overdue)
};

/// Reads one clock on `today`.
/// - The start is day 0. working_day counts working days; an extension (延长) always adds working days.
/// - calendar_day, month and year count every day; when the last one is a rest day the period ends on the next working day.
///   Month and year end on the day of the same number, or the month's last.
/// - hour: whole days of 24 hours, shorter limits end on the same day; instant ends on the same day.
/// - Length 0 ends on the start itself. A pause without end lasts until today.
/// Law: 行政许可法 Art. 42, 45, 82; 民法典 Art. 201-203.
ClockReading read_clock(const WorkCalendar&, Date start, Limit, int extension_working_days, std::span<const Pause>, Date today,
                        bool with_days);
/// The due date alone. A pause without end is left out: the date must be asked again when the pause ends.
Date due_date(const WorkCalendar&, Date start, Limit, int extension_working_days, std::span<const Pause>);

/// The last day on which a thing may be done that must be done at least `notice` before `event` (听证 7 working days,
/// 延续 30 days). The event's own day is the last one counted; the result is not moved off a rest day.
Date latest_day_before(const WorkCalendar&, Date event, Limit notice);

/// The day on which something handed in counts as received: a rest day, or after closing time (minutes after midnight,
/// Asia/Shanghai), gives the next working day. Law: 民法典 Art. 203(2).
Date effective_receipt_day(const WorkCalendar&, Instant handed_in, int closing_minute);

/// The same day `months` later, or the last of that month where it has fewer days. Law: 民法典 Art. 202.
Date add_months(Date, int months);

/// "20个工作日", "30个自然日", "24小时", "3个月", "1年", "即时办结".
std::string zh_limit(Limit);

}  // namespace yimen::calendar

template <>
struct yimen::platform::EnumText<yimen::calendar::DayKind> {
  static std::string_view to(yimen::calendar::DayKind);
  static std::optional<yimen::calendar::DayKind> from(std::string_view);
};
template <>
struct yimen::platform::EnumText<yimen::calendar::LimitUnit> {
  static std::string_view to(yimen::calendar::LimitUnit);
  static std::optional<yimen::calendar::LimitUnit> from(std::string_view);
};
