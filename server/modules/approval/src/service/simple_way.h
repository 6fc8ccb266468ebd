#pragma once
#include <optional>
#include <string>

#include "yimen/bpmn/model.h"

namespace yimen::approval {

/// 简单件: the name of what comes next for a simple case, where the ways out of the step, or of the exclusive gateways right behind it, ask `is_simple`;
/// whoever does the step says it. @returns nothing where the way does not depend on it; an empty name where what comes next has none.
std::optional<std::string> simple_way_of(const bpmn::Model&, std::string_view step);

}  // namespace yimen::approval
