#pragma once

/// Steps that are done once for each item of a list.
namespace yimen::cases {

/// At most so many instances of one activity: more than a department does for one case, few enough that a slip in a list floods nobody.
inline constexpr int most_instances = 50;

}  // namespace yimen::cases
