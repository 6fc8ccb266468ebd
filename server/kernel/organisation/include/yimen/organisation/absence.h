#pragma once
#include <string>

#include "yimen/organisation/types.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/result.h"

namespace yimen::organisation {

/// 请假: from the first to the last day the deputy (B岗) may act in the person's posts. One's own, or with absence.edit that of
/// others in scope. @returns rule_violated when it overlaps another one.
platform::Result<void> note_absence(platform::Tx&, const platform::Actor&, UserId staff, Date from_on, Date until_on, std::string reason);

}  // namespace yimen::organisation
