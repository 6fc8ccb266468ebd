#pragma once
#include <optional>

#include "decimal/wide.h"

namespace yimen::feel {

/// value / 10^count rounded; `sticky`: something non-zero lies below the value's last digit.
wide::Uint256 drop_digits(const wide::Uint256& value, int count, bool sticky, Rounding mode, bool negative);
/// Rounds to 34 digits and holds the exponent within its bounds; nullopt when it cannot be.
std::optional<Decimal> finish(bool negative, wide::Uint256 value, int exponent, bool sticky = false);

/// base^exponent for up to most_quick_power factors, worked out with 38 digits.
inline constexpr std::int64_t most_quick_power = 1'000;
std::optional<Decimal> quick_power(const Decimal& base, std::int64_t exponent);

}  // namespace yimen::feel
