#pragma once
#include <string>
#include <vector>

#include "yimen/approval/approval.h"
#include "yimen/bpmn/migration.h"
#include "yimen/platform/http.h"

/// Versions of a process against the cases that run and ran by it: moving what runs, trying a new text on what is finished.
namespace yimen::approval {

/// Which running cases could go on in the other version, and which not and why; changes nothing.
struct MovePreview {
  /// A running case, where it stands, and why it cannot go on in the other version; no reason where it can.
  struct Standing {
    CaseId case_id;
    std::string case_no, step, why;
  };
  /// A step or wait of a version, and how many cases stand there.
  struct Element {
    std::string id, name, kind, stage;
    int cases = 0;
  };
  std::vector<Standing> movable, blocked;
  bool is_cut_off = false;  // more cases than were looked at
  std::vector<Element> missing;  // of the old version, by whose ids the new one has nothing
  std::vector<Element> choices;  // what they may stand for in the new one
};
/// @returns invalid_input "approval/bad-mapping" when the mapping cannot be.
Result<MovePreview> preview_move(Tx&, const Actor&, const std::string& key, int from, int to, const bpmn::Mapping& = {});
/// @returns invalid_input "approval/bad-mapping", rule_violated "approval/no-process".
Result<void> check_move(Tx&, const std::string& key, int from, int to, const bpmn::Mapping&);

/// One order of moving, as a list shows it.
struct MoveSummary {
  platform::JobId job;
  int from = 0, to = 0, moved = 0, undone = 0;
  platform::Instant moved_at{};
  std::vector<std::pair<std::string, std::string>> mapping = {};  // names of renamed steps, before and after
};
std::vector<MoveSummary> moves_of(Tx&, const std::string& key);

/// Preview, orders of moving and undoing, trials; their jobs run with add_jobs.
void add_version_routes(platform::Routes&);

}  // namespace yimen::approval
