#pragma once
#include <map>
#include <string>
#include <vector>

#include "yimen/bpmn/effects.h"

/// Moving running instances to another version of their model.
namespace yimen::bpmn {

/// Old id to new id, where they differ; of nodes and flows.
using Mapping = std::map<std::string, std::string>;

struct MigrationPlan {
  struct Move {
    int token = 0;
    std::string from, to;
  };
  struct Blocked {
    int token = 0;
    std::string node;
    std::string rule;  // "migration/node-gone", "other-kind", "other-scope", "flow-gone", "other-loop", "not-running"
    std::string zh, en;
  };
  std::vector<Move> moves;
  std::vector<Blocked> blocked;
  bool is_possible() const { return blocked.empty(); }
};

/// What would move where, what cannot and why; changes nothing.
MigrationPlan plan_migration(const Model& old_model, const Model& new_model, const State&, const Mapping& = {});

struct Migration {
  State before;  // for undoing
  Step step;     // the state in the new model; timers set anew where the new model has others
};
/// @returns rule_violated "bpmn/cannot-migrate" with the reasons when the plan is not possible.
Result<Migration> migrate(const Model& old_model, const Model& new_model, const State&, const Mapping& = {}, std::int64_t now = 0);
/// The state before, as long as nothing has happened since. @returns conflict "bpmn/moved-on" otherwise.
Result<State> undo_migration(const Migration&, const State& present);

}  // namespace yimen::bpmn
