#pragma once
#include <memory>
#include <string>

#include "measured.h"

/// What the same statements cost without any program around them: the engine's C interface, prepared statements, the same
/// tables and indexes. One step = read the case, end its task, open the next, save the case, append to the trail, count.
namespace yimen::bench {

class Floor {
 public:
  virtual ~Floor() = default;
  /// SQLite: one thread, `together` steps per durable commit. PostgreSQL: 16 connections, one commit per step.
  virtual Measured steps(int together, Seconds longest) = 0;
};

std::unique_ptr<Floor> open_sqlite_floor(const std::string& path);
std::unique_ptr<Floor> open_postgres_floor(const std::string& conninfo, const std::string& schema);

}  // namespace yimen::bench
