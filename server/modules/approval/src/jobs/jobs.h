#pragma once
#include "yimen/approval/jobs.h"

namespace yimen::approval {

inline constexpr const char* recount_kind = "approval.recount_clocks";
inline constexpr const char* export_kind = "approval.export_cases";

Result<json::object> recount_clocks_job(platform::JobRun&, Approval&);
Result<json::object> export_cases_job(platform::JobRun&, Approval&);

/// What a list shows can be exported with the list's own parameters. @returns malformed for a broken date.
Result<cases::CaseFilter> filter_of(const json::object& query, platform::Date today);

}  // namespace yimen::approval
