#pragma once
#include <string>

#include "measured.h"
#include "yimen/platform/db.h"

/// The case list of people who see a part of a large city.
namespace yimen::bench {

/// Fills the table straight, a million rows in half a minute: submitted over three years, spread over the departments.
void fill_cases(const std::string& sqlite_path, std::int64_t count);

struct ListTimes {
  std::string what;
  Measured measured;
};
/// Through cases::list_cases: a handler of one department, a clerk of a general window, a county's and the city's
/// supervisor; the first page, by a common and by a rare state, a page in the middle of the list, and by a name.
std::vector<ListTimes> time_lists(platform::Database&, std::int64_t handler_department, int rounds);
/// Departments whose matters the busiest window of the city takes, and that window.
std::pair<std::int64_t, std::vector<std::int64_t>> general_window(platform::Database&);

}  // namespace yimen::bench
