#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "yimen/appraisal/appraisal.h"
#include "yimen/approval/approval.h"
#include "yimen/party/party.h"
#include "yimen/platform/db.h"
#include "yimen/platform/time.h"

/// A year of plausible cases for the demonstration city, made through the same use cases as people, by a simulated clock.
namespace yimen::demo {

/// Somebody with an account to look around with.
struct ShownPerson {
  platform::UserId account;
  party::PartyId party;
};

struct Year {
  int cases = 3000;
  std::int64_t region_code = 450900000000;
  std::uint64_t seed = 20260101;
  platform::Instant until{};  // the real now: what would happen later stays open
  /// Departments of the accounts that are shown: their desks have open work of every stage.
  std::vector<std::int64_t> shown_departments;
  /// Citizens and enterprises whose accounts are shown: each has cases that run, wait for him, can be collected, and are closed.
  std::vector<ShownPerson> shown_people;
};

struct Outcome {
  int submitted = 0, closed = 0, open = 0, refused_acts = 0;
  std::map<std::string, int> refusals;  // slug → how often a use case said no; shows when the simulation and the rules disagree
};

using Progress = std::function<void(std::string_view phase, std::int64_t done, std::int64_t total)>;

/// `clock` is the clock the database was opened with. @returns what happened.
Outcome simulate_year(platform::Database&, platform::ManualClock& clock, approval::Approval&, appraisal::Appraisal&, const Year&, const Progress&);

/// True when the year has been simulated already.
bool has_cases(platform::Database&);

}  // namespace yimen::demo
