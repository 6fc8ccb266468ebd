#pragma once
#include <array>
#include <string_view>

namespace yimen::cases {

/// What the program does itself when a process asks for it by a service task (`y:topic`). Each works exactly once: its effect
/// and the step of the process commit together.
struct ProcessService {
  std::string_view topic, name;
};
inline constexpr std::array<ProcessService, 3> process_services{{
    {"notify_applicant", "通知申请人"},  // a message with the task's name
    {"send_reminder", "催办"},           // whoever has open tasks of the case is reminded, counted like urging by hand
    {"check_data", "核对数据"},          // gives the variable `check`: {materials_complete, missing_materials, wrong_materials, days_left}
}};
constexpr bool is_process_service(std::string_view topic) {
  for (const auto& one : process_services)
    if (one.topic == topic) return true;
  return false;
}

}  // namespace yimen::cases
