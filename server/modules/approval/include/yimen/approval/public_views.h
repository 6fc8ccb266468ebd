#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/approval/approval.h"
#include "yimen/platform/request.h"

/// What anybody may see; used by the API and by the server-rendered pages alike.
namespace yimen::approval {

/// @returns not_found with one answer for a wrong number and a wrong code.
Result<json::object> progress_of(Approval&, Tx&, std::string_view case_no, std::string_view query_code);

struct PublishedResult {
  std::int64_t id = 0;
  std::string department_name, matter_name, applicant;
  bool is_granted = true;
  std::string result_no, reason;
  platform::Date decided_on{};
};
struct ResultFilter {
  std::int64_t low = 0, high = 0;           // regions
  std::string words;                        // in matter, applicant or number
  std::int64_t department_id = 0;
  cases::Decision decision = cases::Decision::none;
  std::optional<platform::Date> from, to;   // days of decision, both counted
  std::int64_t before_id = 0;               // cursor
  int limit = 20;
};
/// 结果公开, newest first. Law: 行政许可法 Art. 40.
std::vector<PublishedResult> published_results(Tx&, const ResultFilter&);
/// How many the filter finds whatever the cursor, counted up to `most`.
std::int64_t count_results(Tx&, const ResultFilter&, std::int64_t most);

/// The filter that a request's query asks for. @returns malformed for a day that is none.
Result<ResultFilter> result_filter_from(const platform::Request&, std::int64_t region_code);

struct Overview {
  std::vector<std::pair<cases::CaseState, std::int64_t>> states;
  cases::DayFigures today, year;
};
Overview overview_of(Tx&, std::int64_t low, std::int64_t high);
json::object to_json(const Overview&);

}  // namespace yimen::approval
