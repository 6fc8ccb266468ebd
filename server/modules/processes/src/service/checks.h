#pragma once
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

}  // namespace yimen::processes
