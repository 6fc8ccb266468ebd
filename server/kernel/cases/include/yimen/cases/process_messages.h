#pragma once
#include <array>
#include <string_view>

namespace yimen::cases {

/// 消息 a process can wait for without sending them itself. Acts of the case send theirs; the others come from outside and are recorded
/// by a person of the case who holds the permission. Whatever else a process sends, it sends to itself: another step of the same case.
/// Answers of an applicant before acceptance are no messages: until then no process runs. Law: 行政许可法 Art. 32.
struct ProcessMessage {
  std::string_view name, label;
  std::string_view permission;  // empty: an act of the case sends it, nobody records it
};
inline constexpr std::array<ProcessMessage, 10> process_messages{{
    {"special_ended", "特别程序已结束", ""},         // Art. 45
    {"superior_answered", "上级机关已答复", ""},      // Art. 35, 43
    {"case_resumed", "已恢复办理", ""},               // after a suspension
    {"limit_extended", "已延长办理期限", ""},         // Art. 42
    {"deferred_supplied", "容缺材料已补齐", ""},      // 容缺受理: the last deferred material came in
    {"expert_opinion", "专家评审意见已收到", "cases.review"},
    {"site_report", "勘验检测报告已收到", "cases.review"},
    {"agency_reply", "征求意见的回复已收到", "cases.review"},
    {"applicant_statement", "申请人、利害关系人的陈述已收到", "cases.read"},  // Art. 36
    {"supervisor_note", "督办意见已下达", "supervision.issue"},
}};
constexpr const ProcessMessage* find_process_message(std::string_view name) {
  for (const auto& one : process_messages)
    if (one.name == name) return &one;
  return nullptr;
}
/// What people call it: the label, of a process' own messages the name.
constexpr std::string_view message_label(std::string_view name) {
  const auto* known = find_process_message(name);
  return known == nullptr ? name : known->label;
}

}  // namespace yimen::cases
