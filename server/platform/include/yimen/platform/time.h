#pragma once
#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "yimen/platform/result.h"

namespace yimen::platform {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;

/// The program's only source of time; a test or a simulated year replaces it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  /// The calendar date in Asia/Shanghai.
  Date today() const;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that stands still until it is set or moved.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_{start} {}
  Instant now() const override { return now_.load(); }
  void set(Instant now) { now_ = now; }
  void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<Instant> now_;
};

/// Mainland China keeps UTC+8 without summer time since 1992: a fixed offset is exact for our years.
inline constexpr std::chrono::hours shanghai_offset{8};

Date shanghai_date(Instant);
/// Minutes since local midnight in Asia/Shanghai.
int shanghai_minute(Instant);
/// That date and time of day in Asia/Shanghai.
Instant shanghai_instant(Date, int hour = 0, int minute = 0);

std::string iso_date(Date);        ///< 2025-06-02
std::string iso_instant(Instant);  ///< 2025-06-02T14:03:00.000+08:00
std::string zh_date(Date);         ///< 2025年6月2日
std::string zh_instant(Instant);   ///< 2025年6月2日 14:03
std::int64_t millis(Instant);
Instant from_millis(std::int64_t);

/// @returns malformed unless the text is an existing date in the form 2025-06-02.
Result<Date> parse_date(std::string_view);
/// RFC 3339 with offset or Z. @returns malformed otherwise.
Result<Instant> parse_instant(std::string_view);

inline Date add_days(Date date, int days) { return std::chrono::sys_days{date} + std::chrono::days{days}; }
inline int days_between(Date from, Date to) {
  return static_cast<int>((std::chrono::sys_days{to} - std::chrono::sys_days{from}).count());
}

}  // namespace yimen::platform
