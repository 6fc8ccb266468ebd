#pragma once
#include <map>
#include <memory>

#include <boost/json.hpp>

#include "yimen/approval/approval.h"

namespace yimen::approval {

struct VoidRequest;

/// Documents of the office itself: staff see them, applicants do not.
bool is_internal(document::DocumentType);
json::object done_json(const Done&);
/// The calendars of a page's cases: each region's is asked for once, however many rows the page has.
class PageCalendars {
 public:
  PageCalendars(calendar::CalendarService& service, Tx& tx) : service_{service}, tx_{tx} {}
  const calendar::WorkCalendar& of(std::int64_t region_code);

 private:
  calendar::CalendarService& service_;
  Tx& tx_;
  std::map<std::int64_t, std::shared_ptr<const calendar::WorkCalendar>> known_;
};
/// A line of a list. Names of persons are masked for staff until the case page; `is_own`: the applicant looks.
json::object case_line(const cases::ServiceCase&, const calendar::WorkCalendar&, platform::Date today);
/// Everything a case page shows: state, clocks, tasks, materials, corrections, stops, documents, trail, allowed acts.
json::object case_page(Approval&, Tx&, const Actor&, const cases::ServiceCase&, bool is_own);
/// 怎么算的: the running decision clock, day by day.
json::object clock_json(Approval&, Tx&, const cases::ServiceCase&);
json::object void_request_json(const Actor&, const VoidRequest&);
json::object task_line(const cases::TaskRow&, const calendar::WorkCalendar&, platform::Date today);
/// The steps everybody may see: when, what, which authority; no personal data.
json::array public_timeline(Tx&, const cases::ServiceCase&);

}  // namespace yimen::approval
