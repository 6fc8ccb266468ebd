#pragma once
#include <algorithm>

#include "yimen/cases/case_store.h"
#include "yimen/platform/testing/db_fixture.h"

namespace yimen::migrations {
std::vector<platform::Migration> cases();
}

namespace yimen::cases::testing {

inline constexpr std::int64_t city = 450900000000;

}  // namespace yimen::cases::testing
