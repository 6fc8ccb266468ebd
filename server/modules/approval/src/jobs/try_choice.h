#pragma once
#include <functional>
#include <string>

#include "yimen/bpmn/commands.h"
#include "yimen/bpmn/engine.h"

/// Trial runs of free order: what would have been chosen then.
namespace yimen::approval {

/// The step of the part that was done next in the past, else one that is still needed; the end of the part when there is nothing left.
/// `next_done` says at which place of the past an element was done next; -1: not any more.
bpmn::Command choose_like_then(const bpmn::Model&, const bpmn::State&, const bpmn::Awaited& choice, const std::function<int(const std::string& node)>& next_done);

}  // namespace yimen::approval
