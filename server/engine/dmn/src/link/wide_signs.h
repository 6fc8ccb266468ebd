#pragma once
#include <optional>
#include <string_view>

#include "yimen/feel/expression.h"

namespace yimen::dmn {

/// A sign as Chinese keyboards write it, and the one FEEL knows.
struct WideSign {
  std::string_view wide, narrow;
};

/// The first full-width sign outside quoted text, comments and the names of the scope (“GDP（亿元）”). Of other names those that they may
/// hold (“面积（平方米）”) count only where no name is before them.
std::optional<WideSign> wide_sign_in(std::string_view expression, const feel::Scope&);

}  // namespace yimen::dmn
