#pragma once
#include <memory>
#include <string>

#include "measured.h"

/// What the same rows cost without any program around them: the engine's C interface, prepared statements, copies of the
/// same tables with the same indexes, rows of the same bytes, cases taken from all over the table as by many people.
/// One step = read the case, end its task, open the next, save the case with its new state, append to the trail, move
/// the two counters.
namespace yimen::bench {

enum class Sending {
  one_by_one,  // PostgreSQL: each statement is sent when the one before is answered
  pipelined,   // the case is read, then everything else travels with the commit
};

class Floor {
 public:
  virtual ~Floor() = default;
  /// SQLite: one thread, `together` steps per durable commit. PostgreSQL: 16 connections, one commit per step.
  virtual Measured steps(int together, Seconds longest, Sending sending = Sending::one_by_one) = 0;
};

std::unique_ptr<Floor> open_sqlite_floor(const std::string& path);
std::unique_ptr<Floor> open_postgres_floor(const std::string& conninfo, const std::string& schema);

}  // namespace yimen::bench
