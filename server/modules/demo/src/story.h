#pragma once
#include <memory>
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
  bool is_waiting_for_law = false;
};

/// What everybody in the city works with.
struct Scene {
  platform::Database& database;
  platform::ManualClock& clock;
  approval::Approval& approval;
  appraisal::Appraisal& appraisal;
  std::shared_ptr<const calendar::WorkCalendar> days = {};
  std::unique_ptr<Roster> roster = {};
  platform::StagedFile staged = {};  // the one page everybody uploads
};

/// A time at work on that day, or on the next working day.
Instant working_slot(const Scene&, Date day, Random&);
/// Any half hour of the day.
Instant slot(Date day, int hour, Random&);
/// A time at work, n working days on (0: later today, or tomorrow when the day is over).
Instant later(const Scene&, Story&, int n);

bool takes_persons(const catalogue::MatterVersion&);
/// Answers that pass the form's own rules.
boost::json::object sample_form(const boost::json::object& form, Random&);
/// Answers every situation that applies, first option first, until the catalogue is content.
boost::json::object sample_situation(catalogue::Catalogue&, const catalogue::MatterVersion&, Random&);

}  // namespace yimen::demo
