#pragma once
#include <optional>
#include <string>
#include <utility>

#include "opened.h"
#include "yimen/bpmn/model.h"
#include "yimen/bpmn/state.h"

/// 逐项办理: activities that are done once for each item of a list (BPMN multi-instance, ADR 0015).
namespace yimen::approval {

/// "现场核查 · 2/3 · 一号仓库": the name of the step and, of every list it is in, which item it is for.
std::string instance_name(const bpmn::Model&, const bpmn::State&, const bpmn::Token&);
/// Who did this step before; of a step for one item of a list: who did it for that item.
std::optional<std::pair<platform::UserId, std::string>> worker_before(Tx&, CaseId, const bpmn::Model&, const cases::CaseTask&);
/// What one item's work found, where the model collects it and nothing else was given: {item, opinion, by}.
Result<void> add_result(const Services&, Tx&, const cases::ServiceCase&, const cases::CaseTask&, json::object& variables);

}  // namespace yimen::approval
