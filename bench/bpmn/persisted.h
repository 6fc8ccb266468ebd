#pragma once
#include <cstdint>

#include "yimen/bpmn/model.h"
#include "yimen/platform/db.h"

namespace yimen::bench {

/// Instances whose state lies in a row, each command a durable transaction of its own: lock, read, advance, write.
struct Persisted {
  double instances = 0, commands = 0;             // a second
  double stored_bytes = 0, resident_bytes = 0;    // of one instance that waits: its row with the index, and memory of this process
};
/// As many threads as write connections.
Persisted measure_persisted(const bpmn::Model&, const platform::DatabaseOptions&, std::int64_t milliseconds, int waiting);

}  // namespace yimen::bench
