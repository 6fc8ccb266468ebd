#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "yimen/approval/orders.h"
#include "yimen/cases/case_parts.h"
#include "yimen/cases/case_store.h"
#include "yimen/cases/case_tasks.h"
#include "yimen/platform/actor.h"
#include "yimen/platform/db.h"
#include "yimen/platform/result.h"

namespace yimen::calendar { class CalendarService; class WorkCalendar; }
namespace yimen::catalogue { class Catalogue; struct MatterVersion; }
namespace yimen::organisation { class Organisation; struct Department; struct Post; }
namespace yimen::party { class Parties; }
namespace yimen::identity { class Messages; }
namespace yimen::document { class Documents; struct Document; enum class DocumentType; }
namespace yimen::platform { class FileStore; class FieldCipher; }

/// Administrative approval (行政审批): the legal acts from application to delivery, in the order the law gives them.
/// Every function is one use case inside the caller's transaction: lock, authority, version, rule, save, trail, notice.
namespace yimen::approval {

namespace json = boost::json;
using cases::CaseId;
using cases::TaskId;
using platform::Actor;
using platform::Result;
using platform::Tx;

/// Published models by key and version, read once.
class ProcessModels;
std::shared_ptr<ProcessModels> new_process_models();

struct Services {
  calendar::CalendarService& calendars;
  catalogue::Catalogue& catalogue;
  organisation::Organisation& organisation;
  party::Parties& parties;
  document::Documents& documents;
  const identity::Messages& messages;
  platform::FileStore& files;
  const platform::FieldCipher& cipher;
  std::shared_ptr<ProcessModels> models = new_process_models();
};

/// What an act answers: where the case stands now, and the document it made (0 when none).
struct Done {
  CaseId case_id;
  std::string case_no, query_code;
  cases::CaseState state = cases::CaseState::submitted;
  int version = 1;
  std::int64_t document_id = 0;
};

class Approval {
 public:
  explicit Approval(Services services) : s_{services} {}

  // ---- the applicant's way -------------------------------------------------------------------------------------
  /// Hands in an online application; with a draft, the draft ends with it, so a repeat finds the case that is there.
  /// Law: 行政许可法 Art. 29, 31, 33.
  Result<Done> submit(Tx&, const Actor&, const Application&);
  /// After 预审退回 or 补正: everything asked for at once; the five working days begin anew.
  Result<Done> answer_correction(Tx&, const Actor&, CaseId, int version, const CorrectionAnswer&);
  /// Before the decision, without reasons. @returns conflict once it is decided.
  Result<Done> withdraw(Tx&, const Actor&, CaseId, int version, const std::string& reason);

  /// Another way or address, as long as the result has not been delivered.
  Result<Done> change_delivery(Tx&, const Actor&, CaseId, int version, const DeliveryChoice&);

  // ---- receipt and acceptance ------------------------------------------------------------------------------------
  /// Walk-in at a window: registers person or enterprise, ticks the materials, prints the 收件凭证.
  Result<Done> receive(Tx&, const Actor&, const Application&);
  Result<Done> open_pre_review(Tx&, const Actor&, CaseId, int version);
  Result<Done> pass_pre_review(Tx&, const Actor&, CaseId, int version);
  Result<Done> return_pre_review(Tx&, const Actor&, CaseId, int version, const CorrectionOrder&);
  /// Law: 行政许可法 Art. 32(5). `on`: the day of receipt when deemed (Art. 32(4)).
  Result<Done> accept(Tx&, const Actor&, CaseId, int version, const std::string& opinion);
  /// Everything to correct, once. A second time needs a recorded reason (Art. 72(4)). Law: 行政许可法 Art. 32(4).
  Result<Done> request_correction(Tx&, const Actor&, CaseId, int version, const CorrectionOrder&);
  Result<Done> declare_not_needed(Tx&, const Actor&, CaseId, int version, const Refusal&);        // Art. 32(1)
  Result<Done> declare_out_of_competence(Tx&, const Actor&, CaseId, int version, const Refusal&);  // Art. 32(2)
  Result<Done> reject_acceptance(Tx&, const Actor&, CaseId, int version, const Refusal&);
  /// 即办件: accept, decide, make the result and hand it over in one sitting. Law: 行政许可法 Art. 34(2).
  Result<Done> settle_instantly(Tx&, const Actor&, CaseId, int version, const DecisionOrder&, const Delivery&);
  /// Marks one material after looking at it: original seen, copy kept, to be supplied later, wrong.
  Result<void> check_material(Tx&, const Actor&, CaseId, const MaterialCheck&);

  // ---- review and decision -----------------------------------------------------------------------------------------
  Result<void> claim(Tx&, const Actor&, TaskId);
  Result<void> release(Tx&, const Actor&, TaskId);
  /// Hands a claimed task to a colleague who may do it, with a reason.
  Result<void> transfer(Tx&, const Actor&, TaskId, platform::UserId to, const std::string& reason);
  /// Ends the review task at hand; the matter's BPMN model says where the case goes.
  Result<Done> forward(Tx&, const Actor&, TaskId, int version, const StepWork&);
  /// Back to an earlier step, keeping every opinion.
  Result<Done> return_step(Tx&, const Actor&, TaskId, int version, const StepWork&);
  /// 文书 that the step asks for and that is written at it (cases/step_documents.h). Law: 行政许可法 Art. 34(3), 48.
  Result<Done> make_step_document(Tx&, const Actor&, TaskId, int version, const std::string& type, const json::object& facts);
  // ---- what people in offices do on a running case (src/service/verbs.cpp) ---------------------------------------------
  /// 加签: asks colleagues before, beside or after one's own step; at a decision only before it. They give opinions and decide nothing.
  Result<Done> add_signers(Tx&, const Actor&, TaskId, int version, const SignOrder&);
  /// Ends a signature nobody needs any more: by who asked for it, or with cases.jump. The case itself is never ended this way.
  Result<Done> cancel_signature(Tx&, const Actor&, TaskId, int version, const std::string& reason);
  /// 委托: a colleague of the same role prepares the step, the owner confirms. A decision is not lent. Law: 行政许可法 Art. 38, 74.
  Result<void> delegate(Tx&, const Actor&, TaskId, platform::UserId to, const std::string& reason);
  /// The owner takes a lent task back.
  Result<void> recall(Tx&, const Actor&, TaskId);
  /// 撤回: of one's own finished step, while nobody behind has begun.
  Result<Done> take_back(Tx&, const Actor&, TaskId, int version, const std::string& reason);
  /// 催办: tells whoever has the task (or its role); counted on the task. Once an hour for each task.
  Result<void> urge(Tx&, const Actor&, TaskId, const std::string& words);
  /// 跳转 to any step of the model; to the decision only after a review has been done. Law: 行政许可法 Art. 34(1), 37.
  Result<Done> jump(Tx&, const Actor&, TaskId, int version, const JumpOrder&);
  struct Colleague {
    platform::UserId id;
    std::string name, role;
  };
  struct Place {
    std::string node, name, stage;
  };
  /// What the dialogs of a task offer.
  struct Choices {
    std::vector<Place> return_places, jump_places;
    std::vector<Colleague> signers, substitutes;
  };
  Result<Choices> choices(Tx&, const Actor&, TaskId) const;
  Result<Done> start_special(Tx&, const Actor&, CaseId, int version, const StopOrder&);   // Art. 45, notice in writing
  Result<Done> end_special(Tx&, const Actor&, CaseId, int version, const std::string& result);
  Result<Done> report_up(Tx&, const Actor&, CaseId, int version, const StopOrder&);        // Art. 35, 43
  Result<Done> record_superior_answer(Tx&, const Actor&, CaseId, int version, const std::string& answer);
  Result<Done> suspend(Tx&, const Actor&, CaseId, int version, const StopOrder&);
  Result<Done> resume(Tx&, const Actor&, CaseId, int version, const std::string& result);
  /// Once, at most ten (joint: fifteen) working days, by who may decide; the reason goes to the applicant. Law: 行政许可法 Art. 42.
  Result<Done> extend(Tx&, const Actor&, CaseId, int version, int days, const std::string& reason);
  /// Law: 行政许可法 Art. 38: granted, or refused with grounds, clauses and remedies (and 否定报备).
  Result<Done> decide(Tx&, const Actor&, TaskId, int version, const DecisionOrder&, const StepWork&);

  // ---- result and delivery -----------------------------------------------------------------------------------------
  Result<Done> make_result(Tx&, const Actor&, CaseId, int version, const std::string& validity);
  /// With 送达回证. Law: 行政许可法 Art. 44; the day of signing is the day of service.
  Result<Done> deliver(Tx&, const Actor&, CaseId, int version, const Delivery&);
  /// A record made in error; a second person confirms. @returns rule_violated for the same person.
  Result<Done> void_case(Tx&, const Actor&, CaseId, int version, const std::string& reason);
  /// The second person disagrees, or the first one takes it back: the case goes on. @returns conflict without a request.
  Result<Done> reject_void(Tx&, const Actor&, CaseId, int version, const std::string& reason);

  /// 备案: the service authority has seen the "no". @returns conflict when it is filed already or out of the actor's range.
  Result<void> file_report(Tx&, const Actor&, std::int64_t report_id);

  // ---- what the program does in the law's name -----------------------------------------------------------------------
  /// Applications not answered within five working days count as accepted from the day of receipt. @returns how many.
  int deem_accepted(platform::Database&, int at_most = 200);
  /// Corrections not answered in time count as withdrawn.
  int lapse_corrections(platform::Database&, int at_most = 200);

  /// Timers of running processes that are due, each once, whatever the clock did meanwhile. @returns how many fired.
  int fire_due_timers(platform::Database&, int at_most = 200);
  /// A service task of a process (cases/process_services.h): its effect and the step commit together; a repeat does nothing.
  Result<void> do_process_work(Tx&, CaseId, int token, const std::string& topic);

  /// 消息: what came from outside for a case whose process waits for it (cases/process_messages.h), recorded by a person with what it says.
  /// @returns conflict "approval/not-awaited", forbidden "approval/not-yours-to-record".
  Result<Done> record_message(Tx&, const Actor&, CaseId, int version, const std::string& name, const std::string& words);
  /// 信号: to every case of the actor's range that waits for it now; delivered in the background. @returns how many wait.
  Result<int> send_signal(Tx&, const Actor&, const std::string& name, const std::string& words);
  /// Once for each case; a repeat does nothing. False when the case does not wait for it any more.
  Result<bool> hear_signal(Tx&, std::int64_t signal_id, CaseId);
  /// Every case the signal is for, each in a transaction of its own. @returns the first error, when some cases could not hear it.
  Result<int> deliver_signal(platform::Database&, std::int64_t signal_id);

  /// 自由顺序环节: begins one of the steps of a part in which people choose the order, for who may work one of its steps, leads it or handed the case on.
  /// @returns conflict "approval/no-free-part", "approval/begun-already"; forbidden "approval/not-yours-to-choose".
  Result<Done> start_free_step(Tx&, const Actor&, CaseId, int version, int part, const std::string& node);
  /// Says that the part is done; before its conditions are met with cases.jump and a reason only. @returns rule_violated "bpmn/not-enough".
  Result<Done> finish_free_part(Tx&, const Actor&, CaseId, int version, int part, const std::string& words);

  /// A running case goes on in another version of its process, renamed steps mapped old id to new; remembered under the job.
  /// False when it has left that version. @returns rule_violated "approval/cannot-move" with the reason.
  struct VersionMove {
    int from = 0, to = 0;
    std::map<std::string, std::string> mapping = {};
    std::string reason = {};
  };
  Result<bool> move_to_version(Tx&, const Actor&, CaseId, const VersionMove&, platform::JobId);
  /// Back where it was. @returns conflict "approval/moved-on" when the case has gone on since.
  Result<bool> undo_move(Tx&, const Actor&, platform::JobId, CaseId);

  /// A calendar changed: due dates of open cases of that region anew; closed cases keep theirs. One slice of a job: at most
  /// so many cases behind `after`, in their order. What cannot be counted is told and left as it was.
  struct Recount {
    CaseId last;                // 0: no case was left
    int seen = 0, moved = 0;
    std::vector<std::pair<std::string, std::string>> refused;  // case number, why
  };
  Recount recount_clocks(Tx&, std::int64_t region_code, CaseId after, int at_most);

  // ---- reading -------------------------------------------------------------------------------------------------------
  cases::Viewer viewer_of(Tx&, const Actor&) const;
  /// not_found for what the actor may not see.
  Result<cases::ServiceCase> visible(Tx&, const Actor&, CaseId) const;
  std::vector<std::string> roles_of(Tx&, const Actor&) const;
  Services& services() { return s_; }
  struct Opened;

 private:
  Result<void> require_visible(Tx&, const Actor&, const cases::ServiceCase&) const;
  Result<Opened> open(Tx&, const Actor&, CaseId, int version);
  Result<Opened> open_locked(Tx&, const Actor&, cases::ServiceCase, int version);
  Result<Opened> open_now(Tx&, const Actor&, CaseId);
  /// The case at one of its tasks; without a version as it stands now.
  Result<std::pair<cases::CaseTask, Opened>> open_at(Tx&, const Actor&, TaskId, std::optional<int> version = {});
  Result<bool> recount_clock(Tx&, CaseId);
  Result<bool> fire_timer(Tx&, const cases::CaseTimer&);
  Result<void> note_supplied(Tx&, const Actor&, CaseId);
  Result<Opened> open_for(Tx&, const Actor&, CaseId, int version, const std::string& permission, int power);
  Result<void> require_may(Tx&, const Actor&, const Opened&, const std::string& permission, int power);
  Result<Done> create(Tx&, const Actor&, const Application&, bool is_walk_in);
  Result<Done> start_stop(Tx&, const Actor&, CaseId, int version, const StopOrder&, cases::Act);
  Result<Done> end_stop(Tx&, const Actor&, CaseId, int version, const std::string& result, cases::Act);
  Result<Done> turn_away(Tx&, const Actor&, CaseId, int version, const Refusal&, cases::Act);
  Result<Done> ask_for_mending(Tx&, const Actor&, CaseId, int version, const CorrectionOrder&, cases::Act);
  Result<void> begin_review(Tx&, const Actor&, Opened&, platform::Date accepted_on, cases::Act, const std::string& opinion);
  Services s_;
};

/// In clear, for the applicant and for who sends the parcel; nothing when the result is not posted.
std::optional<DeliveryAddress> delivery_address_of(const Services&, Tx&, CaseId);
/// Voids that wait for a second person, among the cases the actor may see; counted up to a hundred.
int count_void_requests(Approval&, Tx&, const Actor&);

}  // namespace yimen::approval
