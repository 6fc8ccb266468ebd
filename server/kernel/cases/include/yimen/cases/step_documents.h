#pragma once
#include <array>
#include <string_view>

namespace yimen::cases {

/// A line of a document that is written at a step.
struct StepField {
  std::string_view name, label;
  std::string_view kind;  // text | long | date; empty: none
  bool is_optional = false;
};
/// 文书 a step of a process may have to produce (`y:documents`): the step is not done before the case has it. Some are written at the step itself,
/// others come of an act of their own and have no fields.
struct StepDocument {
  std::string_view type, label;
  std::string_view act;  // of those that an act makes: what to do
  std::array<StepField, 6> fields;
};
inline constexpr std::array<StepDocument, 4> step_documents{{
    // Law: 行政许可法 Art. 34(3): two or more members of staff check.
    {"inspection_record", "现场核查笔录", "",
     {{{"checked_on", "核查日期", "date"}, {"place", "核查地点", "text"}, {"inspectors", "核查人员（两人以上，用顿号分开）", "text"}, {"party_present", "在场的申请人或其代理人", "text", true}, {"findings", "核查情况", "long"}, {"conclusion", "核查结论", "long", true}}}},
    // Law: 行政许可法 Art. 48(1)(5), 48(2): the decision is made on the record.
    {"hearing_record", "听证笔录", "",
     {{{"held_on", "听证日期", "date"}, {"place", "听证地点", "text"}, {"host_name", "听证主持人", "text"}, {"participants", "听证参加人", "long"}, {"statements", "陈述、申辩和质证", "long"}, {"conclusion", "听证意见", "long", true}}}},
    // Law: 行政许可法 Art. 45, 42.
    {"special_procedure_notice", "特别程序告知书", "启动特别程序", {}},
    {"extension_notice", "延长办理期限告知书", "延长办理期限", {}},
}};
constexpr const StepDocument* find_step_document(std::string_view type) {
  for (const auto& one : step_documents)
    if (one.type == type) return &one;
  return nullptr;
}

}  // namespace yimen::cases
