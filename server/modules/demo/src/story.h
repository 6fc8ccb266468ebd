#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "yimen/calendar/calendar_service.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/demo/demo.h"
#include "yimen/demo/people.h"
#include "yimen/demo/roster.h"
#include "yimen/platform/files.h"

namespace yimen::demo {

using platform::Date;
using platform::Instant;

/// One application and where it stands.
struct Story {
  std::shared_ptr<const catalogue::MatterVersion> matter;
  approval::Application::Person applicant;
  platform::Actor citizen;
  std::int64_t party = 0;
  bool is_online = false;
  cases::CaseId id;
  double pace = 0.5;          // of the promised limit
  Random random;
  std::optional<Instant> next;
  /// Kind of task, or kind/role, or "correction", with which the case stays on somebody's desk; empty: it goes on to its end.
  std::string stays_with;
  /// Whose account applies; 0: an invented citizen.
  platform::UserId account{};
};

/// What everybody in the city works with.
struct Scene {
  platform::Database& database;
  platform::ManualClock& clock;
  approval::Approval& approval;
  appraisal::Appraisal& appraisal;
  std::shared_ptr<const calendar::WorkCalendar> days = {};
  std::unique_ptr<Roster> roster = {};
  /// Who stands in today for whom: the absent person, and the deputy as he acts.
  std::map<platform::UserId, platform::Actor> deputies = {};
};

/// The papers people hand in: a readable page for each name and applicant kind, staged once.
class Papers {
 public:
  explicit Papers(platform::FileStore& files) : files_{files} {}
  /// @throws std::runtime_error when the file store refuses.
  platform::StagedFile of(const std::string& material, const std::string& matter);

 private:
  platform::FileStore& files_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, platform::StagedFile> known_;
};

/// A time at work on that day, or on the next working day.
Instant working_slot(const Scene&, Date day, Random&);
/// Any half hour of the day.
Instant slot(Date day, int hour, Random&);
/// A time at work, n working days on (0: later today, or tomorrow when the day is over).
Instant later(const Scene&, Story&, int n);

/// The first n characters.
std::string shortened(const std::string&, std::size_t n);

bool takes_persons(const catalogue::MatterVersion&);
/// Answers that pass the form's own rules.
boost::json::object sample_form(const boost::json::object& form, Random&);
/// Answers every situation that applies, first option first, until the catalogue is content.
boost::json::object sample_situation(catalogue::Catalogue&, const catalogue::MatterVersion&, Random&);

}  // namespace yimen::demo
