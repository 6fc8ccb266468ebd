#include "move_plan.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "yimen/bpmn/around.h"

namespace yimen::approval {

namespace {

using bpmn::Node;
using platform::ErrorCode;
using platform::fail;

std::string name_of(const Node& node) { return node.name.empty() ? node.id : node.name; }

std::string_view stage_words(std::string_view stage) { return stage == "approval" ? "决定" : "审查"; }

/// Where a case can stand or be sent back to, as people know it; gateways only when a case waits before one.
bool is_place(const Node& node, const std::map<std::string, int>& standing) {
  using enum bpmn::NodeKind;
  return node.kind == user_task || node.kind == service_task || node.kind == business_rule_task || standing.contains(node.id);
}

/// In the words of the designer, not of the standard.
std::string_view kind_words(bpmn::NodeKind kind) {
  if (kind == bpmn::NodeKind::user_task) return "环节";
  if (kind == bpmn::NodeKind::service_task) return "程序服务";
  if (kind == bpmn::NodeKind::business_rule_task) return "规则任务";
  return bpmn::zh_name(kind);
}
MovePreview::Element shown(const Node& node) { return {node.id, name_of(node), std::string(kind_words(node.kind)), node.task.stage, 0}; }

}  // namespace

platform::Result<void> check_mapping(const bpmn::Model& from, const bpmn::Model& to, const bpmn::Mapping& mapping) {
  std::set<std::string> taken;
  for (const auto& [old_id, new_id] : mapping) {
    const auto bad = [&](std::string detail) { return fail(ErrorCode::invalid_input, "approval/bad-mapping", detail, {{"/mapping/" + old_id, detail}}); };
    const auto *old_node = from.find(old_id), *new_node = to.find(new_id);
    if (old_node == nullptr) return bad(fmt::format("现在的版本里没有元素“{}”。", old_id));
    if (new_node == nullptr) return bad(fmt::format("目标版本里没有元素“{}”，请重新选择“{}”对应的元素。", new_id, name_of(*old_node)));
    if (old_node->kind != new_node->kind)
      return bad(fmt::format("“{}”是{}，“{}”是{}，种类不同，不能对应。", name_of(*old_node), kind_words(old_node->kind), name_of(*new_node), kind_words(new_node->kind)));
    if (old_node->task.stage != new_node->task.stage)
      return bad(fmt::format("“{}”属于{}，“{}”属于{}，法定阶段不同，不能对应。", name_of(*old_node), stage_words(old_node->task.stage), name_of(*new_node), stage_words(new_node->task.stage)));
    if (!taken.insert(new_id).second) return bad(fmt::format("“{}”已经对应了另一个元素，一个元素只能对应一个。", name_of(*new_node)));
    if (from.find(new_id) != nullptr && !mapping.contains(new_id)) return bad(fmt::format("“{}”在两版里都有，不能再让“{}”对应它。", name_of(*new_node), name_of(*old_node)));
  }
  return {};
}

bpmn::MigrationPlan plan_move(const bpmn::Model& from, const bpmn::Model& to, const bpmn::State& state, const bpmn::Mapping& mapping) {
  auto plan = bpmn::plan_migration(from, to, state, mapping);
  for (const auto& move : plan.moves) {
    const auto *old_node = from.find(move.from), *new_node = to.find(move.to);
    if (old_node == nullptr || new_node == nullptr || old_node->task.stage == new_node->task.stage) continue;
    plan.blocked.push_back({move.token, move.from, "migration/other-stage",
                            fmt::format("“{}”现在属于{}，在新版本里属于{}，法定阶段不同。", name_of(*old_node), stage_words(old_node->task.stage), stage_words(new_node->task.stage)),
                            fmt::format("{} is in another legal stage now", new_node->id)});
  }
  // A case keeps the versions of called processes it began with: an error of theirs may be one the new version was never checked against.
  if (const auto loose = bpmn::uncaught_errors(to); !loose.empty()) {
    const auto& thrown = loose.front();
    const auto& at = to.node(thrown.via < 0 ? thrown.node : thrown.via);
    const auto& code = to.node(thrown.node).events.front().code;
    plan.blocked.push_back({0, at.id, "migration/uncaught-error", fmt::format("新版本的“{}”没有处理错误“{}”，这件办到那里会走不下去。", name_of(at), code), fmt::format("error {} of {} is caught by nobody", code, at.id)});
  }
  return plan;
}

std::vector<MovePreview::Element> missing_elements(const bpmn::Model& from, const bpmn::Model& to, const std::map<std::string, int>& standing) {
  std::vector<MovePreview::Element> list;
  for (const auto& node : from.nodes()) {
    if (!is_place(node, standing) || to.find(node.id) != nullptr) continue;
    list.push_back(shown(node));
    if (const auto found = standing.find(node.id); found != standing.end()) list.back().cases = found->second;
  }
  std::ranges::stable_sort(list, std::ranges::greater{}, &MovePreview::Element::cases);
  return list;
}

std::vector<MovePreview::Element> mapping_choices(const bpmn::Model& from, const bpmn::Model& to) {
  std::vector<MovePreview::Element> list;
  for (const auto& node : to.nodes())
    if (from.find(node.id) == nullptr) list.push_back(shown(node));
  return list;
}

std::string mapping_text(const bpmn::Mapping& mapping) {
  std::string text;
  for (const auto& [old_id, new_id] : mapping) text += fmt::format("{}{}:{}", text.empty() ? "" : ",", old_id, new_id);
  return text;
}

bpmn::Mapping mapping_from(std::string_view text) {
  bpmn::Mapping mapping;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto pair = text.substr(0, end);
    const auto colon = pair.find(':');
    mapping[std::string(pair.substr(0, colon))] = colon == std::string_view::npos ? std::string() : std::string(pair.substr(colon + 1));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return mapping;
}

}  // namespace yimen::approval
