#pragma once
#include <memory>
#include <string>
#include <vector>

#include "yimen/bpmn/around.h"
#include "yimen/platform/db.h"

/// The parts of check(): one file for each family of questions.
namespace yimen::processes {

using Problems = std::vector<bpmn::Problem>;

inline const std::string& shown(const bpmn::Node& node) { return node.name.empty() ? node.id : node.name; }
inline void report(Problems& problems, const bpmn::Node& node, const char* rule, std::string zh, std::string en) {
  problems.push_back({node.id, node.line, rule, std::move(zh), std::move(en)});
}
inline bool has_event(const bpmn::Node& node, bpmn::EventKind kind) { return node.events.size() == 1 && node.events.front().kind == kind; }

/// The start of an event sub-process by something a case hears of: a message, signal, time, error or escalation.
bool begins_event_sub(const bpmn::Model&, const bpmn::Node&);
/// Elements that cases could run and do not, for a reason of law (ADR 0014, 0016). @returns whether the node is one.
bool tell_why_refused(const bpmn::Model&, const bpmn::Node&, Problems&);

/// Errors are caught on their way up, escalations are heard, and nothing waits for what nobody throws. `whole` has the called processes inside.
/// A process for calls may leave errors to its callers; those published today catch them.
void check_errors(platform::Tx&, const std::shared_ptr<const bpmn::Model>& model, const bpmn::Model& whole, const std::string& key, Problems&);
/// When a version is withdrawn already: what holds then, today and later, leaves no error of a called process uncaught.
/// @returns rule_violated "processes/uncaught-error".
platform::Result<void> check_withdrawn(platform::Tx&, const std::string& key);
/// The lawful order along all ways: out of sub-processes, by errors, escalations and event sub-processes.
void check_ways(const bpmn::Model& whole, Problems&);
/// A published process as it holds today, with the called processes inside, `replaced` in the place of its key.
std::shared_ptr<const bpmn::Model> with_calls(platform::Tx&, const bpmn::Model&, const std::string& key, const std::shared_ptr<const bpmn::Model>& replaced);

/// Messages of a case come from its acts, from people, or from another step of the same process; each that is waited for has a sender, each that
/// is sent has a place that hears it.
void check_messages(const bpmn::Model&, Problems&);
/// Called processes are published for it, decide nothing and do not call each other in a round. @returns the model with them inside, or as it is.
std::shared_ptr<const bpmn::Model> check_calls(platform::Tx&, const std::shared_ptr<const bpmn::Model>&, const std::string& key, Problems&);
/// 自由顺序: what people begin in it has a name and is no decision; it can end, and somebody leads it.
void check_free_order(platform::Tx&, const bpmn::Model&, Problems&);
/// What every case knows, whatever its model, and what the engine counts.
bool is_always_known(std::string_view name);
/// Expressions read only names that somebody gives, wherever they stand.
void check_names(const bpmn::Model&, Problems&);
/// 逐项办理: a list that can be read and whose names exist, no decision, no list within a list, at most so many.
void check_lists(const bpmn::Model&, Problems&);
/// A rule of a business-rule task holds today, its answer has a name, and each of its inputs comes from the case or is stated.
void check_rules(platform::Tx&, const bpmn::Model&, Problems&);
/// Roles exist and may do what their step asks; roles and posts that are named inside expressions (y:participants, y:participant) too.
void check_people(platform::Tx&, const bpmn::Model&, Problems&);

}  // namespace yimen::processes
