#pragma once
#include <vector>

#include "yimen/bpmn/model.h"

/// Policies of who uses the engine, stricter than BPMN: what a model must keep to so that people can rely on it.
namespace yimen::bpmn {

/// Every process has a start and an end, every node can be reached and can reach an end, branching gateways have a condition on each
/// flow but the default, no round consists of gateways only: an open instance always has somewhere to go.
std::vector<Problem> check_structure(const Model&);
/// At most `max` different roles on any way from start to end, since each of them is one more layer of people. Way back
/// and forth between the same roles counts once.
std::vector<Problem> check_layers(const Model&, int max);
/// Every user task names a role: an instance that waits has somebody who is responsible.
std::vector<Problem> check_roles(const Model&);

}  // namespace yimen::bpmn
