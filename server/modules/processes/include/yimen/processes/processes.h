#pragma once
#include <string>
#include <vector>

#include "yimen/bpmn/model.h"
#include "yimen/designs/designs.h"

/// 流程模型: what is particular to BPMN on the way from draft to publication (designs).
namespace yimen::processes {

using platform::Result;
using platform::Tx;

/// R084: at most three layers of people between acceptance and decision.
inline constexpr int most_layers = 3;

/// A step that is done again is done so many times at most.
inline constexpr int most_repeats = 20;

/// Everything that keeps a text from being published: rules of BPMN and of the engine, three layers, lawful order of review and
/// decision, elements cases do not run, roles that lack the authority their step needs. Empty: it may be published.
/// `key`: its own, where it has one already.
std::vector<bpmn::Problem> check(Tx&, std::string_view xml, const std::string& key = {});

/// Drawn for other processes to call (`isExecutable="false"`): no matter runs by it alone.
bool is_for_calls(const bpmn::Model&);

/// @returns invalid_input when one of them cannot be read.
Result<std::vector<designs::Change>> compare(std::string_view before, std::string_view after);

/// Where a process may read this answer of the application form, by the letters of its texts: “name”：text.
std::vector<std::string> form_readers(std::string_view xml, const std::vector<std::string>& names);

designs::Kind kind();
void add_routes(platform::Routes&);

}  // namespace yimen::processes
