#pragma once
#include <string>
#include <string_view>

/// Where within an element a problem is, as `Problem::element` has it: "D › if", "D › 档", "D › rule 3 › column".
namespace yimen::dmn {

std::string within(const std::string& label, std::string_view part);
/// A name of the model's own; one that reads like a word of ours stands in “”. Columns behind "rule 3" need none: no word stands there.
std::string within_named(const std::string& label, std::string_view name);

}  // namespace yimen::dmn
