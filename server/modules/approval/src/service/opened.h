#pragma once
#include <memory>
#include <string>

#include <boost/json/object.hpp>

#include "yimen/approval/approval.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/document/document.h"
#include "yimen/identity/messages.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/party.h"

namespace yimen::approval {

using cases::Act;
using cases::CaseState;
using platform::Date;
using platform::ErrorCode;
using platform::fail;

/// The calendar of the case's place, asked for when an act first needs it: most steps need none.
class WorkDays {
 public:
  WorkDays(calendar::CalendarService& service, Tx& tx, std::int64_t region_code) : service_{&service}, tx_{&tx}, region_code_{region_code} {}
  const calendar::WorkCalendar& operator*() const {
    if (!known_) known_ = service_->for_region(*tx_, region_code_);
    return *known_;
  }
  const calendar::WorkCalendar* operator->() const { return &**this; }

 private:
  calendar::CalendarService* service_;
  Tx* tx_;
  std::int64_t region_code_;
  mutable std::shared_ptr<const calendar::WorkCalendar> known_;
};

/// A case held for one act, with what the act needs to know.
struct Approval::Opened {
  cases::ServiceCase file, before;
  WorkDays days;
  std::shared_ptr<const catalogue::MatterVersion> matter;
};

/// Whom to call about an application: what was stated, else who hands it in online, else the applicant.
struct Contact {
  std::string name, phone;
};
Contact contact_of(Services&, Tx&, const Actor&, const party::Party& applicant, Contact stated);

/// One act's effect on the world beside the case row: trail entry, notice to the applicant.
struct Note {
  std::string action, text;
  json::object facts = {};
  std::string notice_title = {}, notice_body = {};  // empty: the applicant is not told
  bool by_sms = false;
};

/// A "no" that was just said: what it is, why, and the document that says it.
struct NegativeReport {
  std::string_view kind;  // not_needed | out_of_competence | rejected | refused
  std::string decision_name, reason, clause;
  const document::Document& decision;
};
struct ApprovalForm {
  std::string result;
  std::string step, opinion;  // of the actor, when no task records it
  std::string benchmark = {};   // how the 裁量基准 was applied
};

/// The open task is the actor's to work on: his role, not somebody else's claim.
Result<void> require_task(Approval&, Tx&, const Actor&, const cases::CaseTask&);
/// Nobody works on two levels of one case.
Result<void> require_other_person(const Services&, Tx&, const Actor&, const cases::ServiceCase&, const cases::CaseTask&);
/// One person, one voice: in a vote among roles nobody is heard twice.
Result<void> require_first_vote(Services&, Tx&, const Actor&, const cases::ServiceCase&, const cases::CaseTask&);
/// After the process moved: the state of the case follows the open tasks; `within_review` is the act when it stays in review, nothing when
/// nobody acted (timers, services).
Result<void> settle_state(Tx&, Approval::Opened&, std::optional<Act> within_review);
/// Every review point of the step must be answered (R085); a point that is not met needs a note.
Result<void> require_checks(const cases::CaseTask&, const StepWork&);
/// The answers as they are kept with the task.
std::string answered_checks(const StepWork&);

/// A notice to the applicant, and to the person who applied for him online: an agent acts on it, so he must hear of it.
void tell(Services&, Tx&, const cases::ServiceCase&, const identity::Message&);
/// Saves the case, writes the trail, tells the applicant.
Result<void> finish(Services&, Tx&, const Actor&, Approval::Opened&, const Note&);
Done done_of(const Approval::Opened&, std::int64_t document_id = 0);

/// Issues a document of the case with the facts every document shows, and those given.
Result<document::Document> issue(Services&, Tx&, const Actor&, const Approval::Opened&, document::DocumentType, json::object facts);
/// The facts every document of the case shows.
json::object common_facts(Services&, Tx&, const Actor&, const Approval::Opened&, const organisation::Department&);
/// 否定报备: every "no" is reported to the service authority, in writing and as a line of its list. Local rule: 否定报备制.
Result<document::Document> file_negative_report(Services&, Tx&, const Actor&, const Approval::Opened&, const NegativeReport&);
/// 审批表 of one decision: who said what at which level, and when; `result` is what was decided.
Result<document::Document> issue_approval_form(Services&, Tx&, const Actor&, const Approval::Opened&, const ApprovalForm&);
struct VoidRequest {
  CaseId case_id;
  std::string reason;
  platform::UserId asked_by;
  std::string asked_by_name;
  platform::Instant asked_at;
};
/// Sets the way, and keeps the address when the result is to be posted. `contact_phone` in clear.
Result<void> keep_delivery_choice(Services&, Tx&, const Actor&, cases::ServiceCase&, const party::Party& applicant, const DeliveryChoice&, std::string_view contact_phone);
std::optional<VoidRequest> void_request_of(Tx&, CaseId);
/// What waits for a second person, oldest case first: cases in the viewer's sight that can still be voided.
std::vector<VoidRequest> void_requests(Tx&, const cases::Viewer&, CaseId after, int limit);

/// "王某某（代李某某）" under A/B substitution.
std::string acting_name(const Actor&);

/// Opens the task a state of the case asks for outside the process ("acceptance", "certify", "delivery", "special" …).
void open_case_task(Tx&, const cases::ServiceCase&, std::string_view kind);
/// Ends the open tasks of that kind under the actor's name.
void finish_tasks_of(Tx&, const Actor&, CaseId, std::string_view kind, const std::string& outcome, const std::string& opinion);

/// Text fields people type: trimmed, non-blank where asked. @returns invalid_input with the Chinese label.
Result<std::string> required_text(const std::string& value, std::string_view field, std::string_view label, std::size_t max_characters = 2000);

}  // namespace yimen::approval
