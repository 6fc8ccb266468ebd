#pragma once
#include "yimen/approval/approval.h"
#include "yimen/platform/http.h"
#include "yimen/platform/jobs.h"
#include "yimen/platform/live.h"
#include "yimen/platform/outbox.h"

namespace yimen::approval {

/// Long work of this module: "approval.recount_clocks" (a calendar changed, event calendar.changed) and
/// "approval.export_cases". Before the runners start.
void add_jobs(platform::JobRunner&, platform::OutboxRunner&, Approval&);
/// POST /api/v1/case-exports
void add_export_routes(platform::Routes&, Approval&);
/// Event "tasks" on open pages: the to-do list of the post has changed.
platform::LiveTopic task_topic(Approval&);

}  // namespace yimen::approval
