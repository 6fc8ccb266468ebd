#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/approval/approval.h"

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
/// 结果公开, newest first. Law: 行政许可法 Art. 40.
std::vector<PublishedResult> published_results(Tx&, std::int64_t low, std::int64_t high, std::string_view words, std::int64_t before_id, int limit);

struct Overview {
  std::vector<std::pair<cases::CaseState, std::int64_t>> states;
  cases::DayFigures today, year;
};
Overview overview_of(Tx&, std::int64_t low, std::int64_t high);
json::object to_json(const Overview&);

}  // namespace yimen::approval
