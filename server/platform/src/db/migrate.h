#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "yimen/platform/db.h"

namespace yimen::platform {

/// What migrating needs of an engine.
struct MigrationTarget {
  Engine engine;
  /// One transaction without statement timeout that keeps other migrating processes out.
  std::function<void(const std::function<void(Tx&)>&)> in_transaction;
  /// Statements that commit one by one (PostgreSQL: create index concurrently); empty on engines without that need.
  std::function<void(const std::function<void(Tx&)>&)> outside_transaction;
};

std::vector<std::string> apply_migrations(const MigrationTarget&, std::span<const Migration>);

}  // namespace yimen::platform
