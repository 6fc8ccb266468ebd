#pragma once
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "yimen/approval/approval.h"

namespace yimen::approval {

/// What the process wants next: the tasks it opened, or that the work between the legal acts is done.
struct ProcessMove {
  std::vector<cases::CaseTask> opened;
  bool is_ended = false;
};

/// Starts the matter's BPMN model (data/processes, newest published version) and opens its first task. The state follows
/// the stage of the open task: review → in_review, approval → in_approval.
Result<void> start_process(Tx&, cases::ServiceCase&, const catalogue::MatterVersion&);
/// Completes the task's node and opens what comes next.
Result<ProcessMove> complete_node(Tx&, cases::ServiceCase&, const catalogue::MatterVersion&, const cases::CaseTask&, const json::object& variables);
/// Moves the token back to an earlier user task of the path; `to_node` empty: the one before.
Result<ProcessMove> move_back(Tx&, cases::ServiceCase&, const catalogue::MatterVersion&, const cases::CaseTask&, const std::string& to_node);

}  // namespace yimen::approval
