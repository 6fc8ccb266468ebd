#include "yimen/cases/case_state.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yimen::cases {

using platform::ErrorCode;
using platform::fail;
using platform::Result;

namespace {

using enum CaseState;
using enum Act;

constexpr std::array states{submitted, pre_review, pre_returned, received,    correction, not_needed,
                            rejected,  in_review,  in_approval,  special,     reported_up, suspended,
                            decided,   delivering, closed,       withdrawn,   withdrawn_deemed, voided};

constexpr std::array acts{open_pre_review, pass_pre_review, return_pre_review, resubmit, receive, accept,
                          deem_accepted, request_correction, answer_correction, lapse_correction,
                          declare_not_needed, declare_out_of_competence, reject_acceptance, forward,
                          submit_for_approval, return_step, start_special, end_special, report_up,
                          record_superior_answer, suspend, resume, extend, decide_grant, decide_refuse, make_result,
                          deliver, withdraw, void_case};

constexpr std::array table{
    // 网上申请的预审：一次说清全部问题；五个工作日不作答复的，自收到之日起视为受理（Art. 32(4)）
    Transition{submitted, open_pre_review, pre_review},
    Transition{submitted, pass_pre_review, received},
    Transition{submitted, return_pre_review, pre_returned},
    Transition{submitted, deem_accepted, in_review},
    Transition{submitted, withdraw, withdrawn},
    Transition{submitted, void_case, voided},
    Transition{pre_review, pass_pre_review, received},
    Transition{pre_review, return_pre_review, pre_returned},
    Transition{pre_review, deem_accepted, in_review},
    Transition{pre_review, withdraw, withdrawn},
    Transition{pre_review, void_case, voided},
    Transition{pre_returned, resubmit, submitted},
    Transition{pre_returned, lapse_correction, withdrawn_deemed},
    Transition{pre_returned, withdraw, withdrawn},
    Transition{pre_returned, void_case, voided},
    // 收件之后：受理、一次性补正、不予受理、无需许可、不属本机关（Art. 32）
    Transition{received, accept, in_review},
    Transition{received, deem_accepted, in_review},
    Transition{received, request_correction, correction},
    Transition{received, declare_not_needed, not_needed},
    Transition{received, declare_out_of_competence, rejected},
    Transition{received, reject_acceptance, rejected},
    Transition{received, withdraw, withdrawn},
    Transition{received, void_case, voided},
    Transition{correction, answer_correction, received},
    Transition{correction, lapse_correction, withdrawn_deemed},
    Transition{correction, withdraw, withdrawn},
    Transition{correction, void_case, voided},
    // 审查（Art. 34–36）
    Transition{in_review, forward, in_review},
    Transition{in_review, submit_for_approval, in_approval},
    Transition{in_review, return_step, in_review},
    Transition{in_review, start_special, special},
    Transition{in_review, report_up, reported_up},
    Transition{in_review, suspend, suspended},
    Transition{in_review, extend, in_review},
    Transition{in_review, withdraw, withdrawn},
    Transition{in_review, void_case, voided},
    // 决定（Art. 38, 42）
    Transition{in_approval, return_step, in_review},
    Transition{in_approval, start_special, special},
    Transition{in_approval, report_up, reported_up},
    Transition{in_approval, suspend, suspended},
    Transition{in_approval, extend, in_approval},
    Transition{in_approval, decide_grant, decided},
    Transition{in_approval, decide_refuse, decided},
    Transition{in_approval, withdraw, withdrawn},
    Transition{in_approval, void_case, voided},
    // 不计时的停止（Art. 45），结束后回到原来的环节
    Transition{special, end_special, in_review},
    Transition{special, withdraw, withdrawn},
    Transition{special, void_case, voided},
    Transition{reported_up, record_superior_answer, in_review},
    Transition{reported_up, withdraw, withdrawn},
    Transition{reported_up, void_case, voided},
    Transition{suspended, resume, in_review},
    Transition{suspended, withdraw, withdrawn},
    Transition{suspended, void_case, voided},
    // 颁发、送达（Art. 44）
    Transition{decided, make_result, delivering},
    Transition{delivering, deliver, closed},
};

constexpr std::array<std::string_view, states.size()> state_words{
    "submitted", "pre_review", "pre_returned", "received", "correction", "not_needed", "rejected", "in_review",
    "in_approval", "special", "reported_up", "suspended", "decided", "delivering", "closed", "withdrawn",
    "withdrawn_deemed", "voided"};
constexpr std::array<std::string_view, states.size()> state_names{
    "已提交", "预审中", "预审退回", "已收件", "补正中", "不受理（无需许可）", "不予受理", "审查中", "待决定",
    "特别程序中", "转报上级", "已挂起", "已决定", "待送达", "已办结", "已撤回", "视为撤回", "已作废"};
constexpr std::array<std::string_view, acts.size()> act_words{
    "open_pre_review", "pass_pre_review", "return_pre_review", "resubmit", "receive", "accept", "deem_accepted",
    "request_correction", "answer_correction", "lapse_correction", "declare_not_needed", "declare_out_of_competence",
    "reject_acceptance", "forward", "submit_for_approval", "return_step", "start_special", "end_special", "report_up",
    "record_superior_answer", "suspend", "resume", "extend", "decide_grant", "decide_refuse", "make_result",
    "deliver", "withdraw", "void_case"};
constexpr std::array<std::string_view, acts.size()> act_names{
    "开始预审", "预审通过并收件", "预审退回", "重新提交", "收件", "受理", "视为受理", "一次性告知补正", "提交补正",
    "逾期不补正", "告知无需许可", "告知不属本机关", "不予受理", "提交下一环节", "提交决定", "退回上一环节", "启动特别程序",
    "结束特别程序", "转报上级", "登记上级答复", "挂起", "解除挂起", "延长期限", "准予", "不予", "制作结果", "送达",
    "撤回申请", "作废"};

/// What may be done instead, for the refusal's text.
std::string allowed_acts(CaseState from) {
  std::string names;
  for (const auto& row : table)
    if (row.from == from && row.act != void_case) names += (names.empty() ? "" : "、") + std::string(chinese_name(row.act));
  return names;
}

}  // namespace

std::span<const Transition> transitions() { return table; }
std::span<const CaseState> all_states() { return states; }
std::span<const Act> all_acts() { return acts; }

bool is_allowed(CaseState from, Act act) {
  return std::ranges::any_of(table, [&](const Transition& row) { return row.from == from && row.act == act; });
}

Result<CaseState> next_state(CaseState from, Act act) {
  for (const auto& row : table)
    if (row.from == from && row.act == act) return row.to;
  const auto instead = allowed_acts(from);
  return fail(ErrorCode::conflict, "cases/act-not-allowed",
              instead.empty()
                  ? fmt::format("办件{}，程序已经结束，不能再“{}”。", chinese_name(from), chinese_name(act))
                  : fmt::format("办件现在是“{}”，不能“{}”；可以：{}。", chinese_name(from), chinese_name(act), instead));
}

bool is_open(CaseState state) {
  switch (state) {
    case not_needed: case rejected: case closed: case withdrawn: case withdrawn_deemed: case voided: return false;
    case submitted: case pre_review: case pre_returned: case received: case correction: case in_review:
    case in_approval: case special: case reported_up: case suspended: case decided: case delivering: return true;
  }
  return false;
}

bool is_stopped(CaseState state) {
  return state == special || state == reported_up || state == suspended || waits_for_applicant(state);
}

bool waits_for_applicant(CaseState state) { return state == correction || state == pre_returned; }

bool is_before_acceptance(CaseState state) {
  return state == submitted || state == pre_review || state == pre_returned || state == received || state == correction;
}

std::string_view chinese_name(CaseState state) { return state_names[static_cast<std::size_t>(state)]; }
std::string_view chinese_name(Act act) { return act_names[static_cast<std::size_t>(act)]; }

}  // namespace yimen::cases

namespace yimen::platform {

using cases::Act;
using cases::CaseState;

std::string_view EnumText<CaseState>::to(CaseState state) { return cases::state_words[static_cast<std::size_t>(state)]; }
std::optional<CaseState> EnumText<CaseState>::from(std::string_view word) {
  const auto found = std::ranges::find(cases::state_words, word);
  if (found == cases::state_words.end()) return std::nullopt;
  return cases::states[static_cast<std::size_t>(found - cases::state_words.begin())];
}
std::string_view EnumText<Act>::to(Act act) { return cases::act_words[static_cast<std::size_t>(act)]; }
std::optional<Act> EnumText<Act>::from(std::string_view word) {
  const auto found = std::ranges::find(cases::act_words, word);
  if (found == cases::act_words.end()) return std::nullopt;
  return cases::acts[static_cast<std::size_t>(found - cases::act_words.begin())];
}

}  // namespace yimen::platform
