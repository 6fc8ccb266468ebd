#pragma once
#include <random>
#include <string>

#include "yimen/approval/orders.h"

namespace yimen::demo {

using Random = std::mt19937_64;

int pick(Random&, int low, int high);            // both included
bool chance(Random&, double probability);
template <class List>
const auto& any_of(Random& random, const List& list) {
  return list[static_cast<std::size_t>(pick(random, 0, static_cast<int>(std::size(list)) - 1))];
}

/// Invented people; id numbers and credit codes pass their checks and use the city's own prefix, which no person has.
approval::Application::Person any_person(Random&);
approval::Application::Person any_enterprise(Random&);

}  // namespace yimen::demo
