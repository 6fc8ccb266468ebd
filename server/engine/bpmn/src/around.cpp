#include "yimen/bpmn/around.h"

#include <algorithm>

namespace yimen::bpmn {
namespace {

constexpr int most_levels = 64;  // calls that come round are told elsewhere

bool has_start(const Model& model, const Node& sub, bool is_interrupting) {
  return std::ranges::any_of(model.scope(sub.inner).nodes, [&](int index) { return model.node(index).kind == NodeKind::start_event && model.node(index).is_interrupting == is_interrupting; });
}

std::vector<int> calls_of(const Model& model, int process) {
  std::vector<int> calls;
  for (int index = 0; index < std::ssize(model.nodes()); ++index)
    if (model.node(index).kind == NodeKind::call_activity && model.node(index).called_process == process) calls.push_back(index);
  return calls;
}

int around(const Model& model, const Node& node, Around which, int level) {
  int scope = node.scope;
  for (int owner = model.scope(scope).owner; owner >= 0; owner = model.scope(scope).owner) {
    const auto& sub = model.node(owner);
    if (sub.kind == NodeKind::event_sub_process && (which == Around::any || runs_beside(model, sub))) return owner;
    scope = sub.scope;
  }
  if (level > most_levels) return -1;
  int found = -1;
  for (const int call : calls_of(model, model.scope(scope).process)) {
    const int here = around(model, model.node(call), which, level + 1);
    if (here < 0 || (found >= 0 && found != here)) return -1;
    found = here;
  }
  return found;
}

/// Level by level outward, as Machine::raise does.
class Climb {
 public:
  Climb(const Model& model, int thrower, std::vector<Throw>& found) : model_{model}, thrower_{thrower}, event_{model.node(thrower).events.front()}, found_{found} {}

  /// `through`: the event sub-process out of which it comes; one that interrupts has silenced the others of its level.
  void run(int scope, int through, int via, int level) {
    if (level > most_levels) return;
    const auto& here = model_.scope(scope);
    if (through < 0 || !has_start(model_, model_.node(through), true))
      if (const int start = start_in(here); start >= 0) return found_.push_back({thrower_, via, start});
    if (here.owner >= 0) return leave(here.owner, via, level);
    const auto calls = calls_of(model_, here.process);
    for (const int call : calls) leave(call, model_.node(call).process == 0 ? call : via, level);
    if (calls.empty()) found_.push_back({thrower_, via, -1});
  }

 private:
  void leave(int activity, int via, int level) {
    const auto& node = model_.node(activity);
    for (const bool is_exact : {true, false})
      for (const int edge : node.boundary)
        if (catching(model_.node(edge), event_.kind, event_.code, is_exact) >= 0) return found_.push_back({thrower_, via, edge});
    run(node.scope, node.kind == NodeKind::event_sub_process ? activity : -1, via, level + 1);
  }
  int start_in(const ScopeSpec& scope) const {
    for (const bool is_exact : {true, false})
      for (const int sub : scope.event_subs)
        for (const int start : model_.scope(model_.node(sub).inner).nodes)
          if (model_.node(start).kind == NodeKind::start_event && catching(model_.node(start), event_.kind, event_.code, is_exact) >= 0) return start;
    return -1;
  }

  const Model& model_;
  int thrower_;
  const EventDefinition& event_;
  std::vector<Throw>& found_;
};

bool is_only(const Node& node, EventKind kind) { return node.events.size() == 1 && node.events.front().kind == kind; }

}  // namespace

bool runs_beside(const Model& model, const Node& event_sub) { return has_start(model, event_sub, false); }

int event_sub_around(const Model& model, const Node& node, Around which) { return around(model, node, which, 0); }

int catching(const Node& node, EventKind kind, const std::string& code, bool is_exact) {
  for (int i = 0; i < std::ssize(node.events); ++i) {
    const auto& each = node.events[static_cast<std::size_t>(i)];
    if (each.kind == kind && (is_exact ? !each.code.empty() && each.code == code : each.code.empty())) return i;
  }
  return -1;
}

std::vector<Throw> throws_of(const Model& model) {
  std::vector<Throw> found;
  for (int index = 0; index < std::ssize(model.nodes()); ++index)
    if (const auto& node = model.node(index); throws(node) && (is_error(node) || is_escalation(node))) Climb{model, index, found}.run(node.scope, -1, -1, 0);
  return found;
}

std::vector<Throw> uncaught_errors(const Model& model) {
  auto found = throws_of(model);
  std::erase_if(found, [&](const Throw& thrown) { return thrown.catcher >= 0 || !is_error(model.node(thrown.node)); });
  return found;
}

bool throws(const Node& node) { return node.kind == NodeKind::throw_event || node.kind == NodeKind::end_event || node.kind == NodeKind::send_task; }
bool is_error(const Node& node) { return is_only(node, EventKind::error); }
bool is_escalation(const Node& node) { return is_only(node, EventKind::escalation); }

}  // namespace yimen::bpmn
