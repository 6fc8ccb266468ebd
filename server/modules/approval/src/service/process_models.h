#pragma once
#include <memory>
#include <string>

#include "yimen/bpmn/model.h"
#include "yimen/platform/db.h"

namespace yimen::approval {

/// A published model, read once and kept: a published text never changes. Version 0: the newest that holds.
/// @returns rule_violated "approval/no-process".
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const std::string& key, int version);

}  // namespace yimen::approval
