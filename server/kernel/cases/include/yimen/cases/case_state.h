#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "yimen/platform/db.h"
#include "yimen/platform/result.h"

/// The legal state machine of a case. What law fixes is here as types; how a department routes the work between two
/// legal acts is a BPMN model and cannot reach a state that this table does not allow.
/// Law: 行政许可法 Art. 32, 34, 38, 42–45.
namespace yimen::cases {

enum class CaseState {
  submitted,         // 已提交（网上）
  pre_review,        // 预审中
  pre_returned,      // 预审退回，等申请人重新提交
  received,          // 已收件
  correction,        // 补正中，等申请人
  not_needed,        // 不受理：无需许可          (end)
  rejected,          // 不予受理                 (end)
  in_review,         // 已受理，审查中
  in_approval,       // 已受理，待决定
  special,           // 特别程序，停计
  reported_up,       // 转报上级，停计
  suspended,         // 挂起，停计
  decided,           // 已决定，待制证
  delivering,        // 待送达
  closed,            // 办结                     (end)
  withdrawn,         // 申请人撤回               (end)
  withdrawn_deemed,  // 逾期不补正，视为撤回     (end)
  voided,            // 作废                     (end)
};

/// What somebody (or the program in the law's name) does to a case.
enum class Act {
  open_pre_review, pass_pre_review, return_pre_review, resubmit,
  receive, accept, deem_accepted, request_correction, answer_correction, lapse_correction,
  declare_not_needed, declare_out_of_competence, reject_acceptance,
  forward, submit_for_approval, return_step,
  start_special, end_special, report_up, record_superior_answer, suspend, resume, extend,
  decide_grant, decide_refuse, make_result, deliver,
  withdraw, void_case,
};

struct Transition {
  CaseState from;
  Act act;
  CaseState to;  // for acts that end a stop: in_review stands for "the state before the stop"
};

std::span<const Transition> transitions();
std::span<const CaseState> all_states();
std::span<const Act> all_acts();

/// The state after the act. @returns conflict "cases/act-not-allowed" with what the case is waiting for instead.
platform::Result<CaseState> next_state(CaseState from, Act act);
bool is_allowed(CaseState from, Act act);

bool is_open(CaseState);
/// The clock of the decision is lawfully stopped. Law: 行政许可法 Art. 45; 32(4) for the correction.
bool is_stopped(CaseState);
/// The applicant has to act, no member of staff.
bool waits_for_applicant(CaseState);
/// Not accepted yet: the five working days for acceptance run (or rest while the applicant mends the application).
bool is_before_acceptance(CaseState);

std::string_view chinese_name(CaseState);
std::string_view chinese_name(Act);

}  // namespace yimen::cases

template <>
struct yimen::platform::EnumText<yimen::cases::CaseState> {
  static std::string_view to(yimen::cases::CaseState);
  static std::optional<yimen::cases::CaseState> from(std::string_view);
};
template <>
struct yimen::platform::EnumText<yimen::cases::Act> {
  static std::string_view to(yimen::cases::Act);
  static std::optional<yimen::cases::Act> from(std::string_view);
};
