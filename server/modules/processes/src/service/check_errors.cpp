#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "checks.h"
#include "yimen/cases/models.h"
#include "yimen/processes/processes.h"

/// Errors and escalations: what nobody catches (bpmn/around.h), here and in what is called.
namespace yimen::processes {

using bpmn::EventKind;
using bpmn::Model;
using bpmn::Node;
using bpmn::NodeKind;

namespace {

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

/// What holds today, and what will from a later day on.
std::vector<cases::StoredModel> holding(platform::Tx& tx, const std::string& key) {
  std::vector<cases::StoredModel> found;
  if (auto today = cases::process_model(tx, key, 0)) found.push_back(*std::move(today));
  for (const auto& version : cases::model_versions(tx, cases::ModelKind::process, key))
    if (!version.withdrawn_at && version.valid_from && *version.valid_from > tx.today())
      if (auto later = cases::process_model(tx, key, version.version)) found.push_back(*std::move(later));
  return found;
}
std::set<std::string> process_keys(platform::Tx& tx) {
  std::set<std::string> keys;
  for (const auto& version : cases::model_versions(tx, cases::ModelKind::process)) keys.insert(version.key);
  return keys;
}
std::shared_ptr<const Model> read_caller(const cases::StoredModel& stored) {
  Problems ignored;
  const auto model = bpmn::read_model(stored.xml, ignored);
  return model && !(*model)->unresolved_calls().empty() && (*model)->processes().front().is_executable ? *model : nullptr;
}
/// The errors that come out of calls and are caught by nobody, with the call.
std::vector<std::pair<const Node*, std::string>> loose_errors(const Model& whole) {
  std::vector<std::pair<const Node*, std::string>> found;
  for (const auto& thrown : bpmn::uncaught_errors(whole))
    if (thrown.via >= 0) found.emplace_back(&whole.node(thrown.via), code_of(whole.node(thrown.node)));
  return found;
}

/// Called processes that will hold from a later day on throw nothing either that is not caught here.
void check_later_calls(platform::Tx& tx, const Model& model, const Model& whole, Problems& problems) {
  std::set<std::pair<const Node*, std::string>> told;
  for (const auto& one : loose_errors(whole)) told.insert(one);
  std::set<std::string> seen;
  for (const auto& process : whole.processes())
    for (const auto& later : holding(tx, process.id)) {
      Problems ignored;
      const auto read = bpmn::read_model(later.xml, ignored);
      const auto then = read ? with_calls(tx, model, later.key, *read) : nullptr;
      if (!then) continue;
      for (const auto& [call, code] : loose_errors(*then)) {
        const auto* here = whole.find(call->id);
        if (here == nullptr || told.contains({here, code}) || !seen.insert(here->id + code).second) continue;
        report(problems, *here, "processes/uncaught-error", fmt::format("“{}”调用的流程第{}版日后生效，会抛出错误“{}”，没有地方处理：请在这个调用流程上加错误处理。", shown(*here), later.version, code),
               fmt::format("nobody catches error {} out of the call {} once version {} holds", code, here->id, later.version));
      }
    }
}

/// Whoever calls this process, today or by a version that holds later, catches what leaves it: cases that begin then run by both.
void check_callers(platform::Tx& tx, const std::shared_ptr<const Model>& model, const std::string& key, const std::vector<const Node*>& leaving, Problems& problems) {
  if (key.empty() || leaving.empty()) return;
  std::set<std::string> told;
  for (const auto& other : process_keys(tx)) {
    if (other == key) continue;
    for (const auto& stored : holding(tx, other)) {
      const auto caller = read_caller(stored);
      const auto whole = caller ? with_calls(tx, *caller, key, model) : nullptr;
      if (!whole) continue;
      std::set<std::string> loose;
      for (const auto& one : loose_errors(*whole)) loose.insert(one.second);
      for (const auto* node : leaving)
        if (loose.contains(code_of(*node)) && told.insert(node->id + "/" + stored.name).second)
          report(problems, *node, "processes/error-for-callers",
                 fmt::format("“{}”抛出的错误“{}”会离开本流程，而调用它的“{}”没有处理：请先在那里的调用流程上加错误处理并发布，或在本流程里处理。", shown(*node), code_of(*node), stored.name),
                 fmt::format("error {} of {} leaves this process and is not caught by {}", code_of(*node), node->id, other));
    }
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
  if (!is_called) check_later_calls(tx, *model, whole, problems);
  check_callers(tx, model, key, leaving, problems);
}

platform::Result<void> check_withdrawn(platform::Tx& tx, const std::string& key) {
  for (const auto& other : process_keys(tx))
    for (const auto& stored : holding(tx, other)) {
      const auto caller = read_caller(stored);
      const auto whole = caller ? with_calls(tx, *caller, {}, nullptr) : nullptr;
      if (!whole || (other != key && whole->process_index(key) < 0)) continue;
      for (const auto& [call, code] : loose_errors(*whole))
        return platform::fail(platform::ErrorCode::rule_violated, "processes/uncaught-error",
                              fmt::format("停用后，流程“{}”的“{}”会遇到没有处理的错误“{}”：请先在那里加错误处理并发布，再停用这一版。", stored.name, shown(*call), code));
    }
  return {};
}

}  // namespace yimen::processes
