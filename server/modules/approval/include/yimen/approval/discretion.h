#pragma once
#include <memory>
#include <optional>

#include "yimen/approval/approval.h"
#include "yimen/discretion/discretion.h"

namespace yimen::approval {

/// The rule a decision is held against, and what it proposes. Law: 国办发〔2022〕27号.
struct Benchmark {
  std::shared_ptr<const discretion::Rule> rule;
  discretion::Proposal proposal;                // of a refusal: without what only a grant chooses
  std::optional<discretion::Band> on_decision;  // what it proposes about granting at all; taken out of the bands
  bool departs_by_decision = false;
};
/// @returns nothing when the matter, as the case was accepted under it, names no rule, or one that says nothing about this decision.
Result<std::optional<Benchmark>> benchmark_of(Services&, Tx&, const cases::ServiceCase&, const json::object& stated, cases::Decision);

}  // namespace yimen::approval
