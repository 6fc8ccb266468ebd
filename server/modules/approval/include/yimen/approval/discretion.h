#pragma once
#include <memory>
#include <optional>

#include "yimen/approval/approval.h"
#include "yimen/discretion/discretion.h"

namespace yimen::approval {

/// The rule a decision is held against, and what it proposes. Law: 国办发〔2022〕27号.
struct Benchmark {
  std::shared_ptr<const discretion::Rule> rule;
  discretion::Proposal proposal;
};
/// @returns nothing when the matter, as the case was accepted under it, names no rule.
Result<std::optional<Benchmark>> benchmark_of(Services&, Tx&, const cases::ServiceCase&, const json::object& stated);

}  // namespace yimen::approval
