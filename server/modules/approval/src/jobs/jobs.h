#pragma once
#include "service/discretion.h"
#include "yimen/approval/jobs.h"
#include "yimen/platform/http.h"

namespace yimen::approval {

inline constexpr const char* recount_kind = "approval.recount_clocks";
inline constexpr const char* export_kind = "approval.export_cases";
inline constexpr const char* export_departures_kind = "approval.export_departures";

Result<json::object> recount_clocks_job(platform::JobRun&, Approval&);
Result<json::object> export_cases_job(platform::JobRun&, Approval&);
Result<json::object> export_departures_job(platform::JobRun&, Approval&);

inline constexpr const char* move_kind = "approval.move_cases";
inline constexpr const char* undo_kind = "approval.undo_moves";
inline constexpr const char* trial_kind = "approval.try_process";
Result<json::object> move_cases_job(platform::JobRun&, Approval&);
Result<json::object> undo_moves_job(platform::JobRun&, Approval&);
Result<json::object> try_process_job(platform::JobRun&, Approval&);
/// Running cases of that version in the orderer's range, behind `after`.
std::vector<CaseId> cases_to_move(Tx&, const Actor&, const std::string& key, int from, CaseId after, int at_most);

/// What a list shows can be exported with the list's own parameters. @returns malformed for a broken date.
Result<cases::CaseFilter> filter_of(const json::object& query, platform::Date today);
Result<DepartureFilter> departure_filter_from(const platform::Request&);

}  // namespace yimen::approval
