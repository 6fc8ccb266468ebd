#pragma once
#include <array>
#include <string>
#include <vector>

#include "yimen/approval/approval.h"
#include "yimen/platform/http.h"

/// 好差评: five levels, once per case, anonymous by choice; a bad review opens a follow-up with its own clock.
namespace yimen::appraisal {

using cases::CaseId;
using platform::Actor;
using platform::Result;
using platform::Tx;
using ReviewId = platform::Id<struct ReviewIdTag>;
using FollowUpId = platform::Id<struct FollowUpIdTag>;

/// 1 非常满意 · 2 满意 · 3 基本满意 · 4 不满意 · 5 非常不满意. Source: GB/T 39046 A.8.
inline bool is_bad(int level) { return level >= 4; }
std::string_view level_name(int level);

struct Review {
  int level = 0;
  std::vector<std::string> tags;
  std::string text;
  bool is_anonymous = false;
  std::string channel = "PC端";  // GB/T 39046 table 9
};

struct FollowUpStep {
  std::string note, finding, reply;
  int second_level = 0;
};

class Appraisal {
 public:
  explicit Appraisal(approval::Approval& approval) : approval_{approval} {}
  /// By the applicant, after the case has ended. @returns conflict "appraisal/reviewed-already", rule_violated before the end.
  Result<ReviewId> review(Tx&, const Actor&, const cases::ServiceCase&, const Review&);
  /// 核实 within one working day: who was reached, what was found.
  Result<void> verify(Tx&, const Actor&, FollowUpId, const FollowUpStep&);
  /// 整改 with a public reply.
  Result<void> rectify(Tx&, const Actor&, FollowUpId, const FollowUpStep&);
  /// 回访, with the second rating if the citizen gave one.
  Result<void> revisit(Tx&, const Actor&, FollowUpId, const FollowUpStep&);
  /// Counted reviews by level, index 1–5.
  std::array<std::int64_t, 6> counts(Tx&, std::int64_t low, std::int64_t high, std::int64_t department_id = 0) const;
  approval::Approval& approval() { return approval_; }

 private:
  approval::Approval& approval_;
};

void add_routes(platform::Routes&, Appraisal&);

}  // namespace yimen::appraisal
