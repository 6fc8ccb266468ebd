#include "http/schemas.h"

namespace yimen::processes::schemas {

using platform::Schema;

namespace {

Schema note(std::size_t most = 1000) { return Schema::text(most).or_empty(); }
Schema count() { return Schema::integer(0, 1'000'000'000'000); }

}  // namespace

Schema problems() {
  const auto problem = Schema::object("ProcessProblem", {{"element", note(200)}, {"line", count()}, {"rule", Schema::text(100)}, {"zh", Schema::text(2000)}, {"en", Schema::text(2000)}});
  return Schema::object("ProcessProblems", {{"items", Schema::list(problem, 10'000)}});
}

Schema simulation() {
  const auto element = Schema::object("SimulatedElement", {{"element", Schema::text(200)}, {"name", note(400)}, {"kind", Schema::text(40)}, {"entered", count()}, {"instances", count()}});
  const auto step = Schema::object("SimulatedStep", {{"element", Schema::text(200)}, {"at_seconds", count()}});
  return Schema::object("ProcessSimulation", {{"instances", count()}, {"completed", count()}, {"stuck", count()}, {"failed", count()}, {"unfinished", count()}, {"mean_seconds", count()},
                                              {"elements", Schema::list(element, 1000)}, {"walk", Schema::list(step, 10'000)}});
}

}  // namespace yimen::processes::schemas
