#pragma once
#include <string>
#include <vector>

#include "opened.h"
#include "yimen/bpmn/model.h"

/// 自由顺序环节: parts of a process whose steps are begun by people, in the order they choose (BPMN ad-hoc sub-process, ADR 0015).
namespace yimen::approval {

struct FreeStep {
  std::string node, name, role;
  bool is_needed = false, is_once = false;
  bool is_open = false, may_start = false;
  struct Time {
    std::string by_name;
    platform::Instant at{};
  };
  std::vector<Time> done;  // in this case, the oldest first
};
struct FreePart {
  int token = 0;
  std::string node, name;
  bool is_sequential = false;
  bool ends_by_people = false;  // else it ends by itself
  bool may_choose = false;      // this person
  bool may_finish = false;      // now, without a reason
  bool may_force = false;       // with a reason: cases.jump
  std::string missing;          // why it cannot be ended yet
  std::vector<FreeStep> steps;
};
/// Those that run now and are not put aside.
Result<std::vector<FreePart>> free_parts_of(Approval&, Tx&, const Actor&, const cases::ServiceCase&);

/// Who is told that there is something to choose: the role the part names, else that of its first step.
std::string choosing_role(const bpmn::Model&, const bpmn::Node& part);
/// The part a step stands in; empty outside of all.
std::string free_part_of(const bpmn::Model&, std::string_view node);
/// Steps of one free part are one level of review: whoever did one may do another. Review and decision are different hands, not every check.
/// Law: 行政许可法 Art. 34, 37, 38.
bool is_one_level(const Services&, Tx&, const cases::ServiceCase&, const std::string& node, const std::string& other);

}  // namespace yimen::approval
