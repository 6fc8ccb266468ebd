#pragma once
#include <memory>
#include <string>

#include "yimen/platform/db.h"

namespace yimen::platform {

std::unique_ptr<Database> open_sqlite(const std::string& path, const DatabaseOptions&, const Clock&);
std::unique_ptr<Database> open_postgres(const DatabaseOptions&, const Clock&);

/// Held while a thread runs work in a transaction. A second one would wait for the first for ever (writer lane, pool)
/// or see stale data, so it is refused as the bug it is.
class NoNesting {
 public:
  /// @throws std::logic_error when this thread already works in a transaction.
  NoNesting();
  ~NoNesting();
  NoNesting(const NoNesting&) = delete;
  NoNesting& operator=(const NoNesting&) = delete;
};

}  // namespace yimen::platform
