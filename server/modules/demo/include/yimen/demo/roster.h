#pragma once
#include <map>
#include <string>
#include <vector>

#include "yimen/demo/people.h"
#include "yimen/organisation/organisation.h"
#include "yimen/approval/approval.h"

namespace yimen::demo {

/// Who can do what in each department, as the actors the edge would make of them.
class Roster {
 public:
  Roster(platform::Tx&, approval::Approval&, const std::vector<std::int64_t>& departments, platform::Date today);
  /// Somebody of that role; nullptr when the department has nobody.
  const platform::Actor* any(Random&, std::int64_t department, const std::string& role) const;
  /// A clerk signed on to a window that takes the department's matters.
  const platform::Actor* clerk(Random&, std::int64_t department) const;
  const platform::Actor* person(platform::UserId) const;
  /// Everybody of that role, whatever the department.
  std::vector<const platform::Actor*> all(const std::string& role) const;

 private:
  std::map<std::pair<std::int64_t, std::string>, std::vector<platform::Actor>> by_role_;
  std::map<std::int64_t, std::vector<platform::Actor>> clerks_;
};

/// The actor that the edge would make of somebody in one of the posts he may act in.
platform::Actor staff_actor(platform::Tx&, const organisation::Organisation&, platform::UserId, const organisation::PostOfStaff&);

}  // namespace yimen::demo
