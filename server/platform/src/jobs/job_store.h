#pragma once
#include <boost/json.hpp>

#include "yimen/platform/jobs.h"
#include "yimen/platform/json.h"

/// SQL of the table job that only this part needs.
namespace yimen::platform {

/// Topic of Tx::tell when a job of the account has changed.
inline constexpr std::string_view job_signal = "jobs";

struct JobQuery {
  UserId created_by{};                         // 0: those of a region range
  std::int64_t scope_low = 0, scope_high = 0;  // jobs of the system itself (region 0) always belong
  std::optional<bool> is_open = std::nullopt;
  JobId before{};                              // cursor, newest first
  int limit = 20;
};
std::vector<Job> list_jobs(Tx&, const JobQuery&);
int count_open_jobs(Tx&, UserId);

/// What a job was ordered with.
struct StoredOrder {
  json::object args;
  FileId source_file;
};
std::optional<StoredOrder> find_order(Tx&, JobId);
/// Rows of the source that a retry has to look at again.
std::vector<int> failed_rows(Tx&, JobId);

}  // namespace yimen::platform
