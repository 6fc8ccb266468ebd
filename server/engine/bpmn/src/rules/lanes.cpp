#include <map>

#include "report.h"

namespace yimen::bpmn::rules {
namespace {

void check_lane_set(const Check& check, const Part& set) {
  std::map<const Part*, const Part*> listed;  // a node and the lane of this set that lists it
  for (const auto* lane : set.all("lane"))
    for (const auto* reference : lane->all("flowNodeRef")) {
      const auto* node = check.document.find(*reference, reference->element->text);
      if (node == nullptr || !node->is("flowNode")) continue;
      if (node->ancestor("process") != lane->ancestor("process")) check.report.complain(*lane, reference->element->line, "lane/foreign", {called(*node)});
      const auto [first, is_new] = listed.emplace(node, lane);
      if (!is_new && first->second != lane) check.report.complain(*lane, reference->element->line, "lane/twice", {called(*node), called(*first->second)});
    }
}

}  // namespace

void check_lanes(const Check& check) {
  for (const auto& part : check.document.parts())
    if (part.is("laneSet")) check_lane_set(check, part);
}

}  // namespace yimen::bpmn::rules
