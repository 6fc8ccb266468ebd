#include <set>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/cases/process_messages.h"
#include "yimen/platform/text.h"

namespace yimen::processes {

using bpmn::EventKind;
using bpmn::Node;
using bpmn::NodeKind;

namespace {

constexpr std::size_t longest_name = 60;

const bpmn::EventDefinition* told(const Node& node, EventKind kind) {
  for (const auto& event : node.events)
    if (event.kind == kind) return &event;
  return nullptr;
}

void check_name(const Node& node, const std::string& name, std::string_view what, Problems& problems) {
  // The engine calls a message without a name after its element, so that other programs can address it; people of an office cannot.
  if (name.empty() || name == node.id)
    report(problems, node, "processes/nameless-message", fmt::format("“{}”没有选择{}。", shown(node), what), fmt::format("{} names no message or signal", node.id));
  else if (platform::count_characters(name) > longest_name)
    report(problems, node, "processes/long-message-name", fmt::format("“{}”的{}名称太长，最多{}个字。", shown(node), what, longest_name), fmt::format("the name of {} is too long", node.id));
}

void check_message(const Node& node, const bpmn::EventDefinition& message, const std::set<std::string>& sent, const std::set<std::string>& awaited, Problems& problems) {
  check_name(node, message.name, "消息", problems);
  if (message.name.empty() || message.name == node.id) return;
  if (message.key)
    report(problems, node, "processes/message-key", fmt::format("“{}”的消息写了关联值：办件的消息只按名称送达本件，请去掉关联值。", shown(node)), fmt::format("the message of {} has a key; messages of a case go by name", node.id));
  const auto* known = cases::find_process_message(message.name);
  if (throws(node)) {
    if (known != nullptr)
      report(problems, node, "processes/reserved-message", fmt::format("“{}”不能由流程发出“{}”：它由办件的动作或人员发出，请另起一个名称。", shown(node), known->label), fmt::format("{} sends {}, which only acts and people send", node.id, message.name));
    else if (!awaited.contains(message.name))
      report(problems, node, "processes/unheard-message", fmt::format("“{}”发出的消息“{}”没有环节等待：请画上等待它的元素，或删去。", shown(node), message.name), fmt::format("nobody waits for what {} sends", node.id));
  } else if (known == nullptr && !sent.contains(message.name)) {
    report(problems, node, "processes/unknown-message", fmt::format("“{}”等待的消息“{}”没有人发出：请从列出的消息中选择，或画上发出它的环节。", shown(node), message.name), fmt::format("nobody sends what {} waits for", node.id));
  }
}

}  // namespace

void check_messages(const bpmn::Model& model, Problems& problems) {
  std::set<std::string> sent, awaited;
  for (const auto& node : model.nodes())
    if (const auto* message = told(node, EventKind::message)) (throws(node) ? sent : awaited).insert(message->name);
  for (const auto& node : model.nodes()) {
    const bool begins = node.kind == NodeKind::start_event && bpmn::event_sub_around(model, node) < 0;
    if (begins) continue;  // a process begins by acceptance: told by tell_why_refused
    if (const auto* message = told(node, EventKind::message)) check_message(node, *message, sent, awaited, problems);
    else if (node.kind == NodeKind::send_task || node.kind == NodeKind::receive_task) check_name(node, {}, "消息", problems);
    if (const auto* signal = told(node, EventKind::signal)) check_name(node, signal->name, "信号", problems);
  }
}

}  // namespace yimen::processes
