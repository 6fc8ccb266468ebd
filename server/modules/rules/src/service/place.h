#pragma once
#include "yimen/rules/rules.h"

namespace yimen::rules {

/// What the engine says of a part of a model, for people: which row and column of which table, which part of which box.
Problem placed(const dmn::Problem&);

}  // namespace yimen::rules
