#pragma once
#include "yimen/feel/value.h"

namespace yimen::dmn {

/// Is there a value between the two? Days and months are whole, so between neighbours there is none.
bool has_between(const feel::Value& start, const feel::Value& end);
/// A value between them; either end may be null (without bound), not both.
feel::Value between(const feel::Value& start, const feel::Value& end);

}  // namespace yimen::dmn
