#pragma once
#include <memory>
#include <string>
#include <vector>

#include "yimen/bpmn/model.h"
#include "yimen/platform/db.h"

/// The parts of check(): one file for each family of questions.
namespace yimen::processes {

using Problems = std::vector<bpmn::Problem>;

inline const std::string& shown(const bpmn::Node& node) { return node.name.empty() ? node.id : node.name; }
inline void report(Problems& problems, const bpmn::Node& node, const char* rule, std::string zh, std::string en) {
  problems.push_back({node.id, node.line, rule, std::move(zh), std::move(en)});
}
inline bool has_event(const bpmn::Node& node, bpmn::EventKind kind) { return node.events.size() == 1 && node.events.front().kind == kind; }

/// Messages of a case come from its acts, from people, or from another step of the same process; each that is waited for has a sender, each that
/// is sent has a place that hears it.
void check_messages(const bpmn::Model&, Problems&);
/// Called processes are published for it, decide nothing and do not call each other in a round. @returns the model with them inside, or as it is.
std::shared_ptr<const bpmn::Model> check_calls(platform::Tx&, const std::shared_ptr<const bpmn::Model>&, const std::string& key, Problems&);
/// A rule of a business-rule task holds today, its answer has a name, and each of its inputs comes from the case or is stated.
void check_rules(platform::Tx&, const bpmn::Model&, Problems&);
/// Roles exist and may do what their step asks; roles and posts that are named inside expressions (y:participants, y:participant) too.
void check_people(platform::Tx&, const bpmn::Model&, Problems&);

}  // namespace yimen::processes
