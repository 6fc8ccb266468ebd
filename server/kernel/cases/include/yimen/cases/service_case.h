#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "yimen/calendar/calendar.h"
#include "yimen/cases/case_state.h"
#include "yimen/platform/id.h"
#include "yimen/platform/time.h"

/// 办件: one application by one person or enterprise for one matter, and its clocks.
namespace yimen::cases {

using platform::Date;
using platform::Instant;
using platform::Result;
using platform::UserId;

using CaseId = platform::Id<struct CaseIdTag>;
using TaskId = platform::Id<struct TaskIdTag>;

/// 申报来源.
enum class Channel { online, mobile, window, express, upper_level, agency };
/// 办件类型 (local_case_class). Law for what each may skip: cases README.
enum class HandlingClass { instant, two_step, promised, joint, upward, agency };
enum class Decision { none, granted, refused };
enum class CloseResult { none, granted, refused, returned, voided, reported_up, not_corrected, rejected, withdrawn, other };

/// The two limits of the decision, side by side. Law: 行政许可法 Art. 42; 优化营商环境条例 Art. 36 (the promise is shorter).
struct DecisionLimits {
  calendar::Limit promised;
  std::string promised_reason;                 // "承诺时限", "法定时限", "未写明，按…"
  std::optional<calendar::Limit> statutory;
};

/// Invariants: a case that has been accepted has accepted_on, limits and due dates; `due_on` is empty exactly when no
/// clock of ours runs (stopped, waiting for the applicant, ended); version grows by one per change.
struct ServiceCase {
  CaseId id;
  std::string case_no;      // 办件编号, public
  std::string query_code;   // 查询密码, six digits, shown to the applicant only
  std::int64_t region_code = 0;
  std::int64_t department_id = 0;
  std::string department_name;
  std::int64_t matter_id = 0, matter_version_id = 0;
  std::string matter_name;
  HandlingClass handling_class = HandlingClass::promised;
  Channel channel = Channel::online;
  CaseState state = CaseState::submitted;
  CaseState state_before_stop = CaseState::in_review;
  int version = 1;

  std::int64_t applicant_party_id = 0, agent_party_id = 0;
  UserId submitted_by{};            // the account (online) or the clerk (window)
  std::string applicant_name, contact_name, contact_phone;
  std::string form_text;            // JSON object: the answers of the application form
  std::string situation_text;       // JSON object: the answers to the situation questions

  std::string process_key;
  int process_version = 0;
  std::string process_state;        // JSON of the engine's tokens; empty before acceptance

  std::int64_t window_id = 0;
  UserId first_contact_id{};        // 首问负责人
  std::string first_contact_name;

  Instant submitted_at{};
  std::optional<Instant> received_at, accepted_at, decided_at, closed_at;
  std::optional<Date> received_on;           // the day that counts: after closing time or on a rest day the next working day
  std::optional<Date> acceptance_due_on;     // Art. 32(4): five working days from receipt
  std::optional<Date> accepted_on;           // Art. 32(4): the day of receipt when deemed
  bool is_deemed_accepted = false;
  int correction_rounds = 0;
  std::optional<Date> answer_due_on;         // the applicant's term for the correction

  calendar::Limit promised_limit, statutory_limit;
  bool has_statutory_limit = false;
  std::string promised_reason;
  int extension_days = 0;
  std::optional<Date> promised_due_on, statutory_due_on;
  std::optional<Date> delivery_due_on;       // Art. 44: ten working days from the decision
  std::optional<Date> due_on;                // the clock that runs now; lists sort by it
  int warned_level = 0;

  Decision decision = Decision::none;
  CloseResult close_result = CloseResult::none;
  std::string result_no;
  std::string delivery_way;                  // window | express | online
  Instant changed_at{};
};

/// Acceptance of the application: five working days from receipt, then deemed. Law: 行政许可法 Art. 32(4).
inline constexpr int acceptance_working_days = 5;
/// Law: 行政许可法 Art. 44.
inline constexpr int delivery_working_days = 10;
/// Longest extension of a decision. Law: 行政许可法 Art. 42(1) ten, 42(2) fifteen for joint handling.
int longest_extension(HandlingClass);

/// Receipt of the materials (or of the online application): the acceptance clock starts. `on` is the day that counts.
void start_acceptance_clock(ServiceCase&, Date on, const calendar::WorkCalendar&);
/// Acceptance: both decision clocks start on `accepted_on` as day 0.
void start_decision_clock(ServiceCase&, Date accepted_on, const DecisionLimits&, const calendar::WorkCalendar&);
/// After a pause began or ended or an extension was granted: due dates anew. Unfinished pauses leave the clock stopped.
void refresh_clock(ServiceCase&, std::span<const calendar::Pause>, const calendar::WorkCalendar&);
void start_delivery_clock(ServiceCase&, Date decided_on, const calendar::WorkCalendar&);

/// Moves the case to the act's next state and its version by one; keeps the state before a stop and returns to it.
/// @returns conflict as next_state().
Result<void> move(ServiceCase&, Act, Instant now);

/// Remaining days of the running clock on `today` in its own unit; negative = overdue; nothing when no clock runs.
std::optional<int> remaining_days(const ServiceCase&, const calendar::WorkCalendar&, Date today);

/// 20 digits: region (6) + yyMMdd + serial within the day (7) + ISO 7064 MOD 11,10 check digit.
std::string make_case_no(std::int64_t region_code, Date day, std::int64_t serial);
bool is_case_no(std::string_view);

std::string_view chinese_name(HandlingClass);
std::string_view chinese_name(Channel);

}  // namespace yimen::cases

#define YIMEN_ENUM_TEXT(Enum)                                           \
  template <>                                                           \
  struct yimen::platform::EnumText<Enum> {                              \
    static std::string_view to(Enum);                                   \
    static std::optional<Enum> from(std::string_view);                  \
  };
YIMEN_ENUM_TEXT(yimen::cases::Channel)
YIMEN_ENUM_TEXT(yimen::cases::HandlingClass)
YIMEN_ENUM_TEXT(yimen::cases::Decision)
YIMEN_ENUM_TEXT(yimen::cases::CloseResult)
#undef YIMEN_ENUM_TEXT
