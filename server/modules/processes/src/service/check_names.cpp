#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/bpmn/expressions.h"
#include "yimen/processes/processes.h"

/// A name that nobody gives is null: every case goes the same way, whatever was meant.
namespace yimen::processes {

using bpmn::ExpressionPlace;

namespace {

/// What every case knows (approval, known_of and seen_of).
constexpr std::array<std::string_view, 10> known_of_cases{"form", "situation", "applicant", "channel", "handling_class", "staff", "is_simple", "check", "message", "decision"};

bool is_of_case(std::string_view name) { return std::ranges::find(known_of_cases, name) != known_of_cases.end(); }

/// What the expression is for, in the words of the designer.
std::string purpose(const bpmn::PlacedExpression& one) {
  switch (one.place) {
    case ExpressionPlace::condition: return "条件";
    case ExpressionPlace::participant: return "指定办理人";
    case ExpressionPlace::candidates: return "可办的人";
    case ExpressionPlace::participants: return "参加人";
    case ExpressionPlace::items: return "清单";
    case ExpressionPlace::cardinality: return "次数";
    case ExpressionPlace::repeat: return "再办一次的条件";
    case ExpressionPlace::completion: return "提前结束的条件";
    case ExpressionPlace::behavior: return "发出事件的条件";
    case ExpressionPlace::finish: return "结束的条件";
    case ExpressionPlace::activation: return "汇合的条件";
    case ExpressionPlace::timer: return "时间";
    case ExpressionPlace::event_condition: return "等待的条件";
    case ExpressionPlace::input: return fmt::format("给规则的事实“{}”", one.input);
    case ExpressionPlace::script: return "计算";
    case ExpressionPlace::data: return "数据传递";
    case ExpressionPlace::key: case ExpressionPlace::message: case ExpressionPlace::subscription: return "消息的关联值";
  }
  return {};
}

/// Where a name is given that is not given here.
std::string_view where_given(std::string_view name) {
  if (name == "outcome") return "它是刚办完的环节的结果，只用在连线的条件、再办一次的条件和提前结束的条件里";
  if (bpmn::is_loop_name(name)) return "它只用在逐项办理、重复办理和会签的里面";
  return "它只用在给出它的环节、子流程里面";
}

}  // namespace

bool is_always_known(std::string_view name) { return is_of_case(name) || name == "outcome" || bpmn::is_loop_name(name); }

void check_names(const bpmn::Model& model, Problems& problems) {
  const bpmn::GivenNames given{model};
  if (given.is_open() || is_for_calls(model)) return;  // callers and what is called may give any
  for (const auto& one : bpmn::expressions_of(model)) {
    const bool is_flow = one.flow >= 0;
    const auto subject = one.node < 0 ? purpose(one) : fmt::format("“{}”的{}", shown(model.node(one.node)), purpose(one));
    for (const auto& name : one.names) {
      if (is_of_case(name) || given.has(one, name)) continue;
      const auto why = given.has_anywhere(name) ? fmt::format("在这里取不到：{}", where_given(name))
                                                : fmt::format("没有人给出，办件走到这里{}：请检查有没有写错", is_flow ? "判断不出本来的意思" : "不能照本来的意思办理");
      problems.push_back({one.element, one.line, "processes/unknown-name",
                          fmt::format("{}“{}”里的“{}”{}。可以用 form（申请表）、situation（情形）、applicant（申请人）、channel（来源）、handling_class（办件类型）、is_simple（简单件）和前面环节、规则给出的名称，文字要加引号。", subject, one.text, name, why),
                          fmt::format("an expression of {} reads the unknown name {}", one.element, name)});
    }
  }
}

}  // namespace yimen::processes
