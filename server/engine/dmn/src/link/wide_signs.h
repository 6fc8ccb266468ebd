#pragma once
#include <optional>
#include <string_view>

namespace yimen::dmn {

/// A sign as Chinese keyboards write it, and the one FEEL knows.
struct WideSign {
  std::string_view wide, narrow;
};

/// The first full-width sign outside quoted text; those that names may hold (“面积（平方米）”) only where no name is before them.
std::optional<WideSign> wide_sign_in(std::string_view expression);

}  // namespace yimen::dmn
