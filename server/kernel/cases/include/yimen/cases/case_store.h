#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yimen/calendar/calendar.h"
#include "yimen/cases/service_case.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"

/// All SQL of the cases part. Functions of one transaction; no rules here but those of storage.
namespace yimen::cases {

using platform::Actor;
using platform::Tx;

/// Adds a new case, counts it, and gives it its number when it has none.
void insert_case(Tx&, ServiceCase&);
/// Holds the row until commit. @returns not_found.
Result<ServiceCase> lock_case(Tx&, CaseId);
Result<ServiceCase> get_case(Tx&, CaseId);
std::optional<ServiceCase> find_by_no(Tx&, std::string_view case_no);
/// The numbers of these cases; ids that are no case are left out.
std::map<std::int64_t, std::string> case_numbers(Tx&, const std::vector<std::int64_t>& ids);
/// Writes what acts change and keeps counters and the tasks' due dates. `before` is the row as it was locked.
/// When somebody else saved in between, the whole transaction runs again on the row he left.
void save_case(Tx&, const ServiceCase& file, const ServiceCase& before);

// ---- who may see what: one rule for page, list, export, file and search ------------------------------------------

/// A condition over `service_case c` with its parameters; deny by default.
/// Staff: region range, own department (or all of the range, or the departments whose matters the signed-on window
/// takes). Citizens: what concerns a person or enterprise they act for today, all of it or the matters they may act in.
struct Visibility {
  std::string condition;
  std::vector<platform::Param> params;
};
struct Viewer {
  const Actor* actor = nullptr;
  std::vector<std::int64_t> departments;  // of the window, or the own one
  std::vector<std::int64_t> parties;      // a citizen's principals
  std::vector<std::pair<std::int64_t, std::int64_t>> party_matters;  // principal and matter, where the authorisation is limited
};
Visibility visibility_of(const Viewer&);
bool may_see(const Viewer&, const ServiceCase&);

struct CaseFilter {
  std::vector<CaseState> states;      // empty: all
  std::string words;                  // case number or its beginning, or a part of the applicant's or matter's name
  std::int64_t matter_id = 0, department_id = 0;
  std::optional<Date> submitted_from, submitted_to;
  bool is_overdue = false;
  Date today{};
  std::string after;                  // cursor
  int limit = 20;
  int count_up_to = 1000;             // the total; 0: not counted
};
struct CasePage {
  std::vector<ServiceCase> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
  bool is_exact = true;
};
/// Newest submission first, keyset paging: page 1 and page 10,000 cost the same. The total is counted up to 1000.
CasePage list_cases(Tx&, const Viewer&, const CaseFilter&);
/// Puts the names of the next cases that are older than the index of names into it. @returns how many; 0: all are in.
int fill_names(Tx&, int at_most);

// ---- counters ------------------------------------------------------------------------------------------------

struct DayFigures {
  int submitted = 0, accepted = 0, closed = 0, granted = 0, refused = 0, on_time = 0, timed = 0;
  int promised_days = 0, statutory_days = 0, actual_days = 0;
};
void count_day(Tx&, const ServiceCase&, Date day, const DayFigures&);
/// Sums over a region range and a period.
DayFigures figures(Tx&, std::int64_t low, std::int64_t high, Date from, Date to);
std::vector<std::pair<CaseState, std::int64_t>> state_counts(Tx&, std::int64_t low, std::int64_t high, std::int64_t department_id = 0);

}  // namespace yimen::cases
