#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/cases/models.h"
#include "yimen/processes/processes.h"

/// Errors and escalations: who catches what is thrown. Mirrors the engine (run/errors.cpp), which looks level by level from the thrower outward.
namespace yimen::processes {

using bpmn::EventKind;
using bpmn::Model;
using bpmn::Node;
using bpmn::NodeKind;

namespace {

constexpr int most_levels = 64;  // calls that come round are told elsewhere

bool catches(const Node& node, EventKind kind, const std::string& code, bool is_exact) {
  return std::ranges::any_of(node.events, [&](const bpmn::EventDefinition& event) { return event.kind == kind && (is_exact ? !event.code.empty() && event.code == code : event.code.empty()); });
}

class Climb {
 public:
  Climb(const Model& model, int thrower, std::vector<Throw>& found) : model_{model}, thrower_{thrower}, event_{model.node(thrower).events.front()}, found_{found} {}

  /// `through`: the event sub-process out of which it comes; one that interrupts has silenced the others of its level.
  void run(int scope, int through, int via, int level) {
    if (level > most_levels) return;
    const auto& here = model_.scope(scope);
    if (through < 0 || !interrupts(through))
      if (const int start = start_in(here); start >= 0) return found_.push_back({thrower_, via, start});
    if (here.owner >= 0) return leave(here.owner, via, level);
    bool is_called = false;
    for (int index = 0; index < std::ssize(model_.nodes()); ++index) {
      const auto& call = model_.node(index);
      if (call.kind != NodeKind::call_activity || call.called_process != here.process || call.called_process < 0) continue;
      is_called = true;
      leave(index, call.process == 0 ? index : via, level);
    }
    if (!is_called) found_.push_back({thrower_, via, -1});
  }

 private:
  void leave(int activity, int via, int level) {
    const auto& node = model_.node(activity);
    for (const bool is_exact : {true, false})
      for (const int edge : node.boundary)
        if (catches(model_.node(edge), event_.kind, event_.code, is_exact)) return found_.push_back({thrower_, via, edge});
    run(node.scope, node.kind == NodeKind::event_sub_process ? activity : -1, via, level + 1);
  }
  int start_in(const bpmn::ScopeSpec& scope) const {
    for (const bool is_exact : {true, false})
      for (const int sub : scope.event_subs)
        for (const int start : model_.scope(model_.node(sub).inner).nodes)
          if (model_.node(start).kind == NodeKind::start_event && catches(model_.node(start), event_.kind, event_.code, is_exact)) return start;
    return -1;
  }
  bool interrupts(int sub) const {
    return std::ranges::any_of(model_.scope(model_.node(sub).inner).nodes, [&](int index) { return model_.node(index).kind == NodeKind::start_event && model_.node(index).is_interrupting; });
  }

  const Model& model_;
  int thrower_;
  const bpmn::EventDefinition& event_;
  std::vector<Throw>& found_;
};

bool is_thrown(const Node& node) { return throws(node) && (is_error(node) || is_escalation(node)); }
const std::string& code_of(const Node& node) { return node.events.front().code; }

bool has_call(const Model& model, int scope) {
  return std::ranges::any_of(model.scope(scope).nodes, [&](int index) {
    const auto& node = model.node(index);
    return node.kind == NodeKind::call_activity || (node.inner >= 0 && has_call(model, node.inner));
  });
}
/// Something called may throw what its present version does not.
bool may_come_from_call(const Model& model, const Node& node) {
  if (node.kind == NodeKind::start_event) return has_call(model, model.node(model.scope(node.scope).owner).scope);
  const auto& host = model.node(node.attached_to);
  return host.kind == NodeKind::call_activity || (host.inner >= 0 && has_call(model, host.inner));
}

/// Whoever calls this process today catches what leaves it: cases that begin tomorrow run by both.
void check_callers(platform::Tx& tx, const std::shared_ptr<const Model>& model, const std::string& key, const std::vector<const Node*>& leaving, Problems& problems) {
  if (key.empty() || leaving.empty()) return;
  std::set<std::string> keys;
  for (const auto& version : cases::model_versions(tx, cases::ModelKind::process)) keys.insert(version.key);
  keys.erase(key);
  for (const auto& other : keys) {
    const auto stored = cases::process_model(tx, other, 0);
    if (!stored) continue;
    Problems ignored;
    const auto caller = bpmn::read_model(stored->xml, ignored);
    if (!caller || (*caller)->unresolved_calls().empty() || !(*caller)->processes().front().is_executable) continue;
    const auto whole = with_calls(tx, **caller, key, model);
    if (!whole) continue;
    std::set<std::string> loose;
    for (const auto& thrown : throws_of(*whole))
      if (thrown.catcher < 0 && thrown.via >= 0 && is_error(whole->node(thrown.node))) loose.insert(code_of(whole->node(thrown.node)));
    for (const auto* node : leaving)
      if (loose.contains(code_of(*node)))
        report(problems, *node, "processes/error-for-callers",
               fmt::format("“{}”抛出的错误“{}”会离开本流程，而调用它的“{}”没有处理：请先在那里的调用流程上加错误处理并发布，或在本流程里处理。", shown(*node), code_of(*node), stored->name),
               fmt::format("error {} of {} leaves this process and is not caught by {}", code_of(*node), node->id, other));
  }
}

}  // namespace

bool begins_event_sub(const Model& model, const Node& node) {
  if (node.kind != NodeKind::start_event || node.events.size() != 1) return false;
  const int owner = model.scope(node.scope).owner;
  if (owner < 0 || model.node(owner).kind != NodeKind::event_sub_process) return false;
  switch (node.events.front().kind) {
    case EventKind::message: case EventKind::signal: case EventKind::timer: case EventKind::error: case EventKind::escalation: return true;
    case EventKind::none: case EventKind::cancel: case EventKind::compensation: case EventKind::conditional: case EventKind::link: case EventKind::terminate: return false;
  }
  return false;
}

int event_sub_around(const Model& model, const Node& node, Runs runs) {
  for (int scope = node.scope; scope >= 0;) {
    const int owner = model.scope(scope).owner;
    if (owner < 0) return -1;
    const auto& around = model.node(owner);
    const auto is_beside = [&](int index) { return model.node(index).kind == NodeKind::start_event && !model.node(index).is_interrupting; };
    if (around.kind == NodeKind::event_sub_process && (runs == Runs::any || std::ranges::any_of(model.scope(scope).nodes, is_beside))) return owner;
    scope = around.scope;
  }
  return -1;
}

std::vector<Throw> throws_of(const Model& whole) {
  std::vector<Throw> found;
  for (int index = 0; index < std::ssize(whole.nodes()); ++index)
    if (is_thrown(whole.node(index))) Climb{whole, index, found}.run(whole.node(index).scope, -1, -1, 0);
  return found;
}

void check_errors(platform::Tx& tx, const std::shared_ptr<const Model>& model, const Model& whole, const std::string& key, Problems& problems) {
  const bool is_called = is_for_calls(*model);
  std::set<int> used, told;
  std::vector<const Node*> leaving;
  for (const auto& thrown : throws_of(whole)) {
    const auto& node = whole.node(thrown.node);
    used.insert(thrown.catcher);
    const bool is_own = node.process == 0;
    if (is_own && thrown.catcher >= 0 && !whole.node(thrown.catcher).is_interrupting && whole.node(thrown.catcher).kind == NodeKind::start_event &&
        whole.node(thrown.catcher).scope == node.scope)
      report(problems, node, "processes/catches-itself", fmt::format("“{}”的升级又由它所在的事件子流程接到，会一直转下去，请换一个升级代码。", shown(node)), fmt::format("{} starts its own event sub-process again", node.id));
    if (thrown.catcher >= 0) continue;
    if (is_own && is_called) {
      if (is_error(node)) leaving.push_back(model->find(node.id));
      continue;
    }
    if (is_own && is_error(node))
      report(problems, node, "processes/uncaught-error",
             fmt::format("“{}”抛出的错误“{}”没有地方处理，办件走到这里就走不下去：请在它外面的子流程上加错误处理，或画一个由这个错误开始的事件子流程。", shown(node), code_of(node)), fmt::format("nobody catches error {} of {}", code_of(node), node.id));
    else if (is_own)
      report(problems, node, "processes/unheard-escalation", fmt::format("“{}”的升级“{}”没有地方接：请在它外面的子流程上加升级处理，或改为普通的事件。", shown(node), code_of(node)), fmt::format("nobody hears escalation {} of {}", code_of(node), node.id));
    else if (is_error(node) && thrown.via >= 0 && told.insert(thrown.node).second)
      report(problems, whole.node(thrown.via), "processes/uncaught-error",
             fmt::format("“{}”调用的流程会抛出错误“{}”（{}），没有地方处理：请在这个调用流程上加错误处理。", shown(whole.node(thrown.via)), code_of(node), shown(node)),
             fmt::format("nobody catches error {} out of the call {}", code_of(node), whole.node(thrown.via).id));
  }
  for (int index = 0; index < std::ssize(whole.nodes()); ++index) {
    const auto& node = whole.node(index);
    const bool is_catch = node.process == 0 && !throws(node) && (is_error(node) || is_escalation(node));
    if (!is_catch || used.contains(index) || may_come_from_call(whole, node)) continue;
    const auto what = is_error(node) ? "错误" : "升级";
    report(problems, node, "processes/nothing-to-catch", fmt::format("“{}”等的{}“{}”没有地方抛出：{}由子流程里的{}事件抛出，代码要相同。", shown(node), what, code_of(node), what, what), fmt::format("nothing throws what {} catches", node.id));
  }
  check_callers(tx, model, key, leaving, problems);
}

}  // namespace yimen::processes
