#pragma once
#include "yimen/rules/rules.h"

namespace yimen::rules {

/// What the engine says of a part of a model, for people: which row and column of which table, which part of which box.
Problem placed(const dmn::Problem&);
/// “费用 › 那么”: the table or box at that place.
std::string zh_place(std::string_view path);

}  // namespace yimen::rules
