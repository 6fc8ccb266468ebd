#pragma once
#include <memory>
#include <string>

#include "yimen/bpmn/model.h"
#include "yimen/cases/service_case.h"
#include "yimen/platform/db.h"

namespace yimen::approval {

/// A published model, read once and kept: a published text never changes. Version 0: the newest that holds.
/// @returns rule_violated "approval/no-process".
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const std::string& key, int version);
/// What the case runs by: its version with the called processes it began with inside; nodes of those are "<key>/<id>". What an older version
/// of the model did not call is taken as it holds today.
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const cases::ServiceCase&);
platform::Result<std::shared_ptr<const bpmn::Model>> model_of(platform::Tx&, const cases::ServiceCase&, int version);
/// The model with the called processes of today inside: for what no case runs by yet.
platform::Result<std::shared_ptr<const bpmn::Model>> with_calls_of_today(platform::Tx&, std::shared_ptr<const bpmn::Model>);
/// When a case begins or moves to another version: called processes, directly or not, keep the version of now from here on.
/// @returns rule_violated "approval/no-called-process".
platform::Result<void> fix_calls(platform::Tx&, const cases::ServiceCase&);

}  // namespace yimen::approval
