#include "yimen/organisation/types.h"

#include <algorithm>
#include <array>

namespace yimen::organisation {
namespace {

struct PowerWord {
  Power power;
  std::string_view word, chinese;
};
constexpr std::array<PowerWord, 11> power_words{{{Power::decide, "decide", "审批决定权"},
                                                 {Power::report_up, "report_up", "审核上报权"},
                                                 {Power::organise, "organise", "组织协调权"},
                                                 {Power::use_seal, "use_seal", "审批专用章使用权"},
                                                 {Power::accept, "accept", "受理权"},
                                                 {Power::review, "review", "审核权"},
                                                 {Power::coordinate, "coordinate", "协调处置权"},
                                                 {Power::deliver, "deliver", "办理结果送达权"},
                                                 {Power::litigate, "litigate", "应诉代理权"},
                                                 {Power::make_certificate, "make_certificate", "制证权"},
                                                 {Power::approve, "approve", "审批权"}}};

struct KindWord {
  WindowKind kind;
  std::string_view word, chinese;
};
constexpr std::array<KindWord, 4> kind_words{{{WindowKind::general, "general", "综合窗口"},
                                              {WindowKind::departmental, "departmental", "部门窗口"},
                                              {WindowKind::result_delivery, "result_delivery", "出件窗口"},
                                              {WindowKind::consulting, "consulting", "咨询窗口"}}};

}  // namespace

std::string_view chinese_name(Power power) { return power_words[static_cast<std::size_t>(power)].chinese; }
std::string_view chinese_name(WindowKind kind) { return kind_words[static_cast<std::size_t>(kind)].chinese; }

bool Post::has_role(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

}  // namespace yimen::organisation

namespace yimen::platform {

using organisation::Power;
using organisation::WindowKind;

std::string_view EnumText<Power>::to(Power power) { return organisation::power_words[static_cast<std::size_t>(power)].word; }
std::optional<Power> EnumText<Power>::from(std::string_view text) {
  for (const auto& [power, word, chinese] : organisation::power_words)
    if (word == text) return power;
  return std::nullopt;
}
std::string_view EnumText<WindowKind>::to(WindowKind kind) { return organisation::kind_words[static_cast<std::size_t>(kind)].word; }
std::optional<WindowKind> EnumText<WindowKind>::from(std::string_view text) {
  for (const auto& [kind, word, chinese] : organisation::kind_words)
    if (word == text) return kind;
  return std::nullopt;
}

}  // namespace yimen::platform
