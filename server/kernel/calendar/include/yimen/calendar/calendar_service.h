#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yimen/calendar/calendar.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

namespace yimen::calendar {

using platform::Actor;
using platform::Result;
using platform::Tx;
using CalendarId = platform::Id<struct CalendarIdTag>;

/// One region's own calendar, without what it inherits.
struct CalendarHead {
  CalendarId id;
  std::int64_t region_code = 0;  // 0 is the nation
  std::string name;
  int version = 0;
};

/// A day of one year as it holds in a region, with the calendar that says so.
struct EffectiveDay {
  DayOverride entry;
  std::int64_t region_code = 0;  // owner of the row
};

struct YearView {
  std::int64_t region_code = 0;
  int year = 0;
  bool is_official = false;   // the nation's notice of that year has been entered
  std::string source;         // of the nation's table
  int working_days = 0;
  int version = 0;            // of the region's own calendar; 0 while it has none
  std::vector<EffectiveDay> days;  // ascending
};

struct NoticeProblem {
  int row = 0;  // line of the CSV or entry of the JSON list, from 1
  std::string field, detail;
};
struct NoticeReport {
  int year = 0;
  int loaded = 0;             // days added or changed
  int unchanged = 0;
  bool is_official = false;   // false when rows were bad or the table is only a place's own: the year stays unknown
  std::vector<NoticeProblem> problems;
};

/// Calendars in the database and their snapshots in the process. One per Database; safe for all threads.
class CalendarService {
 public:
  /// The calendar that holds in a region: its own days over county, city, province and nation. One indexed read; the
  /// snapshot is rebuilt when any instance has changed a day.
  std::shared_ptr<const WorkCalendar> for_region(Tx&, std::int64_t region_code);

  std::vector<CalendarHead> list(Tx&) const;
  YearView year(Tx&, std::int64_t region_code, int year);

  /// `version` is the one the caller has seen (0: the region has no calendar yet). Each change is trailed as calendar.edit
  /// and published as calendar.changed {region_code, from_day}, so that open clocks are counted anew.
  /// @returns forbidden outside the actor's scope, stale_version, invalid_input.
  Result<int> put_day(Tx&, const Actor&, std::int64_t region_code, int version, const DayOverride&);
  Result<int> remove_day(Tx&, const Actor&, std::int64_t region_code, int version, Date);

  struct Notice {
    std::int64_t region_code = 0;
    int year = 0;        // 0: the year most days are in
    std::string source;  // 发文字号 or title, for rows that name none
    std::string text;    // CSV or JSON, see docs in the module README
    bool is_national = false;  // a place's own table holds the nation's arrangement too: the year is known there
  };
  /// Loads good rows, reports bad ones. Rows of the year that the notice no longer holds are removed: it replaces the year
  /// (computed days included). @returns malformed when the text is no table at all, invalid_input when no row is good.
  Result<NoticeReport> import_year_notice(Tx&, const Actor&, const Notice&);

 private:
  struct Snapshot;
  std::shared_ptr<const Snapshot> snapshot(Tx&);
  std::mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_;
};

/// Loads data_dir/calendars/*.json into empty or older calendars: a year that already has rows of the region is left as it
/// is, because people may have edited it. @returns number of days added.
Result<int> load_calendars(platform::Database&, const std::string& data_dir);

}  // namespace yimen::calendar
